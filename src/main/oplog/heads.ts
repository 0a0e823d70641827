import type { BundleOp, Json } from '../../shared/bundle/v1/operation.ts'
import type { AnyStore } from '../store/open.ts'
import { deletedRegister } from './values.ts'

/** Per replica the highest counter that was seen. */
export type Seen = Record<string, number>

/** One of the current writes of a register. */
export interface Head {
  readonly replica: string
  readonly n: number
  readonly ms: number
  readonly c: number
  readonly wall: string
  readonly user: string
  readonly seen: Seen
  readonly value: Json
}

/** The create of a record: the current write of every register that has no heads of its own. */
export interface Create {
  readonly replica: string
  readonly n: number
  readonly ms: number
  readonly c: number
  readonly wall: string
  readonly user: string
  readonly fields: Readonly<Record<string, Json>>
}

interface HeadRow extends Omit<Head, 'seen' | 'value'> {
  readonly register: string
  readonly seen: string
  readonly value: string
}

/** The heads of a record's edited registers. */
export const headsOf = (store: AnyStore, type: string, entity: string): Map<string, Head[]> => {
  const rows = store
    .prepare(
      `select h.register, r.hex as replica, h.n, h.ms, h.c, h.wall, h.user, h.seen, h.value
       from head h join replica r on r.id = h.replica where h.type = ? and h.entity = ?`,
    )
    .all(type, entity) as HeadRow[]
  const heads = new Map<string, Head[]>()
  for (const { register, seen, value, ...rest } of rows) {
    const head: Head = { ...rest, seen: JSON.parse(seen) as Seen, value: JSON.parse(value) as Json }
    const list = heads.get(register)
    if (list) list.push(head)
    else heads.set(register, [head])
  }
  return heads
}

/** The creates of a record: two when two offices made the same place. Deferred ones do not count yet. */
export const createsOf = (store: AnyStore, type: string, entity: string): Create[] => {
  const rows = store
    .prepare(
      `select r.hex as replica, o.n, o.ms, o.c, o.wall, o.user, o.fields from opLog o join replica r on r.id = o.replica
       where o.entity = ? and o.type = ? and o.kind = 'create' and length(o.salt) > 0
       and not exists (select 1 from deferred d where d.seq = o.seq)`,
    )
    .all(entity, type) as (Omit<Create, 'fields'> & { fields: string })[]
  return rows.map(({ fields, ...rest }) => ({ ...rest, fields: JSON.parse(fields) as Record<string, Json> }))
}

/** A create as the head of one of its registers. */
export const headOfCreate = ({ fields, ...rest }: Create, register: string): Head => ({
  ...rest,
  seen: {},
  value: fields[register] ?? null,
})

/**
 * The current writes of a register: its heads, else the creates. A create does not write `deleted`; whether a removal
 * had seen it is asked when the record is shown.
 */
export const writesOf = (
  heads: ReadonlyMap<string, Head[]>,
  creates: readonly Create[],
  register: string,
): readonly Head[] =>
  heads.get(register) ?? (register === deletedRegister ? [] : creates.map((create) => headOfCreate(create, register)))

/** Orders writes for display: hybrid clock, then replica and counter, so that every office picks the same. */
export const compareWrites = (
  a: Pick<Head, 'ms' | 'c' | 'replica' | 'n'>,
  b: Pick<Head, 'ms' | 'c' | 'replica' | 'n'>,
): number => a.ms - b.ms || a.c - b.c || (a.replica < b.replica ? -1 : a.replica > b.replica ? 1 : a.n - b.n)

/** True when a vector covers a write. */
export const covers = (seen: Seen | undefined, write: Pick<Head, 'replica' | 'n'>): boolean =>
  (seen && Object.hasOwn(seen, write.replica) ? (seen[write.replica] ?? 0) : 0) >= write.n

/** The heads of a register after one more write, or null when a head already replaced it. */
export const mergedHeads = (current: readonly Head[], op: BundleOp, register: string): Head[] | null => {
  if (current.some((head) => covers(head.seen, op))) return null
  const seen = op.seen[register] ?? {}
  const rest = current.filter((head) => !covers(seen, head) && !(head.replica === op.replica && head.n === op.n))
  const { replica, n, hlc, wall, user } = op
  return [...rest, { replica, n, ms: hlc.ms, c: hlc.c, wall, user, seen, value: op.fields[register] ?? null }]
}

/**
 * Brings understood operations of one record into its heads, in place. The record's creates are known from the start,
 * so that only what edited a register has to be looked at.
 */
export const foldInto = (heads: Map<string, Head[]>, creates: readonly Create[], ops: Iterable<BundleOp>): void => {
  for (const op of ops) {
    if (op.kind === 'create') continue
    for (const register of Object.keys(op.fields)) {
      const next = mergedHeads(writesOf(heads, creates, register), op, register)
      if (next) heads.set(register, next)
    }
  }
}

/** The vector of a write whose author saw these heads, spelt as the log spells it: a head is the same however it came. */
export const seenOf = (heads: readonly Head[]): Seen => {
  const out: Seen = {}
  const raise = (replica: string, n: number) => {
    out[replica] = Math.max(out[replica] ?? 0, n)
  }
  for (const head of heads) {
    for (const [replica, n] of Object.entries(head.seen)) raise(replica, n)
    raise(head.replica, head.n)
  }
  return Object.fromEntries(Object.entries(out).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** Replaces the heads of one register. */
export const writeHeads = (
  store: AnyStore,
  replicaId: (hex: string) => number,
  at: { type: string; entity: string; register: string },
  heads: readonly Head[],
): void => {
  store.prepare('delete from head where type = ? and entity = ? and register = ?').run(at.type, at.entity, at.register)
  const insert = store.prepare(
    `insert into head (type, entity, register, replica, n, ms, c, wall, user, seen, value)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  for (const head of heads) {
    const { n, ms, c, wall, user, seen, value } = head
    const vector = JSON.stringify(seen)
    insert.run(
      at.type,
      at.entity,
      at.register,
      replicaId(head.replica),
      n,
      ms,
      c,
      wall,
      user,
      vector,
      JSON.stringify(value),
    )
  }
}
