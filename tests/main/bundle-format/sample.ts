import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { BundleOp } from '../../../src/shared/bundle/v1/operation.ts'
import { noPrev } from '../../../src/shared/bundle/v1/operation.ts'
import type { NewHeader, WriteInput } from '../../../src/main/bundles/format/write.ts'
import type { ReadInput } from '../../../src/main/bundles/format/read.ts'
import { generateAgeKey } from '../../../src/main/crypto/age.ts'
import { fieldsHash, operationHash } from '../../../src/main/crypto/operation.ts'
import { randomBytes } from '../../../src/main/crypto/random.ts'
import { signCheckpoint, signStatement } from '../../../src/main/bundles/format/statements.ts'
import { generateSigningKey } from '../../../src/main/crypto/sign.ts'

const replica = 'a0'.repeat(16)
export const receiver = await generateAgeKey()
export const sender = generateSigningKey()
export const senderKey = sender.publicKey.toString('hex')

export const newFolder = () => mkdtemp(path.join(tmpdir(), 'bundle-test-'))

/** A chain of synthetic operations. */
export function* makeOps(count: number): Generator<BundleOp> {
  let prev = noPrev
  for (let n = 1; n <= count; n++) {
    const salt = randomBytes(16).toString('hex')
    const fields = { name: { given: `Nadia ${n}`, family: 'زهرة' }, size: n, note: 'line\nbreak \u{1F3E0}' }
    const op = {
      replica,
      n,
      entity: `0190aaaa-0000-7000-8000-${String(n).padStart(12, '0')}`,
      type: 'household',
      kind: 'create' as const,
      fields,
      seen: {},
      hlc: { ms: 1_780_000_000_000 + n, c: 0 },
      wall: '2026-06-01T08:00:00.000Z',
      clockFlag: 'ok' as const,
      user: 'u-1',
      device: 'd-1',
      save: `s-${n}`,
      schema: 1,
      app: '0.1.0',
      salt,
      phash: fieldsHash(salt, fields),
      prev,
    }
    const hash = operationHash(op)
    prev = hash
    yield { ...op, hash }
  }
}

export const header: NewHeader = {
  bundle: 'b1'.repeat(16),
  set: 'b2'.repeat(16),
  volume: { i: 1, n: 1 },
  store: 'registry',
  type: 'full',
  sender: { office: 'BGD', device: 'd-1', replica },
  offices: ['HQ'],
  scope: {},
  schema: 1,
  created: '2026-06-01T08:00:00.000Z',
  knowledge: { [replica]: [{ from: 1, to: 20, digest: 'cd'.repeat(32) }] },
  acks: {},
  wants: [],
  receipt_secret: 'ef'.repeat(32),
  previous: null,
}

export async function* stream<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items
}

export const roster = {
  statements: [
    signStatement(
      {
        issuer: senderKey,
        version: 1,
        subject: { kind: 'device', id: 'd-1', office: 'BGD', name: 'Laptop 1' },
        keys: [{ use: 'sign', store: 'registry', type: 'ed25519', key: senderKey }],
        from: '2026-01-01T00:00:00Z',
        until: null,
        revoked: null,
      },
      sender.seed,
    ),
  ],
}

export const checkpoints = [
  signCheckpoint(
    {
      kind: 'feed',
      store: 'registry',
      origin: replica,
      size: 20,
      hash: 'cd'.repeat(32),
      at: '2026-06-01T08:00:00Z',
      key: senderKey,
    },
    sender.seed,
  ),
]

export const writeInput = (targetFolder: string, ops: Iterable<BundleOp>): WriteInput => ({
  header,
  roster,
  checkpoints,
  ops: stream(ops),
  recipients: [receiver.recipient],
  signingKey: sender,
  targetFolder,
})

export const readInput: ReadInput = {
  identities: [receiver.identity],
  office: 'HQ',
  trust: (key) => (key === senderKey ? 'trusted' : 'unknown'),
}

/** The same operation with 900 kB of text that hardly packs. */
export function widen(op: BundleOp): BundleOp {
  const fields = { note: randomBytes(450_000).toString('hex') }
  const { hash: _hash, ...rest } = { ...op, fields, phash: fieldsHash(op.salt, fields) }
  return { ...rest, hash: operationHash(rest) }
}
