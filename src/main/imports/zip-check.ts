import { type FileHandle } from 'node:fs/promises'
import { withFile } from '../with-file.ts'
import { fail } from '../../shared/errors.ts'

/** What a packed workbook may unpack to. Real registrations stay far below: 100,000 rows by 30 columns are 200 MB. */
export interface ZipLimits {
  readonly unpacked: number
  readonly ratio: number
  readonly entries: number
}
export const zipLimits: ZipLimits = { unpacked: 700 * 1024 * 1024, ratio: 200, entries: 2000 }

const END = 0x06054b50
const ENTRY = 0x02014b50
const END_SIZE = 22

/** Below this, a high ratio is ordinary: empty parts pack very well and harm nobody. */
const SMALL = 16 * 1024 * 1024

const readAt = async (file: FileHandle, at: number, length: number): Promise<Buffer> => {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await file.read(buffer, 0, length, at)
  return bytesRead === length ? buffer : fail({ kind: 'refused', reason: 'damaged' })
}

/**
 * Refuses a zip archive whose own list of contents promises too much, before anything is unpacked. The reader holds
 * each part to its promised size, so a list that lies only makes that part unreadable.
 */
export const checkZip = async (path: string, bytes: number, limits: ZipLimits): Promise<void> => {
  return await withFile(path, 'r', async (file) => {
    const tail = await readAt(file, Math.max(0, bytes - 65_557), Math.min(bytes, 65_557))
    let end = tail.length - END_SIZE
    while (end >= 0 && tail.readUInt32LE(end) !== END) end--
    if (end < 0) return fail({ kind: 'refused', reason: 'damaged' })
    const entries = tail.readUInt16LE(end + 10)
    const size = tail.readUInt32LE(end + 12)
    const start = tail.readUInt32LE(end + 16)
    // A list in the 64-bit form belongs to archives of gigabytes: no registration is one.
    if (entries > limits.entries || start === 0xffffffff || size > 4 * 1024 * 1024) {
      return fail({ kind: 'refused', reason: 'zip_bomb' })
    }
    const list = await readAt(file, start, size)
    let unpacked = 0
    for (let at = 0, seen = 0; seen < entries; seen++) {
      if (at + 46 > list.length || list.readUInt32LE(at) !== ENTRY) return fail({ kind: 'refused', reason: 'damaged' })
      const packed = list.readUInt32LE(at + 20)
      const promised = list.readUInt32LE(at + 24)
      // A part that promises nothing would be unpacked without bound.
      if (promised === 0 && packed > 64) return fail({ kind: 'refused', reason: 'zip_bomb' })
      if (promised > SMALL && promised > packed * limits.ratio) return fail({ kind: 'refused', reason: 'zip_bomb' })
      unpacked += promised
      at += 46 + list.readUInt16LE(at + 28) + list.readUInt16LE(at + 30) + list.readUInt16LE(at + 32)
    }
    if (unpacked > limits.unpacked) return fail({ kind: 'refused', reason: 'zip_bomb' })
  })
}
