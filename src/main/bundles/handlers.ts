import type { bundles } from '../../shared/contract/exchange.ts'
import { officeCard, type OfficeCard } from '../../shared/contract/exchange.ts'
import { fail, type StoreName } from '../../shared/errors.ts'
import { countLacking } from '../oplog/lacking.ts'
import { countOps, stateHash } from '../oplog/read.ts'
import type { Ctx, Handlers } from '../store/context.ts'
import type { AnyStore } from '../store/open.ts'
import { findAcknowledged } from './acknowledged.ts'
import { fingerprintOf } from './card.ts'
import { previewIn, unpackDetails } from './details.ts'
import { gapsIn } from './gaps.ts'
import { dropFromInbox } from './inbox.ts'
import { confirmSent } from './confirm.ts'
import { receiptCode } from './format/statements.ts'
import { findCards, findIdentity, findJournal, findJournalRow, findOfficeTypes, findOwnName } from './repository.ts'
import { shownPreview } from './samples.ts'
import { readSent } from './sent.ts'
import { findReceived, internal, internalOf, writeTo } from './stores.ts'
import { undoOf, undoPlan } from './undo-plan.ts'

const ownOffice = (ctx: Ctx): string => ctx.user?.office ?? fail({ kind: 'locked' })

const ownCard = async (ctx: Ctx): Promise<OfficeCard> => {
  const own = await findIdentity(internal(ctx.db))
  const medical = ctx.hasMedical ? await findIdentity(internal(ctx.medical)) : undefined
  return {
    format: 'waypost-office-card-v1',
    office: ownOffice(ctx),
    code: own.officeCode,
    name: await findOwnName(ctx.db, ownOffice(ctx)),
    replica: own.replica,
    device: own.device,
    keys: {
      registry: { signing: own.signingKey, receiving: own.receivingRecipient },
      ...(medical ? { medical: { signing: medical.signingKey, receiving: medical.receivingRecipient } } : {}),
    },
  }
}

const known = (card: OfficeCard, own: boolean) => ({
  id: card.office,
  code: card.code,
  name: card.name,
  own,
  fingerprint: fingerprintOf(card),
  receivesMedical: card.keys.medical !== undefined,
})

/** Keys are never replaced silently: another card for an office that is known already is somebody's decision. */
const refuseOtherKeys = async (ctx: Ctx, card: OfficeCard): Promise<void> => {
  if (card.office === ownOffice(ctx)) fail({ kind: 'refused', reason: 'own_card' })
  const before = (await findCards(ctx.db)).find((one) => one.office === card.office)
  if (before && fingerprintOf(before) !== fingerprintOf(card)) fail({ kind: 'refused', reason: 'card_differs' })
}

const storeOf = (ctx: Ctx, store: StoreName): AnyStore => ctx.account.stores()[store] ?? fail({ kind: 'forbidden' })

const openStores = (ctx: Ctx): readonly StoreName[] => (ctx.hasMedical ? ['registry', 'medical'] : ['registry'])

export const handlers: Handlers<typeof bundles> = {
  'bundles.card': ownCard,
  'bundles.addOffice': async (ctx, { card }) => {
    await refuseOtherKeys(ctx, card)
    const row = {
      code: card.code,
      name: JSON.stringify(card.name),
      card: JSON.stringify(officeCard.parse(card)),
      receivesMedical: card.keys.medical ? 1 : 0,
    }
    await ctx.write('registry', async (trx) => {
      await trx
        .insertInto('knownOffice')
        .values({ id: card.office, ...row, addedAt: ctx.now().toISOString() })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute()
    })
    await ctx.note('registry', 'bundles.addOffice', card.office)
    return known(card, false)
  },
  'bundles.checkCard': async (ctx, { card }) => {
    await refuseOtherKeys(ctx, card)
    return known(card, false)
  },
  'bundles.offices': async (ctx) => {
    const cards = await findCards(ctx.db)
    return [known(await ownCard(ctx), true), ...cards.map((card) => known(card, false))]
  },
  'bundles.lacking': async (ctx, { store, office }) => {
    const open = storeOf(ctx, store)
    const word = await findAcknowledged(internalOf(ctx, store), open, office)
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
    const cards = await findCards(ctx.db)
    const types = await findOfficeTypes(ctx.db)
    const rows = []
    for (const { office, code, name, keys } of cards) {
      for (const store of openStores(ctx)) {
        const open = ctx.account.stores()[store]
        if (!open || !keys[store]) continue
        const word = await findAcknowledged(internalOf(ctx, store), open, office)
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
    const cards = await findCards(ctx.db)
    const found = openStores(ctx).flatMap((store) => gapsIn(storeOf(ctx, store)))
    return found.map((gap) => {
      const card = cards.find(({ office }) => office === gap.office)
      return { ...gap, code: card?.code ?? '', name: card?.name ?? null }
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
