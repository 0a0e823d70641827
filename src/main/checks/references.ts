import { sql, type Kysely } from 'kysely'
import type { Issue } from '../../shared/errors.ts'
import { records } from '../../shared/records/index.ts'
import type { AnyRecord } from '../../shared/records/field.ts'

const stores: ReadonlyMap<string, string> = new Map(Object.entries(records).map(([name, { store }]) => [name, store]))

/** Whether a store holds a living record of this kind under this id. */
async function exists<DB>(db: Kysely<DB>, record: string, id: string): Promise<boolean> {
  const found = await sql`select 1 from ${sql.table(record)} where id = ${id} and deleted = 0`.execute(db)
  return found.rows.length > 0
}

/**
 * References that lead nowhere, each at its field. Only fields whose record lives in the given store are looked up, so
 * that a medical record is checked once against each store and the registry is never asked about a patient.
 */
export async function brokenReferences<DB>(
  db: Kysely<DB>,
  store: 'registry' | 'medical',
  record: AnyRecord,
  values: object,
  path: Issue['path'],
  known: readonly string[],
): Promise<Issue[]> {
  const issues: Issue[] = []
  for (const [field, value] of Object.entries(values)) {
    const target = record.fields[field]?.record
    if (target === undefined || typeof value !== 'string' || known.includes(value)) continue
    if (stores.get(target) !== store || (await exists(db, target, value))) continue
    issues.push({ path: [...path, field], code: 'unknown_reference', params: { record: target } })
  }
  return issues
}
