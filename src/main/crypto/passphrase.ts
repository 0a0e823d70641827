import { randomBytes, randomBelow } from './random.ts'
import { KeyError } from './errors.ts'

/** Parameters of Argon2id; `m` in KiB. */
export interface Kdf {
  argon2id: 19
  m: number
  t: number
  p: number
  salt: Buffer
}

/** The cost below which no passphrase is stretched. */
export interface KdfCost {
  m: number
  t: number
  p: number
}

/** The second recommended option of RFC 9106. */
export const argonFloor: KdfCost = { m: 64 * 1024, t: 3, p: 4 }
/** More memory would be refused on small laptops. */
export const argonLimit: KdfCost = { m: 256 * 1024, t: 3, p: 4 }

/** Computes Argon2id, version 1.3, 32 bytes. */
export type Argon2id = (secret: Uint8Array, kdf: Kdf) => Promise<Buffer>

/** Argon2id by the native library, in its own thread. */
export const argon2Native: Argon2id = async (secret, { m, t, p, salt }) => {
  const { hashRaw } = await import('@node-rs/argon2')
  return await hashRaw(secret, { memoryCost: m, timeCost: t, parallelism: p, salt, outputLen: 32 })
}

/** Argon2id by WebAssembly: slower, for machines on which the native library does not load. */
export const argon2Wasm: Argon2id = async (secret, { m, t, p, salt }) => {
  const { argon2id } = await import('hash-wasm')
  const options = { password: secret, salt, memorySize: m, iterations: t, parallelism: p, hashLength: 32 }
  return Buffer.from(await argon2id({ ...options, outputType: 'binary' }))
}

/** The native library where it loads, else WebAssembly. */
const argon2: Argon2id = async (secret, kdf) => {
  const native = await import('@node-rs/argon2').then(
    () => true,
    () => false,
  )
  return await (native ? argon2Native : argon2Wasm)(secret, kdf)
}

/** Stretches a passphrase to 32 bytes; parameters below the floor, or absurdly high ones, are refused. */
export async function stretch(passphrase: string, kdf: Kdf, floor: KdfCost): Promise<Buffer> {
  const tooLow = kdf.m < floor.m || kdf.t < floor.t || kdf.p < floor.p || kdf.salt.length < 16
  const tooHigh = kdf.m > 1024 * 1024 || kdf.t > 16 || kdf.p > 16
  if (tooLow || tooHigh) throw new KeyError('WEAK_PARAMETERS', 'Argon2id parameters are outside the allowed range')
  const secret = Buffer.from(passphrase.normalize('NFC'), 'utf8')
  try {
    return await argon2(secret, kdf)
  } finally {
    secret.fill(0)
  }
}

/** Fresh parameters of this cost with a new salt. */
export const newKdf = (cost: KdfCost): Kdf => ({ argon2id: 19, ...cost, salt: randomBytes(16) })

/** Finds the cost that takes up to `targetMs` here: memory doubles from the floor to 256 MiB. */
export async function calibrate(targetMs: number, clock: () => number): Promise<KdfCost> {
  let cost = argonFloor
  for (;;) {
    const next: KdfCost = { ...cost, m: cost.m * 2 }
    if (next.m > argonLimit.m) return cost
    const start = clock()
    await stretch('calibration', newKdf(cost), argonFloor)
    if ((clock() - start) * 2 > targetMs) return cost
    cost = next
  }
}

/** The cost a slot deserves when stretching at its own took `ms`: memory doubles while that stays within `targetMs`. */
export function raisedCost(cost: KdfCost, ms: number, targetMs: number): KdfCost {
  let { m } = cost
  for (let took = ms * 2; took <= targetMs && m * 2 <= argonLimit.m; took *= 2) m *= 2
  return { ...cost, m }
}

/** Why a passphrase is too easy to guess. */
export type PassphraseWeakness = 'tooShort' | 'fewCharacters' | 'sequence' | 'common'

const common = [
  'password',
  'passphrase',
  'passwort',
  'motdepasse',
  'contrasena',
  'qwerty',
  'azerty',
  'letmein',
  'welcome',
  'waypost',
]
const runs = ['abcdefghijklmnopqrstuvwxyz', '01234567890123456789', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'azertyuiop']

/** Names what makes a passphrase weak, or null: 12 characters, 6 different ones, no long run, no famous word. */
export function passphraseWeakness(passphrase: string): PassphraseWeakness | null {
  const plain = passphrase.normalize('NFC').toLowerCase()
  const characters = Array.from(plain)
  if (characters.length < 12) return 'tooShort'
  if (new Set(characters).size < 6) return 'fewCharacters'
  const letters = plain.replace(/[^\p{L}\p{N}]/gu, '')
  const without = common.reduce((rest, word) => rest.replaceAll(word, ''), letters)
  if (without !== letters && without.length < 10) return 'common'
  for (const run of runs) {
    const backwards = Array.from(run).toReversed().join('')
    for (let at = 0; at + 6 <= run.length; at++) {
      if (letters.includes(run.slice(at, at + 6)) || letters.includes(backwards.slice(at, at + 6))) return 'sequence'
    }
  }
  return null
}

/** Words drawn at random from a list of at least 1,024 different ones: four of 2,048 give 44 bits. */
export function generatePassphrase(words: readonly string[], count: number): string {
  if (new Set(words).size < 1024 || count < 4) throw new KeyError('WEAK_PARAMETERS', 'too few words to draw from')
  return Array.from({ length: count }, () => words[randomBelow(words.length)]).join(' ')
}
