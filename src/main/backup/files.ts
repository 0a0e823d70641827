import { createReadStream } from 'node:fs'
import { open, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { startHash } from '../crypto/hash.ts'

/** The clear files beside the stores, without which nobody could open them. */
export const keyFiles: readonly string[] = ['slots.json', 'registry.keys.json', 'medical.keys.json']

/** Size and SHA-256 of a file, read piece by piece. */
export const fingerprintOf = async (file: string): Promise<{ bytes: number; sha256: string }> => {
  const hash = startHash()
  let bytes = 0
  for await (const piece of createReadStream(file, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
    hash.update(piece)
    bytes += piece.length
  }
  return { bytes, sha256: hash.hex() }
}

/** Flushes a file or a folder to the disk; folders cannot be flushed on Windows. */
export const flush = async (name: string, folder: boolean): Promise<void> => {
  if (folder && process.platform === 'win32') return
  const handle = await open(name, folder ? 'r' : 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Writes a small file and flushes it. */
export const writeFlushed = async (file: string, text: string): Promise<void> => {
  await writeFile(file, text, { mode: 0o600 })
  await flush(file, false)
}

/** Removes what a copy that was cut off left in a folder. */
export const clearPartial = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) {
    if (name.endsWith('.partial')) await rm(path.join(folder, name), { recursive: true, force: true })
  }
}
