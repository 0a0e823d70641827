import type { Migration } from '../../migrate.ts'
import { erasureTables } from '../0004-erasure-tables.ts'

/** Requests to erase, and what is due to be erased. */
export const migration: Migration = { id: 4, sql: erasureTables }
