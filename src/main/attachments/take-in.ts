import { open } from 'node:fs/promises'
import { fail } from '../../shared/errors.ts'
import { isPicture, repack } from './picture.ts'
import { sniff } from './sniff.ts'

/** Larger files are refused before they are read. */
const MOST_BYTES = 25 * 1024 * 1024

/** A file as it will be kept. */
export interface Taken {
  readonly mediaType: string
  readonly bytes: Uint8Array
  readonly thumb: Uint8Array | null
  readonly width: number | null
  readonly height: number | null
}

const paper = (mediaType: string, bytes: Uint8Array): Taken => ({
  mediaType,
  bytes,
  thumb: null,
  width: null,
  height: null,
})

/** Reads a file and decides by its content whether, and how, it is kept; a refusal names the reason. */
export const takeIn = async (path: string): Promise<Taken> => {
  const bytes = await readWhole(path)
  const type = sniff(bytes)
  if (isPicture(type)) return { mediaType: 'image/jpeg', ...(await repack(bytes, type)) }
  if (type === 'application/pdf') return paper(type, wholePdf(bytes))
  if (type === 'text/plain') return paper(type, bytes)
  return fail({ kind: 'refused', reason: type === 'heic' ? 'picture_heic' : 'file_kind_unknown' })
}

async function readWhole(path: string): Promise<Uint8Array> {
  const handle = await open(path, 'r')
  try {
    const { size } = await handle.stat()
    if (size > MOST_BYTES) fail({ kind: 'refused', reason: 'attachment_too_large' })
    if (size === 0) fail({ kind: 'refused', reason: 'attachment_empty' })
    const bytes = Buffer.alloc(size)
    const { bytesRead } = await handle.read(bytes, 0, size, 0)
    return bytes.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** A PDF is kept as it is; it has to have its end, and nobody could read a protected one without its password. */
function wholePdf(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (text.lastIndexOf('%%EOF') < 0) fail({ kind: 'refused', reason: 'pdf_damaged' })
  if (text.lastIndexOf('/Encrypt') >= 0) fail({ kind: 'refused', reason: 'pdf_encrypted' })
  return bytes
}
