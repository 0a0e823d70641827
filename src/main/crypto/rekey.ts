import { ageEncrypt } from './age.ts'
import { KeyError } from './errors.ts'
import { sameBytes } from './hash.ts'
import {
  checkKeysMac,
  checkSlotsMac,
  readKeys,
  readSlots,
  writeKeys,
  writeRekeying,
  writeSlots,
  type StoreName,
} from './slot-files.ts'

/** A store's key before and after a change of it. */
export interface TwoKeys {
  readonly old: Buffer
  readonly next: Buffer
}

/** Where key files are, and how to find out which of two keys a store's file has. */
export interface RekeyPlace {
  readonly folder: string
  readonly whichKey?: (store: StoreName, keys: TwoKeys) => 'old' | 'next' | null
}

/** Wraps a data key for one age recipient. */
export const wrapKey = async (key: Uint8Array, recipient: string): Promise<string> =>
  (await ageEncrypt(key, { recipients: [recipient] })).toString('base64')

/** Writes both keys into a store's key file, the new one for the given slots alone; the store itself comes after. */
export async function beginRekey(
  place: RekeyPlace,
  store: StoreName,
  keys: TwoKeys,
  recipients: ReadonlyMap<string, string>,
): Promise<void> {
  const file = readKeys(place.folder, store)
  checkKeysMac(file, keys.old)
  if (file.state !== 'ready') throw new KeyError('REKEYING', 'the last change of the key is not finished')
  const wraps: Record<string, string> = {}
  for (const [slot, recipient] of recipients) wraps[slot] = await wrapKey(keys.next, recipient)
  const { next: _next, ...rest } = file
  const generation = file.generation + 1
  writeRekeying(place.folder, store, { ...rest, generation, state: 'rekeying', next: { wraps } }, keys)
}

/** Leaves the new key alone in the key files, after the store has it. */
export function endRekey(place: RekeyPlace, store: StoreName, keys: TwoKeys): void {
  const { next, ...file } = readKeys(place.folder, store)
  if (!next) return
  // slots.json is vouched for by the registry's key. First, since `rekeying` still proves it by either.
  if (store === 'registry') sealSlotsAgain(place, keys)
  const generation = file.generation + 1
  writeKeys(place.folder, store, { ...file, generation, state: 'ready', wraps: next.wraps }, keys.next)
}

/** Leaves the old key alone in the key file: the store kept it. */
export function undoRekey(place: RekeyPlace, store: StoreName, keys: TwoKeys): void {
  const { next, ...file } = readKeys(place.folder, store)
  if (next) writeKeys(place.folder, store, { ...file, generation: file.generation + 1, state: 'ready' }, keys.old)
}

/** Ends what a crash cut off, by what the store's file says, and answers the key that is valid from now on. */
export function settleRekey(place: RekeyPlace, store: StoreName, keys: TwoKeys): Buffer {
  const found = place.whichKey?.(store, keys) ?? null
  if (found === null) throw new KeyError('REKEYING', 'neither key opens the store')
  if (found === 'next') endRekey(place, store, keys)
  else undoRekey(place, store, keys)
  return found === 'next' ? keys.next : keys.old
}

function sealSlotsAgain(place: RekeyPlace, keys: TwoKeys): void {
  const slots = readSlots(place.folder)
  try {
    checkSlotsMac(slots, keys.next)
  } catch {
    if (sameBytes(keys.old, keys.next)) throw new KeyError('TAMPERED', 'slots.json was altered')
    checkSlotsMac(slots, keys.old)
    writeSlots(place.folder, { ...slots, generation: slots.generation + 1 }, keys.next)
  }
}
