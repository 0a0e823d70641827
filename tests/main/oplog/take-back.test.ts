import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { person } from '../../../src/shared/records/person.ts'
import { place } from '../../../src/shared/records/place.ts'
import { apply } from '../../../src/main/oplog/apply.ts'
import { knowledgeOf, readLog, stateHash } from '../../../src/main/oplog/read.ts'
import { rebuild } from '../../../src/main/oplog/rebuild.ts'
import { change, remove, restore, save } from '../../../src/main/oplog/save.ts'
import { takeBack } from '../../../src/main/oplog/take-back.ts'
import type { BundleOp } from '../../../src/shared/bundle/v1/operation.ts'
import { makeReplica, type Replica } from './three-stores.ts'

/** One thing that happens in one of two offices; both know the same few places and people. */
type Step =
  | { kind: 'create' | 'remove' | 'restore'; at: number; id: string; value: string }
  | { kind: 'set'; at: number; id: string; value: string }
  | { kind: 'carry'; at: number; id: string; value: string }

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('create', 'create', 'set', 'set', 'set', 'remove', 'restore', 'carry'),
  at: fc.integer({ min: 0, max: 1 }),
  id: fc.constantFrom('P1', 'P2', 'H1', 'H2'),
  value: fc.constantFrom('a', 'b', 'c'),
})

let offices: Replica<'registry'>[] = []
beforeAll(async () => {
  offices = await Promise.all(['1', '2'].map((digit) => makeReplica('registry', digit)))
})
afterAll(() => {
  for (const one of offices) one.remove()
})

const tables = ['place', 'person', 'head', 'conflict', 'deferred', 'opLog', 'knownRange', 'quarantine', 'audit']
const empty = (): void => {
  for (const { store } of offices) {
    for (const table of tables) store.raw.prepare(`delete from ${table}`).run()
    store.raw.exec("insert into nameSearch (nameSearch) values ('rebuild')")
    store.raw.exec('delete from nameEntry')
    store.raw.exec("insert into nameSearch (nameSearch) values ('rebuild')")
    store.raw.exec('update feed set n = 0, hash = zeroblob(32), ms = 0, c = 0, auditN = 0, auditHash = zeroblob(32)')
  }
}
const allOps = (one: Replica<'registry'>): BundleOp[] => [...readLog(one.store)].map(({ op }) => op)
const endOf = ({ store }: Replica<'registry'>) =>
  Number(store.raw.prepare('select coalesce(max(seq), 0) from opLog').pluck().get())

/** All of a store that must be as it was. */
const stateOf = ({ store }: Replica<'registry'>) => ({
  state: stateHash(store),
  knowledge: knowledgeOf(store),
  conflicts: store.raw.prepare('select * from conflict order by type, entity, register').all(),
  heads: store.raw.prepare('select type, entity, register, n, value, seen from head order by 1, 2, 3, 4').all(),
  names: store.raw.prepare('select id, tokens, skeletons from nameEntry order by id').all(),
  found: ['a', 'b', 'c'].map((word) =>
    store.raw.prepare("select count(*) from nameSearch where nameSearch match 'tokens : ' || ?").pluck().get(word),
  ),
})

const write = async (office: Replica<'registry'>, { kind, id, value }: Step): Promise<void> => {
  const record = id.startsWith('P') ? place : person
  await office
    .write(async (trx) => {
      if (kind === 'create' && record === place) await save(trx, place, { id, level: 1, nameEn: value })
      else if (kind === 'create')
        await save(trx, person, { id, given: { la: value }, sex: 'MALE', relationship: 'HEAD', status: 'active' })
      else if (kind === 'set' && record === place) await change(trx, place, id, { nameEn: value })
      else if (kind === 'set') await change(trx, person, id, { given: { la: value } })
      else if (kind === 'remove') await remove(trx, record, id)
      else await restore(trx, record, id)
    })
    // A record may be missing, there already, or removed: then this step does not happen.
    .catch((error: unknown) => {
      if (!(error instanceof Error) || error.name !== 'Failure') throw error
    })
}

const run = async (one: Step): Promise<void> => {
  const [office, other] = one.at === 0 ? offices : offices.toReversed()
  if (!office || !other) throw new Error('no offices')
  office.clock += 10
  if (one.kind === 'carry') await office.write(async (trx) => await apply(trx, allOps(other)))
  else await write(office, one)
}

const goOn = (): Promise<void> => Promise.resolve()

test('an import that was taken back leaves no trace, and can be taken in again', async () => {
  let brought = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 20 }), async (steps) => {
      empty()
      for (const one of steps) await run(one)
      const [here, there] = offices
      if (!here || !there) throw new Error('no offices')
      const before = stateOf(here)
      const first = endOf(here) + 1
      const { applied } = await here.write(async (trx) => await apply(trx, allOps(there)))
      if (applied > 0) brought += 1
      const after = stateOf(here)
      const back = await here.write(async (trx) => await takeBack(trx, [{ first, last: endOf(here) }], goOn))
      expect(back.operations).toBe(applied)
      expect(stateOf(here)).toEqual(before)
      await here.write(async (trx) => await apply(trx, allOps(there)))
      expect(stateOf(here)).toEqual(after)
      await there.write(async (trx) => await apply(trx, allOps(here)))
      expect(stateHash(there.store)).toEqual(stateHash(here.store))
    }),
    { numRuns: 200 },
  )
  expect(brought).toBeGreaterThan(50)
}, 120_000)

test('what was written in between and after stays, as the log tells it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 8 }),
      fc.array(step, { maxLength: 6 }),
      fc.constantFrom('P', 'H'),
      async (steps, others, kind) => {
        empty()
        for (const one of steps) await run({ ...one, id: one.id.replace(/^./, kind) })
        const [here, there] = offices
        if (!here || !there) throw new Error('no offices')
        const ops = allOps(there)
        const runs: { first: number; last: number }[] = []
        for (const part of [ops.slice(0, ops.length / 2), ops.slice(ops.length / 2)]) {
          const first = endOf(here) + 1
          await here.write(async (trx) => await apply(trx, part))
          if (endOf(here) >= first) runs.push({ first, last: endOf(here) })
          // Other records than those that came.
          for (const one of others) await write(here, { ...one, id: one.id.replace(/^./, kind === 'P' ? 'H' : 'P') })
        }
        await here.write(async (trx) => await takeBack(trx, runs, goOn))
        const now = stateOf(here)
        await here.write(async (trx) => {
          await rebuild(trx)
        })
        expect(stateOf(here)).toEqual(now)
      },
    ),
    { numRuns: 100 },
  )
}, 120_000)
