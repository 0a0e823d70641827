import { readdir, rename, rm, statfs, writeFile, type FileHandle } from 'node:fs/promises'
import { withFile } from '../../with-file.ts'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fail, Failure } from '../../../shared/errors.ts'
import { startHash } from '../../crypto/hash.ts'

const partial = (name: string) => `~${name}.partial`

/** A file to be written to a stick. */
export interface SafeWrite {
  folder: string
  name: string
  pieces: AsyncIterable<Uint8Array>
  /** About how many bytes will come. */
  expected: number
  sidecar: (size: number, sha256: string) => string
  /** Called just before the file gets its name: from here on somebody may find it. */
  onNaming?: () => void
  onProgress: (stage: 'write' | 'check', done: number) => void
}

/**
 * Writes a file to a stick: under a partial name, flushed, closed, read back whole and compared, then renamed. A full
 * or unplugged stick leaves at most a partial file, which is never offered for import.
 */
export async function writeSafely(job: SafeWrite): Promise<{ file: string; bytes: number; sha256: string }> {
  const file = path.join(job.folder, job.name)
  const temporary = path.join(job.folder, partial(job.name))
  try {
    await checkSpace(job.folder, job.expected)
    await removePartials(job.folder)
    const { bytes, sha256 } = await writeOut(temporary, job)
    const found = await readBack(temporary, job.onProgress)
    if (found !== sha256) fail({ kind: 'storage', reason: 'readBackDiffers' })
    job.onNaming?.()
    await renameStubbornly(temporary, file)
    await flushFolder(job.folder)
    await writeFile(`${file}.sha256`, job.sidecar(bytes, sha256), { flush: true })
    return { file, bytes, sha256 }
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw asStorage(error)
  }
}

/** Removes what interrupted exports left in a folder. */
async function removePartials(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (/^~wp-.*\.bundle\.partial$/.test(name)) await rm(path.join(folder, name), { force: true })
  }
}

/** Reads a written bundle again, after the stick was plugged back in, and compares it with the hash noted then. */
export async function checkWritten(
  file: string,
  sha256: string,
  onProgress: (done: number) => void = () => undefined,
): Promise<boolean> {
  try {
    return (await readBack(file, (_, done) => onProgress(done))) === sha256
  } catch (error) {
    throw asStorage(error)
  }
}

/** Free bytes in a folder; throws Failure when it is gone. */
export async function freeIn(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch (error) {
    throw asStorage(error)
  }
}

async function checkSpace(folder: string, expected: number): Promise<void> {
  if ((await freeIn(folder)) < expected + expected / 100 + 1024 * 1024) fail({ kind: 'storage', reason: 'full' })
}

async function writeOut(file: string, { pieces, onProgress }: SafeWrite): Promise<{ bytes: number; sha256: string }> {
  const hash = startHash()
  let bytes = 0
  return await withFile(file, 'w+', async (handle) => {
    for await (const piece of pieces) {
      hash.update(piece)
      await writeAll(handle, piece, bytes)
      bytes += piece.length
      onProgress('write', bytes)
    }
    await handle.sync()
    return { bytes, sha256: hash.hex() }
  })
}

async function writeAll(handle: FileHandle, piece: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < piece.length;) {
    const { bytesWritten } = await handle.write(piece, done, piece.length - done, at + done)
    done += bytesWritten
  }
}

async function readBack(file: string, onProgress: SafeWrite['onProgress']): Promise<string> {
  return await withFile(file, 'r', async (handle) => {
    const hash = startHash()
    const buffer = Buffer.alloc(1024 * 1024)
    for (let at = 0; ;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, at)
      if (bytesRead === 0) return hash.hex()
      hash.update(buffer.subarray(0, bytesRead))
      at += bytesRead
      onProgress('check', at)
    }
  })
}

// Antivirus programs hold a new file for a moment.
async function renameStubbornly(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rename(from, to)
    } catch (error) {
      if (attempt >= 6 || !['EPERM', 'EBUSY', 'EACCES'].includes(codeOf(error))) throw error
      await pause(100 * attempt)
    }
  }
}

async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return // not possible there
  return await withFile(folder, 'r', async (handle) => {
    await handle.sync()
  })
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

const reasons: Record<string, string> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EROFS: 'readOnly',
  EACCES: 'readOnly',
  EPERM: 'readOnly',
  EBUSY: 'busy',
  EFBIG: 'tooLargeForOneVolume',
  ENOENT: 'gone',
  ENODEV: 'gone',
  ENXIO: 'gone',
  EIO: 'damagedMedium',
}

/** What went wrong with a file on a stick, in the words of `storage` failures; another error as it is. */
export function asStorage(error: unknown): unknown {
  const reason = reasons[codeOf(error)]
  return error instanceof Failure || !reason ? error : new Failure({ kind: 'storage', reason })
}
