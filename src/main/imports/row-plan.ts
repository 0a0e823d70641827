import { canonical } from '../crypto/canonical.ts'
import { sha256Hex } from '../crypto/hash.ts'
import { multiText } from '../../shared/records/field.ts'
import type { KnownRow } from './repository.ts'

type Values = Readonly<Record<string, unknown>>

// Points have decimals, which canonical JSON has not.
const plain = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'lat' in value && 'lon' in value
    ? `${String(value.lat)},${String(value.lon)}`
    : value

/** Whether two values of a field say the same. */
export const sameValue = (a: unknown, b: unknown): boolean =>
  canonical(plain(a ?? null)) === canonical(plain(b ?? null))

/** A short hash of each field a row gives, so that a later file is compared without keeping a copy of its contents. */
export const fieldHashes = (values: Values): Record<string, string> =>
  Object.fromEntries(
    Object.keys(values)
      .toSorted()
      .map((field) => [field, sha256Hex(canonical([field, plain(values[field] ?? null)])).slice(0, 16)]),
  )

/** A text in several scripts gains or replaces the file's scripts; the others stay. */
const merged = (current: unknown, next: unknown): unknown => {
  const before = multiText.safeParse(current)
  const after = multiText.safeParse(next)
  return before.success && after.success ? { ...before.data, ...after.data } : next
}

export interface RowChange {
  readonly patch: Record<string, unknown>
  /** Fields of a record that came another way and says something else: kept, and told. */
  readonly differing: readonly string[]
}

/**
 * What a row changes in its record: only cells whose content differs from the last import of the same row. A cell that
 * stayed as it was never undoes what somebody corrected since. A record that came another way is only filled up.
 */
export const changeOf = (known: KnownRow, hashes: Values, values: Values, current: Values): RowChange => {
  const patch: Record<string, unknown> = {}
  const differing: string[] = []
  for (const [field, value] of Object.entries(values)) {
    if (known.hashes[field] === hashes[field]) continue
    const now = current[field] ?? null
    const next = merged(now, value)
    if (sameValue(now, next)) continue
    if (known.imported || now === null) patch[field] = next
    else differing.push(field)
  }
  // A number is checked together with its kind, so both go into one change.
  if ('paperNumber' in patch && !('paper' in patch)) patch['paper'] = values['paper'] ?? current['paper'] ?? null
  return { patch, differing }
}

/** Whether a row says exactly what it said when it was last imported. */
export const isSameRow = (known: KnownRow, hashes: Readonly<Record<string, string>>): boolean =>
  known.imported && Object.entries(hashes).every(([field, hash]) => known.hashes[field] === hash)
