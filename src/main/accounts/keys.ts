import type { Output, ParsedInput } from '../../shared/contract/index.ts'
import { fail, type StoreName } from '../../shared/errors.ts'
import { KeyError } from '../crypto/errors.ts'
import { listSlots, makeRecovery, unlock } from '../crypto/slots.ts'
import type { Ctx, Writer } from '../store/context.ts'
import type { RekeyStep } from '../store/rekey.ts'
import { noteAccess, noteNoAccess, recipientsOf } from './access.ts'
import { clearAttempts } from './attempts.ts'
import { metaOf } from './repository.ts'
import { countWrong, refuseTooSoon } from './sign-in.ts'
import { dropAll } from './user-slots.ts'

const stores = ['registry', 'medical'] as const

/** How each store's keys stand. */
export const describeKeys = async (ctx: Ctx): Promise<Output<'accounts.keys'>> => {
  const slots = listSlots(ctx.account.place)
  const out: Output<'accounts.keys'> = []
  for (const store of stores) {
    out.push({
      store,
      open: store === 'registry' || ctx.hasMedical,
      printed: slots.filter((slot) => slot.kind === 'recovery' && slot.stores.includes(store)).length,
      changedAt: (await metaOf(ctx.db, `keyChanged:${store}`)) ?? null,
      adviceSince: (await metaOf(ctx.db, `adviceSince:${store}`)) || null,
    })
  }
  return out
}

/** Makes one more printed key; the others stop working once it is confirmed. */
export const newRecoveryKey = async (
  ctx: Ctx,
  { store, passphrase }: ParsedInput<'accounts.newRecoveryKey'>,
): Promise<Output<'accounts.newRecoveryKey'>> => {
  refuseWithoutKey(ctx, store)
  await proveSelf(ctx, passphrase)
  const made = await makeRecovery(ctx.account.place, ctx.account.held().keys, store)
  await write(ctx, store, (trx) => noteAccess(trx.session, made))
  await made.write()
  await ctx.note(store, 'accounts.newRecoveryKey', null)
  return { slot: made.id, recoveryKey: made.sheet }
}

/** Leaves one printed key of a store. */
export const confirmRecoveryKey = async (
  ctx: Ctx,
  { store, slot }: ParsedInput<'accounts.confirmRecoveryKey'>,
): Promise<void> => {
  refuseWithoutKey(ctx, store)
  const { place } = ctx.account
  const printed = listSlots(place).filter(({ kind, stores: opened }) => kind === 'recovery' && opened.includes(store))
  if (!printed.some(({ id }) => id === slot)) fail({ kind: 'notFound', record: 'slot', id: slot })
  const others = printed.map(({ id }) => id).filter((id) => id !== slot)
  await write(ctx, store, (trx) => {
    for (const other of others) noteNoAccess(trx.session, other)
  })
  await dropAll(place, ctx.account.held().keys, others)
  await ctx.note(store, 'accounts.confirmRecoveryKey', null)
}

/** Encrypts a store anew under another key, for those alone who have access now. */
export const rotateKey = async (ctx: Ctx, store: StoreName, after: (step: RekeyStep) => void): Promise<void> => {
  refuseWithoutKey(ctx, store)
  if (ctx.jobs.list().some(({ state }) => state === 'running')) fail({ kind: 'refused', reason: 'jobs_running' })
  const slots = listSlots(ctx.account.place)
  const recipients = await recipientsOf(ctx.db, store === 'registry' ? ctx.db : ctx.medical, slots, store)
  if (!recipients.has(ctx.account.held().slot)) fail({ kind: 'refused', reason: 'keys_altered' })
  await ctx.account.rekey(store, recipients, after)
  await ctx.note(store, 'accounts.rotateKey', null)
  await ctx.write('registry', async (trx) => {
    await Promise.resolve()
    trx.session.setMeta(`keyChanged:${store}`, ctx.now().toISOString())
    trx.session.setMeta(`adviceSince:${store}`, '')
  })
}

function refuseWithoutKey(ctx: Ctx, store: StoreName): void {
  if (store === 'medical' && !ctx.hasMedical) fail({ kind: 'refused', reason: 'medical_key_needed' })
}

/** Asks whoever is signed in for their passphrase again. */
async function proveSelf(ctx: Ctx, passphrase: string): Promise<void> {
  const { place, folder } = ctx.account
  refuseTooSoon(ctx)
  try {
    const keys = await unlock(place, ctx.account.held().slot, passphrase)
    keys.registry.fill(0)
    keys.medical?.fill(0)
  } catch (error) {
    if (error instanceof KeyError && error.code === 'WRONG_PASSPHRASE') return countWrong(ctx)
    throw error
  }
  clearAttempts(folder)
}

async function write(ctx: Ctx, store: StoreName, run: (trx: Writer<'registry'> | Writer<'medical'>) => void) {
  const once = (trx: Writer<'registry'> | Writer<'medical'>) => Promise.resolve(run(trx))
  await (store === 'registry' ? ctx.write('registry', once) : ctx.writeMedical(once))
}
