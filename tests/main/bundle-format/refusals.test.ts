import { open, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { names, partName } from '../../../src/main/bundles/format/names.ts'
import { packPart } from '../../../src/main/bundles/format/parts.ts'
import { verifyBundle } from '../../../src/main/bundles/format/read.ts'
import { writeBundle } from '../../../src/main/bundles/format/write.ts'
import { generateAgeKey } from '../../../src/main/crypto/age.ts'
import { canonical } from '../../../src/main/crypto/canonical.ts'
import { fieldsHash, operationHash } from '../../../src/main/crypto/operation.ts'
import { generateSigningKey } from '../../../src/main/crypto/sign.ts'
import type { BundleOp, Json } from '../../../src/shared/bundle/v1/operation.ts'
import { outcomeOf as outcome } from './every-byte.ts'
import { forge, opLines, spoofedHeader, type Forgery } from './hostile.ts'
import { makeOps, newFolder, readInput, widen, writeInput } from './sample.ts'

describe('one block', () => {
  let whole = Buffer.alloc(0)
  beforeAll(async () => {
    const written = await writeBundle(writeInput(await newFolder(), makeOps(2)))
    whole = await readFile(written.file)
  })

  test('without a sidecar: a damaged last block counts as cut, a foreign file is no bundle', async () => {
    const bare = path.join(await newFolder(), 'bare.bundle')
    const flipped = Buffer.from(whole)
    flipped.writeUInt8(flipped.readUInt8(whole.length - 5) ^ 4, whole.length - 5)
    await writeFile(bare, flipped)
    expect(await outcome(bare, readInput)).toBe('CUT_SHORT')
    await writeFile(bare, Buffer.concat([whole, Buffer.alloc(70_000)]))
    expect(await outcome(bare, readInput)).toBe('DAMAGED')
    await writeFile(bare, 'PK\u0003\u0004 an ordinary archive')
    expect(await outcome(bare, readInput)).toBe('NOT_A_BUNDLE')
  })
})

test('of several blocks: a flip is damage, except in the last one; every cut is a cut', async () => {
  const written = await writeBundle(writeInput(await newFolder(), [...makeOps(1)].map(widen)))
  await rm(`${written.file}.sha256`)
  const whole = await readFile(written.file)
  const start = whole.indexOf(10, whole.indexOf('\n--- ') + 1) + 1 + 16
  const blocks = Math.ceil((whole.length - start) / 65_552)
  expect(blocks).toBeGreaterThan(5)
  const inPlace = await open(written.file, 'r+')
  for (let i = 0; i < 60; i++) {
    const at = start + Math.floor(((i + 0.5) * (whole.length - start)) / 60)
    await inPlace.write(Buffer.of(whole.readUInt8(at) ^ (1 << (i % 8))), 0, 1, at)
    const last = Math.floor((at - start) / 65_552) === blocks - 1
    expect([await outcome(written.file, readInput), at]).toEqual([last ? 'CUT_SHORT' : 'DAMAGED', at])
    await inPlace.write(whole, at, 1, at)
  }
  expect(await outcome(written.file, readInput)).toBe('accepted')
  const edges = Array.from({ length: blocks }, (_, i) => start + i * 65_552).flatMap((at) => [
    at - 1,
    at,
    at + 1,
    at + 16,
  ])
  for (const size of [...edges, whole.length - 1].toSorted((a, b) => b - a)) {
    if (size >= whole.length) continue
    await inPlace.truncate(size)
    expect([await outcome(written.file, readInput), size]).toEqual(['CUT_SHORT', size])
  }
  await inPlace.close()
}, 120_000)

describe('keys and senders', () => {
  test('each has its own class', async () => {
    const { file } = await writeBundle(writeInput(await newFolder(), makeOps(1)))
    const stranger = await generateAgeKey()
    expect(await outcome(file, { ...readInput, identities: [stranger.identity] })).toBe('WRONG_KEY')
    expect(await outcome(file, { ...readInput, identities: [] })).toBe('WRONG_KEY')
    expect(await outcome(file, { ...readInput, passphrase: 'some words' })).toBe('WRONG_KEY')
    const retired = [stranger.identity, ...readInput.identities]
    expect(await outcome(file, { ...readInput, identities: retired })).toBe('accepted')
    expect(await outcome(file, { ...readInput, office: 'KEN' })).toBe('NOT_FOR_THIS_OFFICE')
    expect(await outcome(file, { ...readInput, trust: () => 'unknown' })).toBe('UNKNOWN_SENDER')
    expect(await outcome(file, { ...readInput, trust: () => 'revoked' })).toBe('REVOKED_SENDER')
  })
})

const [first] = makeOps(1)
if (!first) throw new Error('no sample')
/** A part with one line made from the sample operation, its hashes made right again. */
const partOf = (change: Partial<BundleOp>): Buffer => {
  const { hash: _hash, ...op } = { ...first, ...change }
  const whole = { ...op, phash: change.phash ?? fieldsHash(op.salt, op.fields) }
  return packPart(Buffer.from(`${canonical({ ...whole, hash: operationHash(whole) })}\n`))
}
const one = { ops: 1 }
const line = canonical(first)
const lines = (...texts: (string | Buffer)[]) => packPart(Buffer.concat(texts.map((text) => Buffer.from(text))))
const deep = (levels: number): Json => (levels === 0 ? 1 : { a: deep(levels - 1) })
const zstd = (raw: Buffer, params: Record<number, number>) => zstdCompressSync(raw, { params })
/** A frame which asks for a window of 2^27 bytes: descriptor, window, one raw block, checksum. */
const wideWindow = Buffer.from('28b52ffd04880900000a00000000', 'hex')
const extra = (name: string): Pick<Forgery, 'payload'> => ({
  payload: (files) => [...files, { name, body: Buffer.from('x') }],
})

describe('a bundle made and signed by an enrolled office', () => {
  test('is accepted when it keeps every rule', async () => {
    expect(await outcome(await forge(await newFolder(), {}), readInput)).toBe('accepted')
    expect(await outcome(await forge(await newFolder(), { parts: [partOf({})], counts: one }), readInput)).toBe(
      'accepted',
    )
    const skeleton = partOf({ fields: {}, salt: '', phash: first.phash })
    expect(await outcome(await forge(await newFolder(), { parts: [skeleton], counts: one }), readInput)).toBe(
      'accepted',
    )
  })

  const refused: [string, Forgery, string][] = [
    ['a name that climbs', extra('bag/data/../../etc/passwd'), 'REFUSED_CONTENT: a file of another name'],
    ['an absolute name', extra('/etc/passwd'), 'REFUSED_CONTENT: a file of another name'],
    ['a Windows name', extra('bag\\data\\chunks\\x'), 'REFUSED_CONTENT: a file of another name'],
    ['fetch.txt', extra('bag/fetch.txt'), 'REFUSED_CONTENT: a file of another name'],
    [
      'a name with a zero byte',
      extra(`bag/data/ops/000002.ndjson.zst\0.exe`),
      'REFUSED_CONTENT: tar: only plain files in one spelling are allowed',
    ],
    ['a gap in the parts', extra(partName('ops', 3)), 'REFUSED_CONTENT: bag/data/ops/000003.ndjson.zst: out of order'],
    [
      'part zero',
      { payload: (files) => files.map((f) => (f.name.includes('/ops/') ? { ...f, name: partName('ops', 0) } : f)) },
      'REFUSED_CONTENT: bag/data/ops/000000.ndjson.zst: out of order',
    ],
    [
      'a doubled file',
      { payload: (files) => files.flatMap((f) => (f.name === names.roster ? [f, f] : [f])) },
      'REFUSED_CONTENT: bag/data/roster.json: out of order',
    ],
    [
      'a doubled part',
      { payload: (files) => files.flatMap((f) => (f.name.includes('/ops/') ? [f, f] : [f])) },
      'REFUSED_CONTENT: bag/data/ops/000001.ndjson.zst: out of order',
    ],
    [
      'another order',
      { payload: (files) => [...files].toReversed() },
      'REFUSED_CONTENT: missing before bag/data/ops/000001.ndjson.zst',
    ],
    [
      'an audit log in a full bundle',
      {
        payload: (files) => [...files, { name: partName('audit', 1), body: lines('{"a":1}\n') }],
        counts: { audit: 1, auditFiles: 1 },
      },
      'REFUSED_CONTENT: audit log outside a backup',
    ],
    ['a chunk whose name is not its hash', extra(`bag/data/chunks/${'0'.repeat(64)}`), 'DAMAGED: an attachment chunk'],
    ['operations in a receipt', { header: { type: 'receipt' } }, 'REFUSED_CONTENT: a receipt with content'],
    ['a wrong count of operations', { counts: { ops: 3 } }, 'REFUSED_CONTENT: counts: ops'],
    ['a wrong count of parts', { counts: { opsFiles: 2 } }, 'REFUSED_CONTENT: counts: opsFiles'],
    ['a volume beyond its set', { header: { volume: { i: 3, n: 2 } } }, 'REFUSED_CONTENT: volume number'],
    ['a newer format', { header: { format: 2, min_reader: 1 } }, 'NEWER_FORMAT: format 2, reader 1'],
    [
      'a newer reader',
      {
        header: { format: 2, min_reader: 2 },
        headerText: (text) => text.replace('"sender"', '"zender"').replace(/"zender":\{[^}]*\},/, ''),
      },
      'NEWER_FORMAT: format 2, reader 2',
    ],
    [
      'a header with spaces',
      { headerText: (text) => text.replace(':', ': ') },
      'REFUSED_CONTENT: bag/data/header.json: not canonical JSON',
    ],
    ['a header that is no JSON', { headerText: () => 'hello' }, 'REFUSED_CONTENT: bag/data/header.json: not JSON'],
    [
      'a doubled name in the header',
      { headerText: (text) => text.replace('"acks":{}', '"acks":{},"acks":{}') },
      'REFUSED_CONTENT: bag/data/header.json: not canonical JSON',
    ],
    ['a signature by another key', { signWith: generateSigningKey().seed }, 'BAD_SIGNATURE: device d-1'],
    [
      'a signature naming another key',
      {
        all: (files) =>
          files.map((f) =>
            f.name === names.signature
              ? { ...f, body: Buffer.from(canonical({ key: 'ab'.repeat(32), signature: 'cd'.repeat(64) })) }
              : f,
          ),
      },
      'BAD_SIGNATURE: signed by another key than the sender names',
    ],
    [
      'a link',
      {
        all: (files) =>
          files.map((f) =>
            f.name === names.roster
              ? { ...f, tar: spoofedHeader(f.name, f.body.length, (h) => h.write('2/etc/passwd', 156, 'latin1')) }
              : f,
          ),
      },
      'REFUSED_CONTENT: tar: only plain files in one spelling are allowed',
    ],
    [
      'a folder',
      {
        all: (files) =>
          files.map((f) =>
            f.name === names.roster
              ? { ...f, tar: spoofedHeader(f.name, f.body.length, (h) => h.write('5', 156, 'latin1')) }
              : f,
          ),
      },
      'REFUSED_CONTENT: tar: only plain files in one spelling are allowed',
    ],
    [
      'an owner',
      {
        all: (files) =>
          files.map((f) =>
            f.name === names.roster
              ? { ...f, tar: spoofedHeader(f.name, f.body.length, (h) => h.write('root', 265, 'latin1')) }
              : f,
          ),
      },
      'REFUSED_CONTENT: tar: only plain files in one spelling are allowed',
    ],
    [
      'a tar checksum that is wrong',
      {
        all: (files) =>
          files.map((f) =>
            f.name === names.roster
              ? { ...f, tar: Buffer.from(spoofedHeader(f.name, f.body.length, () => undefined)).fill('9', 148, 150) }
              : f,
          ),
      },
      'DAMAGED: tar: only plain files in one spelling are allowed',
    ],
    ['data after the end', { end: Buffer.alloc(4096) }, 'REFUSED_CONTENT: tar: data after the end'],
    ['half an end', { end: Buffer.alloc(512) }, 'DAMAGED: tar: ends too early'],
    [
      'a changed payload',
      {
        all: (files) =>
          files.map((f) => (f.name === names.checkpoints ? { ...f, body: Buffer.from('{"checkpoints":[]}') } : f)),
      },
      'DAMAGED: bag/bag-info.txt: does not match the files',
    ],
    [
      'a changed declaration',
      {
        all: (files) =>
          files.map((f) => (f.name === names.bagit ? { ...f, body: Buffer.from('BagIt-Version: 0.97\n') } : f)),
      },
      'DAMAGED: bag/bagit.txt: does not match the files',
    ],
    [
      'a header beyond 1 MiB',
      { headerText: (text) => text + ' '.repeat(1024 * 1024) },
      'REFUSED_CONTENT: bag/data/header.json: too large',
    ],
    [
      'a zstd bomb',
      { parts: [packPart(Buffer.alloc(256 * 1024 * 1024, 10))] },
      'REFUSED_CONTENT: bag/data/ops/000001.ndjson.zst: expands too far',
    ],
    [
      'a part beyond 200:1',
      { parts: [packPart(Buffer.alloc(8 * 1024 * 1024, 10))] },
      'REFUSED_CONTENT: bag/data/ops/000001.ndjson.zst: expands too far',
    ],
    [
      'zstd without a checksum',
      { parts: [zstd(opLines(2), {})] },
      'REFUSED_CONTENT: bag/data/ops/000001.ndjson.zst: zstd without checksum',
    ],
    [
      'a zstd window of 128 MiB',
      { parts: [wideWindow] },
      'REFUSED_CONTENT: bag/data/ops/000001.ndjson.zst: zstd window too large',
    ],
    [
      'two zstd frames',
      { parts: [Buffer.concat([packPart(opLines(2)), packPart(opLines(2))])] },
      'REFUSED_CONTENT: bag/data/ops/000001.ndjson.zst: data after the zstd frame',
    ],
    [
      'a damaged part',
      { parts: [Buffer.concat([packPart(opLines(2)).subarray(0, -1), Buffer.of(0)])] },
      'DAMAGED: bag/data/ops/000001.ndjson.zst: zstd',
    ],
    [
      'a part which is no zstd',
      { parts: [Buffer.from('plain text, quite long')] },
      'DAMAGED: bag/data/ops/000001.ndjson.zst: not zstd',
    ],
    [
      'a line beyond 1 MiB',
      { parts: [lines(JSON.stringify({ a: opLines(2500).toString('base64') }), '\n')] },
      'REFUSED_CONTENT: bag/data/ops/000001.ndjson.zst: line too long',
    ],
    [
      'a line without an end',
      { parts: [lines(line)], counts: one },
      'REFUSED_CONTENT: bag/data/ops/000001.ndjson.zst: last line has no end',
    ],
    [
      'an empty line',
      { parts: [lines(line, '\n\n')], counts: one },
      'REFUSED_CONTENT: bag/data/ops/000001.ndjson.zst: not JSON',
    ],
    [
      'broken UTF-8',
      { parts: [lines(line.replace('d-1', 'd\ufffd1').slice(0, 5), Buffer.of(0xff), '\n')] },
      'REFUSED_CONTENT: bag/data/ops/000001.ndjson.zst: not UTF-8',
    ],
    [
      'a lone surrogate',
      { parts: [lines(line.replace('Nadia', '\\ud800'), '\n')], counts: one },
      'REFUSED_CONTENT: bag/data/ops/000001.ndjson.zst: not canonical JSON',
    ],
    [
      'decomposed text',
      { parts: [lines(line.replace('Nadia', 'Nadie\u0301'), '\n')], counts: one },
      'REFUSED_CONTENT: bag/data/ops/000001.ndjson.zst: not canonical JSON',
    ],
    [
      '__proto__ as a register',
      { parts: [lines(line.replace('"note":', '"__proto__":'), '\n')], counts: one },
      'REFUSED_CONTENT: bag/data/ops/000001.ndjson.zst: not canonical JSON',
    ],
    [
      '__proto__ inside a value',
      { parts: [lines(line.replace('"given":', '"__proto__":'), '\n')], counts: one },
      'REFUSED_CONTENT: bag/data/ops/000001.ndjson.zst: not canonical JSON',
    ],
    [
      'deep JSON',
      { parts: [partOf({ fields: { a: deep(7) } })], counts: one },
      'REFUSED_CONTENT: bag/data/ops/000001.ndjson.zst: nested too deeply',
    ],
    [
      'very deep JSON',
      { parts: [lines('['.repeat(500_000), ']'.repeat(500_000), '\n', opLines(2000))], counts: one },
      'REFUSED_CONTENT: bag/data/ops/000001.ndjson.zst: nested too deeply',
    ],
    [
      'SQL as a register',
      { parts: [partOf({ fields: { 'name"; drop table person': 1 } })], counts: one },
      'REFUSED_CONTENT: bag/data/ops/000001.ndjson.zst: invalid_key at fields',
    ],
    [
      'an unknown kind',
      { parts: [lines(line.replace('"create"', '"upsert"'), '\n')], counts: one },
      'REFUSED_CONTENT: bag/data/ops/000001.ndjson.zst: invalid_value at kind',
    ],
    [
      'an unknown member',
      { parts: [lines(line.replace('"wall"', '"vall":1,"wall"'), '\n')], counts: one },
      'REFUSED_CONTENT: bag/data/ops/000001.ndjson.zst: unrecognized_keys at top level',
    ],
    [
      'counter zero',
      { parts: [partOf({ n: 0 })], counts: one },
      'REFUSED_CONTENT: bag/data/ops/000001.ndjson.zst: too_small at n',
    ],
    [
      'another value under the same hash',
      { parts: [lines(line.replace('Nadia', 'Nadja'), '\n')], counts: one },
      'REFUSED_CONTENT: bag/data/ops/000001.ndjson.zst: line 1: the hash is wrong',
    ],
    [
      'another user under the same hash',
      { parts: [lines(line.replace('"u-1"', '"u-2"'), '\n')], counts: one },
      'REFUSED_CONTENT: bag/data/ops/000001.ndjson.zst: line 1: the hash is wrong',
    ],
    [
      'a skeleton with values',
      { parts: [partOf({ salt: '', phash: 'ab'.repeat(32) })], counts: one },
      'REFUSED_CONTENT: bag/data/ops/000001.ndjson.zst: line 1: the hash is wrong',
    ],
  ]
  test.each(refused)('%s', async (_name, forgery, message) => {
    await expect(verifyBundle(await forge(await newFolder(), forgery), readInput)).rejects.toThrow(message)
  })

  test.each([
    names.bagit,
    names.header,
    names.roster,
    names.checkpoints,
    partName('ops', 1),
    names.bagInfo,
    names.manifest,
    names.tagManifest,
    names.signature,
  ])('without %s', async (name) => {
    const file = await forge(await newFolder(), { all: (files) => files.filter((f) => f.name !== name) })
    expect(['REFUSED_CONTENT', 'DAMAGED']).toContain(await outcome(file, readInput))
  })
})
