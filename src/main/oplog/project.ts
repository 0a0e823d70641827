import type { Json } from '../../shared/bundle/v1/operation.ts'
import type { AnyRecord, MergePolicy } from '../../shared/records/field.ts'
import { canonical } from '../crypto/canonical.ts'
import type { AnyStore } from '../store/open.ts'
import { toCell, type Cell } from '../store/rows.ts'
import { compareWrites, covers, createsOf, headsOf, writesOf, type Create, type Head, type Seen } from './heads.ts'
import { indexName, nameColumns } from './names.ts'
import { decodeValue, deletedRegister, numberRegister } from './values.ts'

/** Writes a record's row from its values; `first` when there is surely none yet, nor anything of it in the index. */
export const writeRow = (
  store: AnyStore,
  record: AnyRecord,
  meta: {
    id: string
    number: string | null
    createdAt: string
    createdBy: string
    updatedAt: string
    updatedBy: string
    deleted: boolean
  },
  values: ReadonlyMap<string, unknown>,
  first = false,
): void => {
  const fields = Object.entries(record.fields)
  const cells: Cell[] = [meta.id, meta.number, meta.createdAt, meta.createdBy, meta.updatedAt, meta.updatedBy]
  cells.push(meta.deleted ? 1 : 0)
  for (const [name, field] of fields) cells.push(toCell(field, values.get(name)))
  const before = first ? undefined : store.prepare(`select * from "${record.name}" where id = ?`).get(meta.id)
  if (before) {
    const changed = updateRow(store, record, Object.entries(before), cells)
    // Most changes leave the name as it is.
    if (!changed.some((column) => column === 'deleted' || nameColumns.has(column))) return
  } else store.prepare(insertStatement(record)).run(...cells)
  indexName(store, record, meta.id, meta.deleted ? null : values, first)
}

const columnsOf = (record: AnyRecord): readonly string[] => [
  'id',
  'number',
  'createdAt',
  'createdBy',
  'updatedAt',
  'updatedBy',
  'deleted',
  ...Object.keys(record.fields),
]

const insertStatements = new WeakMap<AnyRecord, string>()

function insertStatement(record: AnyRecord): string {
  const known = insertStatements.get(record)
  if (known) return known
  const columns = columnsOf(record)
  const names = columns.map((column) => `"${column}"`).join(', ')
  const sql = `insert into "${record.name}" (${names}) values (${columns.map(() => '?').join(', ')})`
  insertStatements.set(record, sql)
  return sql
}

/** Writes only the cells that changed, and names them: every index of a column that is named would be written again. */
function updateRow(
  store: AnyStore,
  record: AnyRecord,
  before: readonly (readonly [string, unknown])[],
  cells: readonly Cell[],
): string[] {
  const old = new Map(before)
  const changed = columnsOf(record)
    .map((column, at) => ({ column, cell: cells[at] ?? null }))
    .filter(({ column, cell }) => old.get(column) !== cell)
  if (changed.length === 0) return []
  const names = changed.map(({ column }) => `"${column}" = ?`).join(', ')
  store.prepare(`update "${record.name}" set ${names} where id = ?`).run(...changed.map(({ cell }) => cell), cells[0])
  return changed.map(({ column }) => column)
}

/** The current writes of a record: whoever has just read or written them need not read them again. */
export interface Writes {
  readonly creates: readonly Create[]
  readonly heads: ReadonlyMap<string, Head[]>
}

export const writesAt = (store: AnyStore, type: string, id: string): Writes => ({
  creates: createsOf(store, type, id),
  heads: headsOf(store, type, id),
})

/**
 * Computes a record's row from the whole of its current writes: never step by step, so that order, duplicates and gaps
 * leave no trace. A record whose create has not come yet has no row.
 */
