import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  bundleCheckpoints,
  bundleHeader,
  bundleRoster,
  type BundleCheckpoints,
  type BundleHeader,
  type BundleRoster,
} from '../../../shared/bundle/v1/header.ts'
import { limits } from '../../../shared/bundle/v1/limits.ts'
import { bundleOp, type BundleOp } from '../../../shared/bundle/v1/operation.ts'
import { fail } from '../../../shared/errors.ts'
import { ageEncryptStream, type AgeTarget } from '../../crypto/age.ts'
import { canonical } from '../../crypto/canonical.ts'
import { sha256, sha256Hex } from '../../crypto/hash.ts'
import { sign, type SigningKey } from '../../crypto/sign.ts'
import { signedMessage } from './bag.ts'
import { bagInfoText, bagitText, manifestText } from './bagit.ts'
import { chunkName, names, partName, volumeName } from './names.ts'
import { sidecarText } from './envelope.ts'
import { writeSafely } from './safe-file.ts'
import { Staging, stageLines } from './staging.ts'
import { tarEnd, tarHeader, tarPadding } from './tar.ts'

/** What the caller says about a bundle; the writer adds format, sender key and counts. */
export type NewHeader = Omit<BundleHeader, 'format' | 'min_reader' | 'counts' | 'sender'> & {
  sender: Omit<BundleHeader['sender'], 'key'>
}

/** One chunk of an attachment. */
export interface Chunk {
  readonly sha256: string
  readonly size: number
}

/** Chosen once the operations are packed, since only then it is known how much room they leave. */
interface ChunkSource {
  /** Chunks that together take at most `room` bytes of a volume, by `chunkCost`, and are at most `mostChunks`. */
  readonly choose: (room: number) => Promise<readonly Chunk[]>
  readonly read: (sha256: string) => Promise<Uint8Array>
}

/** What a writer puts into one file: well below what a reader takes. */
const volumeBytes = 1_900_000_000

/** What one chunk takes of a volume: its blocks in the tar and its line in the manifest. */
export const chunkCost = (size: number): number => 512 + Math.ceil(size / 512) * 512 + 160

/** So many chunks leave room for all other files, and their lines fit into the manifest. */
export const mostChunks = 90_000

/** Everything that goes into one volume. */
export interface WriteInput {
  header: NewHeader
  roster: BundleRoster
  checkpoints: BundleCheckpoints['checkpoints']
  ops: AsyncIterable<BundleOp>
  /** Canonical lines of the audit log; type `backup` only. */
  audit?: AsyncIterable<string>
  /** Attachment chunks by SHA-256, read one at a time. */
  chunks?: ChunkSource
  /** age recipients of the intended devices; left empty when a passphrase is given. */
  recipients: string[]
  passphrase?: string
  signingKey: SigningKey
  targetFolder: string
  /** Where an encrypted intermediate file may go; the system's temporary folder when not given. */
  stagingFolder?: string
  name?: string
  onProgress?: (progress: { stage: 'collect' | 'write' | 'check'; done: number; total: number | null }) => void
  cancelled?: () => boolean
}

/** A finished, re-read volume. */
export interface WrittenBundle {
  file: string
  bytes: number
  sha256: string
  ops: number
}

const stagedInMemory = 48 * 1024 * 1024

