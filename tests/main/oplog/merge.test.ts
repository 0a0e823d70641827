import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { place } from '../../../src/shared/records/place.ts'
import { apply } from '../../../src/main/oplog/apply.ts'
import { reopen, settle } from '../../../src/main/oplog/decide.ts'
import { dotOf, latestOf, lineageOf, writesOfRegister } from '../../../src/main/oplog/lineage.ts'
import { readLog, stateHash } from '../../../src/main/oplog/read.ts'
import { rebuild } from '../../../src/main/oplog/rebuild.ts'
import { change, remove, restore, save } from '../../../src/main/oplog/save.ts'
import { disagreementOf } from '../../../src/main/conflicts/view.ts'
import type { Writer } from '../../../src/main/store/context.ts'
import type { BundleOp } from '../../../src/shared/bundle/v1/operation.ts'
import { makeReplica, type Replica } from './three-stores.ts'

/** One thing that happens in one of three offices. */
type Step =
  | { kind: 'create'; at: number; id: string; name: string }
  | { kind: 'set'; at: number; id: string; field: 'nameEn' | 'nameAr' | 'dtmCode'; value: string }
  | { kind: 'remove' | 'restore'; at: number; id: string }
  | { kind: 'decide'; at: number; id: string; field: 'nameEn' | 'deleted'; value: string }
  | { kind: 'takeBack'; at: number; id: string; field: 'nameEn' | 'deleted' }
  | { kind: 'carry'; at: number; from: number; order: number; again: boolean }
  | { kind: 'clock'; at: number; by: number }

const office = fc.integer({ min: 0, max: 2 })
const id = fc.constantFrom('P1', 'P2')
const word = fc.constantFrom('a', 'b', 'c')
const decided = fc.constantFrom('nameEn' as const, 'deleted' as const)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('create' as const), at: office, id, name: word }),
  {
    arbitrary: fc.record({
      kind: fc.constant('set' as const),
      at: office,
      id,
      field: fc.constantFrom('nameEn' as const, 'nameAr' as const, 'dtmCode' as const),
      value: word,
    }),
    weight: 3,
  },
  fc.record({ kind: fc.constantFrom('remove' as const, 'restore' as const), at: office, id }),
  fc.record({ kind: fc.constant('decide' as const), at: office, id, field: decided, value: word }),
  fc.record({ kind: fc.constant('takeBack' as const), at: office, id, field: decided }),
  {
    arbitrary: fc.record({
      kind: fc.constant('carry' as const),
      at: office,
      from: office,
      order: fc.integer(),
      again: fc.boolean(),
    }),
    weight: 2,
  },
  fc.record({ kind: fc.constant('clock' as const), at: office, by: fc.integer({ min: -5000, max: 5000 }) }),
)

let replicas: Replica<'registry'>[] = []
beforeAll(async () => {
  replicas = await Promise.all(['1', '2', '3'].map((digit) => makeReplica('registry', digit)))
})
afterAll(() => {
  for (const replica of replicas) replica.remove()
})

const tables = ['place', 'head', 'conflict', 'deferred', 'opLog', 'knownRange', 'quarantine', 'audit', 'nameEntry']
const empty = (): void => {
  replicas.forEach(({ store, hex }, at) => {
    for (const table of tables) store.raw.prepare(`delete from ${table}`).run()
    store.raw.exec('update feed set n = 0, hash = zeroblob(32), ms = 0, c = 0, auditN = 0, auditHash = zeroblob(32)')
    store.raw.prepare("update storeMeta set value = ? where key = 'replica'").run(hex)
    const replica = replicas[at]
    if (replica) replica.clock = Date.UTC(2026, 10, 24)
  })
}
const allOps = (replica: Replica<'registry'>): BundleOp[] => [...readLog(replica.store)].map(({ op }) => op)

