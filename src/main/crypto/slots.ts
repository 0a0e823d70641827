import { ageDecrypt, generateAgeKey, recipientOf } from './age.ts'
import { canonical } from './canonical.ts'
import { KeyError } from './errors.ts'
import { hkdf } from './hash.ts'
import { newKdf, stretch, type KdfCost } from './passphrase.ts'
import { randomBytes } from './random.ts'
import { formatRecoveryKey, generateRecoveryKey, recoveryIdentity } from './recovery.ts'
import { settleRekey, wrapKey as wrap, type RekeyPlace } from './rekey.ts'
import { open, seal } from './seal.ts'
import {
  checkKeysMac,
  checkSlotsMac,
  hasSlots,
  readKeys,
  readSlots,
  storeNames,
  writeKeys,
  writeSlots,
  type Slot,
  type SlotsFile,
  type StoreName,
} from './slot-files.ts'

/** The data keys a person holds; a registry key is always there. */
export interface DataKeys {
  registry: Buffer
  medical?: Buffer
}

/** Where the key files are, and the cost below which a slot is refused. */
export interface SlotPlace extends RekeyPlace {
  floor: KdfCost
}

/** A person's slot to be made; `id` is a sign-in name or user id and stands in clear text. */
export interface NewUserSlot {
  id: string
  passphrase: string
  cost: KdfCost
}

const emptyMac = '0'.repeat(64)

/** Sets up an office: new data keys for both stores, a first user, one recovery sheet per store. */
export async function createSlots(
  place: SlotPlace,
  user: NewUserSlot & { medical: boolean },
): Promise<{ installId: string; keys: { registry: Buffer; medical: Buffer }; sheets: Record<StoreName, string> }> {
  if (hasSlots(place.folder)) throw new KeyError('SLOT_EXISTS', 'this folder is set up already')
  const installId = randomBytes(16).toString('hex')
  const keys = { registry: randomBytes(32), medical: randomBytes(32) }
  const first = await makeUserSlot(place, installId, user)
  const slots: Slot[] = [first]
  const sheets = { registry: '', medical: '' }
  for (const store of storeNames) {
    const sheet = generateRecoveryKey()
    sheets[store] = formatRecoveryKey(sheet)
    const recovery = await makeRecoverySlot(sheet, installId, store)
    slots.push(recovery)
    const wraps: Record<string, string> = { [recovery.id]: await wrap(keys[store], recovery.recipient) }
    if (store === 'registry' || user.medical) wraps[first.id] = await wrap(keys[store], first.recipient)
    const file = { store_id: randomBytes(16).toString('hex'), cipher: 'aegis', header24: '' } as const
    writeKeys(place.folder, store, { ...file, generation: 1, state: 'ready', wraps, mac: emptyMac }, keys[store])
    sheet.fill(0)
  }
  writeSlots(place.folder, { install_id: installId, generation: 1, slots, mac: emptyMac }, keys.registry)
  return { installId, keys, sheets }
}

/** Opens a person's data keys; KeyError says why not. */
export async function unlock(place: SlotPlace, user: string, passphrase: string): Promise<DataKeys> {
  const identity = await openSlot(place, readSlots(place.folder), user, passphrase)
  return await dataKeys(place, user, identity)
}

/** The cost at which a person's slot is sealed. */
export function slotCost(place: SlotPlace, user: string): KdfCost | undefined {
  const kdf = readSlots(place.folder).slots.find((one) => one.id === user)?.kdf
  return kdf && { m: kdf.m, t: kdf.t, p: kdf.p }
}

/** Opens one store's data key by its printed recovery key. */
export async function unlockByRecovery(place: SlotPlace, store: StoreName, recoveryKey: Uint8Array): Promise<Buffer> {
  const file = readSlots(place.folder)
  const identity = recoveryIdentity(recoveryKey, file.install_id, store)
  const recipient = await recipientOf(identity)
  const slot = file.slots.find((one) => one.kind === 'recovery' && one.recipient === recipient)
  if (!slot) throw new KeyError('BAD_RECOVERY_KEY', 'this recovery key belongs to no slot')
  const key = await unwrap(place, store, slot.id, identity)
  if (!key) throw new KeyError('NO_ACCESS', 'this recovery key opens another store')
  if (store === 'registry') checkSlotsMac(readSlots(place.folder), key)
  return key
}

