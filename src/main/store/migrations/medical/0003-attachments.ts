import type { Migration } from '../../migrate.ts'

/** Photos, scans and documents of records. */
export const migration: Migration = { id: 3, sql: `` }