/** Writes one volume in constant memory and believes only what it has read back; throws Failure. */
export async function writeBundle(input: WriteInput): Promise<WrittenBundle> {
  const folder = await mkdtemp(path.join(input.stagingFolder ?? tmpdir(), 'waypost-'))
  const ops = new Staging(folder, stagedInMemory)
  const audit = new Staging(folder, stagedInMemory)
  try {
    const stop = () => (input.cancelled?.() ? fail({ kind: 'cancelled' }) : undefined)
    const tick = (count: number) => {
      if (count % 1000 !== 0) return
      stop()
      input.onProgress?.({ stage: 'collect', done: count, total: null })
    }
    const opCount = await stageLines(opLines(input.ops), ops, tick)
    const auditCount = input.audit ? await stageLines(input.audit, audit, tick) : 0
    stop()
    const packed = ops.bytes + audit.bytes + 4 * limits.headerBytes
    const chunks = (await input.chunks?.choose(volumeBytes - packed)) ?? []
    const header = completeHeader(input, { ops, opCount, audit, auditCount, chunks })
    const target: AgeTarget =
      input.passphrase === undefined ? { recipients: input.recipients } : { passphrase: input.passphrase }
    const expected = ops.bytes + audit.bytes + chunks.reduce((sum, one) => sum + chunkCost(one.size), 0)
    if (expected + 4 * limits.headerBytes >= limits.fileBytes) fail({ kind: 'storage', reason: 'tooLargeForOneVolume' })
    const name = input.name ?? volumeName(header.bundle, header.volume)
    const written = await writeSafely({
      folder: input.targetFolder,
      name,
      pieces: ageEncryptStream(tarPieces(input, header, { ops, audit, chunks }), target),
      expected,
      sidecar: (size, hash) => sidecarText(name, { size, sha256: hash }),
      onProgress: (stage, done) => {
        stop()
        input.onProgress?.({ stage, done, total: expected })
      },
    })
    return { ...written, ops: opCount }
  } finally {
    await ops.discard()
    await audit.discard()
    await rm(folder, { recursive: true, force: true })
  }
}

async function* opLines(ops: AsyncIterable<BundleOp>): AsyncGenerator<string, void> {
  // Parsed on the way out too: a bundle that no reader takes must fail here, not at the other office.
  for await (const op of ops) yield canonical(bundleOp.parse(op))
}

function completeHeader(
  { header, signingKey }: WriteInput,
  staged: { ops: Staging; opCount: number; audit: Staging; auditCount: number; chunks: readonly Chunk[] },
): BundleHeader {
  const counts = {
    ops: staged.opCount,
    opsFiles: staged.ops.count,
    audit: staged.auditCount,
    auditFiles: staged.audit.count,
    chunks: staged.chunks.length,
    chunkBytes: staged.chunks.reduce((sum, one) => sum + one.size, 0),
  }
  const sender = { ...header.sender, key: signingKey.publicKey.toString('hex') }
  return bundleHeader.parse({ ...header, sender, counts, format: 1, min_reader: 1 })
}

async function* tarPieces(
  { roster, checkpoints, chunks: source, signingKey }: WriteInput,
  header: BundleHeader,
  { ops, audit, chunks }: { ops: Staging; audit: Staging; chunks: readonly Chunk[] },
): AsyncGenerator<Uint8Array, void> {
  const hashes = new Map<string, string>()
  const payload = { bytes: 0, files: 0 }
  const mtime = Math.floor(Date.parse(header.created) / 1000)
  const put = (name: string, body: Uint8Array): Uint8Array[] => {
    hashes.set(name, sha256Hex(body))
    if (name.startsWith('bag/data/')) {
      payload.bytes += body.length
      payload.files++
    }
    return [tarHeader(name, body.length, mtime), body, tarPadding(body.length)]
  }
  const text = (name: string, content: string) => put(name, Buffer.from(content))
  const listed = (files: Iterable<string>) => manifestText([...files].map((file) => [file, hashes.get(file) ?? '']))

  const headerText = canonical(header)
  yield* text(names.bagit, bagitText)
  yield* text(names.header, headerText)
  yield* text(names.roster, canonical(bundleRoster.parse(roster)))
  yield* text(names.checkpoints, canonical(bundleCheckpoints.parse({ checkpoints })))
  for (let i = 0; i < ops.count; i++) yield* put(partName('ops', i + 1), await ops.get(i))
  for (let i = 0; i < audit.count; i++) yield* put(partName('audit', i + 1), await audit.get(i))
  for (const id of chunks.map((one) => one.sha256).toSorted()) {
    const body = await source?.read(id)
    if (!body || sha256Hex(body) !== id) fail({ kind: 'storage', reason: 'attachmentDamaged' })
    else yield* put(chunkName(id), body)
  }
  yield* text(names.bagInfo, bagInfoText(payload, header.created.slice(0, 10)))
  yield* text(names.manifest, listed([...hashes.keys()].filter((name) => name.startsWith('bag/data/'))))
  const tagManifest = listed([names.bagit, names.bagInfo, names.manifest])
  yield* text(names.tagManifest, tagManifest)
  const signature = sign(signingKey.seed, signedMessage(sha256(headerText), sha256(tagManifest))).toString('hex')
  yield* text(names.signature, canonical({ key: header.sender.key, signature }))
  yield tarEnd()
}
