import { records } from '../../shared/records/index.ts'
import { startHash } from '../crypto/hash.ts'
import type { AnyStore } from '../store/open.ts'

/**
 * SHA-256 over everything a store holds, in an order that depends on content alone: the tables of the records, heads,
 * erased ids and the dots of the log. Two stores with the same operations have the same hash.
 */
export const stateHash = (store: AnyStore): { hash: string; operations: number; records: Record<string, number> } => {
  const running = startHash()
  const counts: Record<string, number> = {}
  const add = (row: unknown) => {
    running.update(Buffer.from(`${JSON.stringify(row)}\n`))
  }
  for (const record of Object.values(records)) {
    if (record.store !== store.store) continue
    const columns = ['id', 'number', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'deleted']
    const names = [...columns, ...Object.keys(record.fields)].map((column) => `"${column}"`).join(', ')
    add(record.name)
    let count = 0
    for (const row of store.raw.prepare(`select ${names} from "${record.name}" order by id`).raw().iterate()) {
      add(row)
      count += 1
    }
    counts[record.name] = count
  }
  const heads = `select h.type, h.entity, h.register, r.hex, h.n, h.value from head h join replica r on r.id = h.replica
    order by h.type, h.entity, h.register, r.hex, h.n`
  for (const row of store.raw.prepare(heads).raw().iterate()) add(row)
  for (const row of store.raw.prepare('select entity from erased order by entity').raw().iterate()) add(row)
  const log = `select r.hex, o.n, hex(o.hash) from opLog o join replica r on r.id = o.replica order by r.hex, o.n`
  let operations = 0
  for (const row of store.raw.prepare(log).raw().iterate()) {
    add(row)
    operations += 1
  }
  return { hash: running.hex(), operations, records: counts }
}
