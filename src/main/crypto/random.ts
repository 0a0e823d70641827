import { randomBytes as nodeRandomBytes } from 'node:crypto'

/** Fresh bytes from the operating system's generator. */
export const randomBytes = (length: number): Buffer => nodeRandomBytes(length)

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
      counter = randomBelow(1024)
    } else if (counter < 0xfff) {
      counter += 1
    } else {
      last += 1
      counter = 0
    }
    const bytes = nodeRandomBytes(16)
    bytes.writeUIntBE(last, 0, 6)
    bytes.writeUInt16BE(0x7000 | counter, 6)
    bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8)
    const hex = bytes.toString('hex')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  }
}

/** A new UUIDv7 from this process's one growing source. */
export const uuidv7 = createUuid7(Date.now)
