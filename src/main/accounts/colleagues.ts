import type { Output, ParsedInput } from '../../shared/contract/index.ts'
import { fail } from '../../shared/errors.ts'
import { holdsMedical } from '../../shared/permissions.ts'
import { user, type User } from '../../shared/records/office.ts'
import { KeyError } from '../crypto/errors.ts'
import { grantMedical as grantKey, listSlots, renameSlot, withdrawMedical as withdrawKey } from '../crypto/slots.ts'
import { change, save } from '../oplog/save.ts'
import type { Ctx, SignedIn } from '../store/context.ts'
import { noteAccess, noteNoAccess } from './access.ts'
import { clearAttempts } from './attempts.ts'
import { findUser, findUserByName, listUsers, metaUnder } from './repository.ts'
import { refuseWeak } from './set-up.ts'
import { countWrong, refuseTooSoon } from './sign-in.ts'
import { newSlotId } from './slot-name.ts'
import { dropSlots, noteSlot, opens, prepareSlot, slotsByUser, useSlot } from './user-slots.ts'

/** Everybody of this office, with what their keys open on this laptop. */
export const listColleagues = async (ctx: Ctx): Promise<Output<'accounts.people'>> => {
  const { office } = caller(ctx)
  const slots = await slotsByUser(ctx.db, ctx.account.place)
  const seen = await metaUnder(ctx.db, 'signedIn:')
  const users = await listUsers(ctx.db)
  return users
    .filter((one) => one.office === office)
    .map((one) => ({
      user: one,
      here: opens(slots.get(one.id), 'registry'),
      medical: opens(slots.get(one.id), 'medical'),
      lastSignIn: seen.get(one.id) ?? null,
    }))
}

/** Adds somebody who signs in on this laptop. */
export const addUser = async (ctx: Ctx, input: ParsedInput<'accounts.addUser'>): Promise<{ id: string }> => {
  const { name, role, language, digits, passphrase, medical } = input
  const { office } = caller(ctx)
  refuseWeak(passphrase, 'passphrase')
  await refuseTaken(ctx, name, null)
  if (medical) refuseMedical(ctx, role)
  const id = ctx.newId()
  const slot = await prepareSlot(ctx, { user: id, name, passphrase, medical })
  await ctx.write('registry', async (trx) => {
    await save(trx, user, { id, name, role, office, language, digits, active: true })
    noteSlot(trx, slot, id)
  })
  await useSlot(ctx, slot)
  return { id }
}

/** Gives somebody another name or role; a role without medical work takes the medical key with it. */
export const changeUser = async (ctx: Ctx, input: ParsedInput<'accounts.changeUser'>): Promise<void> => {
  const { id, name, role } = input
  const target = await colleagueOf(ctx, id)
  const slots = (await slotsByUser(ctx.db, ctx.account.place)).get(id) ?? []
  if (name !== undefined) await refuseTaken(ctx, name, id)
  const newRole = role !== undefined && role !== target.role
  if (newRole && target.role === 'administrator') await keepAnAdministrator(ctx, target)
  if (newRole) refuseSelf(ctx, id)
  const losesMedical = newRole && !holdsMedical(role) && opens(slots, 'medical')
  if (losesMedical && !ctx.hasMedical) fail({ kind: 'refused', reason: 'medical_key_needed' })
  await ctx.write('registry', async (trx) => {
    await change(trx, user, id, { ...(name === undefined ? {} : { name }), ...(role === undefined ? {} : { role }) })
  })
  if (losesMedical) await takeMedical(ctx, id)
  if (name === undefined) return
  for (const slot of slots) renameSlot(ctx.account.place, ctx.account.held().keys, slot.id, newSlotId(name))
}

/** Gives somebody the medical store; the passphrase they type proves that the slot is theirs. */
export const grantMedical = async (ctx: Ctx, input: ParsedInput<'accounts.grantMedical'>): Promise<void> => {
  const { id, passphrase } = input
  const target = await colleagueOf(ctx, id)
  refuseMedical(ctx, target.role)
  const { place, folder } = ctx.account
  const slots = (await slotsByUser(ctx.db, place)).get(id) ?? []
  const slot = slots[0] ?? fail({ kind: 'refused', reason: 'not_here' })
  refuseTooSoon(ctx)
  try {
    await grantKey(place, ctx.account.held().keys, slot.id, passphrase)
  } catch (error) {
    if (error instanceof KeyError && error.code === 'WRONG_PASSPHRASE') return countWrong(ctx)
    throw error
  }
  clearAttempts(folder)
  await ctx.writeMedical(async (trx) => {
    await Promise.resolve(noteAccess(trx.session, slot))
  })
  await ctx.note('registry', 'accounts.grantMedical', id)
  await ctx.note('medical', 'accounts.grantMedical', id)
}

/** Takes the medical store from somebody. */
export const withdrawMedical = async (ctx: Ctx, id: string): Promise<void> => {
  await colleagueOf(ctx, id)
  refuseSelf(ctx, id)
  if (!ctx.hasMedical) fail({ kind: 'refused', reason: 'medical_key_needed' })
  await takeMedical(ctx, id)
  await ctx.note('registry', 'accounts.withdrawMedical', id)
  await ctx.note('medical', 'accounts.withdrawMedical', id)
}

