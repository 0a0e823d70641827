import type { BundleOp } from '../../shared/bundle/v1/operation.ts'
import { isSkeleton, noPrev } from '../../shared/bundle/v1/operation.ts'
import type { BundlePreview, BundleSample } from '../../shared/contract/exchange.ts'
import { understoodRecord } from '../oplog/apply.ts'
import { heldRanges } from '../oplog/read.ts'
import { holds, type Range } from '../oplog/ranges.ts'
import { recordOf } from '../oplog/redact.ts'
import type { AnyStore } from '../store/open.ts'
import { foresee } from './dry-run-merge.ts'
import { Namesakes } from './duplicates.ts'
import { belongsElsewhere, sampleHere, sampleOf } from './samples.ts'

type Group = { count: number; samples: BundleSample[] }
type Counts = { added: number; changed: number; same: number }

const mostSamples = 5
/** So many operations on records that are here are kept at a time; the rest wait for another reading of the file. */
const mostKept = 20_000

const group = (): Group => ({ count: 0, samples: [] })
const add = <T>(to: { count: number; samples: T[] }, sample: () => T): void => {
  to.count += 1
  if (to.samples.length < mostSamples) to.samples.push(sample())
}

/** What the first reading saw of a record: nothing new, a create of something not here, or a change of what is. */
const Saw = { Held: 1, Created: 2, Changed: 4, Edited: 8, Newer: 16 } as const

/**
 * Says what a bundle would do, from its operations and the store as it is, and writes nothing. It keeps a few bytes for
 * each record of the bundle; operations on records that are here are merged with them a part at a time, for which the
 * file is read again where they are many.
 */
export class DryRun {
  operations = 0
  fresh = 0
  private readonly store: AnyStore
  private readonly held: ReadonlyMap<string, { readonly runs: readonly Range[] }>
  private readonly erased: ReadonlySet<unknown>
  private readonly seen = new Map<string, { type: string; saw: number }>()
  private readonly tips = new Map<string, { n: number; hash: string }>()
  private readonly namesakes: Namesakes
  private kept = new Map<string, BundleOp[]>()
  private keptOps = 0
  private later = new Set<string>()
  private readonly groups = {
    added: group(),
    changed: group(),
    same: group(),
    removed: group(),
    erased: group(),
    newer: group(),
    elsewhere: group(),
    waiting: group(),
    setAside: group(),
  }
  private readonly byType = new Map<string, Counts>()
  private readonly conflicts: BundlePreview['conflicts'] = { count: 0, samples: [] }

  constructor(store: AnyStore) {
    this.store = store
    this.held = heldRanges(store)
    this.erased = new Set(store.prepare('select entity from erased').pluck().all())
    this.namesakes = new Namesakes(store)
  }

  /** Looks at one operation, in the order of the bundle; the first reading. */
  see(op: BundleOp): void {
    this.operations += 1
    const held = this.holds(op)
    if (held === 'same') {
      this.note(op, Saw.Held)
      return
    }
    this.fresh += 1
    if (held === 'other' || this.breaksChain(op)) {
      add(this.groups.setAside, () => sampleOf(op))
      return
    }
    this.tips.set(op.replica, op)
    if (this.erased.has(op.entity) || (op.kind !== 'erase' && isSkeleton(op))) this.note(op, Saw.Held)
    else if (op.kind === 'erase') add(this.groups.erased, () => sampleHere(this.store, op.type, op.entity))
    else if (!understoodRecord({ store: this.store }, op)) this.seeNewer(op)
    else this.seeNew(op)
  }

  private seeNewer(op: BundleOp): void {
    const known = this.seen.get(op.entity)?.saw ?? 0
    const to = belongsElsewhere(this.store, op.type) ? this.groups.elsewhere : this.groups.newer
    if ((known & Saw.Newer) === 0) add(to, () => sampleOf(op))
    this.note(op, Saw.Newer)
  }

  private seeNew(op: BundleOp): void {
    const known = this.seen.get(op.entity)?.saw ?? 0
    const here = (known & Saw.Changed) !== 0 || ((known & Saw.Created) === 0 && this.isHere(op.entity))
    if (here) {
      this.note(op, Saw.Changed)
      this.keep(op)
    } else if (op.kind === 'create') {
      this.note(op, Saw.Created)
      if ((known & Saw.Created) !== 0) return
      this.countOf(op.type).added += 1
      add(this.groups.added, () => sampleOf(op))
      this.namesakes.see(op)
    } else this.note(op, Saw.Edited)
  }

