import type { StoreName } from '../../shared/errors.ts'
import {
  listSlots,
  makeSlot,
  removeSlot,
  type DataKeys,
  type ListedSlot,
  type MadeSlot,
  type SlotPlace,
} from '../crypto/slots.ts'
import type { Ctx, Reader, Writer } from '../store/context.ts'
import { noteAccess } from './access.ts'
import { metaUnder } from './repository.ts'
import { newSlotId } from './slot-name.ts'

/** The slots of each person who signs in on this laptop. */
export const slotsByUser = async (db: Reader<'registry'>, place: SlotPlace): Promise<Map<string, ListedSlot[]>> => {
  const owners = await metaUnder(db, 'slot:')
  const out = new Map<string, ListedSlot[]>()
  for (const slot of listSlots(place)) {
    const owner = slot.kind === 'user' ? owners.get(slot.id) : undefined
    if (owner !== undefined) out.set(owner, [...(out.get(owner) ?? []), slot])
  }
  return out
}

/** True when one of these slots opens a store. */
export const opens = (slots: readonly ListedSlot[] | undefined, store: StoreName): boolean =>
  slots?.some((slot) => slot.stores.includes(store)) ?? false

interface NewSlot {
  readonly user: string
  readonly name: string
  readonly passphrase: string
  readonly medical: boolean
}

/** Makes a slot for somebody with the keys of whoever is signed in; `noteSlot` and `write` put it to use. */
export const prepareSlot = async (ctx: Ctx, wanted: NewSlot): Promise<MadeSlot & NewSlot> => {
  const { place } = ctx.account
  const { keys } = ctx.account.held()
  const slot = { id: newSlotId(wanted.name), passphrase: wanted.passphrase, cost: await ctx.account.cost() }
  return { ...(await makeSlot(place, keys, slot, wanted.medical)), ...wanted }
}

/** Notes whose slot it is, in the registry's part of a change. */
export const noteSlot = (trx: Writer<'registry'>, slot: { id: string; recipient: string }, user: string): void => {
  trx.session.setMeta(`slot:${slot.id}`, user)
  noteAccess(trx.session, slot)
}

/**
 * Puts a noted slot to use and removes the person's others. Key files come last: after a crash in between the old
 * passphrase still opens, or the person has none and is given another.
 */
export const useSlot = async (ctx: Ctx, slot: MadeSlot & NewSlot): Promise<void> => {
  if (slot.medical) {
    await ctx.writeMedical(async (trx) => {
      await Promise.resolve(noteAccess(trx.session, slot))
    })
  }
  await slot.write()
  await dropSlots(ctx, slot.user, slot.id)
}

/** Removes every slot of a person but one. */
export const dropSlots = async (ctx: Ctx, user: string, except: string | null): Promise<void> => {
  const { place } = ctx.account
  const { keys } = ctx.account.held()
  const slots = (await slotsByUser(ctx.db, place)).get(user) ?? []
  await dropAll(
    place,
    keys,
    slots.map(({ id }) => id).filter((id) => id !== except),
  )
}

/** Removes slots one by one: the files are written whole each time. */
export const dropAll = async (place: SlotPlace, keys: DataKeys, slots: readonly string[]): Promise<void> => {
  for (const slot of slots) await removeSlot(place, keys, slot)
}