/** Ends somebody's work here: their keys go, what they wrote stays. */
export const disableUser = async (ctx: Ctx, id: string): Promise<void> => {
  const target = await colleagueOf(ctx, id)
  if (target.role === 'administrator') await keepAnAdministrator(ctx, target)
  refuseSelf(ctx, id)
  const slots = (await slotsByUser(ctx.db, ctx.account.place)).get(id)
  await ctx.write('registry', async (trx) => {
    await change(trx, user, id, { active: false })
    const at = ctx.now().toISOString()
    if (opens(slots, 'registry')) trx.session.setMeta('adviceSince:registry', at)
    if (opens(slots, 'medical')) trx.session.setMeta('adviceSince:medical', at)
  })
  await dropSlots(ctx, id, null)
}

/** Lets somebody sign in again, with a passphrase they type now. */
export const enableUser = async (ctx: Ctx, input: ParsedInput<'accounts.enableUser'>): Promise<void> => {
  const { id, passphrase, medical } = input
  const target = await colleagueOf(ctx, id)
  refuseWeak(passphrase, 'passphrase')
  await refuseTaken(ctx, target.name, id)
  if (medical) refuseMedical(ctx, target.role)
  const slot = await prepareSlot(ctx, { user: id, name: target.name, passphrase, medical })
  await ctx.write('registry', async (trx) => {
    await change(trx, user, id, { active: true })
    noteSlot(trx, slot, id)
  })
  await useSlot(ctx, slot)
}

/** Gives somebody who forgot their passphrase another one, typed by them; answers whether they keep medical access. */
export const resetPassphrase = async (
  ctx: Ctx,
  input: ParsedInput<'accounts.resetPassphrase'>,
): Promise<{ medical: boolean }> => {
  const { id, passphrase } = input
  const target = await colleagueOf(ctx, id)
  refuseSelf(ctx, id)
  if (!target.active) fail({ kind: 'refused', reason: 'not_active' })
  refuseWeak(passphrase, 'passphrase')
  const had = opens((await slotsByUser(ctx.db, ctx.account.place)).get(id), 'medical')
  const medical = had && ctx.hasMedical && holdsMedical(target.role)
  const slot = await prepareSlot(ctx, { user: id, name: target.name, passphrase, medical })
  await ctx.write('registry', (trx) => Promise.resolve(noteSlot(trx, slot, id)))
  await ctx.note('registry', 'accounts.resetPassphrase', id)
  await useSlot(ctx, slot)
  return { medical }
}

const caller = (ctx: Ctx): SignedIn => ctx.account.user() ?? fail({ kind: 'locked' })

async function colleagueOf(ctx: Ctx, id: string): Promise<User> {
  const found = await findUser(ctx.db, id)
  if (!found || found.deleted || found.office !== caller(ctx).office)
    return fail({ kind: 'notFound', record: 'user', id })
  return found
}

function refuseSelf(ctx: Ctx, id: string): void {
  if (caller(ctx).id === id) fail({ kind: 'refused', reason: 'own_account' })
}

function refuseMedical(ctx: Ctx, role: User['role']): void {
  if (!ctx.hasMedical) fail({ kind: 'refused', reason: 'medical_key_needed' })
  if (!holdsMedical(role)) fail({ kind: 'refused', reason: 'role_not_medical' })
}

/** Two people whose names are written alike could not be told apart when they sign in. */
async function refuseTaken(ctx: Ctx, name: string, id: string | null): Promise<void> {
  const found = await findUserByName(ctx.db, caller(ctx).office, name)
  if (found && found.id !== id) fail({ kind: 'invalid', issues: [{ path: ['name'], code: 'name_taken' }] })
}

/** Without an administrator who can sign in here nobody could be added or helped again. */
async function keepAnAdministrator(ctx: Ctx, target: User): Promise<void> {
  const slots = await slotsByUser(ctx.db, ctx.account.place)
  const others = (await listUsers(ctx.db)).filter(
    (one) => one.id !== target.id && one.role === 'administrator' && one.active && opens(slots.get(one.id), 'registry'),
  )
  if (others.length === 0) fail({ kind: 'refused', reason: 'last_administrator' })
}

async function takeMedical(ctx: Ctx, id: string): Promise<void> {
  const { place } = ctx.account
  const mine = (await slotsByUser(ctx.db, place)).get(id) ?? []
  const slots = listSlots(place).filter((slot) => mine.some((one) => one.id === slot.id) && opens([slot], 'medical'))
  if (slots.length === 0) return
  await ctx.writeMedical(async (trx) => {
    await Promise.resolve()
    for (const slot of slots) noteNoAccess(trx.session, slot.id)
  })
  for (const slot of slots) await withdrawKey(place, ctx.account.held().keys, slot.id)
  await ctx.write('registry', async (trx) => {
    await Promise.resolve(trx.session.setMeta('adviceSince:medical', ctx.now().toISOString()))
  })
}
