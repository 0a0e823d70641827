import { names, partName } from '../../../src/main/bundles/format/names.ts'
import { bundleRoster } from '../../../src/shared/bundle/v1/header.ts'
import { tarHeader } from '../../../src/main/bundles/format/tar.ts'
import { packPart } from '../../../src/main/bundles/format/parts.ts'
import { canonical } from '../../../src/main/crypto/canonical.ts'
import { generateSigningKey } from '../../../src/main/crypto/sign.ts'
import { spoofedHeader, type File, type Forgery } from './hostile.ts'

/** A bundle that an enrolled office made with its own writer: what it is, how it is made, the refusal it gets. */
export type HostileCase = [name: string, forgery: Forgery, refusal: string]

const extra = (name: string, body = Buffer.from('x')): Pick<Forgery, 'payload'> => ({
  payload: (files) => [...files, { name, body }],
})

const life = 'a0'.repeat(16)
const run = { from: 1, to: 2, digest: 'cd'.repeat(32) }
const roster = (change: (file: File) => File): Forgery => ({
  all: (files) => files.map((f) => (f.name === names.roster ? change(f) : f)),
})
const other = (name: string, change: (text: string) => string): Forgery => ({
  all: (files) => files.map((f) => (f.name === name ? { ...f, body: Buffer.from(change(f.body.toString())) } : f)),
})
const otherRoster = (change: object) => (files: File[]) =>
  files.map((f) => {
    if (f.name !== names.roster) return f
    const [statement] = bundleRoster.parse(JSON.parse(f.body.toString())).statements
    return { ...f, body: Buffer.from(canonical({ statements: [{ ...statement, ...change }] })) }
  })

