import { exactFold } from '../../shared/names/fold.ts'
import { sha256Hex } from '../crypto/hash.ts'
import { randomBytes } from '../crypto/random.ts'

// slots.json can be read by anybody who holds the laptop, so a slot is found by a salted hash of the sign-in name.
const shape = /^u\.([0-9a-f]{16})\.[0-9a-f]{32}$/

const slotOf = (salt: string, name: string): string =>
  `u.${salt}.${sha256Hex('slot name v1\0', salt, exactFold(name)).slice(0, 32)}`

/** A new slot id for a sign-in name. */
export const newSlotId = (name: string): string => slotOf(randomBytes(8).toString('hex'), name)

/** The slot of a sign-in name among those of this folder. */
export const findSlotId = (ids: readonly string[], name: string): string | undefined =>
  ids.find((id) => {
    const salt = shape.exec(id)?.[1]
    return salt !== undefined && slotOf(salt, name) === id
  })
