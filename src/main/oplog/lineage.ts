import type { Json } from '../../shared/bundle/v1/operation.ts'
import { canonical } from '../crypto/canonical.ts'
import type { AnyStore } from '../store/open.ts'
import { compareWrites, covers, type Head, type Seen } from './heads.ts'
import { deletedRegister } from './values.ts'

/** One write of a register as the log holds it. */
export interface Write extends Head {
  readonly kind: 'create' | 'set' | 'delete'
  readonly device: string
  readonly save: string
  /** What its author had seen of every register it names; a removal names them all. */
  readonly vectors: Readonly<Record<string, Seen>>
}

interface Row {
  readonly replica: string
  readonly n: number
  readonly ms: number
  readonly c: number
  readonly wall: string
  readonly user: string
  readonly device: string
  readonly save: string
  readonly kind: Write['kind']
  readonly fields: string
  readonly seen: string
}

/** The name of a write that every office knows it by. */
export const dotOf = ({ replica, n }: Pick<Write, 'replica' | 'n'>): string => `${replica}-${n}`

/** Every write of a record's registers that is understood here, by register and in the order of the clock. */
export const lineageOf = (store: AnyStore, type: string, entity: string): ReadonlyMap<string, readonly Write[]> => {
  const rows = store
    .prepare(
      `select r.hex as replica, o.n, o.ms, o.c, o.wall, o.user, o.device, o.saveId as save, o.kind, o.fields, o.seen
       from opLog o join replica r on r.id = o.replica where o.entity = ? and o.type = ? and length(o.salt) > 0
       and o.kind in ('create', 'set', 'delete') and not exists (select 1 from deferred d where d.seq = o.seq)`,
    )
    .all(entity, type) as Row[]
  const out = new Map<string, Write[]>()
  for (const { fields, seen, ...row } of rows.toSorted(compareWrites)) {
    const vectors = JSON.parse(seen) as Record<string, Seen>
    for (const [register, value] of Object.entries(JSON.parse(fields) as Record<string, Json>)) {
      const write: Write = { ...row, vectors, seen: vectors[register] ?? {}, value }
      const list = out.get(register)
      if (list) list.push(write)
      else out.set(register, [write])
    }
  }
  return out
}

/** The writes of one register; a create that left it out wrote it as empty. */
export const writesOfRegister = (lineage: ReadonlyMap<string, readonly Write[]>, register: string): Write[] => {
  const named = lineage.get(register) ?? []
  if (register === deletedRegister) return [...named]
  const known = new Set(named.map(dotOf))
  const empty = new Map<string, Write>()
  for (const writes of lineage.values())
    for (const write of writes)
      if (write.kind === 'create' && !known.has(dotOf(write))) empty.set(dotOf(write), { ...write, value: null })
  return [...named, ...empty.values()].toSorted(compareWrites)
}

/** Writes that none of the others replaced. */
export const latestOf = (writes: readonly Write[]): Write[] =>
  writes.filter((write) => !writes.some((other) => other !== write && covers(other.seen, write)))

/** What stood when a write was made: the latest writes that its author had seen. */
export const stoodBefore = (writes: readonly Write[], of: Write): Write[] =>
  latestOf(writes.filter((write) => write !== of && covers(of.seen, write)))

/** What everybody who wrote one of these had seen: the value from which they went apart. */
export const ancestorOf = (writes: readonly Write[], of: readonly Write[]): Write | null =>
  latestOf(writes.filter((write) => of.every((one) => one !== write && covers(one.seen, write)))).at(-1) ?? null

/** True when writes carry different values. */
export const differ = (writes: readonly Write[]): boolean => {
  const first = writes[0]
  return first !== undefined && writes.some((write) => canonical(write.value) !== canonical(first.value))
}

/**
 * Who wrote a value first. A decision that was taken back stands as new writes of the old values; they are told as
 * those who entered them, not as the one who took the decision back.
 */
export const originOf = (writes: readonly Write[], head: Write, heads: readonly Write[]): Write => {
  const again = heads.some((one) => one !== head && one.save === head.save && one.replica === head.replica)
  const [decision] = again ? stoodBefore(writes, head) : []
  if (!decision) return head
  const former = stoodBefore(writes, decision)
  const same = former.findLast((one) => canonical(one.value) === canonical(head.value))
  return same ? originOf(writes, same, former) : head
}
