import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apply } from '../../../src/main/oplog/apply.ts'
import { knowledgeOf, stateHash } from '../../../src/main/oplog/read.ts'
import { rebuild } from '../../../src/main/oplog/rebuild.ts'
import { takeBack } from '../../../src/main/oplog/take-back.ts'
import { allOps, empty, endOf, run, step, write, type Step } from './histories.ts'
import { makeReplica, type Replica } from './three-stores.ts'

let offices: Replica<'registry'>[] = []
beforeAll(async () => {
  offices = await Promise.all(['1', '2'].map((digit) => makeReplica('registry', digit)))
})
afterAll(() => {
  for (const one of offices) one.remove()
})

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

/** The second write saw both offices, in an order that is not that of their ids. */
const writtenTwice: Step[] = [
  { kind: 'create', at: 1, id: 'H2', value: 'b' },
  { kind: 'carry', at: 0, id: 'P1', value: 'a' },
  { kind: 'remove', at: 1, id: 'H2', value: 'a' },
  { kind: 'set', at: 0, id: 'H2', value: 'a' },
  { kind: 'set', at: 0, id: 'H2', value: 'c' },
]

const goOn = (): Promise<void> => Promise.resolve()

test('an import that was taken back leaves no trace, and can be taken in again', async () => {
  let brought = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 20 }), async (steps) => {
      empty(offices)
      for (const one of steps) await run(offices, one)
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
    { numRuns: 200, examples: [[writtenTwice]] },
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
        empty(offices)
        for (const one of steps) await run(offices, { ...one, id: one.id.replace(/^./, kind) })
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
