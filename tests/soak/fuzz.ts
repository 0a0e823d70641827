import { readFile, writeFile } from 'node:fs/promises'
import { packPart, unpackPart } from '../../src/main/bundles/format/parts.ts'
import { partName, names } from '../../src/main/bundles/format/names.ts'
import { canonical } from '../../src/main/crypto/canonical.ts'
import { fieldsHash, operationHash } from '../../src/main/crypto/operation.ts'
import { bundleOp, type BundleOp } from '../../src/shared/bundle/v1/operation.ts'
import { forge, opLines, spoofedHeader, type File, type Forgery } from '../main/bundle-format/hostile.ts'
import { makeOps } from '../main/bundle-format/sample.ts'

/*
 * Mutations of a good bundle, one layer each. What lies above the layer is made right again, hashes and signature
 * included, so that the reader gets as far as the change.
 */

/** Answers a changed bundle, and whether it may be accepted: only when it says the same, or says something allowed. */
export type Layer = (folder: string) => Promise<{ file: string; mayPass: boolean }>

const below = (limit: number): number => Math.floor(Math.random() * limit)
const pick = <T>(items: readonly T[]): T => {
  const found = items[below(items.length)]
  if (found === undefined) throw new Error('nothing to choose from')
  return found
}

/** Bytes with something done to them: bits flipped, bytes taken out, doubled, filled, exchanged. */
const broken = (bytes: Buffer): Buffer => {
  const at = below(Math.max(1, bytes.length))
  const length = 1 + below(pick([1, 4, 64, 4096]))
  const changed = Buffer.from(bytes)
  const how = below(6)
  if (how === 0 && bytes.length > 0) changed.writeUInt8(bytes.readUInt8(at) ^ (1 << below(8)), at)
  else if (how === 1) return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])
  else if (how === 2) return Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)])
  else if (how === 3) changed.fill(below(256), Math.min(at, bytes.length), Math.min(at + length, bytes.length))
  else if (how === 4) return bytes.subarray(0, at)
  else return Buffer.concat([bytes, Buffer.alloc(length, below(256))])
  return changed
}

const oddValues: unknown[] = [
  null,
  true,
  0,
  -1,
  1,
  2 ** 31,
  Number.MAX_SAFE_INTEGER,
  '',
  'x',
  '../../x',
  '\u0000',
  '\u202e',
  "'; drop table opLog;--",
  [],
  {},
  [[]],
  { a: { b: 1 } },
  '0'.repeat(64),
  '0'.repeat(32),
  'constructor',
  ['x'.repeat(300)],
  '2026-02-30T00:00:00Z',
]

/** A value with one member, at any depth, set to something odd, taken out, doubled or renamed. */
const oddly = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || below(6) === 0) return pick(oddValues)
  if (Array.isArray(value)) {
    const list: unknown[] = [...(value as unknown[])]
    if (list.length === 0 || below(5) === 0) return [...list, pick(oddValues)]
    const at = below(list.length)
    if (below(4) === 0) return list.toSpliced(at, 1, list[at], list[at])
    return list.toSpliced(at, 1, oddly(list[at]))
  }
  const members: [string, unknown][] = Object.entries(value)
  const at = below(members.length + 1)
  const [name, inside] = members[at] ?? ['added', null]
  if (below(8) === 0) return Object.fromEntries(members.toSpliced(at, 1))
  if (below(8) === 0) return Object.fromEntries([...members, [pick(['constructor', 'zz', 'é', `${name}x`]), inside]])
  return Object.fromEntries(members.toSpliced(at, 1, [name, oddly(inside)]))
}

/** The same text, unless it could not be written in canonical form. */
const oddText = (text: string): string => {
  try {
    return canonical(oddly(JSON.parse(text)))
  } catch {
    return text
  }
}

const only = (name: string, change: (body: Buffer) => Buffer) => (files: File[]) =>
  files.map((file) => (file.name === name ? { ...file, body: change(file.body) } : file))
const forged =
  (make: () => Forgery, mayPass = false): Layer =>
  async (folder) => ({ file: await forge(folder, make()), mayPass })

