import { stat } from 'node:fs/promises'
import path from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import type { BundlePreview } from '../../shared/contract/exchange.ts'
import { BundleError } from '../../shared/bundle/v1/errors.ts'
import { fail } from '../../shared/errors.ts'
import { randomBytes } from '../crypto/random.ts'
import type { JobTools, Runner } from '../jobs/runner.ts'
import { countMissing } from '../oplog/lacking.ts'
import { beginTrust, takeRoster, type Trust } from '../roster/exchange.ts'
import type { AnyStore } from '../store/open.ts'
import { DryRun } from './dry-run.ts'
import { bundlesBefore } from './gaps.ts'
import { packDetails, unpackDetails } from './details.ts'
import { readOps, verifyBundle, type VerifiedBundle } from './format/read.ts'
import { copyToInbox, dropFromInbox, hashFile, inboxFolder } from './inbox.ts'
import { shownPreview } from './samples.ts'
import { photosIn, PiecesWanted } from './take-pieces.ts'
import { findIdentity, findJournalRow } from './repository.ts'
import { internal, internalOf, writeTo } from './stores.ts'

/** Copies the file and checks all of it. A stick that answers differently the second time is named as such. */
const copyAndVerify = async (from: string, name: string, trust: Trust, tools: JobTools): Promise<VerifiedBundle> => {
  const own = await findIdentity(internal(tools.db))
  const identities = [own.receivingIdentity]
  if (tools.hasMedical) identities.push((await findIdentity(internal(tools.medical))).receivingIdentity)
  const file = await copyToInbox(tools.folder, from, name)
  try {
    return await verifyBundle(file, {
      identities,
      office: tools.user.office,
      trust: trust.judge,
      onProgress: (done, total) => {
        tools.progress('bundle.verify', done, total)
      },
      cancelled: tools.cancelled,
    })
  } catch (error) {
    if (error instanceof BundleError && (error.code === 'DAMAGED' || error.code === 'CUT_SHORT')) {
      const first = await hashFile(file)
      await copyToInbox(tools.folder, from, name)
      if ((await hashFile(file)) !== first) throw new BundleError('MEDIA_UNRELIABLE', 'two readings differ')
    }
    throw error
  }
}

/** Says what a bundle would do, without doing it. */
const preview = async (
  store: AnyStore,
  file: string,
  verified: VerifiedBundle,
  about: { senderOffice: string; importedBefore: string | null },
  tools: JobTools,
): Promise<BundlePreview> => {
  const pieces = new PiecesWanted(store)
  const run = new DryRun(store)
  const beat = async (done: number, total: number): Promise<void> => {
    if (tools.cancelled()) fail({ kind: 'cancelled' })
    tools.progress('bundle.preview', done, total)
    await turn()
  }
  for await (const ops of readOps(file, verified, 1000)) {
    for (const op of ops) {
      pieces.see(op)
      run.see(op)
    }
    await beat(run.operations, verified.counts.ops)
  }
  while (run.readAgain()) {
    for await (const ops of readOps(file, verified, 1000)) {
      for (const op of ops) run.seeAgain(op)
      await beat(0, 0)
    }
  }
  const found = await run.finish(beat)
  const { header } = verified
  const missing = Math.max(0, countMissing(store, header.knowledge) - found.newOperations)
  return {
    bundle: header.bundle,
    store: header.store,
    senderOffice: about.senderOffice,
    created: header.created,
    kind: header.type,
    volume: header.volume.i,
    volumes: header.volume.n,
    ...found,
    photos: photosIn(store, verified, pieces),
    missing: { operations: missing, bundles: missing > 0 ? bundlesBefore(store, header) : 0 },
    importedBefore: about.importedBefore,
  }
}

/** Copies a bundle from the stick, checks it whole, and says what it would do. Nothing is applied. */
export const verifyJob: Runner<'bundleVerify'> = async (request, tools): Promise<BundlePreview> => {
  const name = `${randomBytes(12).toString('hex')}.bundle`
  let kept = false
  const trust = await beginTrust(tools.db, tools.now())
  try {
    const verified = await copyAndVerify(request.path, name, trust, tools)
    const { header } = verified
    await takeRoster(tools, verified.roster.statements)
    const store =
      header.store === 'registry' ? tools.stores.registry : (tools.stores.medical ?? fail({ kind: 'forbidden' }))
    const journal = internalOf(tools, header.store)
    const before = await findJournalRow(journal, header.bundle)
    const file = path.join(inboxFolder(tools.folder), name)
    const result = await preview(
      store,
      file,
      verified,
      {
        senderOffice: trust.codeOf(header.sender.office),
        importedBefore: before && before.taken !== null ? before.at : null,
      },
      tools,
    )
    const { size } = await stat(file)
    const details = packDetails(name, verified, result)
    // One that is being taken in only gets its file again: nothing but going on ends that.
    const state = before?.state === 'applying' ? 'applying' : 'verified'
    const row = {
      at: tools.now().toISOString(),
      kind: header.type,
      setId: header.set,
      volume: header.volume.i,
      volumes: header.volume.n,
      replica: header.sender.replica,
      serial: header.serial ?? 0,
      state,
      position: 0,
      details,
    } as const
    await writeTo(tools, header.store, async (trx) => {
      await internal(trx)
        .insertInto('bundleJournal')
        .values({
          bundle: header.bundle,
          direction: 'in',
          office: result.senderOffice,
          operations: result.operations,
          bytes: size,
          ...row,
        })
        .onConflict((conflict) => conflict.column('bundle').doUpdateSet(row))
        .execute()
    })
    kept = true
    if (before) await dropFromInbox(tools.folder, unpackDetails(before.details).inbox)
    tools.changed(['bundles'])
    return shownPreview(tools.user, store, result)
  } catch (error) {
    // A refusal has its own class; the window turns it into a sentence.
    if (error instanceof BundleError) return fail({ kind: 'refused', reason: error.code, ...trust.params() })
    throw error
  } finally {
    if (!kept) await dropFromInbox(tools.folder, name)
  }
}
