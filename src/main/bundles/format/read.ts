import { open } from 'node:fs/promises'
import { withFile } from '../../with-file.ts'
import { BundleError } from '../../../shared/bundle/v1/errors.ts'
import type { BundleCheckpoints, BundleHeader, BundleRoster } from '../../../shared/bundle/v1/header.ts'
import type { BundleOp } from '../../../shared/bundle/v1/operation.ts'
import { fail } from '../../../shared/errors.ts'
import type { AgeSecret } from '../../crypto/age.ts'
import { sha256Hex } from '../../crypto/hash.ts'
import { openEnvelope, readSidecar } from './envelope.ts'
import { checkBag, type Bag } from './bag.ts'
import { kindOf, rank } from './names.ts'
import { linesOf, unpackPart } from './parts.ts'
import { readTar } from './tar.ts'

/** What is known of the key that signed a bundle. */
type Trust = 'trusted' | 'unknown' | 'revoked'

/** What a reader needs in order to accept a bundle. */
export interface ReadInput {
  /** Present and retired identities of the stores which are open here. */
  identities: string[]
  /** For a file encrypted to a passphrase instead. */
  passphrase?: string
  /** This office's id. */
  office: string
  /**
   * Judges the signing key (hexadecimal). The answer must be 'trusted' only for a key enrolled for `header.store`; the
   * bundle's own roster may be consulted, statement by checked statement.
   */
  trust: (senderKey: string, header: BundleHeader, roster: BundleRoster) => Trust
  onProgress?: (done: number, total: number) => void
  cancelled?: () => boolean
}

/** A bundle that passed every check; keeps what later readings compare with. */
export interface VerifiedBundle {
  header: BundleHeader
  roster: BundleRoster
  checkpoints: BundleCheckpoints['checkpoints']
  counts: BundleHeader['counts']
  /** File name inside the bundle to its hash. */
  hashes: ReadonlyMap<string, string>
  /** The file's own key: later readings need no identity, and an exchanged file does not open. */
  fileKey: Uint8Array
}

/** Checks a whole bundle in constant memory and applies nothing; throws BundleError. */
export async function verifyBundle(file: string, input: ReadInput): Promise<VerifiedBundle> {
  const secret: AgeSecret =
    input.passphrase === undefined ? { identities: input.identities } : { passphrase: input.passphrase }
  return await withFile(file, 'r', async (handle) => {
    const { size } = await handle.stat()
    let key = new Uint8Array(0)
    const plain = openEnvelope(handle, secret, await readSidecar(file), {
      onKey: (fileKey) => (key = Uint8Array.from(fileKey)),
      onBytes: (done) => {
        input.onProgress?.(done, size)
        if (input.cancelled?.()) fail({ kind: 'cancelled' })
      },
    })
    try {
      const bag = await checkBag(readTar(plain))
      return { ...judge(bag, input), hashes: bag.hashes, fileKey: key }
    } finally {
      await plain.return()
    }
  })
}

/** Reads the operations of a verified bundle in order, in batches of at most `limit`. */
export async function* readOps(
  file: string,
  verified: VerifiedBundle,
  limit: number,
): AsyncGenerator<BundleOp[], void> {
  for await (const lines of readLines(file, verified, limit)) yield lines.map(opOf)
}

/** The same, with the lines they were read from. */
export async function* readSpeltOps(
  file: string,
  verified: VerifiedBundle,
  limit: number,
): AsyncGenerator<{ ops: BundleOp[]; lines: string[] }, void> {
  for await (const lines of readLines(file, verified, limit)) yield { ops: lines.map(opOf), lines }
}

/** Its part has the hash it had when each of its lines was checked. */
const opOf = (line: string): BundleOp => JSON.parse(line) as BundleOp

async function* readLines(file: string, verified: VerifiedBundle, limit: number): AsyncGenerator<string[], void> {
  for await (const { name, body } of readAgain(file, verified, 'ops')) {
    let batch: string[] = []
    for (const line of linesOf(unpackPart(body, name), name)) {
      batch.push(line)
      if (batch.length >= limit) {
        yield batch
        batch = []
      }
    }
    if (batch.length > 0) yield batch
  }
}

/** Reads the attachment chunks of a verified bundle, in constant memory. */
export async function* readChunks(
  file: string,
  verified: VerifiedBundle,
): AsyncGenerator<{ sha256: string; bytes: Buffer }, void> {
  for await (const { name, body } of readAgain(file, verified, 'chunk')) yield { sha256: name.slice(-64), bytes: body }
}

/** Reads the audit lines of a verified backup. */
export async function* readAudit(file: string, verified: VerifiedBundle): AsyncGenerator<string, void> {
  for await (const { name, body } of readAgain(file, verified, 'audit')) yield* linesOf(unpackPart(body, name), name)
}

function judge(bag: Bag, { office, trust }: ReadInput): Omit<VerifiedBundle, 'hashes' | 'fileKey'> {
  const { header, roster } = bag
  const verdict = trust(header.sender.key, header, roster)
  if (verdict === 'unknown') throw new BundleError('UNKNOWN_SENDER', `device ${header.sender.device}`)
  if (verdict === 'revoked') throw new BundleError('REVOKED_SENDER', `device ${header.sender.device}`)
  if (!header.offices.includes(office))
    throw new BundleError('NOT_FOR_THIS_OFFICE', header.offices.join(' ').slice(0, 200))
  return { header, roster, checkpoints: bag.checkpoints.checkpoints, counts: header.counts }
}

const ignore = () => undefined

async function* readAgain(
  file: string,
  { hashes, fileKey }: VerifiedBundle,
  kind: 'ops' | 'audit' | 'chunk',
): AsyncGenerator<{ name: string; body: Buffer }, void> {
  const handle = await open(file, 'r')
  const plain = openEnvelope(handle, { fileKey }, null, { onKey: ignore, onBytes: ignore })
  try {
    for await (const entry of readTar(plain)) {
      const found = kindOf(entry.name)
      // The files stand in a fixed order: behind the last that is wanted there may be a gigabyte of photos.
      if (found === null || rank(found) > rank(kind)) return
      const pieces: Uint8Array[] = []
      const wanted = found === kind
      for await (const piece of entry.body) if (wanted) pieces.push(piece)
      if (!wanted) continue
      const body = Buffer.concat(pieces)
      // The file may have been exchanged since it was verified: anybody can encrypt to a public key.
      const hash = kind === 'chunk' ? entry.name.slice(-64) : hashes.get(entry.name)
      if (hash !== sha256Hex(body)) throw new BundleError('DAMAGED', 'changed since it was verified')
      yield { name: entry.name, body }
    }
  } finally {
    await plain.return()
    await handle.close()
  }
}
