import type { Knowledge } from '../../shared/bundle/v1/header.ts'
import type { AnyStore } from '../store/open.ts'
import { digestOf, heldRanges, placesOf } from './read.ts'
import { beyond, common, countBeyond, holds, type Range } from './ranges.ts'

/** Runs of counters by replica: what somebody holds. */
export type Held = ReadonlyMap<string, readonly Range[]>

/**
 * What another store holds by its own word. A run whose digest is not that of the same run here is not believed: under
 * the same counters there are other operations, and ours have to go there to be seen.
 */
export const believed = (store: AnyStore, knowledge: Knowledge): Held => {
  const here = heldRanges(store)
  const out = new Map<string, Range[]>()
  for (const [replica, runs] of Object.entries(knowledge)) {
    const known = here.get(replica)
    const fits = runs.filter(({ from, to, digest }) => {
      if (!known) return true
      // A chain's last hash stands for all before it; without the operation it belongs to nothing can be compared.
      const comparable = from === 1 ? holds(known.runs, to) : countBeyond([{ first: from, last: to }], known.runs) === 0
      return !comparable || digestOf(store, known.id, from, to) === digest
    })
    const sorted = fits.map(({ from, to }) => ({ first: from, last: to })).toSorted((a, b) => a.first - b.first)
    if (sorted.length > 0) out.set(replica, sorted)
  }
  return out
}

/** What all of several stores hold: a bundle for the laptops of one office leaves out only what each of them has. */
export const heldByAll = ([first, ...rest]: readonly Held[]): Held =>
  rest.reduce<Held>(
    (all, one) =>
      new Map(
        [...all].flatMap(([replica, runs]) => {
          const both = common(runs, one.get(replica) ?? [])
          return both.length > 0 ? [[replica, both] as const] : []
        }),
      ),
    first ?? new Map(),
  )

/** True when somebody holds an operation. */
export const isHeld = (held: Held, replica: string, n: number): boolean => holds(held.get(replica) ?? [], n)

/** How many operations of this store somebody else lacks. */
export const countLacking = (store: AnyStore, theirs: Held): number =>
  [...heldRanges(store)].reduce((sum, [replica, { runs }]) => sum + countBeyond(runs, theirs.get(replica) ?? []), 0)

/** The places in this log of what somebody else lacks, in order of arrival. */
export const placesLacking = (store: AnyStore, theirs: Held): number[] =>
  [...heldRanges(store)]
    .flatMap(([replica, { id, runs }]) =>
      beyond(runs, theirs.get(replica) ?? []).map((range) => placesOf(store, id, range)),
    )
    .flat()
    .toSorted((a, b) => a - b)

/** How many operations that somebody else knows are not here. */
export const countMissing = (store: AnyStore, knowledge: Knowledge): number => {
  const here = heldRanges(store)
  return Object.entries(knowledge).reduce((sum, [replica, runs]) => {
    const list = runs.map(({ from, to }) => ({ first: from, last: to })).toSorted((a, b) => a.first - b.first)
    return sum + countBeyond(list, here.get(replica)?.runs ?? [])
  }, 0)
}
