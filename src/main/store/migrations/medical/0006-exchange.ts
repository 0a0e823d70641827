import type { Migration } from '../../migrate.ts'
import { exchangeTables, fatherlessIndex } from '../0006-exchange.ts'

/** What an exchange of bundles remembers. */
export const migration: Migration = { id: 6, sql: `${exchangeTables}${fatherlessIndex('patient')}` }