/** A slot that is made and not written yet, so that the store can be told of it first. */
export interface MadeSlot {
  readonly id: string
  readonly recipient: string
  readonly write: () => Promise<void>
}

/** Makes a person's slot with access to the given stores; it opens them once it is written. */
export async function makeSlot(
  place: SlotPlace,
  keys: DataKeys,
  user: NewUserSlot,
  medical: boolean,
): Promise<MadeSlot> {
  const { install_id: installId } = readChecked(place, keys)
  const slot = await makeUserSlot(place, installId, user)
  const stores: StoreName[] = medical ? ['registry', 'medical'] : ['registry']
  const write = () => addSlot(place, readChecked(place, keys), keys, slot, stores)
  return { id: slot.id, recipient: slot.recipient, write }
}

/** Adds a person with access to the given stores. */
export async function addUserSlot(
  place: SlotPlace,
  keys: DataKeys,
  user: NewUserSlot,
  medical: boolean,
): Promise<void> {
  await (await makeSlot(place, keys, user, medical)).write()
}

/** Makes a printed recovery key for one store, with the text of its sheet. */
export async function makeRecovery(
  place: SlotPlace,
  keys: DataKeys,
  store: StoreName,
): Promise<MadeSlot & { sheet: string }> {
  const { install_id: installId } = readChecked(place, keys)
  const sheet = generateRecoveryKey()
  const slot = await makeRecoverySlot(sheet, installId, store)
  const write = () => addSlot(place, readChecked(place, keys), keys, slot, [store])
  return { id: slot.id, recipient: slot.recipient, write, sheet: formatRecoveryKey(sheet) }
}

/** Gives a slot another hidden sign-in name. */
export function renameSlot(place: SlotPlace, keys: DataKeys, slotId: string, name: string): void {
  const file = readChecked(place, keys)
  if (!file.slots.some((one) => one.id === slotId)) throw new KeyError('NO_SUCH_SLOT', 'no such slot')
  saveSlots(
    place,
    file,
    keys,
    file.slots.map((one) => (one.id === slotId ? { ...one, name } : one)),
  )
}

/** Adds an outside age recipient (headquarters) for one store. */
export async function addRecipientSlot(
  place: SlotPlace,
  keys: DataKeys,
  store: StoreName,
  slot: { id: string; recipient: string },
): Promise<void> {
  await addSlot(place, readChecked(place, keys), keys, { ...slot, kind: 'recipient' }, [store])
}

/** Gives an existing person the medical store; their passphrase proves that the slot is theirs. */
export async function grantMedical(place: SlotPlace, keys: DataKeys, user: string, passphrase: string): Promise<void> {
  const file = readChecked(place, keys)
  const recipient = await recipientOf(await openSlot(place, file, user, passphrase))
  await setWrap(place, keys, 'medical', user, await wrap(keyOf(keys, 'medical'), recipient))
}

/** Takes the medical store from a person; a copy of the files made before still opens for them. */
export const withdrawMedical = (place: SlotPlace, keys: DataKeys, user: string): Promise<void> =>
  setWrap(place, keys, 'medical', user, null)

/** Seals a person's identity under another passphrase; data keys stay as they are. */
export async function changePassphrase(
  place: SlotPlace,
  user: string,
  change: { from: string; to: string; cost: KdfCost },
): Promise<void> {
  const file = readSlots(place.folder)
  const identity = await openSlot(place, file, user, change.from)
  const keys = await dataKeys(place, user, identity)
  const slot = await sealUserSlot(place, file.install_id, identity, {
    id: user,
    passphrase: change.to,
    cost: change.cost,
  })
  saveSlots(
    place,
    file,
    keys,
    file.slots.map((one) =>
      one.id === user ? { ...slot, ...(one.name === undefined ? {} : { name: one.name }) } : one,
    ),
  )
}

