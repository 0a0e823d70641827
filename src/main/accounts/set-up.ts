import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fail } from '../../shared/errors.ts'
import { office, user } from '../../shared/records/office.ts'
import type { ParsedInput } from '../../shared/contract/index.ts'
import { generateAgeKey } from '../crypto/age.ts'
import { passphraseWeakness } from '../crypto/passphrase.ts'
import { randomBytes } from '../crypto/random.ts'
import { hasSlots } from '../crypto/slot-files.ts'
import { createSlots, setHeader24, type DataKeys } from '../crypto/slots.ts'
import { adoptAccess } from './access.ts'
import { generateSigningKey } from '../crypto/sign.ts'
import { renewTag } from '../oplog/numbers.ts'
import { save } from '../oplog/save.ts'
import type { Session } from '../oplog/session.ts'
import { ensureRoster, signingOf } from '../roster/own.ts'
import type { Ctx, SaveContext, Writer } from '../store/context.ts'
import { openStore, readHeader, storeFile } from '../store/open.ts'
import { writeTransaction } from '../store/transaction.ts'
import { newSlotId } from './slot-name.ts'

const marker = (folder: string) => path.join(folder, 'set-up.unfinished')

/** True when this folder holds an office whose set-up went through, even when its key files are gone. */
export const isSetUp = (folder: string): boolean =>
  (hasSlots(folder) || existsSync(storeFile(folder, 'registry'))) && !existsSync(marker(folder))

/** Refuses a passphrase that is easy to guess, naming why. */
export const refuseWeak = (passphrase: string, field: string): void => {
  const weakness = passphraseWeakness(passphrase)
  if (weakness !== null)
    fail({ kind: 'invalid', issues: [{ path: [field], code: 'weak_passphrase', params: { why: weakness } }] })
}

/** An office as it begins on one laptop: set up anew, or joined. */
export interface Beginning {
  readonly office: { readonly id: string; readonly code: string }
  readonly user: { readonly name: string }
  readonly passphrase: string
  /** True when the first person here holds the key of the medical store too. */
  readonly medical: boolean
  readonly action: 'accounts.setUp' | 'roster.join'
  /** Tags of numbers that other laptops of the office use. */
  readonly tagsTaken: string
  /** Writes the first records of the registry, in the transaction that describes it. */
  readonly fill: (trx: Writer<'registry'>, userId: string) => Promise<void>
}

/**
 * Makes a new office in an empty folder: keys, both stores, the office and its first user. An unfinished set-up (its
 * recovery keys were never shown, so nobody can have used it) is cleared away first.
 */
export const setUp = async (ctx: Ctx, input: ParsedInput<'accounts.setUp'>) => {
  const id = ctx.newId()
  const recoveryKeys = await begin(ctx, {
    office: { id, code: input.office.code },
    user: input.user,
    passphrase: input.passphrase,
    // The first user of an office holds both keys: somebody has to be able to grant them.
    medical: true,
    action: 'accounts.setUp',
    tagsTaken: '',
    fill: async (trx, userId) => {
      await save(trx, office, { ...input.office, id })
      const { language, digits } = input
      await save(trx, user, { ...input.user, id: userId, office: id, language, digits, active: true })
      if (input.builtInPlaces) await ctx.account.loadPlaces(trx)
    },
  })
  await ensureRoster(signingOf(ctx))
  return { recoveryKeys }
}

/** Makes keys and stores in an empty folder and signs in their first user; answers the recovery keys. */
export const begin = async (ctx: Ctx, from: Beginning): Promise<{ registry: string; medical: string }> => {
  const { folder, place, cost } = ctx.account
  if (isSetUp(folder)) fail({ kind: 'conflict', reason: 'already_set_up' })
  refuseWeak(from.passphrase, 'passphrase')
  mkdirSync(folder, { recursive: true })
  ctx.account.claim()
  clearUnfinished(folder)
  writeFileSync(marker(folder), '')
  const slot = newSlotId(from.user.name)
  const first = { id: slot, passphrase: from.passphrase, cost: await cost(), medical: from.medical }
  const { keys, installId, sheets } = await createSlots(place, first)
  await makeRegistry(ctx, from, { keys, installId, slot })
  await makeMedical(ctx, from, { keys, installId })
  rmSync(marker(folder))
  if (!from.medical) keys.medical.fill(0)
  await ctx.account.open(from.medical ? keys : { registry: keys.registry }, slot)
  return sheets
}

function clearUnfinished(folder: string): void {
  if (!existsSync(marker(folder))) return
  for (const store of ['registry', 'medical'] as const) {
    const files = [`${store}.db`, `${store}.db-wal`, `${store}.db-shm`, `${store}.keys.json`, `${store}.keys.json.copy`]
    for (const file of files) rmSync(path.join(folder, file), { force: true })
  }
  for (const file of ['slots.json', 'slots.json.copy']) rmSync(path.join(folder, file), { force: true })
}

async function makeRegistry(
  ctx: Ctx,
  from: Beginning,
  made: { keys: DataKeys; installId: string; slot: string },
): Promise<void> {
  const { folder, version } = ctx.account
  const userId = ctx.newId()
  const store = openStore(folder, 'registry', made.keys.registry, { create: true })
  try {
    const receiving = await generateAgeKey()
    await writeTransaction(store, about(ctx, from, 'registry', userId), version, async (trx) => {
      describeStore(trx.session, from, { installId: made.installId, office: from.office.id, receiving })
      trx.session.setMeta(`slot:${made.slot}`, userId)
      adoptAccess(trx.session, ctx.account.place, 'registry')
      await from.fill(trx, userId)
    })
  } finally {
    store.close()
  }
  setHeader24(ctx.account.place, made.keys, 'registry', readHeader(storeFile(folder, 'registry')))
}

async function makeMedical(
  ctx: Ctx,
  from: Beginning,
  made: { keys: { registry: Buffer; medical: Buffer }; installId: string },
): Promise<void> {
  const { folder, version } = ctx.account
  const store = openStore(folder, 'medical', made.keys.medical, { create: true })
  try {
    const receiving = await generateAgeKey()
    await writeTransaction(store, about(ctx, from, 'medical', 'setup'), version, (trx) => {
      describeStore(trx.session, from, { installId: made.installId, office: '', receiving })
      adoptAccess(trx.session, ctx.account.place, 'medical')
      return Promise.resolve()
    })
  } finally {
    store.close()
  }
  setHeader24(ctx.account.place, made.keys, 'medical', readHeader(storeFile(folder, 'medical')))
}

/** What a store knows of itself: its life's id and tag, this device's keys for it, and the office of its numbers. */
function describeStore(
  session: Session,
  from: Beginning,
  made: { installId: string; office: string; receiving: { identity: string; recipient: string } },
): void {
  const signing = generateSigningKey()
  session.setMeta('replica', randomBytes(16).toString('hex'))
  session.setMeta('device', made.installId)
  session.setMeta('officeCode', from.office.code)
  if (made.office !== '') session.setMeta('office', made.office)
  session.setMeta('signingSeed', signing.seed.toString('hex'))
  session.setMeta('signingKey', signing.publicKey.toString('hex'))
  session.setMeta('receivingIdentity', made.receiving.identity)
  session.setMeta('receivingRecipient', made.receiving.recipient)
  if (from.tagsTaken !== '') session.setMeta('tagsTaken', from.tagsTaken)
  renewTag(session)
}

const about = (ctx: Ctx, from: Beginning, store: SaveContext['store'], userId: string): SaveContext => ({
  store,
  saveId: ctx.newId(),
  user: userId,
  now: ctx.now(),
  action: from.action,
})
