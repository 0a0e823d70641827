import { promisify } from 'node:util'
import { constants, zstdCompress, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { BundleError } from '../../../shared/bundle/v1/errors.ts'
import { limits } from '../../../shared/bundle/v1/limits.ts'

/** What zlib hands over at a time; with its own 16 KiB a part would come in a thousand pieces. */
const chunkSize = 1024 * 1024
const packing = { chunkSize, params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 } }
const compress = promisify(zstdCompress)

/** Packs lines into one zstd frame with its checksum. */
export const packPart = (lines: Uint8Array): Buffer => zstdCompressSync(lines, packing)

/** The same in a thread of the system. */
export const packAside = (lines: Uint8Array): Promise<Buffer> => compress(lines, packing)

/** Unpacks one part under every cap; the size is bounded before a byte is produced. */
export function unpackPart(packed: Buffer, name: string): Buffer {
  if (packed.length > limits.partPackedBytes) throw new BundleError('REFUSED_CONTENT', `${name}: part too large`)
  if (packed.length < 9 || packed.readUInt32LE() !== 0xfd2fb528) throw new BundleError('DAMAGED', `${name}: not zstd`)
  // Without the checksum most flipped bits would go unnoticed.
  if ((packed.readUInt8(4) & 0x04) === 0) throw new BundleError('REFUSED_CONTENT', `${name}: zstd without checksum`)
  const cap = Math.min(limits.partRawBytes, packed.length * limits.partRatio)
  const { buffer, used } = decompress(packed, cap, name)
  if (used !== packed.length) throw new BundleError('REFUSED_CONTENT', `${name}: data after the zstd frame`)
  return buffer
}

function decompress(packed: Buffer, cap: number, name: string): { buffer: Buffer; used: number } {
  try {
    const answer: unknown = zstdDecompressSync(packed, {
      params: { [constants.ZSTD_d_windowLogMax]: limits.windowLog },
      maxOutputLength: cap,
      chunkSize: Math.min(chunkSize, cap),
      info: true,
    })
    if (typeof answer !== 'object' || answer === null || !('buffer' in answer) || !('engine' in answer)) throw answer
    const { buffer, engine } = answer
    if (!Buffer.isBuffer(buffer) || typeof engine !== 'object' || engine === null) throw new Error('unexpected answer')
    return { buffer, used: Number(Reflect.get(engine, 'bytesWritten')) }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new BundleError('REFUSED_CONTENT', `${name}: expands too far`)
    if (code === 'ZSTD_error_frameParameter_windowTooLarge')
      throw new BundleError('REFUSED_CONTENT', `${name}: zstd window too large`)
    throw new BundleError('DAMAGED', `${name}: zstd`)
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Decodes UTF-8 and refuses broken bytes, which a lenient decoder would silently replace. */
export function decode(bytes: Uint8Array, name: string): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new BundleError('REFUSED_CONTENT', `${name}: not UTF-8`)
  }
}

/** Splits a part into its lines; each ends with a line feed and is at most 1 MiB long. */
export function* linesOf(raw: Buffer, name: string): Generator<string, void> {
  let at = 0
  while (at < raw.length) {
    const end = raw.indexOf(10, at)
    if (end < 0) throw new BundleError('REFUSED_CONTENT', `${name}: last line has no end`)
    if (end - at > limits.lineBytes) throw new BundleError('REFUSED_CONTENT', `${name}: line too long`)
    yield decode(raw.subarray(at, end), name)
    at = end + 1
  }
}
