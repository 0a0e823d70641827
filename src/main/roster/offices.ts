import type { OfficeCard } from '../../shared/contract/exchange.ts'
import { officeCard } from '../../shared/contract/exchange.ts'
import type { Output } from '../../shared/contract/index.ts'
import { fail } from '../../shared/errors.ts'
import type { MultiText } from '../../shared/records/field.ts'
import { findOffice, metaOf } from '../accounts/repository.ts'
import { fingerprintOf } from '../bundles/card.ts'
import { findIdentity, findOwnName } from '../bundles/repository.ts'
import { internal } from '../bundles/stores.ts'
import { canonical } from '../crypto/canonical.ts'
import type { Ctx } from '../store/context.ts'
import { ensureRoster, laptopKeys, signingOf } from './own.ts'
import { findRoster, keepStatements } from './repository.ts'
import type { Laptop, Roster } from './roster.ts'

type KnownOffice = Output<'bundles.offices'>[number]

const ownOffice = (ctx: Ctx): string => ctx.user?.office ?? fail({ kind: 'locked' })

/** The card of this office, made on this laptop. */
export const ownCard = async (ctx: Ctx): Promise<OfficeCard> => {
  const own = await findIdentity(internal(ctx.db))
  const medical = ctx.hasMedical ? await findIdentity(internal(ctx.medical)) : undefined
  const office = await metaOf(ctx.db, 'officeKey')
  // A field office does not speak for headquarters: the root key is handed out by headquarters alone.
  const root = await metaOf(ctx.db, 'rootKey')
  const roster = await findRoster(ctx.db)
  const { statement } = roster.find(office ?? '', `device:${ownOffice(ctx)}:${own.device}`)
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
      ...(office === undefined ? {} : { office }),
      ...(root === undefined ? {} : { root }),
    },
    ...(statement ? { statement } : {}),
  }
}

const describeLaptop = (laptop: Laptop, own: boolean): KnownOffice['laptops'][number] => ({
  device: laptop.id,
  name: laptop.name,
  since: laptop.since,
  own,
  receivesMedical: laptop.keys.some(({ use, store }) => use === 'receive' && store === 'medical'),
  revoked: laptop.revoked,
})

const describe = (
  roster: Roster,
  about: { readonly id: string; readonly name: MultiText; readonly card?: OfficeCard | undefined },
  now: Date,
): KnownOffice => {
  const { id, name, card } = about
  const own = id === roster.pinned.office
  return {
    id,
    code: card?.code ?? roster.codeOf(id),
    name,
    own,
    fingerprint: card ? fingerprintOf(card) : '',
    receivesMedical: own
      ? card?.keys.medical !== undefined
      : roster.receiversOf(id, 'medical', now.toISOString()).recipients.length > 0,
    by: card ? 'card' : 'headquarters',
    headquarters: card?.keys.root !== undefined,
    laptops: roster.laptopsOf(id).map((one) => describeLaptop(one, own && one.id === roster.pinned.device)),
    revoked: roster.officeOf(id)?.revoked?.at ?? null,
    disputed: roster.isDisputed(id),
  }
}

/** The name of an office that is known by headquarters' word alone, without its letters. */
const signedName = (text: string): MultiText => ({ la: text.replace(/^[A-Z]{3} (?=.)/, '') || text })

/** Every other office that is known here: by a card that was compared, or by headquarters' signature. */
export const otherOffices = (roster: Roster, now: Date): KnownOffice[] => {
  const carded = roster.pinned.cards.map((card) => describe(roster, { id: card.office, name: card.name, card }, now))
  const ids = new Set([roster.pinned.office, ...carded.map(({ id }) => id)])
  const signed = roster
    .signedOffices()
    .filter(({ subject }) => !ids.has(subject.id))
    .map(({ subject }) => describe(roster, { id: subject.id, name: signedName(subject.name) }, now))
  return [...carded, ...signed.toSorted((a, b) => (a.code < b.code ? -1 : 1))]
}

