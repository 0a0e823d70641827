import { exactFold } from '../../shared/names/fold.ts'
import { sha256Hex } from '../crypto/hash.ts'
import { randomBytes } from '../crypto/random.ts'

// slots.json can be read by anybody who holds the laptop, so a slot is found by a salted hash of the sign-in name.
const shape = /^u\.([0-9a-f]{16})\.[0-9a-f]{32}$/

const slotOf = (salt: string, name: string): string =>
  `u.${salt}.${sha256Hex('slot name v1\0', salt, exactFold(name)).slice(0, 32)}`

/** A new slot id for a sign-in name. */
export const newSlotId = (name: string): string => slotOf(randomBytes(8).toString('hex'), name)

/** True when a hidden name was made of this sign-in name. */
export const isNameOf = (hidden: string, name: string): boolean => {
  const salt = shape.exec(hidden)?.[1]
  return salt !== undefined && slotOf(salt, name) === hidden
}

/** The slot of a sign-in name among those of this folder. */
export const findSlotId = (slots: readonly { readonly id: string; readonly name: string }[], name: string) =>
  slots.find((slot) => isNameOf(slot.name, name))?.id
