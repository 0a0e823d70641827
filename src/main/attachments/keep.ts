import { fail } from '../../shared/errors.ts'
import { sha256Hex, startHash } from '../crypto/hash.ts'
import { hasFiles, type FilesStore } from '../store/files.ts'
import type { AnyStore } from '../store/open.ts'
import { piecesOf, type Any } from './repository.ts'

/** The largest piece, as the bundle format carries it. */
const PIECE_BYTES = 1024 * 1024

/** The pieces of a store, or nothing where it never had an attachment: only adding one makes the file. */
export const filesOf = (store: AnyStore): FilesStore | null => (store.files && hasFiles(store) ? store.files() : null)

/** Keeps bytes in pieces; answers what the record has to say of them. `stop` is asked between two pieces. */
export const keep = (
  files: FilesStore,
  bytes: Uint8Array,
  at: string,
  stop: () => void,
): { file: string; bytes: number; chunks: string } => {
  const pieces: string[] = []
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
    stop()
    pieces.push(files.put(bytes.subarray(from, from + PIECE_BYTES), at))
  }
  return { file: sha256Hex(bytes), bytes: bytes.length, chunks: pieces.join(' ') }
}

/** Whether every piece is there. */
export const isHere = (files: FilesStore | null, stored: Pick<Any, 'chunks'>): boolean =>
  files !== null && piecesOf(stored).every((piece) => piece !== '' && files.has(piece))

/** The bytes of an attachment, each piece and the whole compared with their hashes. */
export const read = (files: FilesStore | null, stored: Any): Uint8Array<ArrayBuffer> => {
  const parts: Uint8Array[] = []
  const whole = startHash()
  for (const piece of piecesOf(stored)) {
    const part = files === null || piece === '' ? null : files.get(piece)
    if (part === null) return fail({ kind: 'refused', reason: 'attachment_elsewhere' })
    if (part === 'damaged') return fail({ kind: 'refused', reason: 'attachment_damaged' })
    whole.update(part)
    parts.push(part)
  }
  if (whole.hex() !== stored.file) return fail({ kind: 'refused', reason: 'attachment_damaged' })
  return Uint8Array.from(Buffer.concat(parts))
}