/** A repeatable disorder: sorts by a hash of place and seed. */
const shuffled = <T>(items: readonly T[], seed: number): T[] =>
  items
    .map((item, at) => ({ item, key: Math.imul(at * 2654435761 + seed, 2246822519) >>> 0 }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item)

/** How often a decision was taken back, so that a property which never does is noticed. */
let takenBack = 0

const isHere = (trx: Writer<'registry'>, entity: string): boolean =>
  trx.session.store.prepare('select 1 from place where id = ?').get(entity) !== undefined

function decide(trx: Writer<'registry'>, one: Extract<Step, { kind: 'decide' }>): void {
  const value = one.field === 'deleted' ? one.value === 'a' : one.value
  if (isHere(trx, one.id)) settle(trx, place, one.id, one.field, value)
}

function takeBack(trx: Writer<'registry'>, { id: entity, field }: Extract<Step, { kind: 'takeBack' }>): void {
  const [last] = latestOf(writesOfRegister(lineageOf(trx.session.store, 'place', entity), field))
  if (!last || !isHere(trx, entity)) return
  reopen(trx, place, entity, field, dotOf(last))
  takenBack += 1
}

/** What the desk shows, as the log tells it, against what the merge noted. */
const expectSameDisagreements = ({ store }: Replica<'registry'>): void => {
  const noted = store.raw
    .prepare(
      `select c.entity, c.register from conflict c join place p on p.id = c.entity
       where p.deleted = 0 or c.register = 'deleted' order by c.entity, c.register`,
    )
    .all() as { entity: string; register: string }[]
  const told = ['P1', 'P2'].flatMap((entity) =>
    ['deleted', ...Object.keys(place.fields)]
      .toSorted((a, b) => (a < b ? -1 : 1))
      .filter((register) => disagreementOf(store, 'place', entity, register) !== null)
      .map((register) => ({ entity, register })),
  )
  expect(told).toEqual(noted)
}

const run = async (one: Step): Promise<void> => {
  const replica = replicas[one.at]
  if (!replica) return
  replica.clock += 10
  if (one.kind === 'clock') replica.clock += one.by
  else if (one.kind === 'carry') {
    const from = replicas[one.from]
    if (!from) return
    const ops = shuffled(allOps(from), one.order)
    await replica.write(async (trx) => await apply(trx, one.again ? [...ops, ...ops] : ops))
  } else {
    // A record may be missing, there already, or removed in this office: then this step does not happen.
    await replica
      .write(async (trx) => {
        if (one.kind === 'create') await save(trx, place, { id: one.id, level: 1, nameEn: one.name })
        else if (one.kind === 'set') await change(trx, place, one.id, { [one.field]: one.value })
        else if (one.kind === 'decide') decide(trx, one)
        else if (one.kind === 'takeBack') takeBack(trx, one)
        else if (one.kind === 'remove') await remove(trx, place, one.id)
        else await restore(trx, place, one.id)
      })
      .catch((error: unknown) => {
        if (!(error instanceof Error) || error.name !== 'Failure') throw error
      })
  }
}

const shown = (replica: Replica<'registry'>) => ({
  rows: replica.store.raw.prepare('select * from place order by id').all(),
  conflicts: replica.store.raw.prepare('select * from conflict order by type, entity, register').all(),
})

/** Gives every office every operation, in disorder and twice, and looks whether they show the same. */
const expectAlike = async (order: number): Promise<void> => {
  const everything = replicas.flatMap(allOps)
  for (const [at, replica] of replicas.entries()) {
    const outcome = await replica.write(
      async (trx) => await apply(trx, shuffled([...everything, ...everything], order + at)),
    )
    expect(outcome.quarantined + outcome.deferred).toBe(0)
  }
  const [first, ...others] = replicas
  if (!first) throw new Error('no office')
  const expected = shown(first)
  for (const other of others) {
    expect(shown(other)).toEqual(expected)
    expect(stateHash(other.store)).toEqual(stateHash(first.store))
  }
  expectSameDisagreements(first)
  await first.write(async (trx) => {
    await rebuild(trx)
  })
  expect(shown(first)).toEqual(expected)
  expect(stateHash(first.store)).toEqual(stateHash(others[0]?.store ?? first.store))
}

test('three offices that hold the same operations show the same, whatever the order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 24 }), fc.integer(), async (steps, order) => {
      empty()
      for (const one of steps) await run(one)
      await expectAlike(order)
    }),
    { numRuns: 200 },
  )
}, 120_000)

/** Three offices hold a place; two change it, one removes it, and all of them hear of it. */
const quarrel: readonly Step[] = [
  { kind: 'create', at: 0, id: 'P1', name: 'a' },
  { kind: 'carry', at: 1, from: 0, order: 1, again: false },
  { kind: 'carry', at: 2, from: 0, order: 1, again: false },
  { kind: 'set', at: 0, id: 'P1', field: 'nameEn', value: 'b' },
  { kind: 'set', at: 1, id: 'P1', field: 'nameEn', value: 'c' },
  { kind: 'remove', at: 2, id: 'P1' },
  { kind: 'carry', at: 0, from: 1, order: 2, again: false },
  { kind: 'carry', at: 0, from: 2, order: 3, again: false },
  { kind: 'carry', at: 1, from: 0, order: 4, again: false },
]
const disputed = fc.constant('P1')
const settling: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('decide' as const), at: office, id: disputed, field: decided, value: word }),
  fc.record({ kind: fc.constant('takeBack' as const), at: office, id: disputed, field: decided }),
  fc.record({
    kind: fc.constant('set' as const),
    at: office,
    id: disputed,
    field: fc.constant('nameEn' as const),
    value: word,
  }),
  fc.record({
    kind: fc.constant('carry' as const),
    at: office,
    from: office,
    order: fc.integer(),
    again: fc.boolean(),
  }),
)

test('decisions, and decisions taken back, leave three offices alike', async () => {
  takenBack = 0
  await fc.assert(
    fc.asyncProperty(fc.array(settling, { minLength: 2, maxLength: 14 }), fc.integer(), async (steps, order) => {
      empty()
      for (const one of [...quarrel, ...steps]) await run(one)
      await expectAlike(order)
    }),
    { numRuns: 300 },
  )
  expect(takenBack).toBeGreaterThan(10)
}, 120_000)

