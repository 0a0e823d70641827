import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto'
import { KeyError } from './errors.ts'
import { smallRandom } from './random.ts'

/** A value sealed by AES-256-GCM; `ct` ends with the 16-byte tag. */
export interface Sealed {
  nonce: Buffer
  ct: Buffer
}

/** A key made ready once, for whoever seals often. */
export type SealingKey = KeyObject
/** Makes a 32-byte key ready; the bytes given may be zeroed afterwards. */
export const sealingKey = (key: Uint8Array): SealingKey => createSecretKey(key)

/** Seals bytes under a 32-byte key; `aad` is authenticated and stays outside. */
export function seal(key: Uint8Array | SealingKey, plain: Uint8Array, aad: Uint8Array | string): Sealed {
  const nonce = smallRandom(12)
  return { nonce, ct: sealWith(key, nonce, plain, aad) }
}

/** Seals under a given nonce, which must never be used twice with one key. */
export function sealWith(
  key: Uint8Array | SealingKey,
  nonce: Uint8Array,
  plain: Uint8Array,
  aad: Uint8Array | string,
): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(aad))
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Opens a sealed value or throws KeyError WRONG_KEY; nothing is released before the tag was checked. */
export function open(key: Uint8Array, sealed: { nonce: Uint8Array; ct: Uint8Array }, aad: Uint8Array | string): Buffer {
  const end = sealed.ct.length - 16
  if (end < 0 || sealed.nonce.length !== 12) throw new KeyError('WRONG_KEY', 'sealed value is too short')
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.nonce, { authTagLength: 16 })
  decipher.setAAD(Buffer.from(aad))
  decipher.setAuthTag(sealed.ct.subarray(end))
  const plain = decipher.update(sealed.ct.subarray(0, end))
  try {
    decipher.final()
  } catch {
    plain.fill(0)
    throw new KeyError('WRONG_KEY', 'sealed value does not open')
  }
  return plain
}
