import { fail } from '../../shared/errors.ts'
import { KeyError } from '../crypto/errors.ts'
import { newKdf, stretch } from '../crypto/passphrase.ts'
import { holdsMedical } from '../../shared/permissions.ts'
import { parseRecoveryKey } from '../crypto/recovery.ts'
import {
  changePassphrase,
  listSlots,
  makeSlot,
  renameSlot,
  slotCost,
  unlock,
  unlockByRecovery,
  type DataKeys,
  type ListedSlot,
  type SlotPlace,
} from '../crypto/slots.ts'
import { writeAudit } from '../audit/chain.ts'
import type { Ctx, SaveContext } from '../store/context.ts'
import { writeTransaction } from '../store/transaction.ts'
import { clearAttempts, countAttempt, delaySeconds, secondsToWait } from './attempts.ts'
import { adoptAccess, noteAccess } from './access.ts'
import { findUser, findUserByName, metaOf } from './repository.ts'
import { isSetUp, refuseWeak } from './set-up.ts'
import { findSlotId, isNameOf, newSlotId } from './slot-name.ts'
import { dropAll, noteSlot, slotsByUser } from './user-slots.ts'

/** Signs a user in by name and passphrase. An unknown name is answered like a wrong passphrase, and as slowly. */
export const signIn = async (
  ctx: Ctx,
  input: { name: string; passphrase: string; withoutLost?: boolean | undefined },
): Promise<void> => {
  const { place, folder } = ctx.account
  beforeSignIn(ctx)
  const failures = countAttempt(folder, ctx.now().getTime())
  const slot = findSlotId(userSlots(place), input.name)
  if (slot === undefined) await wasteTime(ctx)
  const begun = performance.now()
  const keys = slot === undefined ? undefined : await keysOf(place, slot, input.passphrase)
  const ms = performance.now() - begun
  if (slot === undefined || keys === undefined)
    return fail({ kind: 'refused', reason: 'wrong_passphrase', params: { waitSeconds: delaySeconds(failures) } })
  if (input.withoutLost) ctx.account.acceptLoss(keys)
  await enter(ctx, keys, slot, failures - 1)
  await raiseCost(ctx, slot, input.passphrase, ms)
}

/** Opens the office with its printed recovery keys and gives the named user a new passphrase. */
export const recover = async (
  ctx: Ctx,
  input: {
    name: string
    registryKey: string
    medicalKey?: string | undefined
    newPassphrase: string
    withoutLost?: boolean | undefined
  },
): Promise<void> => {
  const { place, folder } = ctx.account
  beforeSignIn(ctx)
  refuseWeak(input.newPassphrase, 'newPassphrase')
  const registryKey = typedKey(input.registryKey, 'registryKey')
  const medicalText = input.medicalKey?.trim() ?? ''
  const medicalKey = medicalText === '' ? undefined : typedKey(medicalText, 'medicalKey')
  const failures = countAttempt(folder, ctx.now().getTime())
  const keys = await recoveredKeys(place, registryKey, medicalKey)
  for (const key of [registryKey, medicalKey]) key?.fill(0)
  if (!keys) return fail({ kind: 'refused', reason: 'wrong_key', params: { waitSeconds: delaySeconds(failures) } })
  // The keys were right, whatever is wrong with the stores.
  clearAttempts(folder)
  if (input.withoutLost) ctx.account.acceptLoss(keys)
  const slot = await giveNewSlot(ctx, keys, input)
  await enter(ctx, keys, slot, failures - 1)
}

/** Notes an attempt with a known slot that failed; used where a signed-in user types a passphrase again. */
export const countWrong = (ctx: Ctx): never => {
  const failures = countAttempt(ctx.account.folder, ctx.now().getTime())
  return fail({ kind: 'refused', reason: 'wrong_passphrase', params: { waitSeconds: delaySeconds(failures) } })
}

/** Refuses an attempt that comes before the delay of the last failure has passed. */
export const refuseTooSoon = (ctx: Ctx): void => {
  const waitSeconds = secondsToWait(ctx.account.folder, ctx.now().getTime())
  if (waitSeconds > 0) fail({ kind: 'refused', reason: 'too_many_attempts', params: { waitSeconds } })
}

function beforeSignIn(ctx: Ctx): void {
  if (ctx.account.isOpen()) fail({ kind: 'conflict', reason: 'already_open' })
  if (!isSetUp(ctx.account.folder)) fail({ kind: 'refused', reason: 'not_set_up' })
  ctx.account.claim()
  refuseTooSoon(ctx)
}

const userSlots = (place: SlotPlace): ListedSlot[] => {
  try {
    return listSlots(place).filter(({ kind }) => kind === 'user')
  } catch (error) {
    return damagedKeys(error)
  }
}

async function keysOf(place: SlotPlace, slot: string, passphrase: string): Promise<DataKeys | undefined> {
  try {
    return await unlock(place, slot, passphrase)
  } catch (error) {
    if (error instanceof KeyError && error.code === 'WRONG_PASSPHRASE') return undefined
    return damagedKeys(error)
  }
}

function damagedKeys(error: unknown): never {
  if (error instanceof KeyError) fail({ kind: 'storage', reason: error.code === 'MISSING' ? 'missing' : 'damaged' })
  throw error
}