/** Removes a slot and its wraps; the last slot that opens the registry stays. */
export async function removeSlot(place: SlotPlace, keys: DataKeys, slotId: string): Promise<void> {
  const file = readChecked(place, keys)
  if (!file.slots.some((one) => one.id === slotId)) throw new KeyError('NO_SUCH_SLOT', 'no such slot')
  const rest = file.slots.filter((one) => one.id !== slotId)
  const wraps = readKeys(place.folder, 'registry').wraps
  if (!rest.some((one) => wraps[one.id])) throw new KeyError('LAST_SLOT', 'nobody could open the registry')
  saveSlots(place, file, keys, rest)
  // Without the medical key its wrap stays behind, useless without the sealed identity removed above.
  for (const store of storeNames) if (keys[store]) await setWrap(place, keys, store, slotId, null)
}

/** Records the first 24 bytes of a store file, which its cipher does not authenticate. */
export function setHeader24(place: SlotPlace, keys: DataKeys, store: StoreName, header: Uint8Array): void {
  const dek = keyOf(keys, store)
  const file = readKeys(place.folder, store)
  checkKeysMac(file, dek)
  const header24 = Buffer.from(header.subarray(0, 24)).toString('hex')
  writeKeys(place.folder, store, { ...file, header24, generation: file.generation + 1 }, dek)
}

/** A slot without its secrets. */
export interface ListedSlot {
  readonly id: string
  readonly kind: Slot['kind']
  readonly name: string
  readonly recipient: string
  readonly stores: StoreName[]
}

/** The slots as they stand, without secrets: who could sign in, and which stores each may open. */
export function listSlots(place: SlotPlace): ListedSlot[] {
  const wraps = { registry: readKeys(place.folder, 'registry').wraps, medical: readKeys(place.folder, 'medical').wraps }
  return readSlots(place.folder).slots.map(({ id, name, kind, recipient }) => ({
    id,
    kind,
    name: name ?? id,
    recipient,
    stores: storeNames.filter((store) => wraps[store][id] !== undefined),
  }))
}

async function makeUserSlot(place: SlotPlace, installId: string, user: NewUserSlot): Promise<Slot> {
  return await sealUserSlot(place, installId, (await generateAgeKey()).identity, user)
}

async function sealUserSlot(place: SlotPlace, installId: string, identity: string, user: NewUserSlot): Promise<Slot> {
  const kdf = newKdf(user.cost)
  const written = { ...kdf, salt: kdf.salt.toString('base64') }
  const slot: Slot = { id: user.id, kind: 'user', kdf: written, recipient: await recipientOf(identity) }
  const kek = await slotKey(place, installId, user.id, user.passphrase, kdf)
  const { nonce, ct } = seal(kek, Buffer.from(identity), canonical(slot))
  kek.fill(0)
  return { ...slot, sealed: { nonce: nonce.toString('base64'), ct: ct.toString('base64') } }
}

async function makeRecoverySlot(key: Uint8Array, installId: string, store: StoreName): Promise<Slot> {
  const recipient = await recipientOf(recoveryIdentity(key, installId, store))
  return { id: `recovery-${store}-${randomBytes(4).toString('hex')}`, kind: 'recovery', recipient }
}

async function slotKey(
  place: SlotPlace,
  installId: string,
  id: string,
  passphrase: string,
  kdf: Parameters<typeof stretch>[1],
) {
  const stretched = await stretch(passphrase, kdf, place.floor)
  const kek = hkdf(stretched, Buffer.from(installId, 'hex'), `slot v1 ${id}`, 32)
  stretched.fill(0)
  return kek
}

