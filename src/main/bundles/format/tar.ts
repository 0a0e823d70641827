import { BundleError } from '../../../shared/bundle/v1/errors.ts'

// A small part of POSIX ustar: regular files, names up to 100 bytes, sizes up to 8 GiB, nothing else. Every header has
// exactly one spelling, which the reader rebuilds and compares, so links, devices, long names, extended headers, odd
// owners and signed numbers are all refused by one comparison.

const block = 512

/** One tar header block. */
export function tarHeader(name: string, size: number, mtime: number): Buffer {
  const header = Buffer.alloc(block)
  header.write(name, 0, 100, 'latin1')
  header.write('0000644\0', 100, 'latin1')
  header.write('0000000\0', 108, 'latin1')
  header.write('0000000\0', 116, 'latin1')
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1')
  header.write(`${mtime.toString(8).padStart(11, '0')}\0`, 136, 'latin1')
  header.write('        ', 148, 'latin1')
  header.write('0', 156, 'latin1')
  header.write('ustar\x0000', 257, 'latin1')
  let sum = 0
  for (const byte of header) sum += byte
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return header
}

/** Zero bytes that fill a file's last block. */
export const tarPadding = (size: number): Buffer => Buffer.alloc((block - (size % block)) % block)

/** The two zero blocks at the end. */
export const tarEnd = (): Buffer => Buffer.alloc(block * 2)

/** One file met in a tar; `body` must be taken to its end before the next file is asked for. */
export interface TarEntry {
  name: string
  size: number
  body: AsyncGenerator<Uint8Array, void>
}

/** Reads the files of a restricted tar in constant memory; anything but the one allowed spelling is an error. */
export async function* readTar(source: AsyncIterator<Uint8Array>): AsyncGenerator<TarEntry, void> {
  const input = bufferedReader(source)
  for (;;) {
    const header = await input.exactly(block)
    if (header.every((byte) => byte === 0)) break
    const { name, size } = parseHeader(header)
    let left = size
    const body = async function* (): AsyncGenerator<Uint8Array, void> {
      while (left > 0) {
        const piece = await input.upTo(left)
        left -= piece.length
        yield piece
      }
    }
    yield { name, size, body: body() }
    if (left > 0) throw new BundleError('DAMAGED', 'tar: a file was not read to its end')
    const padding = await input.exactly((block - (size % block)) % block)
    if (!padding.every((byte) => byte === 0)) throw new BundleError('DAMAGED', 'tar: padding is not empty')
  }
  const last = await input.exactly(block)
  if (!last.every((byte) => byte === 0)) throw new BundleError('DAMAGED', 'tar: bad end')
  if (!(await input.ended())) throw new BundleError('REFUSED_CONTENT', 'tar: data after the end')
}

function parseHeader(header: Buffer): { name: string; size: number } {
  const name = header.toString('latin1', 0, 100).replace(/\0.*$/s, '')
  const size = octal(header, 124)
  const mtime = octal(header, 136)
  if (!name || size === null || mtime === null) throw new BundleError('DAMAGED', 'tar: unreadable header')
  if (tarHeader(name, size, mtime).equals(header)) return { name, size }
  const plain = Buffer.from(header)
  plain.write('        ', 148, 'latin1')
  const sum = plain.reduce((total, byte) => total + byte, 0)
  const intended = parseInt(header.toString('latin1', 148, 154), 8) === sum
  // A header with a right checksum says what somebody meant to write: a link, a folder, another owner.
  throw new BundleError(intended ? 'REFUSED_CONTENT' : 'DAMAGED', 'tar: only plain files in one spelling are allowed')
}

function octal(header: Buffer, at: number): number | null {
  const text = header.toString('latin1', at, at + 11)
  return /^[0-7]{11}$/.test(text) ? parseInt(text, 8) : null
}

function bufferedReader(source: AsyncIterator<Uint8Array>) {
  let held: Buffer = Buffer.alloc(0)
  let done = false
  const more = async (): Promise<boolean> => {
    while (!done && held.length === 0) {
      const next = await source.next()
      if (next.done) done = true
      else held = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.length)
    }
    return held.length > 0
  }
  const upTo = async (limit: number): Promise<Buffer> => {
    if (!(await more())) throw new BundleError('DAMAGED', 'tar: ends too early')
    const piece = held.subarray(0, limit)
    held = held.subarray(piece.length)
    return piece
  }
  const exactly = async (length: number): Promise<Buffer> => {
    const pieces: Buffer[] = []
    for (let left = length; left > 0;) {
      const piece = await upTo(left)
      pieces.push(piece)
      left -= piece.length
    }
    return Buffer.concat(pieces)
  }
  return { upTo, exactly, ended: async () => !(await more()) }
}
