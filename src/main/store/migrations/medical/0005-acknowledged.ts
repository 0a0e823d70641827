import type { Migration } from '../../migrate.ts'
import { acknowledgedTable } from '../0005-acknowledged.ts'

/** What other offices hold, so that a bundle can leave it out. */
export const migration: Migration = { id: 5, sql: acknowledgedTable }
