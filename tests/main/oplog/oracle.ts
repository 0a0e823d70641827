import type { BundleOp, Json } from '../../../src/shared/bundle/v1/operation.ts'
import type { AnyRecord } from '../../../src/shared/records/field.ts'
import { canonical } from '../../../src/main/crypto/canonical.ts'
import { recordOf, type Id } from './offices.ts'

/*
 * What a set of operations means, told anew and without the code under test: a write stands until another one that had
 * seen it, the shown value is the latest of those that stand, and they are in conflict when their values differ.
 */

/** What one record has to show: its fields and whether it is removed, and the registers people have to decide. */
export interface Told {
  readonly values: Readonly<Record<string, Json>>
  readonly deleted: boolean
  readonly conflicts: readonly string[]
}

interface Write {
  readonly op: BundleOp
  readonly value: Json
}

const later = (a: BundleOp, b: BundleOp): number =>
  a.hlc.ms - b.hlc.ms || a.hlc.c - b.hlc.c || (a.replica < b.replica ? -1 : a.replica > b.replica ? 1 : a.n - b.n)
const sees = (by: BundleOp, register: string, what: BundleOp): boolean =>
  (by.seen[register]?.[what.replica] ?? 0) >= what.n
const differ = (writes: readonly Write[]): boolean => new Set(writes.map(({ value }) => canonical(value))).size > 1
const newest = (writes: readonly Write[]): Write | undefined => writes.toSorted((a, b) => later(a.op, b.op)).at(-1)

/** What a record shows when exactly these operations are known; null when it has no row. */
export const tell = (id: Id, ops: readonly BundleOp[]): Told | null => {
  const record: AnyRecord = recordOf(id)
  const mine = ops.filter((op) => op.entity === id && op.type === record.name)
  if (mine.some((op) => op.kind === 'erase')) return null
  const known = mine.filter((op) => !('laterField' in op.fields))
  const creates = known.filter((op) => op.kind === 'create')
  if (creates.length === 0) return null
  const standing = (register: string): Write[] => {
    const of = known.filter((op) => register in op.fields || (op.kind === 'create' && register !== 'deleted'))
    return of
      .filter((op) => !of.some((other) => other !== op && register in other.fields && sees(other, register, op)))
      .map((op) => ({ op, value: op.fields[register] ?? null }))
  }
  const registers = Object.entries(record.fields)
  const values = Object.fromEntries(registers.map(([name]) => [name, newest(standing(name))?.value ?? null]))
  const conflicts = registers
    .filter(([name, field]) => (field.merge ?? 'ask') === 'ask' && differ(standing(name)))
    .map(([name]) => name)
  const removals = standing('deleted')
  const removed = newest(removals)?.value === true
  const by = removals.filter(({ value }) => value === true).map(({ op }) => op)
  const unseen =
    removed && registers.some(([name]) => standing(name).some(({ op }) => !by.some((one) => sees(one, name, op))))
  if (differ(removals) || unseen) conflicts.push('deleted')
  return { values, deleted: removed && !unseen, conflicts: conflicts.toSorted() }
}