/** Bags that break a rule of tar, BagIt, names, order, counts or the header. */
export const hostileBags: HostileCase[] = [
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
      payload: (files) => [...files, { name: partName('audit', 1), body: packPart(Buffer.from('{"a":1}\n')) }],
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
  ...[
    ['a hard link', '1'],
    ['a device', '3'],
    ['a pax header', 'x'],
    ['a long name of GNU tar', 'L'],
  ].map(([name = '', flag = '']): HostileCase => [
    name,
    roster((f) => ({ ...f, tar: spoofedHeader(f.name, f.body.length, (h) => h.write(flag, 156, 'latin1')) })),
    'REFUSED_CONTENT: tar: only plain files in one spelling are allowed',
  ]),
  ...[
    'C:\\Windows\\x.exe',
    'bag/data/HEADER.json',
    'bag/data/',
    './bag/bagit.txt',
    'bag/data/roster.json ',
    'bag/data/chunks/CON',
  ].map((name): HostileCase => [`the name ${name}`, extra(name), 'REFUSED_CONTENT: a file of another name']),
  [
    'a size of 8 GiB',
    roster((f) => ({ ...f, tar: spoofedHeader(f.name, 8 * 1024 ** 3 - 1, () => undefined) })),
    'REFUSED_CONTENT: bag/data/roster.json: too large',
  ],
  [
    'a size in base 256',
    roster((f) => ({ ...f, tar: spoofedHeader(f.name, f.body.length, (h) => h.writeUInt8(0x80, 124)) })),
    'DAMAGED: tar: unreadable header',
  ],
  [
    'padding that is not empty',
    roster((f) => ({
      ...f,
      body: Buffer.concat([f.body, Buffer.from('x')]),
      tar: tarHeader(f.name, f.body.length, 1),
    })),
    'DAMAGED: tar: ',
  ],
  ...[
    names.bagit,
    names.header,
    names.roster,
    names.checkpoints,
    partName('ops', 1),
    names.bagInfo,
    names.manifest,
    names.tagManifest,
    names.signature,
  ].map((name): HostileCase => [`without ${name}`, { all: (files) => files.filter((f) => f.name !== name) }, '']),
  ...[names.bagInfo, names.manifest, names.tagManifest].map((name): HostileCase => [
    `another ${name}`,
    other(name, (text) => `${text}x`),
    `DAMAGED: ${name}: does not match`,
  ]),
  [
    'another count of bytes',
    other(names.bagInfo, (text) => text.replace(/Oxum: \d+/, 'Oxum: 7')),
    'DAMAGED: bag/bag-info',
  ],
  [
    'a manifest that climbs',
    other(names.manifest, (text) => text.replace('data/header.json', '../../etc/passwd')),
    'DAMAGED: bag/manifest-sha256.txt: does not match the files',
  ],
  ['more in the signature', other(names.signature, (text) => text.replace('}', ',"x":1}')), 'REFUSED_CONTENT: bag/sig'],
  [
    'a chunk beyond 1 MiB',
    extra(`bag/data/chunks/${'a'.repeat(64)}`, Buffer.alloc(1024 * 1024 + 1)),
    'REFUSED_CONTENT',
  ],
  ['an empty part', extra(partName('ops', 2), Buffer.alloc(0)), 'DAMAGED: bag/data/ops/000002.ndjson.zst: not zstd'],
  ['a statement with more in it', { payload: otherRoster({ extra: 1 }) }, 'REFUSED_CONTENT: bag/data/roster.json: un'],
  ['a statement of version 0', { payload: otherRoster({ version: 0 }) }, 'REFUSED_CONTENT: bag/data/roster.json: '],
  ['a statement without a hash', { payload: otherRoster({ issuer: 'me' }) }, 'REFUSED_CONTENT: bag/data/roster.json: '],
  ...(
    [
      ['offices none', { offices: [] }, 'too_small at offices'],
      ['offices 1,001', { offices: Array.from({ length: 1001 }, () => 'HQ') }, 'too_big at offices'],
      ['wants 20,001', { wants: Array.from({ length: 20_001 }, () => 'ab'.repeat(8)) }, 'too_big at wants'],
      ['wants a path', { wants: ['../../etc/passwd'] }, 'invalid_format at wants'],
      ['a run from 0', { knowledge: { [life]: [{ ...run, from: 0 }] } }, 'too_small at knowledge'],
      ['a run from -5', { knowledge: { [life]: [{ ...run, from: -5 }] } }, 'too_small at knowledge'],
      ['a run without a digest', { knowledge: { [life]: [{ from: 1, to: 2 }] } }, 'invalid_type at knowledge'],
      ['10,001 runs', { knowledge: { [life]: Array.from({ length: 10_001 }, () => ({ ...run, digest: '' })) } }, ''],
      ['a replica called constructor', { knowledge: { constructor: [run] } }, 'invalid_key at knowledge'],
      ['a replica called toString', { acks: { toString: [run] } }, 'invalid_key at acks'],
      ['a volume beyond 9999', { volume: { i: 1, n: 10_000 } }, 'too_big at volume'],
      ['a negative volume', { volume: { i: -1, n: 1 } }, 'too_small at volume'],
      ['another store', { store: 'finance' }, 'invalid_value at store'],
      ['another type', { type: 'everything' }, 'invalid_value at type'],
      ['a time in words', { created: 'yesterday' }, 'invalid_format at created'],
      ['a previous that is a path', { previous: '../1' }, 'invalid_format at previous'],
      ['serial 0', { serial: 0 }, 'too_small at serial'],
      ['a scope of objects', { scope: { place: { or: 1 } } }, 'invalid_union at scope'],
      ['an office with a slash', { offices: ['../HQ'] }, 'invalid_format at offices'],
      ['a sender without a key', { sender: { office: 'BGD', device: 'd', replica: life } }, 'invalid_type at sender'],
    ] as const
  ).map(([name, header, message]): HostileCase => [
    `in the header ${name}`,
    { header },
    `REFUSED_CONTENT: bag/data/header.json: ${message}`,
  ]),
  ...(
    [
      ['a fraction', '"schema":1', '"schema":1.5'],
      ['an exponent', '"schema":1', '"schema":1e0'],
      ['minus zero', '"schema":1', '"schema":-0'],
      ['no number', '"schema":1', '"schema":NaN'],
      ['a number beyond 2^53', '"schema":1', '"schema":9007199254740993'],
      ['__proto__', '"acks":{}', '"__proto__":{"office":"HQ"},"acks":{}'],
      ['a byte order mark', '{', '\ufeff{'],
      ['decomposed text', '"acks":{}', '"a\u0301":1,"acks":{}'],
      ['a lone surrogate', '"acks":{}', '"a\\ud800":1,"acks":{}'],
      ['an escape that is not needed', '"registry"', '"\\u0072egistry"'],
      ['17 levels', '"acks":{}', `"aa":${'['.repeat(17)}${']'.repeat(17)},"acks":{}`],
    ] as const
  ).map(([name, from, to]): HostileCase => [
    `in the text of the header ${name}`,
    { headerText: (text) => text.replace(from, to) },
    'REFUSED_CONTENT: bag/data/header.json: n',
  ]),
]