  /** True when the file has to be read again: `seeAgain` with each operation, until this says no. */
  readAgain(): boolean {
    this.mergeKept()
    return this.later.size > 0
  }

  /** Looks at one operation once more, for the records that did not fit before. */
  seeAgain(op: BundleOp): void {
    if ((!this.later.has(op.entity) && !this.kept.has(op.entity)) || this.isHeld(op)) return
    if (op.kind !== 'erase' && !isSkeleton(op) && understoodRecord({ store: this.store }, op)) this.keep(op)
  }

  private keep(op: BundleOp): void {
    const list = this.kept.get(op.entity)
    if (list) list.push(op)
    else if (this.keptOps < mostKept) {
      this.kept.set(op.entity, [op])
      this.later.delete(op.entity)
    } else {
      this.later.add(op.entity)
      return
    }
    this.keptOps += 1
  }

  private mergeKept(): void {
    const { store } = this
    for (const [id, ops] of this.kept) {
      const type = ops[0]?.type ?? ''
      const record = recordOf({ store }, type)
      if (!record) continue
      const { changed, removed, conflicts } = foresee(store, record, id, ops)
      const seenHere = () => sampleHere(store, type, id)
      if (removed) add(this.groups.removed, seenHere)
      this.countOf(type)[changed ? 'changed' : 'same'] += 1
      add(this.groups[changed ? 'changed' : 'same'], seenHere)
      for (const conflict of conflicts) add(this.conflicts, () => ({ ...seenHere(), ...conflict, withheld: false }))
    }
    this.kept = new Map()
    this.keptOps = 0
  }

  /** The whole of it, after the last reading. */
  async finish(beat: (done: number, total: number) => Promise<void>) {
    for (const [id, { type, saw }] of this.seen) {
      const nothingNew = (saw & (Saw.Created | Saw.Changed | Saw.Edited | Saw.Newer)) === 0
      if (nothingNew) {
        this.countOf(type).same += 1
        add(this.groups.same, () => sampleHere(this.store, type, id))
      } else if ((saw & Saw.Edited) !== 0 && (saw & Saw.Created) === 0)
        add(this.groups.waiting, () => ({ record: type, id, number: null, name: null }))
    }
    return {
      operations: this.operations,
      newOperations: this.fresh,
      heldOperations: this.operations - this.fresh,
      records: [...this.byType].map(([record, counts]) => ({ record, ...counts })),
      ...this.groups,
      conflicts: this.conflicts,
      duplicates: await this.namesakes.find(beat),
    }
  }

  private isHeld({ replica, n }: BundleOp): boolean {
    return holds(this.held.get(replica)?.runs ?? [], n)
  }

  private holds(op: BundleOp): 'same' | 'other' | null {
    const { replica, n, hash } = op
    const tip = this.tips.get(replica)
    if (tip?.n === n) return tip.hash === hash ? 'same' : 'other'
    if (!this.isHeld(op)) return null
    return this.hashAt(replica, n) === hash ? 'same' : 'other'
  }

  private hashAt(replica: string, n: number): string | undefined {
    const id = this.store.prepare('select id from replica where hex = ?').pluck().get(replica)
    const row = this.store.prepare('select hash from opLog where replica = ? and n = ?').pluck().get(id, n)
    return row instanceof Buffer ? row.toString('hex') : undefined
  }

  /** The operation before it is here or came just before in the bundle, and is another than it says. */
  private breaksChain({ replica, n, prev }: BundleOp): boolean {
    if (n === 1) return prev !== noPrev
    const tip = this.tips.get(replica)
    if (tip?.n === n - 1) return tip.hash !== prev
    if (!holds(this.held.get(replica)?.runs ?? [], n - 1)) return false
    return this.hashAt(replica, n - 1) !== prev
  }

  private isHere(entity: string): boolean {
    return this.store.prepare("select 1 from opLog where entity = ? and kind = 'create'").get(entity) !== undefined
  }

  private note(op: BundleOp, saw: number): void {
    const known = this.seen.get(op.entity)
    if (known) known.saw |= saw
    else this.seen.set(op.entity, { type: op.type, saw })
  }

  private countOf(type: string): Counts {
    const known = this.byType.get(type)
    if (known) return known
    const made = { added: 0, changed: 0, same: 0 }
    this.byType.set(type, made)
    return made
  }
}