const raw = opLines(12)
/** Lines of which one says something odd, half of them with hashes made right, so that what they say is looked at. */
const oneOdd = (ops: readonly BundleOp[]): unknown[] => {
  const at = below(ops.length)
  const odd = oddly(ops[at])
  const parsed = bundleOp.safeParse(odd)
  if (!parsed.success || below(2) === 0) return ops.toSpliced(at, 1, odd as BundleOp)
  const { hash: _hash, ...op } = parsed.data
  try {
    const whole = { ...op, phash: fieldsHash(op.salt, op.fields) }
    return ops.toSpliced(at, 1, { ...whole, hash: operationHash(whole) })
  } catch {
    return ops.toSpliced(at, 1, parsed.data)
  }
}

/** Every layer of a bundle by name. */
export const layers: Readonly<Record<string, Layer>> = {
  'age file': async (folder) => {
    const file = await forge(folder, { parts: [packPart(raw)], counts: { ops: 12 } })
    const whole = await readFile(file)
    const changed = broken(whole)
    await writeFile(file, changed)
    return { file, mayPass: changed.equals(whole) }
  },
  'tar header': forged(() => ({
    all: (files) => {
      const at = below(files.length)
      return files.map((file, i) =>
        i === at
          ? {
              ...file,
              tar: spoofedHeader(file.name, file.body.length, (h) => {
                // Nothing that stands at its place already, and no time: that may be any.
                const place = pick([
                  ...Array(100).keys(),
                  ...Array.from({ length: 36 }, (_, n) => 100 + n),
                  156,
                  160,
                  257,
                  263,
                  265,
                  300,
                  345,
                  500,
                ])
                h.writeUInt8(h.readUInt8(place) ^ (1 + below(255)), place)
              }),
            }
          : file,
      )
    },
  })),
  'order of files': forged(() => ({
    all: (files) => {
      const [from, to] = [below(files.length), below(files.length)]
      const list = files.toSpliced(from, 1)
      const file = files[from]
      if (!file || below(2) === 0 || from === to) return list
      return list.toSpliced(to, 0, file)
    },
  })),
  'bag texts': forged(() => {
    const name = pick([names.bagit, names.bagInfo, names.manifest, names.tagManifest])
    return {
      all: only(name, (body) => {
        for (;;) {
          const changed = broken(body)
          if (!changed.equals(body)) return changed
        }
      }),
    }
  }),
  'header values': forged(() => ({ headerText: oddText }), true),
  'header text': forged(() => ({ headerText: (text) => broken(Buffer.from(text)).toString() }), true),
  'roster and checkpoints': forged(() => {
    const name = pick([names.roster, names.checkpoints])
    return { payload: only(name, (body) => Buffer.from(oddText(body.toString()))) }
  }, true),
  'zstd frames': async (folder) => {
    const packed = packPart(raw)
    const changed = broken(packed)
    let same = false
    try {
      same = unpackPart(changed, '').equals(raw)
    } catch {
      // Refused by the unpacker: the reader has to say so as well.
    }
    return { file: await forge(folder, { parts: [changed], counts: { ops: 12 } }), mayPass: same }
  },
  'lines as text': forged(() => {
    const changed = broken(raw)
    return { parts: [packPart(changed)], counts: { ops: changed.reduce((sum, byte) => sum + Number(byte === 10), 0) } }
  }, true),
  'values of operations': forged(() => {
    const ops = oneOdd([...makeOps(12)])
    let text = ''
    for (const op of ops) {
      try {
        text += `${canonical(op)}\n`
      } catch {
        text += `${JSON.stringify(op)}\n`
      }
    }
    return { parts: [packPart(Buffer.from(text))], counts: { ops: ops.length } }
  }, true),
  'names of parts': forged(() => ({
    payload: (files) =>
      files.map((file) =>
        file.name === partName('ops', 1)
          ? {
              ...file,
              name: pick([
                'bag/data/ops/1',
                partName('ops', 2),
                partName('audit', 1),
                `${partName('ops', 1)}x`,
                'bag/data/chunks/x',
                '/etc/x',
              ]),
            }
          : file,
      ),
  })),
}
