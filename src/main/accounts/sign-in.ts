import { fail } from '../../shared/errors.ts'
import { KeyError } from '../crypto/errors.ts'
import { newKdf, stretch } from '../crypto/passphrase.ts'
import { parseRecoveryKey } from '../crypto/recovery.ts'
import {
  addUserSlot,
  listSlots,
  removeSlot,
  unlock,
  unlockByRecovery,
  type DataKeys,
  type SlotPlace,
} from '../crypto/slots.ts'
import { writeAudit } from '../audit/chain.ts'
import type { Ctx, SaveContext } from '../store/context.ts'
import { writeTransaction } from '../store/transaction.ts'
import { clearAttempts, countAttempt, delaySeconds, secondsToWait } from './attempts.ts'
import { findUserByName, metaOf } from './repository.ts'
import { isSetUp, refuseWeak } from './set-up.ts'
import { findSlotId, newSlotId } from './slot-name.ts'

/** Signs a user in by name and passphrase. An unknown name is answered like a wrong passphrase, and as slowly. */
export const signIn = async (ctx: Ctx, input: { name: string; passphrase: string }): Promise<void> => {
  const { place, folder } = ctx.account
  beforeSignIn(ctx)
  const failures = countAttempt(folder, ctx.now().getTime())
  const slot = findSlotId(userSlots(place), input.name)
  if (slot === undefined) await wasteTime(ctx)
  const keys = slot === undefined ? undefined : await keysOf(place, slot, input.passphrase)
  if (slot === undefined || keys === undefined)
    return fail({ kind: 'refused', reason: 'wrong_passphrase', params: { waitSeconds: delaySeconds(failures) } })
  await enter(ctx, keys, slot, failures - 1)
}

/** Opens the office with its printed recovery keys and gives the named user a new passphrase. */
export const recover = async (
  ctx: Ctx,
  input: { name: string; registryKey: string; medicalKey?: string | undefined; newPassphrase: string },
): Promise<void> => {
  const { place, folder } = ctx.account
  beforeSignIn(ctx)
  refuseWeak(input.newPassphrase, 'newPassphrase')
  const registryKey = typedKey(input.registryKey, 'registryKey')
  const medicalText = input.medicalKey?.trim() ?? ''
  const medicalKey = medicalText === '' ? undefined : typedKey(medicalText, 'medicalKey')
  const failures = countAttempt(folder, ctx.now().getTime())
  const keys = await recoveredKeys(place, registryKey, medicalKey)
  if (!keys) return fail({ kind: 'refused', reason: 'wrong_key', params: { waitSeconds: delaySeconds(failures) } })
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

const userSlots = (place: SlotPlace): string[] => {
  try {
    return listSlots(place).flatMap(({ id, kind }) => (kind === 'user' ? [id] : []))
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

/** Opens the stores, forgets the failures, and leaves them and the sign-in in the audit log. */
async function enter(ctx: Ctx, keys: DataKeys, slot: string, failedBefore: number): Promise<void> {
  const { folder, version } = ctx.account
  // The passphrase was right, whatever is wrong with the stores.
  clearAttempts(folder)
  await ctx.account.open(keys, slot)
  const stores = ctx.account.stores()
  const id = (await metaOf(stores.registry.db, `slot:${slot}`)) ?? ''
  const now = ctx.now()
  const about: SaveContext = { store: 'registry', saveId: ctx.newId(), user: id, now, action: 'accounts.unlock' }
  await writeTransaction(stores.registry, about, version, (trx) => {
    for (let n = 0; n < Math.min(failedBefore, 100); n++) writeAudit(trx.session, 'accounts.failed', null)
    writeAudit(trx.session, 'accounts.unlock', id)
    return Promise.resolve()
  })
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

async function giveNewSlot(ctx: Ctx, keys: DataKeys, input: { name: string; newPassphrase: string }): Promise<string> {
  const { place, version } = ctx.account
  const stores = ctx.account.openStores(keys)
  try {
    const db = stores.registry.db
    const officeId = (await metaOf(db, 'office')) ?? ''
    const found = await findUserByName(db, officeId, input.name)
    const user = found ?? fail({ kind: 'refused', reason: 'unknown_user' })
    const old = findSlotId(userSlots(place), input.name)
    const slot = newSlotId(input.name)
    const cost = await ctx.account.cost()
    await addUserSlot(place, keys, { id: slot, passphrase: input.newPassphrase, cost }, keys.medical !== undefined)
    const about: SaveContext = {
      store: 'registry',
      saveId: ctx.newId(),
      user: user.id,
      now: ctx.now(),
      action: 'accounts.recover',
    }
    await writeTransaction(stores.registry, about, version, (trx) => {
      trx.session.setMeta(`slot:${slot}`, user.id)
      writeAudit(trx.session, 'accounts.recover', user.id)
      return Promise.resolve()
    })
    if (old !== undefined) await removeSlot(place, keys, old)
    return slot
  } finally {
    stores.registry.close()
    stores.medical?.close()
  }
}
