import type { WriteMark } from '../store/context.ts'
import type { AnyStore } from '../store/open.ts'
import { createsOf, foldInto, writeHeads, type Head } from './heads.ts'
import { projectRecord } from './project.ts'
import { addToRanges, without, type Range } from './ranges.ts'
import { readOpsOf } from './read.ts'
import { isErased, recordOf } from './redact.ts'
import type { Session } from './session.ts'

/** What went with operations that were taken out of the log. */
export interface TakenBack {
  readonly operations: number
  /** Records of which nothing is left, and those that are as they were before. */
  readonly removed: number
  readonly restored: number
}

/** Told between records how far it is; throws to give up, which undoes all of it with the transaction. */
export type Beat = (done: number, total: number) => Promise<void>

const recordsPerBeat = 500

/**
 * Takes rows out of the log, as if their operations had never come: heads, conflicts, tables, the name index and what
 * this store knows of other replicas follow from the rest. Human numbers and the clock stay where they are. Whoever
 * calls this has made sure that nothing was built on them, and that no row is of the own feed.
 */
export const takeBack = async (trx: WriteMark, runs: readonly Range[], beat: Beat): Promise<TakenBack> => {
  const { session } = trx
  const { store } = session
  const touched = recordsIn(store, runs)
  forget(store, runs)
  const operations = drop(store, runs)
  const counts = { removed: 0, restored: 0 }
  for (const [at, { type, entity }] of touched.entries()) {
    if (at % recordsPerBeat === 0) await beat(at, touched.length)
    const left = reproject(session, type, entity)
    counts[left ? 'restored' : 'removed'] += 1
  }
  return { operations, ...counts }
}

const recordsIn = (store: AnyStore, runs: readonly Range[]) => {
  const find = store.prepare('select distinct type, entity from opLog where seq between ? and ?')
  const found = new Map<string, { type: string; entity: string }>()
  for (const { first, last } of runs)
    for (const row of find.all(first, last) as { type: string; entity: string }[])
      found.set(`${row.type} ${row.entity}`, row)
  return [...found.values()]
}

/** Takes the counters of these rows out of what is known of each replica. */
function forget(store: AnyStore, runs: readonly Range[]): void {
  const gone = new Map<number, Range[]>()
  const find = store.prepare('select replica, n from opLog where seq between ? and ? order by replica, n')
  for (const { first, last } of runs) {
    for (const { replica, n } of find.iterate(first, last) as IterableIterator<{ replica: number; n: number }>) {
      const list = gone.get(replica) ?? []
      addToRanges(list, n)
      gone.set(replica, list)
    }
  }
  for (const [replica, list] of gone) {
    const known = store.prepare('select first, last from knownRange where replica = ? order by first').all(replica)
    store.prepare('delete from knownRange where replica = ?').run(replica)
    const insert = store.prepare('insert into knownRange (replica, first, last) values (?, ?, ?)')
    for (const { first, last } of without(known as Range[], list)) insert.run(replica, first, last)
  }
}

function drop(store: AnyStore, runs: readonly Range[]): number {
  let count = 0
  for (const { first, last } of runs) {
    store.prepare('delete from deferred where seq between ? and ?').run(first, last)
    count += store.prepare('delete from opLog where seq between ? and ?').run(first, last).changes
  }
  return count
}

/** Makes one record anew from what the log holds of it now; false when nothing is left. */
function reproject(session: Session, type: string, entity: string): boolean {
  const { store } = session
  const left = store.prepare('select 1 from opLog where entity = ? and type = ?').get(entity, type) !== undefined
  const record = recordOf(session, type)
  // Of an erased record nothing but its dots was kept, and of an unknown one nothing is shown.
  if (!record || isErased(store, entity)) return left
  store.prepare('delete from head where type = ? and entity = ?').run(type, entity)
  const heads = new Map<string, Head[]>()
  const creates = left ? createsOf(store, type, entity) : []
  if (left) foldInto(heads, creates, readOpsOf(store, type, entity))
  for (const [register, list] of heads)
    writeHeads(store, (hex) => session.replicaId(hex), { type, entity, register }, list)
  projectRecord(store, record, entity, { creates, heads })
  return left
}
