import { randomBytes as nodeRandomBytes } from 'node:crypto'

/** Fresh bytes from the operating system's generator, for keys and whatever else must stay secret. */
export const randomBytes = (length: number): Buffer => nodeRandomBytes(length)

// Ids and salts are drawn by the kilobyte: one call to the system for each would be a tenth of a save.
let pool: Buffer = Buffer.alloc(0)

/** A few fresh bytes for an id or a salt; a copy stays in memory until others take its place, so never for a key. */
export const smallRandom = (length: number): Buffer => {
  if (pool.length < length) pool = nodeRandomBytes(Math.max(4096, length))
  const drawn = pool.subarray(0, length)
  pool = pool.subarray(length)
  return drawn
}

/** A uniformly chosen whole number from 0 to `limit` - 1. */
export function randomBelow(limit: number): number {
  const span = Math.floor(2 ** 32 / limit) * limit
  for (;;) {
    const value = nodeRandomBytes(4).readUInt32BE()
    if (value < span) return value % limit
  }
}

/**
 * Makes a source of UUIDv7 ids (RFC 9562) which only grow, even when the clock steps back: the 12 bits after the time
 * are a counter, and a full counter borrows the next millisecond.
 */
export function createUuid7(now: () => number): () => string {
  let last = -1
  let counter = 0
  return () => {
    const ms = now()
    if (ms > last) {
      last = ms
      counter = smallRandom(2).readUInt16BE() & 0x3ff
    } else if (counter < 0xfff) {
      counter += 1
    } else {
      last += 1
      counter = 0
    }
    const bytes = smallRandom(16)
    bytes.writeUIntBE(last, 0, 6)
    bytes.writeUInt16BE(0x7000 | counter, 6)
    bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8)
    const hex = bytes.toString('hex')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  }
}

/** A new UUIDv7 from this process's one growing source. */
export const uuidv7 = createUuid7(Date.now)
