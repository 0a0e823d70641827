import type { Migration } from '../../migrate.ts'
import { exchangeTables, fatherlessIndex, pairTable, rosterTables } from '../0006-exchange.ts'

/** What an exchange of bundles remembers, and whom it trusts. */
export const migration: Migration = {
  id: 6,
  sql: `${exchangeTables}${rosterTables}${pairTable}${fatherlessIndex('person')}`,
}
