import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import {
  bundleCheckpoints,
  bundleHeader,
  bundleRoster,
  type BundleCheckpoints,
  type BundleHeader,
  type BundleRoster,
} from '../../../shared/bundle/v1/header.ts'
import { bundleOp, type BundleOp } from '../../../shared/bundle/v1/operation.ts'
import { fail } from '../../../shared/errors.ts'
import { ageEncryptStream, type AgeTarget } from '../../crypto/age.ts'
import { canonical } from '../../crypto/canonical.ts'
import { sha256, sha256Hex } from '../../crypto/hash.ts'
import { randomBytes } from '../../crypto/random.ts'
import { sign, type SigningKey } from '../../crypto/sign.ts'
import { signedMessage } from './bag.ts'
import { bagInfoText, bagitText, manifestText } from './bagit.ts'
import { chunkName, names, partName, volumeName } from './names.ts'
import { sidecarText } from './envelope.ts'
import { parseOpLine } from './op-line.ts'
import { decode } from './parts.ts'
import { writeSafely } from './safe-file.ts'
import { Staging, stageLines } from './staging.ts'
import { tarEnd, tarHeader, tarPadding } from './tar.ts'
import { bytesOf, VolumePlan, type Volume, type VolumeLimits } from './volumes.ts'

/** What the caller says about a bundle; the writer adds format, sender key and counts. */
export type NewHeader = Omit<BundleHeader, 'format' | 'min_reader' | 'counts' | 'sender'> & {
  sender: Omit<BundleHeader['sender'], 'key'>
}

/** Chosen once the operations are packed, since only then it is known how much room they leave. */
interface ChunkSource {
  /** Puts the chunks of photos into the plan for as long as it takes them. */
  readonly choose: (plan: VolumePlan) => Promise<void>
  readonly read: (sha256: string) => Promise<Uint8Array>
}

/** Everything that goes into a set of volumes. */
export interface WriteInput {
  /** Of the first volume; a further one has an id of its own. */
  header: NewHeader
  roster: BundleRoster
  checkpoints: BundleCheckpoints['checkpoints']
  /** Operations one by one, or runs of lines as bundles carry them, each with its line feed. */
  ops: AsyncIterable<BundleOp | Buffer>
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
  limits?: Partial<VolumeLimits>
  /** Called before a file gets its name: until then nothing is on the stick that could be handed on. */
  onNaming?: () => void
  onProgress?: (progress: { stage: 'collect' | 'write' | 'check'; done: number; total: number | null }) => void
  cancelled?: () => boolean
}

/** A finished, re-read volume. */
export interface WrittenBundle {
  file: string
  bundle: string
  bytes: number
  sha256: string
  ops: number
}

const stagedInMemory = 16 * 1024 * 1024

/** Writes a bundle that is to be one file; throws Failure, also when it does not fit into one. */
export async function writeBundle(input: WriteInput): Promise<WrittenBundle> {
  const [written] = await writeSet({ ...input, limits: { ...input.limits, volumes: 1 } })
  return written ?? fail({ kind: 'storage', reason: 'tooLargeForOneVolume' })
}

/**
 * Writes a set: as many volumes as the content needs, each a whole bundle of its own, in constant memory. Believes only
 * what it has read back; throws Failure. Volumes that were finished before a failure stay: each is good by itself.
 */
