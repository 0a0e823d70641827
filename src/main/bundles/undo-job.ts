import { setImmediate as turn } from 'node:timers/promises'
import { z } from 'zod'
import type { undoResult } from '../../shared/contract/exchange.ts'
import { fail } from '../../shared/errors.ts'
import { writeAudit } from '../audit/chain.ts'
import { Stopped, type JobTools, type Runner } from '../jobs/runner.ts'
import { takeBack } from '../oplog/take-back.ts'
import type { WriteMark } from '../store/context.ts'
import { unpackDetails } from './details.ts'
import { dropFromInbox } from './inbox.ts'
import { findReceived, recordTopics, writeTo } from './stores.ts'
import { forgetTaken, restoreWord, runsOf } from './taken.ts'
import { importOf, whyNot } from './undo-check.ts'

const undoParams = z.strictObject({ bundle: z.string() })

/**
 * Takes an import back in one transaction, so that nothing can be built on it between the question and the end, and a
 * crash leaves the import as it was (ADR 17).
 */
export const undoJob: Runner<'bundleUndo'> = async (request, tools): Promise<z.infer<typeof undoResult>> => {
  const { bundle } = undoParams.parse(request.params)
  const { store } = await findReceived(tools, bundle)
  const { result, inboxes } = await writeTo(tools, store, (trx) => undo(trx, bundle, tools))
  for (const inbox of inboxes) await dropFromInbox(tools.folder, inbox)
  tools.changed(recordTopics)
  return result
}

async function undo(trx: WriteMark, bundle: string, tools: JobTools) {
  const { store } = trx.session
  const of = importOf(store, bundle) ?? fail({ kind: 'conflict', reason: 'bundle_not_taken' })
  const why = whyNot(tools.stores, store, of)
  if (why) fail({ kind: 'refused', reason: `undo_${why}` })
  const beat = async (done: number, total: number): Promise<void> => {
    if (tools.cancelled()) throw new Stopped({ bundle })
    tools.progress('bundle.undo', done, total)
    await turn()
  }
  const back = await takeBack(trx, runsOf(store, of.bundles, 'log'), beat)
  for (const { first, last } of runsOf(store, of.bundles, 'quarantine'))
    store.prepare('delete from quarantine where id between ? and ?').run(first, last)
  const inboxes = of.bundles.toReversed().map((one) => {
    const row = store.prepare('select details, word from bundleJournal where bundle = ?').get(one) as {
      details: string
      word: string | null
    }
    if (row.word !== null) restoreWord(trx, row.word)
    forgetTaken(store, one)
    return unpackDetails(row.details).inbox
  })
  // In the same commit: it tells the witness why the log is shorter.
  writeAudit(trx.session, 'bundles.undo', null)
  return { result: { bundles: of.bundles.length, ...back }, inboxes }
}
