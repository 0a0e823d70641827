import type { BundleOp, Json } from '../../shared/bundle/v1/operation.ts'
import type { Knowledge } from '../../shared/bundle/v1/header.ts'
import { records } from '../../shared/records/index.ts'
import { sha256Hex, startHash } from '../crypto/hash.ts'
import type { AnyStore } from '../store/open.ts'
import type { Seen } from './heads.ts'
import type { Range } from './ranges.ts'

interface OpRow {
  readonly seq: number
  readonly replica: string
  readonly n: number
  readonly entity: string
  readonly type: string
  readonly kind: BundleOp['kind']
  readonly fields: string
  readonly seen: string
  readonly ms: number
  readonly c: number
  readonly wall: string
  readonly clockFlag: BundleOp['clockFlag']
  readonly user: string
  readonly device: string
  readonly saveId: string
  readonly schema: number
  readonly app: string
  readonly salt: Buffer
  readonly phash: Buffer
  readonly prev: Buffer
  readonly hash: Buffer
}

const opOf = (row: OpRow): BundleOp => ({
  replica: row.replica,
  n: row.n,
  entity: row.entity,
  type: row.type,
  kind: row.kind,
  fields: JSON.parse(row.fields) as Record<string, Json>,
  seen: JSON.parse(row.seen) as Record<string, Seen>,
  hlc: { ms: row.ms, c: row.c },
  wall: row.wall,
  clockFlag: row.clockFlag,
  user: row.user,
  device: row.device,
  save: row.saveId,
  schema: row.schema,
  app: row.app,
  salt: row.salt.toString('hex'),
  phash: row.phash.toString('hex'),
  prev: row.prev.toString('hex'),
  hash: row.hash.toString('hex'),
})

/** One operation with its place in this store's log. */
export interface LoggedOp {
  readonly seq: number
  readonly op: BundleOp
}

/** Reads up to `limit` operations in order of arrival, after a place in the log (0 for the start). */
const readOps = (store: AnyStore, afterSeq: number, limit: number): LoggedOp[] => {
  const rows = store
    .prepare(`select o.*, r.hex from opLog o join replica r on r.id = o.replica where o.seq > ? order by o.seq limit ?`)
    .all(afterSeq, limit) as (Omit<OpRow, 'replica'> & { hex: string })[]
  return rows.map((row) => ({ seq: row.seq, op: opOf({ ...row, replica: row.hex }) }))
}

/**
 * Reads a page of the log without the operations that `skip` names; `last` is the place to go on from, null at the end.
 * Skipped ones cost no parsing. `where` is a further condition on `opLog o`.
 */
export const readOpsExcept = (
  store: AnyStore,
  afterSeq: number,
  limit: number,
  skip: (replica: string, n: number) => boolean,
  where = '1 = 1',
): { ops: LoggedOp[]; last: number | null } => {
  const rows = store
    .prepare(
      `select o.*, r.hex from opLog o join replica r on r.id = o.replica where o.seq > ? and ${where}
       order by o.seq limit ?`,
    )
    .all(afterSeq, limit) as (Omit<OpRow, 'replica'> & { hex: string })[]
  const kept = rows.filter((row) => !skip(row.hex, row.n))
  return {
    ops: kept.map((row) => ({ seq: row.seq, op: opOf({ ...row, replica: row.hex }) })),
    last: rows.at(-1)?.seq ?? null,
  }
}

const quoted = (column: string): string => `',"${column}":"', o.${column}, '"'`
const digits = (column: string): string => `lower(hex(o.${column}))`

/** A row of the log as the line a bundle carries: canonical JSON, put together by SQLite in one go. */
const lineSql = `concat('{"app":', json_quote(o.app), ${quoted('clockFlag')}, ${quoted('device')}, ${quoted('entity')},
  ',"fields":', o.fields, ',"hash":"', ${digits('hash')}, '","hlc":{"c":', o.c, ',"ms":', o.ms, '}', ${quoted('kind')},
  ',"n":', o.n, ',"phash":"', ${digits('phash')}, '","prev":"', ${digits('prev')}, '","replica":"', r.hex,
  '","salt":"', ${digits('salt')}, '","save":"', o.saveId, '","schema":', o.schema, ',"seen":', o.seen,
  ${quoted('type')}, ${quoted('user')}, ',"wall":', json_quote(o.wall), '}', char(10))`

/** A run of whole lines, how many, and the place in the log of the last. */
export interface LogLines {
  readonly lines: Buffer
  readonly count: number
  readonly last: number
}

const runOf = (rows: string): string =>
  `select cast(group_concat(line, '') as blob) as lines, count(*) as count, max(seq) as last
   from (select o.seq, ${lineSql} as line from opLog o join replica r on r.id = o.replica where ${rows})`

const run = (row: unknown): LogLines | null => {
  const { lines, count, last } = row as { lines: Buffer | null; count: number; last: number | null }
  return lines === null || last === null ? null : { lines, count, last }
}

/** From this place on the log holds values in canonical form: a row is a line of a bundle as it stands. */
export const canonicalFrom = (store: AnyStore): number =>
  Number(store.prepare("select value from storeMeta where key = 'canonicalFrom'").pluck().get() ?? Infinity)

/** The place of the last operation in the log. */
export const endOfLog = (store: AnyStore): number =>
  Number(store.prepare('select coalesce(max(seq), 0) from opLog').pluck().get())

