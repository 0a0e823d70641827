import { z } from 'zod'
import { BundleError } from '../../../shared/bundle/v1/errors.ts'
import {
  bundleCheckpoints,
  bundleHeader,
  bundleRoster,
  bundleSignature,
  type BundleCheckpoints,
  type BundleHeader,
  type BundleRoster,
} from '../../../shared/bundle/v1/header.ts'
import { limits } from '../../../shared/bundle/v1/limits.ts'
import { sha256Hex } from '../../crypto/hash.ts'
import { verify } from '../../crypto/sign.ts'
import { bagInfoText, bagitText, manifestText } from './bagit.ts'
import { parseCanonical } from './json.ts'
import { chunkName, kindOf, names, partName, rank, type FileKind } from './names.ts'
import { parseOpLine } from './op-line.ts'
import { decode, linesOf, unpackPart } from './parts.ts'
import type { TarEntry } from './tar.ts'

/** A bag whose files, manifests, counts and signature hold; whose signature it is, others judge. */
export interface Bag {
  header: BundleHeader
  roster: BundleRoster
  checkpoints: BundleCheckpoints
  hashes: Map<string, string>
}

/** What a signature covers. */
export const signedMessage = (headerHash: Uint8Array, tagManifestHash: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from('waypost-bundle-v1\0'), headerHash, tagManifestHash])

const auditLine = z.record(z.string().regex(/^[a-z][A-Za-z0-9_]{0,63}$/), z.json())

/** Reads and checks every file of a bag in its order; throws BundleError. */
export async function checkBag(entries: AsyncGenerator<TarEntry, void>): Promise<Bag> {
  const hashes = new Map<string, string>()
  const counts = { ops: 0, opsFiles: 0, audit: 0, auditFiles: 0, chunks: 0, chunkBytes: 0 }
  const payload = { bytes: 0, files: 0 }
  let header: BundleHeader | null = null
  let roster: BundleRoster | null = null
  let checkpoints: BundleCheckpoints | null = null
  let signed = false
  let lastName = ''
  let lastRank = -1

  for await (const entry of entries) {
    const { name } = entry
    const kind = expectKind(name, lastName, lastRank, counts)
    if (hashes.size >= limits.entries) throw new BundleError('REFUSED_CONTENT', 'too many files')
    lastRank = rank(kind)
    lastName = name
    const body = await take(entry, capOf(kind))
    hashes.set(name, sha256Hex(body))
    if (name.startsWith('bag/data/')) {
      payload.bytes += body.length
      payload.files++
    }
    if (kind === 'bagit') expectText(body, bagitText, name)
    else if (kind === 'header') header = parseHeader(decode(body, name))
    else if (kind === 'roster') roster = parseCanonical(decode(body, name), bundleRoster, name)
    else if (kind === 'checkpoints') checkpoints = parseCanonical(decode(body, name), bundleCheckpoints, name)
    else if (kind === 'ops') {
      counts.opsFiles++
      for (const line of linesOf(unpackPart(body, name), name)) {
        parseOpLine(line, name, ++counts.ops)
      }
    } else if (kind === 'audit') {
      counts.auditFiles++
      for (const line of linesOf(unpackPart(body, name), name)) {
        parseCanonical(line, auditLine, name)
        counts.audit++
      }
    } else if (kind === 'chunk') {
      counts.chunks++
      counts.chunkBytes += body.length
      if (chunkName(hashes.get(name) ?? '') !== name) throw new BundleError('DAMAGED', 'an attachment chunk')
    } else if (kind === 'bagInfo') expectText(body, bagInfoText(payload, header?.created.slice(0, 10) ?? ''), name)
    else if (kind === 'manifest') {
      expectText(body, manifestText([...hashes].filter(([file]) => file.startsWith('bag/data/'))), name)
    } else if (kind === 'tagManifest') {
      const listed = [names.bagit, names.bagInfo, names.manifest]
      expectText(body, manifestText(listed.map((file) => [file, hashes.get(file) ?? ''] as const)), name)
    } else if (kind === 'signature') {
      checkSignature(body, header, hashes)
      signed = true
    }
  }
  if (!header || !roster || !checkpoints || !signed)
    throw new BundleError('REFUSED_CONTENT', 'a required file is missing')
  checkCounts(header, counts)
  return { header, roster, checkpoints, hashes }
}

