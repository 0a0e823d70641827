import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import type { AnyRecord } from '../../../src/shared/records/field.ts'
import { apply } from '../../../src/main/oplog/apply.ts'
import { rebuild } from '../../../src/main/oplog/rebuild.ts'
import { stateHash } from '../../../src/main/oplog/read.ts'
import { encodeValue } from '../../../src/main/oplog/values.ts'
import { fromRow } from '../../../src/main/store/rows.ts'
import { allOps, ids, Offices, recordOf, registersOf, shuffled, type Id, type Step } from './offices.ts'
import { tell } from './oracle.ts'

/*
 * The property behind all bundles: whatever several offices do, and however much of it is lost, doubled, torn or comes
 * in disorder, once everybody has everything they show the same, nothing confirmed is missing, and people are asked
 * about exactly what offices disagree on.
 */

const years = 40 * 365 * 24 * 3_600_000

/** Steps of so many offices on some of the records. */
const stepOf = (offices: number, among: readonly Id[]): fc.Arbitrary<Step> => {
  const at = fc.integer({ min: 0, max: offices - 1 })
  const value = fc.constantFrom('a', 'b', 'c')
  const id = fc.constantFrom(...among)
  const onRecord = <K extends Extract<Step, { value: string }>['kind']>(kind: K) =>
    fc.record({ kind: fc.constant(kind), at, id, value })
  const onRegister = <K extends 'set' | 'decide' | 'takeBack'>(kind: K) =>
    id.chain((one) =>
      fc.record({
        kind: fc.constant(kind),
        at,
        id: fc.constant(one),
        register: fc.constantFrom(...registersOf(one)),
        value,
      }),
    )
  const carry = fc.record({
    kind: fc.constant('carry' as const),
    at,
    from: at,
    order: fc.integer(),
    part: fc.integer({ min: 1, max: 4 }),
    twice: fc.boolean(),
  })
  return fc.oneof(
    { weight: 6, arbitrary: onRecord('create') },
    { weight: 9, arbitrary: onRegister('set') },
    { weight: 10, arbitrary: carry },
    { weight: 2, arbitrary: onRegister('decide') },
    { weight: 1, arbitrary: onRegister('takeBack') },
    { weight: 2, arbitrary: onRecord('remove') },
    { weight: 1, arbitrary: onRecord('restore') },
    { weight: 1, arbitrary: onRecord('erase') },
    { weight: 1, arbitrary: onRecord('future') },
    { weight: 1, arbitrary: onRecord('futureCreate') },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('clock' as const), at, by: fc.integer({ min: -years, max: years }) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('keep' as const), at }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('putBack' as const), at }) },
  ) as fc.Arbitrary<Step>
}

/** What one trial needs, shrunk to the least that fails. */
interface Trial {
  readonly steps: Step[]
  readonly order: number
}

async function holds(offices: Offices, { steps, order }: Trial): Promise<void> {
  offices.empty()
  for (const step of steps) await offices.run(step)
  const everything = offices.all.flatMap(allOps)
  for (const [at, office] of offices.all.entries()) {
    const ops = shuffled([...everything, ...everything], order + at)
    const { quarantined } = await office.write(async (trx) => await apply(trx, ops))
    assert.equal(quarantined, 0, 'an honest operation was set aside')
  }
  const [one] = offices.all
  if (!one) return
  const expected = stateHash(one.store)
  for (const office of offices.all) assert.deepEqual(stateHash(office.store), expected, 'offices differ')
  nothingLost(offices)
  const log = allOps(one)
  for (const id of ids) showsRight(one, id, log)
  await one.write(async (trx) => {
    await rebuild(trx)
  })
  assert.deepEqual(stateHash(one.store), expected, 'the tables made anew differ')
  for (const id of ids) showsRight(one, id, log)
}

/** Every confirmed write is in every log with what it said, unless its record was erased: then nothing of it is. */
function nothingLost(offices: Offices): void {
  for (const office of offices.all) {
    const log = new Map(allOps(office).map((op) => [`${op.replica}-${op.n}`, op]))
    const erased = new Set([...log.values()].filter((op) => op.kind === 'erase').map((op) => op.entity))
    for (const [name, op] of offices.acknowledged) {
      const found = log.get(name)
      assert.equal(found?.hash, op.hash, 'a confirmed write is missing')
      const gone = erased.has(op.entity) && op.kind !== 'erase'
      assert.deepEqual(found?.fields, gone ? {} : op.fields, gone ? 'an erased value is left' : 'a value is missing')
    }
  }
}

function showsRight({ store }: Offices['all'][number], id: (typeof ids)[number], log: ReturnType<typeof allOps>): void {
  const record: AnyRecord = recordOf(id)
  const told = tell(id, log)
  const row = store.raw.prepare(`select * from "${record.name}" where id = ?`).get(id) as object | undefined
  const conflicts = store.raw
    .prepare('select register from conflict where entity = ? order by register')
    .pluck()
    .all(id)
  assert.deepEqual(conflicts, told?.conflicts ?? [], 'other conflicts than those there are')
  assert.equal(row !== undefined, told !== null, 'a record that should not be there, or the other way round')
  if (!row || !told) return
  const shown = new Map<string, unknown>(Object.entries(fromRow(record, row)))
  const values = Object.fromEntries(
    Object.entries(record.fields).map(([name, field]) => [name, encodeValue(field, shown.get(name))]),
  )
  assert.deepEqual({ values, deleted: shown.get('deleted') }, { values: told.values, deleted: told.deleted })
}

/** Tries the property so many times; throws with the seed and the shortest steps that break it. */
export async function checkExchange(how: {
  offices: number
  runs: number
  steps: number
  seed?: number
  seconds?: number
}) {
  const offices = new Offices()
  await offices.open(how.offices)
  let steps = 0
  try {
    // Mostly one record, so that offices meet on it; sometimes several, so that counters have gaps between them.
    const among = fc.constantFrom<readonly Id[]>(['P1'], ['H1'], ['P1', 'H1'], ids)
    const trial = among.chain((records) =>
      fc.record({
        steps: fc.array(stepOf(how.offices, records), { minLength: 3, maxLength: how.steps, size: 'max' }),
        order: fc.integer(),
      }),
    )
    const property = fc.asyncProperty(trial, async (one) => {
      steps += one.steps.length
      await holds(offices, one)
    })
    await fc.assert(property, {
      numRuns: how.runs,
      ...(how.seed === undefined ? {} : { seed: how.seed }),
      ...(how.seconds === undefined
        ? {}
        : { interruptAfterTimeLimit: how.seconds * 1000, markInterruptAsFailure: false }),
    })
  } finally {
    offices.close()
  }
  return { steps }
}