/** The next lines after a place in the log, which is not before `canonicalFrom`; null at the end. */
export const readLinesAfter = (store: AnyStore, after: number, limit: number, where: string): LogLines | null =>
  run(store.prepare(runOf(`o.seq > ? and ${where} order by o.seq limit ?`)).get(after, limit))

/** The lines at these places of the log, none of them before `canonicalFrom`; null when none is wanted. */
export const readLinesAt = (store: AnyStore, places: readonly number[], where: string): LogLines | null =>
  run(
    store
      .prepare(runOf(`o.seq in (select value from json_each(?)) and ${where} order by o.seq`))
      .get(JSON.stringify(places)),
  )

/** The places in the log of a run of a replica, by its index alone. */
export const placesOf = (store: AnyStore, replica: number, { first, last }: Range): number[] =>
  store
    .prepare('select seq from opLog where replica = ? and n between ? and ?')
    .pluck()
    .all(replica, first, last) as number[]

/** The operations that made a record: one, or more where offices made the same id. */
export const readCreates = (store: AnyStore, entity: string): BundleOp[] => {
  const rows = store
    .prepare(
      `select o.*, r.hex from opLog o join replica r on r.id = o.replica
       where o.entity = ? and o.kind = 'create' order by o.seq`,
    )
    .all(entity) as (Omit<OpRow, 'replica'> & { hex: string })[]
  return rows.map((row) => opOf({ ...row, replica: row.hex }))
}

/** Reads all operations of one record, in order of arrival. */
export const readOpsOfRecord = (store: AnyStore, entity: string): BundleOp[] => {
  const rows = store
    .prepare('select o.*, r.hex from opLog o join replica r on r.id = o.replica where o.entity = ? order by o.seq')
    .all(entity) as (Omit<OpRow, 'replica'> & { hex: string })[]
  return rows.map((row) => opOf({ ...row, replica: row.hex }))
}

/** Reads the operations of a run of the log: after one place, up to and with another. */
export const readOpsWithin = (store: AnyStore, after: number, last: number): LoggedOp[] => {
  const rows = store
    .prepare(
      `select o.*, r.hex from opLog o join replica r on r.id = o.replica where o.seq > ? and o.seq <= ? order by o.seq`,
    )
    .all(after, last) as (Omit<OpRow, 'replica'> & { hex: string })[]
  return rows.map((row) => ({ seq: row.seq, op: opOf({ ...row, replica: row.hex }) }))
}

/** The operations of one record that are in its heads or wait for them, in order of arrival: neither erased nor deferred. */
export const readOpsOf = (store: AnyStore, type: string, entity: string): BundleOp[] => {
  const rows = store
    .prepare(
      `select o.*, r.hex from opLog o join replica r on r.id = o.replica where o.entity = ? and o.type = ?
       and length(o.salt) > 0 and not exists (select 1 from deferred d where d.seq = o.seq) order by o.seq`,
    )
    .all(entity, type) as (Omit<OpRow, 'replica'> & { hex: string })[]
  return rows.map((row) => opOf({ ...row, replica: row.hex }))
}

const pageRows = 1000

/** Reads the whole log, page by page, so that other work on the connection can go on in between. */
export function* readLog(store: AnyStore): Generator<LoggedOp, void> {
  for (let after = 0; ;) {
    const page = readOps(store, after, pageRows)
    yield* page
    const last = page.at(-1)
    if (!last || page.length < pageRows) return
    after = last.seq
  }
}

/** How many operations a store holds. */
export const countOps = (store: AnyStore): number =>
  Number(store.prepare('select count(*) from opLog').pluck().get() ?? 0)

/** What the store holds of every replica, as exact runs with digests (store design 5.3). */
export const knowledgeOf = (store: AnyStore): Knowledge => {
  const out: Knowledge = {}
  for (const [hex, { id, runs }] of heldRanges(store))
    out[hex] = runs.map(({ first, last }) => ({ from: first, to: last, digest: digestOf(store, id, first, last) }))
  return out
}

/** The runs a store holds of every replica of which it holds anything. */
export const heldRanges = (store: AnyStore): Map<string, { readonly id: number; readonly runs: Range[] }> => {
  const replicas = store.prepare('select id, hex from replica order by hex').all() as { id: number; hex: string }[]
  const own = store.prepare("select value from storeMeta where key = 'replica'").pluck().get()
  const found = replicas.map(({ id, hex }) => [hex, { id, runs: rangesOf(store, id, hex === own) }] as const)
  return new Map(found.filter(([, { runs }]) => runs.length > 0))
}

function rangesOf(store: AnyStore, replica: number, own: boolean): Range[] {
  if (own) {
    const n = Number(store.prepare('select n from feed where id = 1').pluck().get() ?? 0)
    return n === 0 ? [] : [{ first: 1, last: n }]
  }
  return store.prepare('select first, last from knownRange where replica = ? order by first').all(replica) as Range[]
}

/** The digest of a run that is held whole (docs/bundle-format.md, section 4). */
export function digestOf(store: AnyStore, replica: number, first: number, last: number): string {
  if (first === 1) {
    const hash = store.prepare('select hash from opLog where replica = ? and n = ?').pluck().get(replica, last)
    return hash instanceof Buffer ? hash.toString('hex') : ''
  }
  const hashes = store
    .prepare('select hash from opLog where replica = ? and n between ? and ? order by n')
    .pluck()
    .all(replica, first, last)
  return sha256Hex(...hashes.flatMap((hash) => (hash instanceof Buffer ? [hash] : [])))
}

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