function expectKind(name: string, lastName: string, lastRank: number, counts: BundleHeader['counts']): FileKind {
  const kind = kindOf(name)
  if (kind === null) throw new BundleError('REFUSED_CONTENT', 'a file of another name')
  const place = rank(kind)
  const many = kind === 'ops' || kind === 'audit' || kind === 'chunk'
  if (place < lastRank || (place === lastRank && !many))
    throw new BundleError('REFUSED_CONTENT', `${name}: out of order`)
  if (kind === 'ops' && name !== partName('ops', counts.opsFiles + 1))
    throw new BundleError('REFUSED_CONTENT', `${name}: out of order`)
  if (kind === 'audit' && name !== partName('audit', counts.auditFiles + 1))
    throw new BundleError('REFUSED_CONTENT', `${name}: out of order`)
  if (kind === 'chunk' && place === lastRank && name <= lastName)
    throw new BundleError('REFUSED_CONTENT', 'chunks: out of order')
  // Every file that stands once must be there, so the next one always follows the last without a gap.
  const skipped = Array.from({ length: Math.max(0, place - lastRank - 1) }, (_, i) => lastRank + 1 + i)
  const optional = [rank('ops'), rank('audit'), rank('chunk')]
  if (skipped.some((one) => !optional.includes(one))) throw new BundleError('REFUSED_CONTENT', `missing before ${name}`)
  return kind
}

function capOf(kind: FileKind): number {
  if (kind === 'ops' || kind === 'audit') return limits.partPackedBytes
  if (kind === 'chunk') return limits.chunkBytes
  if (kind === 'manifest' || kind === 'tagManifest' || kind === 'roster' || kind === 'checkpoints')
    return limits.listBytes
  return limits.headerBytes
}

async function take({ name, size, body }: TarEntry, cap: number): Promise<Buffer> {
  if (size > cap) throw new BundleError('REFUSED_CONTENT', `${name}: too large`)
  const pieces: Uint8Array[] = []
  for await (const piece of body) pieces.push(piece)
  return Buffer.concat(pieces)
}

function expectText(body: Buffer, text: string, name: string): void {
  if (!body.equals(Buffer.from(text))) throw new BundleError('DAMAGED', `${name}: does not match the files`)
}

const versions = z.object({ format: z.int().min(1), min_reader: z.int().min(1) })

function parseHeader(text: string): BundleHeader {
  // Before the schema: a newer header may look different in every other respect.
  const { format, min_reader } = parseCanonical(text, versions, names.header)
  if (format > 1 || min_reader > 1) throw new BundleError('NEWER_FORMAT', `format ${format}, reader ${min_reader}`)
  return parseCanonical(text, bundleHeader, names.header)
}

function checkSignature(body: Buffer, header: BundleHeader | null, hashes: Map<string, string>): void {
  const { key, signature } = parseCanonical(decode(body, names.signature), bundleSignature, names.signature)
  if (key !== header?.sender.key) throw new BundleError('BAD_SIGNATURE', 'signed by another key than the sender names')
  const hash = (name: string) => Buffer.from(hashes.get(name) ?? '', 'hex')
  const message = signedMessage(hash(names.header), hash(names.tagManifest))
  if (!verify(Buffer.from(key, 'hex'), message, Buffer.from(signature, 'hex')))
    throw new BundleError('BAD_SIGNATURE', `device ${header.sender.device}`)
}

function checkCounts(header: BundleHeader, counts: BundleHeader['counts']): void {
  for (const [name, found] of Object.entries(counts)) {
    if (Reflect.get(header.counts, name) !== found) throw new BundleError('REFUSED_CONTENT', `counts: ${name}`)
  }
  if (counts.audit > 0 && header.type !== 'backup')
    throw new BundleError('REFUSED_CONTENT', 'audit log outside a backup')
  if (header.type === 'receipt' && counts.ops + counts.chunks > 0)
    throw new BundleError('REFUSED_CONTENT', 'a receipt with content')
  if (header.volume.i > header.volume.n) throw new BundleError('REFUSED_CONTENT', 'volume number')
}
