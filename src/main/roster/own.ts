import type { RosterStatement } from '../../shared/bundle/v1/header.ts'
import type { OfficeCard } from '../../shared/contract/exchange.ts'
import { writeAudit } from '../audit/chain.ts'
import { findOffice, metaOf } from '../accounts/repository.ts'
import { findIdentity } from '../bundles/repository.ts'
import { internal } from '../bundles/stores.ts'
import { signStatement } from '../bundles/format/statements.ts'
import { canonical } from '../crypto/canonical.ts'
import { generateSigningKey, publicKeyOf } from '../crypto/sign.ts'
import type { Ctx, Reader, Writer } from '../store/context.ts'
import type { MultiText } from '../../shared/records/field.ts'
import { findRoster, keepStatements } from './repository.ts'
import { subjectOf, type Roster } from './roster.ts'

/** Where this laptop's own statements are written: a handler's or a job's stores. */
export interface Signing {
  readonly db: Reader<'registry'>
  readonly medical: Reader<'medical'>
  readonly hasMedical: boolean
  readonly now: () => Date
  readonly write: <T>(run: (trx: Writer<'registry'>) => Promise<T>) => Promise<T>
}

/** The stores of a handler, for signing. */
export const signingOf = (ctx: Ctx): Signing => ({
  db: ctx.db,
  get medical() {
    return ctx.medical
  },
  hasMedical: ctx.hasMedical,
  now: ctx.now,
  write: async (run) =>
    await ctx.account.writerOf('registry', 'roster.sign')(async (trx) => await run(trx as Writer<'registry'>)),
})

type Claim = Pick<RosterStatement, 'subject' | 'keys'>

/** How an office is named in a statement: its three letters, then its name in Latin letters or as it is. */
const statementName = (office: { readonly code: string; readonly name: MultiText }): string =>
  `${office.code} ${office.name.la ?? office.name.ar ?? office.name.ckb ?? ''}`.trim().normalize('NFC').slice(0, 120)

/** An office as the subject of a statement. */
export const officeSubject = (of: { readonly office: string; readonly code: string; readonly name: MultiText }) => ({
  kind: 'office' as const,
  id: of.office,
  office: of.office,
  name: statementName(of),
})

/** The keys of a laptop as a card gives them. */
export const laptopKeys = (keys: OfficeCard['keys'], medical: boolean): RosterStatement['keys'] =>
  (['registry', 'medical'] as const).flatMap((store) => {
    const of = store === 'registry' || medical ? keys[store] : undefined
    return of === undefined
      ? []
      : [
          { use: 'sign' as const, store, type: 'ed25519' as const, key: of.signing },
          { use: 'receive' as const, store, type: 'age-x25519' as const, key: of.receiving },
        ]
  })

/** Signs the next version of what one issuer says of a subject. */
export const signNext = (
  roster: Roster,
  seed: Uint8Array,
  { subject, keys }: Claim,
  more: { readonly now: Date; readonly revoked?: RosterStatement['revoked']; readonly from?: string },
): RosterStatement => {
  const issuer = publicKeyOf(seed).toString('hex')
  const { version } = roster.find(issuer, subjectOf({ subject }))
  const from = more.from ?? more.now.toISOString()
  const statement = {
    issuer,
    version: Math.min(version + 1, Number.MAX_SAFE_INTEGER),
    subject,
    keys,
    from,
    until: null,
    revoked: more.revoked ?? null,
  }
  return signStatement(statement, seed)
}

/**
 * Makes this office's keys where they are missing and signs what is not signed yet: this laptop, and at headquarters
 * every office whose card was compared here. A laptop that joined later holds no such key and signs nothing.
 */
