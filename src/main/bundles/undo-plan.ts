import type { Output } from '../../shared/contract/index.ts'
import { fail } from '../../shared/errors.ts'
import type { AnyStore } from '../store/open.ts'
import { runsOf } from './taken.ts'
import { importOf, whyNot, type OpenStores } from './undo-check.ts'

type Undo = Output<'bundles.history'>[number]['undo']
type Plan = Output<'bundles.undoPlan'>

/** What a row of the journal says that this needs. */
interface Row {
  readonly bundle: string
  readonly state: string
  readonly taken: number | null
}

/** Says of each import of a store whether it can be taken back: the last one perhaps, those before it never. */
export const undoOf = (stores: OpenStores, store: AnyStore, rows: readonly Row[]): ((row: Row) => Undo) => {
  const imports = rows.filter((row) => row.taken !== null)
  const latest = imports.toSorted((a, b) => (b.taken ?? 0) - (a.taken ?? 0))[0]
  const of = latest ? importOf(store, latest.bundle) : null
  const why = of ? whyNot(stores, store, of) : null
  return ({ bundle, state, taken }) => {
    if (taken === null || state !== 'applied') return null
    return of?.bundles.includes(bundle) ? { can: why === null, why } : { can: false, why: 'another_import_since' }
  }
}

/** What taking an import back would do. */
export const undoPlan = (stores: OpenStores, store: AnyStore, bundle: string): Plan => {
  const of = importOf(store, bundle) ?? fail({ kind: 'conflict', reason: 'bundle_not_taken' })
  const runs = runsOf(store, of.bundles, 'log')
  const records = new Set<string>()
  const find = store.prepare('select distinct entity from opLog where seq between ? and ?').pluck()
  for (const { first, last } of runs) for (const entity of find.all(first, last)) records.add(String(entity))
  const others = store.prepare('select seq from opLog where entity = ?').pluck()
  let restored = 0
  for (const entity of records) {
    const rows = others.all(entity) as number[]
    if (rows.some((seq) => !runs.some(({ first, last }) => seq >= first && seq <= last))) restored += 1
  }
  return { why: whyNot(stores, store, of), bundles: of.bundles.length, removed: records.size - restored, restored }
}
