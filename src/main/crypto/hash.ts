import { createHash, createHmac, hash as hashOnce, hkdfSync, timingSafeEqual } from 'node:crypto'

/** SHA-256 over the parts, one after the other. */
export function sha256(...parts: (Uint8Array | string)[]): Buffer {
  // At once: for the few hundred bytes of an operation, most of the time goes into making a hash that grows.
  const bytes = parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part))
  return hashOnce('sha256', bytes.length === 1 && bytes[0] ? bytes[0] : Buffer.concat(bytes), 'buffer')
}

/** SHA-256 as 64 lower-case hexadecimal digits. */
export const sha256Hex = (...parts: (Uint8Array | string)[]): string => sha256(...parts).toString('hex')

/** A running SHA-256 for data which is too large to hold. */
export interface RunningHash {
  update(part: Uint8Array): void
  hex(): string
}

/** Starts a running SHA-256; `hex` may be asked once. */
export function startHash(): RunningHash {
  const hash = createHash('sha256')
  return { update: (part) => void hash.update(part), hex: () => hash.digest('hex') }
}

/** HMAC-SHA-256 over the parts, one after the other. */
export function hmac(key: Uint8Array, ...parts: (Uint8Array | string)[]): Buffer {
  const mac = createHmac('sha256', key)
  for (const part of parts) mac.update(part)
  return mac.digest()
}

/** HKDF-SHA-256 (RFC 5869). */
export function hkdf(key: Uint8Array, salt: Uint8Array | string, info: Uint8Array | string, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, info, length))
}

/** Compares two byte strings in a time which depends on their length alone. */
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b)