test('an edit that did not see another leaves a conflict, and a later one that saw both settles it', async () => {
  empty()
  const [a, b] = replicas
  if (!a || !b) throw new Error('no offices')
  await a.write(async (trx) => await save(trx, place, { id: 'P1', level: 1, nameEn: 'one' }))
  await b.write(async (trx) => await apply(trx, allOps(a)))
  a.clock += 1000
  await a.write(async (trx) => await change(trx, place, 'P1', { nameEn: 'from a' }))
  b.clock += 2000
  await b.write(async (trx) => await change(trx, place, 'P1', { nameEn: 'from b', nameAr: 'ب' }))
  const outcome = await a.write(async (trx) => await apply(trx, allOps(b)))
  expect(outcome).toMatchObject({ applied: 1, held: 1, conflicts: 1 })
  expect(shown(a).rows).toMatchObject([{ nameEn: 'from b', nameAr: 'ب' }])
  expect(shown(a).conflicts).toMatchObject([{ register: 'nameEn' }])
  a.clock += 5000
  await a.write(async (trx) => await change(trx, place, 'P1', { nameEn: 'settled' }))
  expect(shown(a).conflicts).toEqual([])
  await b.write(async (trx) => await apply(trx, allOps(a)))
  expect(shown(b)).toEqual(shown(a))
})

test('the same place made in two offices is no conflict when the values agree', async () => {
  empty()
  const [a, b] = replicas
  if (!a || !b) throw new Error('no offices')
  for (const one of [a, b])
    await one.write(async (trx) => await save(trx, place, { id: 'IQG04', level: 1, nameEn: 'Najaf' }))
  const outcome = await a.write(async (trx) => await apply(trx, allOps(b)))
  expect(outcome).toMatchObject({ applied: 1, conflicts: 0 })
})

test('a removal keeps what it had not seen visible, as a conflict', async () => {
  empty()
  const [a, b] = replicas
  if (!a || !b) throw new Error('no offices')
  await a.write(async (trx) => await save(trx, place, { id: 'P1', level: 1, nameEn: 'one' }))
  await b.write(async (trx) => await apply(trx, allOps(a)))
  await b.write(async (trx) => await change(trx, place, 'P1', { nameEn: 'two' }))
  await a.write(async (trx) => {
    await remove(trx, place, 'P1')
  })
  expect(shown(a).rows).toMatchObject([{ deleted: 1 }])
  await a.write(async (trx) => await apply(trx, allOps(b)))
  expect(shown(a).rows).toMatchObject([{ deleted: 0, nameEn: 'two' }])
  expect(shown(a).conflicts).toMatchObject([{ register: 'deleted' }])
})

test('altered, forged and reused operations are set aside and change nothing', async () => {
  empty()
  const [a, b] = replicas
  if (!a || !b) throw new Error('no offices')
  await a.write(async (trx) => await save(trx, place, { id: 'P1', level: 1, nameEn: 'one' }))
  const [op] = allOps(a)
  if (!op) throw new Error('no operation')
  const altered = { ...op, fields: { ...op.fields, nameEn: 'other' } }
  expect(await b.write(async (trx) => await apply(trx, [altered]))).toMatchObject({ applied: 0, quarantined: 1 })
  expect(shown(b).rows).toEqual([])
  await b.write(async (trx) => await apply(trx, [op]))
  const reused = { ...op, hash: 'f'.repeat(64) }
  expect(await b.write(async (trx) => await apply(trx, [reused]))).toMatchObject({ quarantined: 1 })
  const reasons = b.store.raw.prepare('select reason from quarantine order by id').pluck().all()
  expect(reasons).toEqual(['hash', 'dot_used_twice'])
  expect(shown(b).rows).toMatchObject([{ nameEn: 'one' }])
})

test('a store whose disk was put back takes a new replica id before it writes again', async () => {
  empty()
  const [a, b] = replicas
  if (!a || !b) throw new Error('no offices')
  await a.write(async (trx) => await save(trx, place, { id: 'P1', level: 1, nameEn: 'one' }))
  const ops = allOps(a)
  // What a put-back disk looks like: the feed is empty again, and others know more of it.
  a.store.raw.exec('delete from opLog; delete from place; update feed set n = 0, hash = zeroblob(32)')
  await a.write(async (trx) => await apply(trx, ops))
  await a.write(async (trx) => await save(trx, place, { id: 'P2', level: 1, nameEn: 'two' }))
  const [first, second] = allOps(a)
  expect(first?.replica).toBe(a.hex)
  expect(second?.replica).not.toBe(a.hex)
  expect(second?.n).toBe(1)
  expect(await b.write(async (trx) => await apply(trx, allOps(a)))).toMatchObject({ applied: 2, quarantined: 0 })
})
