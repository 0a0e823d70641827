import type { ListedSlot, SlotPlace } from '../crypto/slots.ts'
import { listSlots } from '../crypto/slots.ts'
import { fail, type StoreName } from '../../shared/errors.ts'
import type { Session } from '../oplog/session.ts'
import type { Reader } from '../store/context.ts'
import { findUser, metaOf, metaUnder } from './repository.ts'

/*
 * Who has a store's key stands inside that store. A change of key wraps the new one for these recipients alone: key
 * files lie in the clear, and whoever held the old key could write their own recipient into them.
 */

/** Notes in a store, inside a transaction of it, whom a slot belongs to. */
export const noteAccess = (session: Session, slot: { readonly id: string; readonly recipient: string }): void => {
  session.setMeta(`access:${slot.id}`, slot.recipient)
}

/** Notes that a slot has no access to this store any more. */
export const noteNoAccess = (session: Session, slot: string): void => {
  session.setMeta(`access:${slot}`, '')
}

/** Takes over the slots of an office that was set up before stores knew of them. */
export const adoptAccess = (session: Session, place: SlotPlace, store: StoreName): void => {
  if ([...session.meta.keys()].some((key) => key.startsWith('access:'))) return
  for (const slot of listSlots(place)) if (slot.stores.includes(store)) noteAccess(session, slot)
}

/** Whom a store's new key is wrapped for: slots which the store itself knows, of people who are active. */
export const recipientsOf = async (
  registry: Reader<'registry'>,
  store: Reader<StoreName & 'registry'> | Reader<'medical'>,
  slots: readonly ListedSlot[],
  name: StoreName,
): Promise<Map<string, string>> => {
  const known = await metaUnder(store, 'access:')
  const out = new Map<string, string>()
  for (const slot of slots) {
    const recipient = known.get(slot.id) ?? ''
    if (!slot.stores.includes(name) || recipient === '') continue
    if (recipient !== slot.recipient) fail({ kind: 'refused', reason: 'keys_altered' })
    if (slot.kind === 'user' && !(await isActive(registry, slot.id))) continue
    out.set(slot.id, recipient)
  }
  return out
}

async function isActive(db: Reader<'registry'>, slot: string): Promise<boolean> {
  const user = await findUser(db, (await metaOf(db, `slot:${slot}`)) ?? '')
  return user !== undefined && user.active && !user.deleted
}
