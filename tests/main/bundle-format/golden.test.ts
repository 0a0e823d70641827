import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readChunks, readOps, verifyBundle, type ReadInput } from '../../../src/main/bundles/format/read.ts'
import { apply } from '../../../src/main/oplog/apply.ts'
import { stateHash } from '../../../src/main/oplog/read.ts'
import { makeReplica, type Replica } from '../oplog/three-stores.ts'

const folder = path.join(import.meta.dirname, '../../fixtures/bundles')
const versions = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
const keysOf = z.strictObject({
  office: z.string(),
  registry: z.string(),
  medical: z.string(),
  passphrase: z.string(),
  senders: z.strictObject({ registry: z.string(), medical: z.string() }),
})

let open: Replica<'registry' | 'medical'>[] = []
afterEach(() => {
  for (const one of open) one.remove()
  open = []
})
const fresh = async <S extends 'registry' | 'medical'>(store: S): Promise<Replica<S>> => {
  const made = await makeReplica(store, 'e')
  open.push(made)
  return made
}

describe.each(versions.map(({ name }) => name))('bundles of %s', (version) => {
  const at = (name: string) => path.join(folder, version, name)
  const keys = keysOf.parse(JSON.parse(readFileSync(at('keys.json'), 'utf8')))
  const input = (more: Partial<ReadInput> = {}): ReadInput => ({
    identities: [keys.registry, keys.medical],
    office: keys.office,
    trust: (key, { store }) => (key === keys.senders[store] ? 'trusted' : 'unknown'),
    ...more,
  })
  const takeIn = async (
    into: Replica<'registry'> | Replica<'medical'>,
    name: string,
    more: Partial<ReadInput> = {},
  ) => {
    const verified = await verifyBundle(at(name), input(more))
    let outcome = { applied: 0, other: 0 }
    for await (const ops of readOps(at(name), verified, 50)) {
      const { applied, held, deferred, quarantined } = await into.write(async (trx) => await apply(trx, ops))
      outcome = { applied: outcome.applied + applied, other: outcome.other + held + deferred + quarantined }
    }
    expect(outcome).toEqual({ applied: verified.counts.ops, other: 0 })
    return verified
  }

  test('a whole one and what came after it hold the same as one under a passphrase', async () => {
    const here = await fresh('registry')
    const whole = await takeIn(here, 'registry-full.bundle')
    expect(whole.header.type).toBe('full')
    const pieces = []
    for await (const { bytes } of readChunks(at('registry-full.bundle'), whole)) pieces.push(bytes.length)
    expect(pieces.length).toBe(whole.counts.chunks)
    expect(pieces.length).toBeGreaterThan(0)
    expect((await takeIn(here, 'registry-incremental.bundle')).header.type).toBe('incremental')
    const people = here.store.raw.prepare('select given from person where deleted = 0').pluck().all()
    expect(people.filter((given) => String(given).includes('Zhiyan'))).toHaveLength(2)
    const families = here.store.raw.prepare('select phone, status, notes from household order by number').all()
    expect(families).toMatchObject([
      { phone: '0770 000 0001', status: 'registered', notes: 'Moved to the second camp' },
      { phone: '0750 123 4567', status: 'verified' },
    ])
    expect(here.store.raw.prepare('select count(*) from conflict').pluck().get()).toBe(0)

    const there = await fresh('registry')
    await takeIn(there, 'registry-passphrase.bundle', { identities: [], passphrase: keys.passphrase })
    expect(stateHash(there.store)).toEqual(stateHash(here.store))
  })

  test('a receipt says what has arrived, and holds nothing else', async () => {
    const { header, counts } = await verifyBundle(at('registry-receipt.bundle'), input())
    expect(header.type).toBe('receipt')
    expect(counts).toMatchObject({ ops: 0, chunks: 0 })
    expect(Object.keys(header.knowledge).length).toBeGreaterThan(0)
  })

  test('the medical store has a bundle of its own', async () => {
    const here = await fresh('medical')
    await takeIn(here, 'medical-full.bundle')
    expect(stateHash(here.store).records).toMatchObject({ evacuationCase: 1, patient: 1 })
  })
})
