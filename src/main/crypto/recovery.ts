import { bech32 } from '@scure/base'
import { KeyError } from './errors.ts'
import { hkdf, sha256 } from './hash.ts'
import { randomBytes } from './random.ts'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ' // Crockford: no I, L, O, U

/** What is wrong with a typed recovery key. */
export type RecoveryProblem = 'length' | 'character' | 'check'

/** Makes a recovery key of 160 random bits. */
export const generateRecoveryKey = (): Buffer => randomBytes(20)

/** Writes a key as on the printed sheet: groups of 4 and 2 check characters; 8 groups for a recovery key. */
export function formatRecoveryKey(key: Uint8Array): string {
  const body = base32(key)
  return [...(body.match(/.{4}/g) ?? []), checkCharacters(key)].join('-')
}

/** Reads a typed key of so many bytes: case, spaces, hyphens, O for 0 and I or L for 1 do not matter. */
export function parseRecoveryKey(
  typed: string,
  bytes = 20,
): { ok: true; key: Buffer } | { ok: false; problem: RecoveryProblem } {
  const body = (bytes * 8) / 5
  const plain = typed
    .toUpperCase()
    .replace(/[\s\-‐-―_.]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  for (const character of plain) if (!alphabet.includes(character)) return { ok: false, problem: 'character' }
  if (plain.length !== body + 2) return { ok: false, problem: 'length' }
  let bits = 0n
  for (const character of plain.slice(0, body)) bits = (bits << 5n) | BigInt(alphabet.indexOf(character))
  const key = Buffer.from(bits.toString(16).padStart(bytes * 2, '0'), 'hex')
  return checkCharacters(key) === plain.slice(body) ? { ok: true, key } : { ok: false, problem: 'check' }
}

/** The age identity of a recovery key for one store of one installation. */
export function recoveryIdentity(key: Uint8Array, installId: string, store: string): string {
  if (key.length !== 20) throw new KeyError('BAD_RECOVERY_KEY', 'a recovery key has 20 bytes')
  const secret = hkdf(key, installId, `recovery v1 ${store}`, 32)
  return bech32.encodeFromBytes('AGE-SECRET-KEY-', secret).toUpperCase()
}

function base32(bytes: Uint8Array): string {
  let bits = BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
  let out = ''
  for (let left = bytes.length * 8; left > 0; left -= 5) {
    out = `${alphabet[Number(bits & 31n)]}${out}`
    bits >>= 5n
  }
  return out
}

function checkCharacters(key: Uint8Array): string {
  const bits = sha256('recovery check v1', key).readUInt16BE()
  return `${alphabet[bits >> 11]}${alphabet[(bits >> 6) & 31]}`
}