/** This office, then all others. */
export const listOffices = async (ctx: Ctx): Promise<KnownOffice[]> => {
  const roster = await findRoster(ctx.db)
  const card = await ownCard(ctx)
  const now = ctx.now()
  return [describe(roster, { id: card.office, name: card.name, card }, now), ...otherOffices(roster, now)]
}

/** True when a card has all keys of an earlier one: it may bring the medical store's, the office's and headquarters'. */
const onlyAdds = (before: OfficeCard, { keys }: OfficeCard): boolean => {
  const { registry, medical, office, root } = before.keys
  return (
    canonical(registry) === canonical(keys.registry) &&
    (medical === undefined || canonical(medical) === canonical(keys.medical ?? null)) &&
    (office === undefined || office === keys.office) &&
    (root === undefined || root === keys.root)
  )
}

/** Of an office that headquarters signed only a card counts whose keys are those of one of its laptops. */
const fitsRoster = (roster: Roster, card: OfficeCard): boolean => {
  const signed = roster.officeOf(card.office)
  if (!signed) return true
  if (card.keys.office !== undefined && !signed.keys.some(({ key }) => key === card.keys.office)) return false
  if (card.statement) roster.admit([card.statement])
  const needed = laptopKeys(card.keys, true).map(({ key }) => key)
  return roster
    .laptopsOf(card.office)
    .some(({ keys, revoked }) => revoked === null && needed.every((one) => keys.some(({ key }) => key === one)))
}

/** True where this office has a key of headquarters by mistake: it is called another office now, and has signed nobody. */
const isNoHeadquarters = async (ctx: Ctx, roster: Roster): Promise<boolean> => {
  const { office, rootKey } = roster.pinned
  if (rootKey === undefined || rootKey !== roster.root) return false
  const own = await findOffice(ctx.db, office)
  return own?.type !== 'headquarters' && roster.signedOffices().every(({ subject }) => subject.id === office)
}

/** What a card says before it is trusted. Keys are never replaced silently: another card is somebody's decision. */
export const checkCard = async (ctx: Ctx, card: OfficeCard): Promise<KnownOffice> => {
  if (card.office === ownOffice(ctx)) fail({ kind: 'refused', reason: 'own_card' })
  const roster = await findRoster(ctx.db)
  const before = roster.cardOf(card.office)
  if (!before && !fitsRoster(roster, card)) fail({ kind: 'refused', reason: 'card_differs' })
  if (before && !onlyAdds(before, card)) {
    // The same office key and other keys of a laptop: nothing has to be pinned, the office signs its laptops itself.
    const { office, root } = before.keys
    const sameOffice = office !== undefined && office === card.keys.office && root === card.keys.root
    fail({ kind: 'refused', reason: sameOffice ? 'card_of_other_laptop' : 'card_differs' })
  }
  // There is one headquarters: its word decides who everybody else is.
  const { root } = card.keys
  if (root !== undefined && roster.root !== undefined && roster.root !== root && !(await isNoHeadquarters(ctx, roster)))
    fail({ kind: 'refused', reason: 'another_headquarters' })
  return describe(roster, { id: card.office, name: card.name, card }, ctx.now())
}

/** Trusts a card whose fingerprint was compared; headquarters signs the office with it. */
export const addCard = async (ctx: Ctx, card: OfficeCard): Promise<KnownOffice> => {
  await checkCard(ctx, card)
  const { rootKey } = (await findRoster(ctx.db)).pinned
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
    // It was a mistake, or the card would have been refused.
    if (card.keys.root !== undefined && rootKey !== undefined && rootKey !== card.keys.root) {
      await trx.deleteFrom('storeMeta').where('key', 'in', ['rootSeed', 'rootKey']).execute()
      for (const key of ['rootSeed', 'rootKey']) trx.session.meta.delete(key)
    }
    if (card.statement) await keepStatements(trx, (await findRoster(trx)).admit([card.statement]))
  })
  await ctx.note('registry', 'bundles.addOffice', card.office)
  await ensureRoster(signingOf(ctx))
  return describe(await findRoster(ctx.db), { id: card.office, name: card.name, card }, ctx.now())
}
