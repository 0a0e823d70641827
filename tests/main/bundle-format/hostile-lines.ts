import { zstdCompressSync } from 'node:zlib'
import { packPart } from '../../../src/main/bundles/format/parts.ts'
import { canonical } from '../../../src/main/crypto/canonical.ts'
import { fieldsHash, operationHash } from '../../../src/main/crypto/operation.ts'
import type { BundleOp, Json } from '../../../src/shared/bundle/v1/operation.ts'
import type { HostileCase } from './hostile-bags.ts'
import { opLines } from './hostile.ts'
import { makeOps } from './sample.ts'

const [first] = makeOps(1)
if (!first) throw new Error('no sample')
/** A part with one line made from the sample operation, its hashes made right again. */
export const partOf = (change: Partial<BundleOp>): Buffer => {
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

/** Parts and lines that break a rule or a cap. */
export const hostileLines: HostileCase[] = [
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
  ...(
    [
      ['a fraction', '"size":1', '"size":1.5', 'not canonical'],
      ['an exponent', '"size":1', '"size":1e2', 'not canonical'],
      ['minus zero', '"size":1', '"size":-0', 'not canonical'],
      ['NaN', '"size":1', '"size":NaN', 'not JSON'],
      ['infinity', '"size":1', '"size":1e999', 'not canonical'],
      ['a number beyond 2^53', '"size":1', '"size":9007199254740993', 'not canonical'],
      ['a byte order mark', '{', '\ufeff{', 'not JSON'],
      ['a carriage return', /$/, '\r', 'not canonical'],
      ['a doubled member', '"n":1', '"n":1,"n":1', 'not canonical'],
      ['a list instead', /^.*$/, '[]', 'invalid_type'],
      ['nothing instead', /^.*$/, 'null', 'invalid_type'],
      ['a replica in capitals', '"replica":"a0', '"replica":"A0', 'invalid_format at replica'],
      ['a record id that climbs', /"entity":"[^"]*"/, '"entity":"../../x"', 'invalid_format at entity'],
      ['a record id of 65 characters', /"entity":"[^"]*"/, `"entity":"${'e'.repeat(65)}"`, 'invalid_format at entity'],
      ['SQL as a user', '"u-1"', `"u'; drop table person;--"`, 'invalid_format at user'],
      ['SQL as a type', '"household"', '"place\\" where 1=1;--"', 'invalid_format at type'],
      ['__proto__ as a type', '"household"', '"__proto__"', 'invalid_format at type'],
      ['__proto__ in seen', '"seen":{}', '"seen":{"__proto__":{}}', 'not canonical'],
      ['constructor as a replica', '"seen":{}', '"seen":{"name":{"constructor":1}}', 'invalid_key at seen'],
      ['a seen counter of 0', '"seen":{}', `"seen":{"name":{"${'a0'.repeat(16)}":0}}`, 'too_small at seen'],
      ['a clock before its time', /"ms":\d+/, '"ms":-1', 'too_small at hlc'],
      ['a time of 41 characters', /"wall":"[^"]*"/, `"wall":"${'x'.repeat(41)}"`, 'too_big at wall'],
      ['a short salt', /"salt":"../, '"salt":"', 'invalid_format at salt'],
      ['the members in another order', /^\{("app":"[^"]*"),("clockFlag":"ok")/, '{$2,$1', 'not canonical'],
    ] as const
  ).map(([name, from, to, message]): HostileCase => [
    `in a line ${name}`,
    { parts: [lines(line.replace(from, to), '\n')], counts: one },
    `REFUSED_CONTENT: bag/data/ops/000001.ndjson.zst: ${message}`,
  ]),
]
