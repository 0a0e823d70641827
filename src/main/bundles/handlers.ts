import type { bundles } from '../../shared/contract/exchange.ts'
import { fail, type StoreName } from '../../shared/errors.ts'
import { countLacking } from '../oplog/lacking.ts'
import { countOps, stateHash } from '../oplog/read.ts'
import { addCard, checkCard, listOffices, otherOffices, ownCard } from '../roster/offices.ts'
import { ensureRoster, signingOf } from '../roster/own.ts'
import { findReceivers, findRoster } from '../roster/repository.ts'
import type { Ctx, Handlers } from '../store/context.ts'
import type { AnyStore } from '../store/open.ts'
import { findAcknowledged } from './acknowledged.ts'
import { previewIn, unpackDetails } from './details.ts'
import { gapsIn } from './gaps.ts'
import { dropFromInbox } from './inbox.ts'
import { confirmSent } from './confirm.ts'
import { receiptCode } from './format/statements.ts'
import { countTaken, findIdentity, findJournal, findJournalRow, findOfficeTypes } from './repository.ts'
import { shownPreview } from './samples.ts'
import { readSent } from './sent.ts'
import { findReceived, internal, internalOf, writeTo } from './stores.ts'
import { undoOf, undoPlan } from './undo-plan.ts'

const storeOf = (ctx: Ctx, store: StoreName): AnyStore => ctx.account.stores()[store] ?? fail({ kind: 'forbidden' })

const openStores = (ctx: Ctx): readonly StoreName[] => (ctx.hasMedical ? ['registry', 'medical'] : ['registry'])

