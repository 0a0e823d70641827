import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { bagInfoText, bagitText, manifestText } from '../../../src/main/bundles/format/bagit.ts'
import { signedMessage } from '../../../src/main/bundles/format/bag.ts'
import { names, partName } from '../../../src/main/bundles/format/names.ts'
import { packPart } from '../../../src/main/bundles/format/parts.ts'
import { tarEnd, tarHeader, tarPadding } from '../../../src/main/bundles/format/tar.ts'
import { ageEncrypt } from '../../../src/main/crypto/age.ts'
import { canonical } from '../../../src/main/crypto/canonical.ts'
import { sha256, sha256Hex } from '../../../src/main/crypto/hash.ts'
import { publicKeyOf, sign } from '../../../src/main/crypto/sign.ts'
import type { NewHeader } from '../../../src/main/bundles/format/write.ts'
import { checkpoints, header, makeOps, receiver, roster, sender } from './sample.ts'

/** A file of the tar as a forger sees it. */
export interface File {
  name: string
  body: Buffer
  /** Bytes that stand in place of the ordinary tar header. */
  tar?: Buffer
}

/** What an enrolled office with its own writer could change before it signs. */
export interface Forgery {
  header?: Record<string, unknown>
  counts?: Record<string, number>
  /** The raw content of operation parts. */
  parts?: Buffer[]
  headerText?: (text: string) => string
  /** Payload files, before manifests and signature are made. */
  payload?: (files: File[]) => File[]
  /** All files, after the signature. */
  all?: (files: File[]) => File[]
  end?: Buffer
  signWith?: Uint8Array
}

/** Who makes a forged bundle, and for whom. */
export interface Forger {
  readonly seed: Uint8Array
  readonly header: NewHeader
  readonly recipients: string[]
}

const sampleForger: Forger = { seed: sender.seed, header, recipients: [receiver.recipient] }

export const opLines = (count: number): Buffer =>
  Buffer.from([...makeOps(count)].map((op) => `${canonical(op)}\n`).join(''))

const json = (name: string, value: unknown): File => ({ name, body: Buffer.from(canonical(value)) })
const text = (name: string, content: string): File => ({ name, body: Buffer.from(content) })
const hashed = (files: File[]) => manifestText(files.map((file) => [file.name, sha256Hex(file.body)]))

/** Builds a signed bundle by hand, so that it can break any one rule and keep all others. */
export async function forge(folder: string, forgery: Forgery, by: Forger = sampleForger): Promise<string> {
  const senderKey = publicKeyOf(by.seed).toString('hex')
  const parts = forgery.parts ?? [packPart(opLines(2))]
  const counts = {
    ops: 2,
    opsFiles: parts.length,
    audit: 0,
    auditFiles: 0,
    chunks: 0,
    chunkBytes: 0,
    ...forgery.counts,
  }
  const whole = {
    ...by.header,
    sender: { ...by.header.sender, key: senderKey },
    counts,
    format: 1,
    min_reader: 1,
    ...forgery.header,
  }
  const headerText = (forgery.headerText ?? ((same: string) => same))(canonical(whole))
  const payload = (forgery.payload ?? ((files: File[]) => files))([
    text(names.header, headerText),
    json(names.roster, roster),
    json(names.checkpoints, { checkpoints }),
    ...parts.map((body, i) => ({ name: partName('ops', i + 1), body })),
  ])
  const bytes = payload.reduce((sum, file) => sum + file.body.length, 0)
  const bagit = text(names.bagit, bagitText)
  const info = text(names.bagInfo, bagInfoText({ bytes, files: payload.length }, whole.created.slice(0, 10)))
  const manifest = text(names.manifest, hashed(payload))
  const tagManifest = text(names.tagManifest, hashed([bagit, info, manifest]))
  const message = signedMessage(sha256(headerText), sha256(tagManifest.body))
  const signature = sign(forgery.signWith ?? by.seed, message).toString('hex')
  const files = (forgery.all ?? ((list: File[]) => list))([
    bagit,
    ...payload,
    info,
    manifest,
    tagManifest,
    json(names.signature, { key: senderKey, signature }),
  ])
  const tar = files.flatMap(({ name, body, tar: own }) => [
    own ?? tarHeader(name, body.length, 1_780_000_000),
    body,
    tarPadding(body.length),
  ])
  const file = path.join(folder, 'forged.bundle')
  const plain = Buffer.concat([...tar, forgery.end ?? tarEnd()])
  await writeFile(file, await ageEncrypt(plain, { recipients: by.recipients }))
  return file
}

/** A tar header with some bytes replaced and its checksum made right again. */
export function spoofedHeader(name: string, size: number, change: (header: Buffer) => void): Buffer {
  const block = tarHeader(name, size, 1_780_000_000)
  change(block)
  block.write('        ', 148, 'latin1')
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return block
}
