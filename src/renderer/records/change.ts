import type { Fields, PatchOf, TypedRecord } from '../../shared/records/field.ts'

type Values = Readonly<Record<string, unknown>>

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/** The fields of a draft that differ from what is stored, and the values that would bring the old state back. */
export function changeOf<N extends string, F extends Fields>(
  record: TypedRecord<N, F>,
  stored: object,
  draft: object,
): { patch: PatchOf<TypedRecord<N, F>>; back: PatchOf<TypedRecord<N, F>>; empty: boolean } {
  const before: Values = Object.fromEntries(Object.entries(stored))
  const changed = Object.entries(draft).filter(
    ([field, value]) => field in record.fields && !same(before[field], value),
  )
  const back = Object.fromEntries(changed.map(([field]) => [field, before[field] ?? null]))
  return {
    patch: record.patch.parse(Object.fromEntries(changed)),
    // An old import may hold what today's rules refuse; main decides whether it may come back.
    back: back as PatchOf<TypedRecord<N, F>>,
    empty: changed.length === 0,
  }
}