async function openSlot(place: SlotPlace, file: SlotsFile, user: string, passphrase: string): Promise<string> {
  const found = file.slots.find((one) => one.id === user && one.kind === 'user')
  if (!found?.kdf || !found.sealed) throw new KeyError('NO_SUCH_SLOT', 'nobody of this name signs in here')
  const { sealed, name: _name, ...rest } = found
  const kdf = { ...found.kdf, salt: Buffer.from(found.kdf.salt, 'base64') }
  const kek = await slotKey(place, file.install_id, user, passphrase, kdf)
  try {
    const box = { nonce: Buffer.from(sealed.nonce, 'base64'), ct: Buffer.from(sealed.ct, 'base64') }
    return open(kek, box, canonical(rest)).toString()
  } catch {
    throw new KeyError('WRONG_PASSPHRASE', 'the passphrase does not open this slot')
  } finally {
    kek.fill(0)
  }
}

async function dataKeys(place: SlotPlace, slotId: string, identity: string): Promise<DataKeys> {
  const registry = await unwrap(place, 'registry', slotId, identity)
  if (!registry) throw new KeyError('NO_ACCESS', 'this slot opens no store')
  // Read only now: ending a change of key that was cut off writes the file again.
  checkSlotsMac(readSlots(place.folder), registry)
  const medical = await unwrap(place, 'medical', slotId, identity)
  return medical ? { registry, medical } : { registry }
}

async function unwrap(place: SlotPlace, store: StoreName, slotId: string, identity: string): Promise<Buffer | null> {
  const file = readKeys(place.folder, store)
  const old = await openWrap(file.wraps[slotId], identity)
  const next = file.next ? await openWrap(file.next.wraps[slotId], identity) : null
  for (const key of [old, next]) if (key) checkKeysMac(file, key)
  // A slot that the change of key leaves out cannot end it; who is signed in then can.
  return old && next ? settleRekey(place, store, { old, next }) : old
}

async function openWrap(wrapped: string | undefined, identity: string): Promise<Buffer | null> {
  if (wrapped === undefined) return null
  return await ageDecrypt(Buffer.from(wrapped, 'base64'), { identities: [identity] }).catch(() => {
    throw new KeyError('TAMPERED', 'a wrapped key does not open')
  })
}

function keyOf(keys: DataKeys, store: StoreName): Buffer {
  const key = keys[store]
  if (!key) throw new KeyError('NO_ACCESS', `the ${store} key is not open`)
  return key
}

function readChecked(place: SlotPlace, keys: DataKeys): SlotsFile {
  const file = readSlots(place.folder)
  checkSlotsMac(file, keys.registry)
  return file
}

async function addSlot(place: SlotPlace, file: SlotsFile, keys: DataKeys, slot: Slot, stores: StoreName[]) {
  if (file.slots.some((one) => one.id === slot.id)) throw new KeyError('SLOT_EXISTS', 'this name is taken')
  for (const store of stores) keyOf(keys, store)
  // Wraps first: a crash between the files leaves a wrap that nobody can reach, not a slot without access.
  for (const store of stores) await setWrap(place, keys, store, slot.id, await wrap(keyOf(keys, store), slot.recipient))
  saveSlots(place, file, keys, [...file.slots, slot])
}

function saveSlots(place: SlotPlace, file: SlotsFile, keys: DataKeys, slots: Slot[]): void {
  writeSlots(place.folder, { ...file, slots, generation: file.generation + 1 }, keys.registry)
}

async function setWrap(place: SlotPlace, keys: DataKeys, store: StoreName, slotId: string, wrapped: string | null) {
  const dek = keyOf(keys, store)
  const file = readKeys(place.folder, store)
  checkKeysMac(file, dek)
  if (file.state !== 'ready') throw new KeyError('REKEYING', 'the key of this store is being changed')
  const { [slotId]: _old, ...wraps } = file.wraps
  if (wrapped !== null) wraps[slotId] = wrapped
  writeKeys(place.folder, store, { ...file, wraps, generation: file.generation + 1 }, dek)
}
