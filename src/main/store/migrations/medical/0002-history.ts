import type { Migration } from '../../migrate.ts'

/** What the audit chain signs from time to time. */
export const migration: Migration = { id: 2, sql: `` }
