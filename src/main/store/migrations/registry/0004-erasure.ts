import type { Migration } from '../../migrate.ts'

/** Requests to erase, and what is due to be erased. */
export const migration: Migration = { id: 4, sql: `` }
