import type { BundleOp, Json } from '../../shared/bundle/v1/operation.ts'
import { canonical } from '../crypto/canonical.ts'
import { compareWrites, covers, type Seen } from '../oplog/heads.ts'
import { deletedRegister } from '../oplog/values.ts'
import type { AnyStore } from '../store/open.ts'

/** One register that an operation wrote, with the value before it in the record's line. */
export interface RegisterChange {
  readonly register: string
  readonly before: Json
  readonly after: Json
  readonly concurrent: boolean
}

/** One operation of a record as its history tells it. */
export interface LineEntry {
  readonly id: string
  readonly type: string
  readonly entity: string
  readonly kind: 'create' | 'change' | 'remove' | 'restore' | 'erase'
  readonly wall: string
  readonly user: string
  readonly device: string
  readonly order: Readonly<{ ms: number; c: number; replica: string; n: number }>
  readonly registers: readonly RegisterChange[]
}

interface Row {
  readonly replica: string
  readonly n: number
  readonly kind: BundleOp['kind']
  readonly fields: string
  readonly seen: string
  readonly ms: number
  readonly c: number
  readonly wall: string
  readonly user: string
  readonly device: string
}

/** The operations of one record in the order of the hybrid clock, each with what it changed. */
export function lineOf(store: AnyStore, type: string, entity: string): LineEntry[] {
  const rows = store
    .prepare(
      `select r.hex as replica, o.n, o.kind, o.fields, o.seen, o.ms, o.c, o.wall, o.user, o.device
       from opLog o join replica r on r.id = o.replica where o.entity = ? and o.type = ?
       and not exists (select 1 from deferred d where d.seq = o.seq)`,
    )
    .all(entity, type) as Row[]
  const last = new Map<string, { value: Json; replica: string; n: number }>()
  return rows.toSorted(compareWrites).map((row) => {
    const fields = JSON.parse(row.fields) as Record<string, Json>
    const seen = JSON.parse(row.seen) as Record<string, Seen>
    const registers: RegisterChange[] = []
    // An erase operation carries the number alone, which changes nothing.
    for (const [register, after] of row.kind === 'erase' ? [] : Object.entries(fields)) {
      const before = last.get(register)
      const concurrent =
        before !== undefined &&
        row.kind !== 'create' &&
        before.replica !== row.replica &&
        !covers(seen[register], before)
      last.set(register, { value: after, replica: row.replica, n: row.n })
      if (register === deletedRegister) continue
      if (before !== undefined && canonical(before.value) === canonical(after) && !concurrent) continue
      registers.push({ register, before: before?.value ?? null, after, concurrent })
    }
    const { replica, n, ms, c, wall, user, device } = row
    return {
      id: `${replica}-${n}`,
      type,
      entity,
      kind: kindOf(row, fields),
      wall,
      user,
      device,
      order: { ms, c, replica, n },
      registers,
    }
  })
}

function kindOf(row: Row, fields: Readonly<Record<string, Json>>): LineEntry['kind'] {
  if (row.kind === 'create') return 'create'
  if (row.kind === 'delete') return 'remove'
  if (row.kind === 'set') return fields[deletedRegister] === false ? 'restore' : 'change'
  return 'erase'
}

/** Newest first, in the one order that every office shows. */
export const newestFirst = (entries: readonly LineEntry[]): LineEntry[] =>
  entries.toSorted((a, b) => compareWrites(b.order, a.order))
