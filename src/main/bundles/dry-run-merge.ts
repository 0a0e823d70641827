import type { AnyRecord } from '../../shared/records/field.ts'
import type { BundleOp, Json } from '../../shared/bundle/v1/operation.ts'
import { canonical } from '../crypto/canonical.ts'
import { foldInto, mergedHeads, type Create } from '../oplog/heads.ts'
import { seeming, seenOfDelete, writesAt, type Seeming, type Writes } from '../oplog/project.ts'
import { deletedRegister } from '../oplog/values.ts'
import type { AnyStore } from '../store/open.ts'

/** What a bundle would make of a record that is here. */
export interface Outcome {
  /** Something about it would be shown differently, or wait for a decision. */
  readonly changed: boolean
  readonly removed: boolean
  /** Registers on which offices would disagree and do not yet: what is shown here, and what comes. */
  readonly conflicts: readonly { readonly field: string; readonly here: Json; readonly there: Json }[]
}

const createOf = ({ replica, n, hlc, wall, user, fields }: BundleOp): Create => ({
  replica,
  n,
  ms: hlc.ms,
  c: hlc.c,
  wall,
  user,
  fields,
})

/**
 * Merges the operations that a bundle brings of one record into its writes, in memory alone: an operation that another
 * one of the bundle replaced, or that something here replaced, raises nothing, as it will not when they are taken in.
 */
export const foresee = (store: AnyStore, record: AnyRecord, id: string, ops: readonly BundleOp[]): Outcome => {
  const now = writesAt(store, record.name, id)
  const after = merged(now, ops)
  const brought = new Map(ops.map((op) => [`${op.replica}-${op.n}`, op.seen]))
  const before = seeming(record, now, (write) => seenOfDelete(store, write))
  const next = seeming(
    record,
    after,
    (write) => brought.get(`${write.replica}-${write.n}`) ?? seenOfDelete(store, write),
  )
  const differs = [...next.values].some(
    ([name, value]) => canonical(value) !== canonical(before.values.get(name) ?? null),
  )
  const conflicts = conflictsIn(before, next, ops)
  return {
    changed: differs || next.deleted !== before.deleted || conflicts.length > 0,
    removed: next.deleted && !before.deleted,
    conflicts,
  }
}

function merged(now: Writes, ops: readonly BundleOp[]): Writes {
  const made = ops.filter((op) => op.kind === 'create')
  const creates = [...now.creates, ...made.map(createOf)]
  const heads = new Map(now.heads)
  // A register without heads shows its creates; beside heads a create is one more write.
  for (const op of made) {
    for (const [register, list] of now.heads) {
      const next = register === deletedRegister ? null : mergedHeads(heads.get(register) ?? list, op, register)
      if (next) heads.set(register, next)
    }
  }
  foldInto(heads, creates, ops)
  return { creates, heads }
}

function conflictsIn(before: Seeming, next: Seeming, ops: readonly BundleOp[]): Outcome['conflicts'] {
  return [...next.undecided]
    .filter((register) => !before.undecided.has(register))
    .map((field) => {
      // One side removed it, and the other one wrote something that the removal had not seen.
      if (field === deletedRegister) return { field, here: before.deleted, there: !before.deleted }
      const here = before.values.get(field) ?? null
      const written = ops.flatMap((op) =>
        op.kind === 'create' || field in op.fields ? [op.fields[field] ?? null] : [],
      )
      return { field, here, there: written.findLast((value) => canonical(value) !== canonical(here)) ?? null }
    })
}