export const projectRecord = (
  store: AnyStore,
  record: AnyRecord,
  id: string,
  { creates, heads }: Writes = writesAt(store, record.name, id),
): void => {
  const first = creates.toSorted(compareWrites)[0]
  store.prepare('delete from conflict where type = ? and entity = ?').run(record.name, id)
  if (!first) {
    store.prepare(`delete from "${record.name}" where id = ?`).run(id)
    indexName(store, record, id, null)
    return
  }
  const last = [...creates, ...[...heads.values()].flat()].toSorted(compareWrites).at(-1) ?? first
  const conflict = (register: string, at: string) => {
    store
      .prepare('insert into conflict (type, entity, register, at) values (?, ?, ?, ?)')
      .run(record.name, id, register, at)
  }
  const values = new Map<string, unknown>()
  for (const [register, field] of Object.entries(record.fields)) {
    // One create and no edit, as most registers stand: there is nothing to choose between.
    if (creates.length === 1 && !heads.has(register)) {
      values.set(register, decodeValue(field, first.fields[register] ?? null))
      continue
    }
    const writes = writesOf(heads, creates, register)
    const winner = winnerOf(writes, field.merge ?? 'ask')
    if ((field.merge ?? 'ask') === 'ask' && disagree(writes)) conflict(register, winner?.wall ?? first.wall)
    values.set(register, decodeValue(field, winner?.value ?? null))
  }
  const number = winnerOf(writesOf(heads, creates, numberRegister), 'latest')?.value ?? null
  const { deleted, undecided } = deletion(record, { creates, heads }, (write) => seenOfDelete(store, write))
  if (undecided) conflict(deletedRegister, last.wall)
  writeRow(
    store,
    record,
    {
      id,
      number: typeof number === 'string' ? number : null,
      createdAt: first.wall,
      createdBy: first.user,
      updatedAt: last.wall,
      updatedBy: last.user,
      deleted,
    },
    values,
  )
}

/** What writes make of a record, without writing it. */
export interface Seeming {
  /** What is shown, by register; the number is one of them. */
  readonly values: ReadonlyMap<string, Json>
  /** Registers on which offices disagree. */
  readonly undecided: ReadonlySet<string>
  readonly deleted: boolean
}

/** What a record would look like with these writes; `seenBy` says what the author of a removal had seen. */
export const seeming = (
  record: AnyRecord,
  writes: Writes,
  seenBy: (write: Pick<Head, 'replica' | 'n'>) => Record<string, Seen>,
): Seeming => {
  const values = new Map<string, Json>()
  const undecided = new Set<string>()
  for (const [register, { merge = 'ask' }] of [...Object.entries(record.fields), [numberRegister, latest] as const]) {
    const current = writesOf(writes.heads, writes.creates, register)
    if (merge === 'ask' && disagree(current)) undecided.add(register)
    values.set(register, winnerOf(current, merge)?.value ?? null)
  }
  const removal = deletion(record, writes, seenBy)
  if (removal.undecided) undecided.add(deletedRegister)
  return { values, undecided, deleted: removal.deleted }
}

const latest: { readonly merge?: MergePolicy } = { merge: 'latest' }

/** The write whose value is shown. */
const winnerOf = (writes: readonly Head[], policy: MergePolicy): Head | undefined => {
  let best: Head | undefined
  for (const write of writes) {
    if (!best || rank(write, best, policy) > 0) best = write
  }
  return best
}

function rank(a: Head, b: Head, policy: MergePolicy): number {
  if (policy === 'max' || policy === 'min') {
    // An empty value never wins against a known one.
    if ((a.value === null) !== (b.value === null)) return a.value === null ? -1 : 1
    const order = compareValues(a.value, b.value)
    if (order !== 0) return policy === 'max' ? order : -order
  }
  return compareWrites(a, b)
}

function compareValues(a: Json, b: Json): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const [left, right] = [canonical(a), canonical(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

/** True when current writes carry different values. */
const disagree = (writes: readonly Head[]): boolean => {
  const first = writes[0]
  if (!first || writes.length === 1) return false
  const same = canonical(first.value)
  return writes.some((write) => canonical(write.value) !== same)
}

/** A deletion counts against what its author had seen: an edit it had not seen keeps the record visible. */
function deletion(
  record: AnyRecord,
  { creates, heads }: Writes,
  seenBy: (write: Head) => Record<string, Seen>,
): { deleted: boolean; undecided: boolean } {
  const writes = heads.get(deletedRegister) ?? []
  const undecided = disagree(writes)
  if (winnerOf(writes, 'latest')?.value !== true) return { deleted: false, undecided }
  const vectors = writes.filter((write) => write.value === true).map(seenBy)
  const unseen = Object.keys(record.fields).some((register) =>
    (heads.get(register) ?? creates).some((write) => !vectors.some((vector) => covers(vector[register], write))),
  )
  return { deleted: !unseen, undecided: undecided || unseen }
}

/** What the author of a removal in the log had seen. */
export function seenOfDelete(store: AnyStore, write: Pick<Head, 'replica' | 'n'>): Record<string, Seen> {
  const row = store
    .prepare('select o.seen from opLog o join replica r on r.id = o.replica where r.hex = ? and o.n = ?')
    .pluck()
    .get(write.replica, write.n)
  return typeof row === 'string' ? (JSON.parse(row) as Record<string, Seen>) : {}
}