export async function writeSet(input: WriteInput): Promise<WrittenBundle[]> {
  const folder = await mkdtemp(path.join(input.stagingFolder ?? tmpdir(), 'waypost-packing-'))
  const ops = new Staging(folder, stagedInMemory)
  const audit = new Staging(folder, stagedInMemory)
  try {
    const stop = () => (input.cancelled?.() ? fail({ kind: 'cancelled' }) : undefined)
    let told = 0
    const tick = (count: number) => {
      if (count - told < 1000) return
      told = count
      stop()
      input.onProgress?.({ stage: 'collect', done: count, total: null })
    }
    const plan = new VolumePlan(input.limits)
    await stageLines(opLines(input.ops), ops, tick, plan.partBytes)
    if (input.audit) await stageLines(auditLines(input.audit), audit, tick, plan.partBytes)
    stop()
    for (const [kind, staged] of [['ops', ops] as const, ['audit', audit] as const])
      for (const [at, part] of staged.sizes.entries())
        if (!plan.part(kind, at, part)) fail({ kind: 'storage', reason: plan.fullBecause })
    await input.chunks?.choose(plan)
    for (const volume of plan.volumes) await stageNamed(volume, ops)
    return await writeVolumes(input, plan, { ops, audit }, stop)
  } finally {
    await ops.discard()
    await audit.discard()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Stages the operations that a later volume repeats; the plan has charged it for them already. */
async function stageNamed(volume: Volume, staging: Staging): Promise<void> {
  const from = staging.count
  const repeated = opLines(Readable.from(volume.named))
  await stageLines(repeated, staging, () => undefined)
  for (const [at, part] of staging.sizes.slice(from).entries()) {
    volume.ops.push(from + at)
    volume.opCount += part.lines
  }
}

async function writeVolumes(
  input: WriteInput,
  { volumes }: VolumePlan,
  staged: Staged,
  stop: () => void,
): Promise<WrittenBundle[]> {
  const target: AgeTarget =
    input.passphrase === undefined ? { recipients: input.recipients } : { passphrase: input.passphrase }
  const size = (kind: keyof Staged, at: number) => staged[kind].sizes[at]?.size ?? 0
  const expected = volumes.map((volume) => bytesOf(volume, size))
  const total = expected.reduce((sum, one) => sum + one, 0)
  const written: WrittenBundle[] = []
  let before = 0
  for (const [at, volume] of volumes.entries()) {
    const header = completeHeader(input, volume, { i: at + 1, n: volumes.length })
    const name = input.name ?? volumeName(header.set, header.volume)
    const one = await writeSafely({
      folder: input.targetFolder,
      name,
      pieces: ageEncryptStream(tarPieces(input, header, volume, staged), target),
      expected: expected[at] ?? 0,
      sidecar: (bytes, hash) => sidecarText(name, { size: bytes, sha256: hash }),
      ...(input.onNaming ? { onNaming: input.onNaming } : {}),
      onProgress: (stage, done) => {
        stop()
        input.onProgress?.({ stage, done: before + done, total })
      },
    })
    before += expected[at] ?? 0
    written.push({ ...one, bundle: header.bundle, ops: volume.opCount })
  }
  return written
}

async function* opLines(ops: AsyncIterable<BundleOp | Buffer>): AsyncGenerator<Buffer, void> {
  // Parsed on the way out too: a bundle that no reader takes must fail here, not at the other office. Of a run the first
  // line is read as a reader would; all were written in one way.
  for await (const op of ops) {
    if (!Buffer.isBuffer(op)) yield Buffer.from(`${canonical(bundleOp.parse(op))}\n`)
    else if (op.length > 0) {
      parseOpLine(decode(op.subarray(0, op.indexOf(10)), 'log'), 'log', 1)
      yield op
    }
  }
}

async function* auditLines(lines: AsyncIterable<string>): AsyncGenerator<Buffer, void> {
  for await (const line of lines) yield Buffer.from(`${line}\n`)
}

interface Staged {
  readonly ops: Staging
  readonly audit: Staging
}

function completeHeader({ header, signingKey }: WriteInput, volume: Volume, at: BundleHeader['volume']): BundleHeader {
  const counts = {
    ops: volume.opCount,
    opsFiles: volume.ops.length,
    audit: volume.auditCount,
    auditFiles: volume.audit.length,
    chunks: volume.chunks.length,
    chunkBytes: volume.chunks.reduce((sum, one) => sum + one.size, 0),
  }
  const sender = { ...header.sender, key: signingKey.publicKey.toString('hex') }
  const bundle = at.i === 1 ? header.bundle : randomBytes(16).toString('hex')
  return bundleHeader.parse({ ...header, bundle, volume: at, sender, counts, format: 1, min_reader: 1 })
}

async function* tarPieces(
  { roster, checkpoints, chunks: source, signingKey }: WriteInput,
  header: BundleHeader,
  volume: Volume,
  staged: Staged,
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
  for (const kind of ['ops', 'audit'] as const)
    for (const [i, at] of volume[kind].entries()) yield* put(partName(kind, i + 1), await staged[kind].get(at))
  for (const id of volume.chunks.map((one) => one.sha256).toSorted()) {
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
