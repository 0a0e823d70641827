import { withFile } from '../../with-file.ts'
import { readFile, type FileHandle } from 'node:fs/promises'
import { BundleError } from '../../../shared/bundle/v1/errors.ts'
import { limits } from '../../../shared/bundle/v1/limits.ts'
import { ageOpenHeader, ageOpenStream, type AgeSecret } from '../../crypto/age.ts'
import { startHash } from '../../crypto/hash.ts'

const firstLine = 'age-encryption.org/v1\n'
const cipherChunk = 65_536 + 16

/** The size and hash in a bundle's clear sidecar file; only a hint, since nobody signed it. */
export interface Sidecar {
  size: number
  sha256: string
}

/** Reads `<file>.sha256`, or null when it is missing or unreadable. */
export async function readSidecar(file: string): Promise<Sidecar | null> {
  const text = await readFile(`${file}.sha256`, 'utf8').catch(() => '')
  const hash = /^([0-9a-f]{64}) [ *]/m.exec(text)
  const size = /^# size ([0-9]{1,12})$/m.exec(text)
  return hash?.[1] && size?.[1] ? { size: Number(size[1]), sha256: hash[1] } : null
}

/** The text of a sidecar: `sha256sum -c` takes it, the size stands in a comment. */
export const sidecarText = (name: string, { size, sha256 }: Sidecar): string => `# size ${size}\n${sha256}  ${name}\n`

/** What anybody can see of a bundle without a key. */
export interface Outside {
  size: number
  recipients: number
  /** The work factor of a passphrase; null for a file to keys. */
  passphraseCost: number | null
  sidecar: 'none' | 'fits' | 'another size' | 'another hash'
}

/** Looks at a bundle from outside; throws BundleError for a file that does not begin like one. */
export async function seenFromOutside(file: string): Promise<Outside> {
  const sidecar = await readSidecar(file)
  return await withFile(file, 'r', async (handle) => {
    const { size } = await handle.stat()
    const header = (await readHeader(handle, size)).toString('latin1')
    const scrypt = /^-> scrypt \S+ ([0-9]{1,4})$/m.exec(header)
    const fits = async () => (sidecar?.sha256 === (await hashOf(handle)) ? 'fits' : 'another hash')
    return {
      size,
      recipients: header.match(/^-> X25519 /gm)?.length ?? 0,
      passphraseCost: scrypt ? Number(scrypt[1]) : null,
      sidecar: sidecar === null ? 'none' : sidecar.size === size ? await fits() : 'another size',
    }
  })
}

/** Opens a bundle's age envelope piece by piece; every failure is a BundleError of the right class. */
export async function* openEnvelope(
  handle: FileHandle,
  secret: AgeSecret,
  sidecar: Sidecar | null,
  watch: { onKey: (fileKey: Uint8Array) => void; onBytes: (bytes: number) => void },
): AsyncGenerator<Uint8Array, void> {
  const { size } = await handle.stat()
  if (size >= limits.fileBytes) throw new BundleError('REFUSED_CONTENT', 'file too large')
  const header = await readHeader(handle, size)
  const fileKey = await openHeader(
    header,
    secret,
    async () => sidecar !== null && sidecar.sha256 !== (await hashOf(handle)),
  )
  watch.onKey(fileKey)
  const start = header.length + 16
  if (size <= start) throw new BundleError('CUT_SHORT', 'the file ends after its header')
  const chunks = Math.ceil((size - start) / cipherChunk)
  const broken = (chunk: number) => {
    const last = chunk === chunks - 1
    // A cut leaves a last chunk without its mark. Whether a last chunk was cut or altered, only the known size says.
    if (last && sidecar?.size !== size) return new BundleError('CUT_SHORT', 'the last block does not end the file')
    return new BundleError('DAMAGED', `block ${chunk + 1} of ${chunks}`)
  }
  const opening = await ageOpenStream(await readExactly(handle, 0, start), { fileKey })
  try {
    for (let chunk = 0; chunk < chunks; chunk++) {
      const at = start + chunk * cipherChunk
      const cipher = await readExactly(handle, at, Math.min(cipherChunk, size - at))
      const plain = await opening.next(cipher).catch(() => {
        throw broken(chunk - 1)
      })
      watch.onBytes(at + cipher.length)
      if (plain) yield plain
    }
    yield await opening.end().catch(() => {
      throw broken(chunks - 1)
    })
  } finally {
    await opening.stop()
  }
}

async function readHeader(handle: FileHandle, size: number): Promise<Buffer> {
  const head = await readExactly(handle, 0, Math.min(size, limits.ageHeaderBytes))
  const start = head.subarray(0, firstLine.length).toString('latin1')
  if (!firstLine.startsWith(start)) throw new BundleError('NOT_A_BUNDLE', 'the first line is another')
  const mac = head.indexOf('\n--- ', 0, 'latin1')
  const end = mac < 0 ? -1 : head.indexOf(10, mac + 1)
  if (end >= 0) return head.subarray(0, end + 1)
  const printable = head.every((byte) => byte === 10 || (byte >= 0x20 && byte < 0x7f))
  if (size < limits.ageHeaderBytes && printable) throw new BundleError('CUT_SHORT', 'the file ends in its header')
  throw new BundleError('DAMAGED', 'the header has no end')
}

async function openHeader(header: Buffer, secret: AgeSecret, altered: () => Promise<boolean>): Promise<Uint8Array> {
  const text = header.toString('latin1')
  const scrypt = /^-> scrypt \S+ ([0-9]{1,4})$/m.exec(text)
  if (scrypt && Number(scrypt[1]) > limits.scryptLogN) throw new BundleError('REFUSED_CONTENT', 'scrypt cost too high')
  try {
    return await ageOpenHeader(header, secret)
  } catch (error) {
    const unmatched = error instanceof Error && error.message.startsWith('no identity matched')
    if (!unmatched || (await altered())) throw new BundleError('DAMAGED', 'header')
    throw new BundleError(scrypt ? 'WRONG_PASSPHRASE' : 'WRONG_KEY', 'no key of this place opens the file')
  }
}

/** Hashes an open file from its beginning. */
async function hashOf(handle: FileHandle): Promise<string> {
  const hash = startHash()
  const buffer = Buffer.alloc(1024 * 1024)
  for (let at = 0; ;) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, at)
    if (bytesRead === 0) return hash.hex()
    hash.update(buffer.subarray(0, bytesRead))
    at += bytesRead
  }
}

async function readExactly(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  for (let done = 0; done < length;) {
    const { bytesRead } = await handle.read(buffer, done, length - done, at + done)
    if (bytesRead === 0) throw new BundleError('MEDIA_UNRELIABLE', 'the file became shorter while it was read')
    done += bytesRead
  }
  return buffer
}