/** Spends what a wrong passphrase would have cost, so that time does not tell whether a name exists. */
async function wasteTime(ctx: Ctx): Promise<void> {
  const wasted = await stretch('nobody', newKdf(ctx.account.place.floor), ctx.account.place.floor)
  wasted.fill(0)
}

/** Seals a slot anew that costs less than this laptop can bear: it was made on a slower one, or long ago. */
async function raiseCost(ctx: Ctx, slot: string, passphrase: string, ms: number): Promise<void> {
  const { place } = ctx.account
  const now = slotCost(place, slot)
  if (!now) return
  const cost = ctx.account.costAfter(now, ms)
  if (cost.m > now.m || cost.t > now.t) await changePassphrase(place, slot, { from: passphrase, to: passphrase, cost })
}

/** Opens the stores, forgets the failures, and leaves them and the sign-in in the audit log. */
async function enter(ctx: Ctx, keys: DataKeys, slot: string, failedBefore: number): Promise<void> {
  const { folder, version, place } = ctx.account
  // The passphrase was right, whatever is wrong with the stores.
  clearAttempts(folder)
  await ctx.account.open(keys, slot)
  const { registry, medical } = ctx.account.stores()
  const id = (await metaOf(registry.db, `slot:${slot}`)) ?? ''
  const now = ctx.now()
  const about: SaveContext = { store: 'registry', saveId: ctx.newId(), user: id, now, action: 'accounts.unlock' }
  await writeTransaction(registry, about, version, (trx) => {
    for (let n = 0; n < Math.min(failedBefore, 100); n++) writeAudit(trx.session, 'accounts.failed', null)
    writeAudit(trx.session, 'accounts.unlock', id)
    trx.session.setMeta(`signedIn:${id}`, now.toISOString())
    adoptAccess(trx.session, place, 'registry')
    return Promise.resolve()
  })
  if (medical) {
    await writeTransaction(medical, { ...about, store: 'medical', saveId: ctx.newId() }, version, (trx) =>
      Promise.resolve(adoptAccess(trx.session, place, 'medical')),
    )
  }
  // A new name may have come from another laptop, or a crash may have left the old one.
  const name = (await findUser(registry.db, id))?.name ?? ''
  const hidden = listSlots(place).find((one) => one.id === slot)?.name ?? ''
  if (!isNameOf(hidden, name)) renameSlot(place, keys, slot, newSlotId(name))
}

function typedKey(text: string, field: string): Buffer {
  const typed = parseRecoveryKey(text)
  if (typed.ok) return typed.key
  return fail({ kind: 'invalid', issues: [{ path: [field], code: `recovery_key_${typed.problem}` }] })
}

async function recoveredKeys(
  place: SlotPlace,
  registryKey: Buffer,
  medicalKey: Buffer | undefined,
): Promise<DataKeys | undefined> {
  try {
    const registry = await unlockByRecovery(place, 'registry', registryKey)
    return medicalKey ? { registry, medical: await unlockByRecovery(place, 'medical', medicalKey) } : { registry }
  } catch (error) {
    if (error instanceof KeyError && (error.code === 'BAD_RECOVERY_KEY' || error.code === 'NO_ACCESS')) return undefined
    return damagedKeys(error)
  }
}

/** Gives the named user a slot with the passphrase they chose, in place of the forgotten one. */
async function giveNewSlot(ctx: Ctx, keys: DataKeys, input: { name: string; newPassphrase: string }): Promise<string> {
  const { place, version } = ctx.account
  const stores = ctx.account.openStores(keys)
  try {
    const db = stores.registry.db
    const officeId = (await metaOf(db, 'office')) ?? ''
    const user = (await findUserByName(db, officeId, input.name)) ?? fail({ kind: 'refused', reason: 'unknown_user' })
    if (!user.active) fail({ kind: 'refused', reason: 'not_active' })
    // A sheet in hand does not change what somebody's work is.
    if (!holdsMedical(user.role)) dropMedical(keys)
    const old = (await slotsByUser(db, place)).get(user.id) ?? []
    const medical = keys.medical !== undefined
    const wanted = { id: newSlotId(user.name), passphrase: input.newPassphrase, cost: await ctx.account.cost() }
    const slot = await makeSlot(place, keys, wanted, medical)
    const about = { saveId: ctx.newId(), user: user.id, now: ctx.now(), action: 'accounts.recover' as const }
    await writeTransaction(stores.registry, { ...about, store: 'registry' }, version, (trx) => {
      adoptAccess(trx.session, place, 'registry')
      noteSlot(trx, slot, user.id)
      writeAudit(trx.session, 'accounts.recover', user.id)
      return Promise.resolve()
    })
    if (stores.medical && medical) {
      await writeTransaction(stores.medical, { ...about, store: 'medical', saveId: ctx.newId() }, version, (trx) => {
        adoptAccess(trx.session, place, 'medical')
        noteAccess(trx.session, slot)
        return Promise.resolve()
      })
    }
    await slot.write()
    await dropAll(
      place,
      keys,
      old.map(({ id }) => id),
    )
    return slot.id
  } finally {
    stores.registry.close()
    stores.medical?.close()
  }
}

function dropMedical(keys: DataKeys): void {
  keys.medical?.fill(0)
  delete keys.medical
}
