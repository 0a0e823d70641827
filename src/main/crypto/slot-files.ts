import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { canonical } from './canonical.ts'
import { KeyError } from './errors.ts'
import { hkdf, hmac, sameBytes, sha256Hex } from './hash.ts'

/** The stores which have a data key. */
export const storeNames = ['registry', 'medical'] as const
/** A store with a data key of its own. */
export type StoreName = (typeof storeNames)[number]

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`))
const base64 = z.base64()
const id = z.string().regex(/^[a-zA-Z0-9._-]{1,64}$/)

const slot = z.strictObject({
  id,
  /** The hidden sign-in name once it is another than the one the id was made of; not sealed, so that it can change. */
  name: id.optional(),
  kind: z.enum(['user', 'recovery', 'recipient']),
  kdf: z.strictObject({ argon2id: z.literal(19), m: z.int(), t: z.int(), p: z.int(), salt: base64 }).optional(),
  recipient: z.string().regex(/^age1[a-z0-9]{58}$/),
  sealed: z.strictObject({ nonce: base64, ct: base64 }).optional(),
})

const slotsFile = z.strictObject({
  install_id: hex(16),
  generation: z.int().min(1),
  mac: hex(32),
  sum: hex(32).optional(),
  slots: z.array(slot).max(500),
})

const keysFile = z.strictObject({
  store_id: hex(16),
  cipher: z.enum(['aegis', 'chacha20']),
  header24: z.union([hex(24), z.literal('')]),
  generation: z.int().min(1),
  state: z.enum(['ready', 'rekeying']),
  wraps: z.record(id, base64),
  /** While the store gets a new key: that key's wraps, and a MAC under it. */
  next: z.strictObject({ wraps: z.record(id, base64), mac: hex(32) }).optional(),
  mac: hex(32),
  /** SHA-256 of all the rest: without any key it tells a spoiled file, whose copy is read instead, from a changed one. */
  sum: hex(32).optional(),
})

/** A sealed or public slot, as written. */
export type Slot = z.infer<typeof slot>
/** slots.json. */
export type SlotsFile = z.infer<typeof slotsFile>
/** <store>.keys.json. */
export type KeysFile = z.infer<typeof keysFile>

const slotsPath = (folder: string) => path.join(folder, 'slots.json')
const keysPath = (folder: string, store: StoreName) => path.join(folder, `${store}.keys.json`)

/** True when this folder has slots already. */
export const hasSlots = (folder: string): boolean =>
  existsSync(slotsPath(folder)) || existsSync(`${slotsPath(folder)}.copy`)

/** Reads slots.json, or its copy when the first is missing or unreadable; its MAC is checked by `checkSlotsMac`. */
export const readSlots = (folder: string): SlotsFile => readEither(slotsPath(folder), slotsFile)

/** Reads a store's key file, or its copy; its MAC is checked by `checkKeysMac`. */
export const readKeys = (folder: string, store: StoreName): KeysFile => readEither(keysPath(folder, store), keysFile)

/** Writes slots.json and its copy, under the registry's key. */
export function writeSlots(folder: string, file: SlotsFile, registryDek: Uint8Array): void {
  writeBoth(slotsPath(folder), { ...file, mac: slotsMac(file, registryDek).toString('hex') })
}

/** Writes a store's key file and its copy, under that store's key. */
export function writeKeys(folder: string, store: StoreName, file: KeysFile, dek: Uint8Array): void {
  writeBoth(keysPath(folder, store), { ...file, mac: keysMac(file, dek).toString('hex') })
}

/** Writes a key file that holds two keys, under both of them: whichever the store has, its holder can tell. */
export function writeRekeying(
  folder: string,
  store: StoreName,
  file: Omit<KeysFile, 'next'> & { next: MacLess },
  keys: { old: Uint8Array; next: Uint8Array },
): void {
  const [mac, nextMac] = [keysMac(file, keys.old).toString('hex'), keysMac(file, keys.next).toString('hex')]
  writeBoth(keysPath(folder, store), { ...file, next: { wraps: file.next.wraps, mac: nextMac }, mac })
}

/** Throws KeyError TAMPERED unless slots.json was written by a holder of the registry's key. */
export function checkSlotsMac(file: SlotsFile, registryDek: Uint8Array): void {
  if (!sameBytes(slotsMac(file, registryDek), Buffer.from(file.mac, 'hex')))
    throw new KeyError('TAMPERED', 'slots.json was altered')
}

/** Throws KeyError TAMPERED unless the key file was written by a holder of this store's key. */
export function checkKeysMac(file: KeysFile, dek: Uint8Array): void {
  const found = keysMac(file, dek)
  const macs = [file.mac, ...(file.next ? [file.next.mac] : [])]
  if (!macs.some((mac) => sameBytes(found, Buffer.from(mac, 'hex'))))
    throw new KeyError('TAMPERED', 'a key file was altered')
}

const slotsMac = ({ mac: _mac, sum: _sum, ...rest }: SlotsFile, dek: Uint8Array) =>
  hmac(hkdf(dek, rest.install_id, 'slots mac v1', 32), canonical(rest))
function keysMac(
  { mac: _mac, sum: _sum, next, ...rest }: Omit<KeysFile, 'next'> & { next?: MacLess | undefined },
  dek: Uint8Array,
) {
  const whole = next ? { ...rest, next: { wraps: next.wraps } } : rest
  return hmac(hkdf(dek, rest.store_id, 'keys mac v1', 32), canonical(whole))
}
interface MacLess {
  readonly wraps: Record<string, string>
}

/** Of everything but itself; anybody can make it, so that it guards against accidents and the MAC against people. */
const sumOf = ({ sum: _sum, ...rest }: Summed): string => sha256Hex(canonical(rest))
interface Summed {
  readonly sum?: string | undefined
  readonly [name: string]: unknown
}

function readEither<T extends Summed>(file: string, schema: z.ZodType<T>): T {
  let missing = true
  for (const name of [file, `${file}.copy`]) {
    if (!existsSync(name)) continue
    missing = false
    try {
      const found = schema.parse(JSON.parse(readFileSync(name, 'utf8')))
      if (found.sum === undefined || found.sum === sumOf(found)) return found
    } catch {
      // The copy may be whole: a power cut while the first was written leaves the second.
    }
  }
  throw new KeyError(missing ? 'MISSING' : 'TAMPERED', `${path.basename(file)} cannot be read`)
}

function writeBoth(file: string, value: Summed): void {
  const text = `${JSON.stringify({ ...value, sum: sumOf(value) }, null, 1)}\n`
  for (const name of [file, `${file}.copy`]) writeDurably(name, text)
}

/** Temporary file, flush, rename, flush of the folder: after a power cut the old or the new file is there, whole. */
function writeDurably(file: string, text: string): void {
  const temporary = `${file}.tmp`
  const handle = openSync(temporary, 'w', 0o600)
  try {
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(temporary, file)
  if (process.platform === 'win32') return // a folder cannot be flushed there
  const folder = openSync(path.dirname(file), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