export const handlers: Handlers<typeof bundles> = {
  'bundles.card': async (ctx) => {
    await ensureRoster(signingOf(ctx))
    return await ownCard(ctx)
  },
  'bundles.addOffice': async (ctx, { card }) => await addCard(ctx, card),
  'bundles.checkCard': async (ctx, { card }) => await checkCard(ctx, card),
  'bundles.offices': async (ctx) => await listOffices(ctx),
  'bundles.lacking': async (ctx, { store, office }) => {
    const open = storeOf(ctx, store)
    const laptops = await findReceivers(ctx.db, office, store, ctx.now())
    const word = await findAcknowledged(internalOf(ctx, store), open, office, laptops)
    return { since: word?.since ?? null, changes: countLacking(open, word?.held ?? new Map()), all: countOps(open) }
  },
  'bundles.export': (ctx, { folder, ...params }) => {
    // Asked here as well as in the job: a refusal should come before the progress bar.
    if (params.store === 'medical' && !ctx.hasMedical) fail({ kind: 'forbidden' })
    return { jobId: ctx.startJob({ kind: 'bundleExport', folder: ctx.pathOf(folder), params }) }
  },
  'bundles.summary': (ctx, choice) => {
    if (choice.store === 'medical' && !ctx.hasMedical) fail({ kind: 'forbidden' })
    return { jobId: ctx.startJob({ kind: 'bundleSummary', params: choice }) }
  },
  'bundles.standing': async (ctx) => {
    const roster = await findRoster(ctx.db)
    const types = await findOfficeTypes(ctx.db)
    const rows = []
    for (const { id: office, code, name } of otherOffices(roster, ctx.now())) {
      for (const store of openStores(ctx)) {
        const open = ctx.account.stores()[store]
        const laptops = roster.receiversOf(office, store, ctx.now().toISOString())
        if (!open || laptops.recipients.length === 0) continue
        const word = await findAcknowledged(internalOf(ctx, store), open, office, laptops)
        const changes = countLacking(open, word?.held ?? new Map())
        const headquarters = types.get(office) === 'headquarters'
        rows.push({ office, code, name, headquarters, store, since: word?.since ?? null, changes, all: countOps(open) })
      }
    }
    // Headquarters first: whether it has everything is what a field office asks.
    return rows.toSorted((a, b) => Number(b.headquarters) - Number(a.headquarters))
  },
  'bundles.receiptCode': async (ctx, { bundle }) => {
    for (const store of openStores(ctx)) {
      const row = await findJournalRow(internalOf(ctx, store), bundle)
      if (!row) continue
      if (row.state !== 'applied') fail({ kind: 'conflict', reason: 'bundle_not_applied' })
      const { header } = unpackDetails(row.details).verified
      const { replica } = await findIdentity(internalOf(ctx, store))
      // The code stands for the whole set: with a file of it still on its way it would promise too much.
      if ((await countTaken(internalOf(ctx, store), header.set)) < header.volume.n)
        fail({ kind: 'conflict', reason: 'set_incomplete' })
      // Whoever reads the code out says that it has arrived: from then on the import cannot be taken back.
      await ctx.note(store, 'bundles.receiptCode', header.sender.office)
      return { code: receiptCode(header.receipt_secret, header.set, replica) }
    }
    return fail({ kind: 'notFound', record: 'bundle', id: bundle })
  },
  'bundles.confirm': async (ctx, { bundle, code }) => {
    for (const store of openStores(ctx)) if (await confirmSent(ctx, store, bundle, code)) return {}
    return fail({ kind: 'notFound', record: 'bundle', id: bundle })
  },
  'bundles.recheck': (ctx, { file }) => {
    const path = ctx.pathOf(file)
    return { jobId: ctx.startJob({ kind: 'bundleRecheck', path, name: path.split(/[\\/]/).at(-1) ?? '' }) }
  },
  'bundles.verify': (ctx, { file }) => ({
    jobId: ctx.startJob({ kind: 'bundleVerify', path: ctx.pathOf(file), params: {} }),
  }),
  'bundles.preview': async (ctx, { bundle }) => {
    const { store, row } = await findReceived(ctx, bundle)
    const preview = previewIn(row.details)
    const user = ctx.user ?? fail({ kind: 'locked' })
    return { preview: preview && shownPreview(user, storeOf(ctx, store), preview) }
  },
  'bundles.gaps': async (ctx) => {
    const known = await listOffices(ctx)
    const found = openStores(ctx).flatMap((store) => gapsIn(storeOf(ctx, store)))
    return found.map((gap) => {
      const office = known.find(({ id }) => id === gap.office)
      return { ...gap, code: office?.code ?? '', name: office?.name ?? null }
    })
  },
  'bundles.apply': (ctx, params) => ({ jobId: ctx.startJob({ kind: 'bundleApply', params }) }),
  'bundles.discard': async (ctx, { bundle }) => {
    for (const store of openStores(ctx)) {
      const row = await findJournalRow(internalOf(ctx, store), bundle)
      if (!row) continue
      // Half applied is a valid state, but only going on ends it: nothing that was applied is taken back here.
      if (row.state !== 'verified') fail({ kind: 'conflict', reason: 'bundle_not_waiting' })
      await writeTo(ctx, store, async (trx) => {
        await internal(trx)
          .updateTable('bundleJournal')
          // One that was taken in before and looked at once more stays what it was.
          .set({ state: row.taken === null ? 'discarded' : 'applied' })
          .where('bundle', '=', bundle)
          .where('direction', '=', 'in')
          .execute()
      })
      await ctx.note(store, 'bundles.discard', null)
      await dropFromInbox(ctx.account.folder, unpackDetails(row.details).inbox)
      return {}
    }
    return fail({ kind: 'notFound', record: 'bundle', id: bundle })
  },
  'bundles.undo': (ctx, params) => ({ jobId: ctx.startJob({ kind: 'bundleUndo', params }) }),
  'bundles.undoPlan': async (ctx, { bundle }) => {
    const { store } = await findReceived(ctx, bundle)
    return undoPlan(ctx.account.stores(), storeOf(ctx, store), bundle)
  },
  'bundles.history': async (ctx) => {
    const rows = []
    for (const store of openStores(ctx)) {
      const journal = await findJournal(internalOf(ctx, store))
      const undo = undoOf(ctx.account.stores(), storeOf(ctx, store), journal)
      for (const { details, taken, ...row } of journal) {
        const sent = row.direction === 'out' ? readSent(details) : undefined
        const more = { choice: sent?.choice ?? null, confirmed: sent?.confirmed ?? false }
        rows.push({ ...row, store, ...more, undo: undo({ ...row, taken }) })
      }
    }
    return rows.toSorted((a, b) => (a.at < b.at ? 1 : -1))
  },
  'bundles.stateHash': (ctx, { store }) => stateHash(storeOf(ctx, store)),
}