export const ensureRoster = async (to: Signing): Promise<void> => {
  if (!(await isWanting(to))) return
  await to.write(async (trx) => {
    const { meta } = trx.session
    const office = (await findOffice(trx, meta.get('office') ?? '')) ?? null
    if (!office) return
    mint(trx, 'office')
    if (lacksRoot(office, await findRoster(trx))) mint(trx, 'root')
    const { claims } = await claimsOf(to, trx)
    const signed = claims.map(({ seed, claim, roster }) => signNext(roster, seed, claim, { now: trx.save.now }))
    await keepStatements(trx, signed)
    for (const { subject } of signed) writeAudit(trx.session, 'roster.sign', subject.id)
  })
}

const isWanting = async (to: Signing): Promise<boolean> => {
  const { office, claims, roster } = await claimsOf(to, to.db)
  if (office === undefined) return false
  if ((await metaOf(to.db, 'officeKey')) === undefined) return true
  return lacksRoot(office, roster) || claims.length > 0
}

/** Where a headquarters is known, an office that is called one later does not become a second: its type is only a word. */
const lacksRoot = (office: { readonly type: string }, { root }: Roster): boolean =>
  office.type === 'headquarters' && root === undefined

/** A laptop that joined has the public key from its invitation, so none is made. */
function mint({ session }: Writer<'registry'>, which: 'office' | 'root'): void {
  if (session.meta.has(`${which}Key`)) return
  const key = generateSigningKey()
  session.setMeta(`${which}Seed`, key.seed.toString('hex'))
  session.setMeta(`${which}Key`, key.publicKey.toString('hex'))
}

/** What this laptop may sign and has not signed yet. */
async function claimsOf(to: Signing, reader: Reader<'registry'>) {
  const roster = await findRoster(reader)
  const office = await findOffice(reader, roster.pinned.office)
  const claims: { seed: Buffer; claim: Claim; roster: Roster }[] = []
  const want = (seed: string | undefined, claim: Claim): void => {
    if (seed === undefined) return
    const bytes = Buffer.from(seed, 'hex')
    const { statement } = roster.find(publicKeyOf(bytes).toString('hex'), subjectOf(claim))
    // What was withdrawn stays withdrawn.
    if (statement?.revoked) return
    if (statement && canonical({ keys: statement.keys }) === canonical({ keys: claim.keys })) return
    claims.push({ seed: bytes, claim, roster })
  }
  if (office === undefined) return { office, claims, roster }
  const officeSeed = await metaOf(reader, 'officeSeed')
  want(officeSeed, await ownLaptop(to, reader, roster, office.code))
  const rootSeed = await metaOf(reader, 'rootSeed')
  const known = roster.pinned.cards.map((card) => ({ ...card, key: card.keys.office }))
  for (const one of [{ ...office, office: office.id, key: roster.pinned.officeKey }, ...known]) {
    if (one.key === undefined) continue
    want(rootSeed, {
      subject: officeSubject(one),
      keys: [{ use: 'office', store: 'any', type: 'ed25519', key: one.key }],
    })
  }
  return { office, claims, roster }
}

async function ownLaptop(to: Signing, reader: Reader<'registry'>, roster: Roster, code: string): Promise<Claim> {
  const registry = await findIdentity(internal(reader))
  const medical = to.hasMedical ? await findIdentity(internal(to.medical)) : undefined
  const of = (one: typeof registry) => ({ signing: one.signingKey, receiving: one.receivingRecipient })
  const subject = {
    kind: 'device' as const,
    id: registry.device,
    office: roster.pinned.office,
    name: `${code} ${(await metaOf(reader, 'tag')) ?? ''}`.trim(),
  }
  const keys = laptopKeys({ registry: of(registry), ...(medical ? { medical: of(medical) } : {}) }, true)
  // Whoever has no key of the medical store cannot see its keys here: what was signed of them before stays.
  const before = roster.find(roster.pinned.officeKey ?? '', subjectOf({ subject })).statement
  const kept = medical ? [] : (before?.keys.filter(({ store }) => store === 'medical') ?? [])
  return { subject: before?.subject ?? subject, keys: [...keys, ...kept] }
}
