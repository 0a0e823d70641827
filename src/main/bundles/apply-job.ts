import { existsSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { applyResult } from '../../shared/contract/exchange.ts'
import type { BundleOp } from '../../shared/bundle/v1/operation.ts'
import { BundleError } from '../../shared/bundle/v1/errors.ts'
import { fail } from '../../shared/errors.ts'
import { Stopped, type Runner } from '../jobs/runner.ts'
import { apply } from '../oplog/apply.ts'
import { countMissing } from '../oplog/lacking.ts'
import { refuseWithdrawn } from '../roster/exchange.ts'
import { settle } from '../store/settle.ts'
import { noteAcknowledged, noticePutBack } from './acknowledged.ts'
import { unpackDetails } from './details.ts'
import { readSpeltOps } from './format/read.ts'
import { dropFromInbox, inboxFolder } from './inbox.ts'
import { photosBrought, takePieces } from './take-pieces.ts'
import { findReceived, internal, internalOf, recordTopics, writeTo } from './stores.ts'
import { beginTaking, noteTaken, noteWord } from './taken.ts'

const applyParams = z.strictObject({ bundle: z.string() })

/** So many operations are in memory at a time. */
const opsPerBatch = 1000
/**
 * A transaction goes on this long, or until a save by a person waits for it: that takes its turn after the operation.
 * What the save still waits for is the commit, so that the next transaction is as much as is committed in 25 ms.
 */
const writeMs = { first: 60, least: 30, most: 500, commit: 25 }

const nextWriteMs = (now: number, commitMs: number): number => {
  const factor = Math.min(1.5, Math.max(0.5, writeMs.commit / commitMs))
  return Math.min(writeMs.most, Math.max(writeMs.least, now * factor))
}

/**
 * Applies a verified bundle in short transactions. Each also notes how far it came, so that a crash costs nothing:
 * the next run goes on there. Any part of a bundle is a valid state, and an operation already held changes nothing.
 */
export const applyJob: Runner<'bundleApply'> = async (request, tools): Promise<z.infer<typeof applyResult>> => {
  const { bundle } = applyParams.parse(request.params)
  const { store, row } = await findReceived(tools, bundle)
  if (row.state !== 'verified' && row.state !== 'applying') fail({ kind: 'conflict', reason: 'bundle_not_waiting' })
  const { inbox, verified } = unpackDetails(row.details)
  // One that was begun goes on: nothing of it would be undone by stopping half-way.
  if (row.state === 'verified') await refuseWithdrawn(tools.db, verified.header, tools.now())
  const file = path.join(inboxFolder(tools.folder), path.basename(inbox))
  // A backup has the journal and not the copies; the same file from the stick brings it back.
  if (!existsSync(file)) fail({ kind: 'refused', reason: 'bundle_file_gone' })
  const counted = { applied: 0, held: 0, conflicts: 0, newer: 0, setAside: 0, photos: 0, missing: 0 }
  const conflicts = async (): Promise<number> => {
    const { count } = await internalOf(tools, store)
      .selectFrom('conflict')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    return count
  }
  const conflictsBefore = await conflicts()
  const open = store === 'registry' ? tools.stores.registry : (tools.stores.medical ?? fail({ kind: 'forbidden' }))
  let position = 0
  let fresh: ReadonlySet<string> = new Set()
  let longestWriteMs = writeMs.first
  /** One transaction; answers how many operations it took. */
  const applySome = async (ops: readonly BundleOp[], lines: readonly string[]): Promise<number> => {
    if (tools.cancelled()) throw new Stopped({ bundle, ...counted })
    let written = 0
    const taken = await writeTo(tools, store, async (trx) => {
      const until = performance.now() + longestWriteMs
      const enough = () => tools.isAwaited() || performance.now() > until
      const outcome = await noteTaken(trx, bundle, () => apply(trx, ops, { enough, checked: true, lines }))
      counted.applied += outcome.applied
      counted.held += outcome.held
      counted.newer += outcome.deferred
      counted.setAside += outcome.quarantined
      await internal(trx)
        .updateTable('bundleJournal')
        .set({ state: 'applying', position: position + outcome.taken })
        .where('bundle', '=', bundle)
        .where('direction', '=', 'in')
        .execute()
      written = performance.now()
      return outcome.taken
    })
    longestWriteMs = nextWriteMs(longestWriteMs, performance.now() - written)
    position += taken
    tools.progress('bundle.apply', position, verified.counts.ops)
    await tools.pause()
    return taken
  }
  try {
    // Before the operations, each time: pieces that wait for an operation are dropped after 30 days.
    await writeTo(tools, store, async (trx) => {
      // From here on it goes on by itself, also when it is cut off among the photos.
      await internal(trx)
        .updateTable('bundleJournal')
        .set({ state: 'applying' })
        .where('bundle', '=', bundle)
        .where('direction', '=', 'in')
        .execute()
      beginTaking(trx, bundle)
      noticePutBack(trx, verified.header.knowledge)
    })
    fresh = await takePieces(open, file, verified, tools.now(), tools)
    for await (const { ops, lines } of readSpeltOps(file, verified, opsPerBatch)) {
      // What was applied before a cut is passed over.
      let done = Math.min(ops.length, Math.max(0, row.position - position))
      position += done
      while (done < ops.length) done += await applySome(ops.slice(done), lines.slice(done))
    }
  } catch (error) {
    if (error instanceof BundleError) return fail({ kind: 'refused', reason: error.code })
    throw error
  }
  if (position !== verified.counts.ops) fail({ kind: 'refused', reason: 'DAMAGED' })
  await writeTo(tools, store, async (trx) => {
    await internal(trx)
      .updateTable('bundleJournal')
      .set({ state: 'applied', position })
      .where('bundle', '=', bundle)
      .where('direction', '=', 'in')
      .execute()
    await noteWord(trx, bundle, verified.header, () => noteAcknowledged(internal(trx), verified.header))
  })
  await tools.note(store, 'bundles.apply', null)
  await dropFromInbox(tools.folder, inbox)
  // An erasure may have come along: what it replaced is to be nowhere on the disk.
  settle(open)
  tools.changed(recordTopics)
  counted.conflicts = Math.max(0, (await conflicts()) - conflictsBefore)
  counted.missing = countMissing(open, verified.header.knowledge)
  counted.photos = photosBrought(open, fresh)
  return { bundle, ...counted }
}
