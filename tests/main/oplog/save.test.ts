import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { household } from '../../../src/shared/records/household.ts'
import { person } from '../../../src/shared/records/person.ts'
import { chainProblem } from '../../../src/main/audit/verify.ts'
import { operationHolds } from '../../../src/main/crypto/operation.ts'
import { readLog } from '../../../src/main/oplog/read.ts'
import { rebuild } from '../../../src/main/oplog/rebuild.ts'
import { change, remove, restore, save, saveNumbered } from '../../../src/main/oplog/save.ts'
import { bundleOp, noPrev } from '../../../src/shared/bundle/v1/operation.ts'
import { checkNumber } from '../../../src/shared/records/number.ts'
import { makeReplica, type Replica } from './three-stores.ts'

let a: Replica<'registry'>
beforeAll(async () => {
  a = await makeReplica('registry', 'a')
})
afterAll(() => {
  a.remove()
})

const draft = { residenceStatus: 'IDP', consent: true, registered: '2026-11-01', status: 'draft' } as const
const member = { given: { la: 'Karim', ar: 'كريم' }, sex: 'MALE', relationship: 'HEAD', status: 'active' } as const
const count = (table: string) => Number(a.store.raw.prepare(`select count(*) from ${table}`).pluck().get())
const found = (match: string) =>
  a.store.raw
    .prepare('select e.id from nameSearch s join nameEntry e on e.row = s.rowid where nameSearch match ? order by e.id')
    .pluck()
    .all(match)

test('one save is one operation, one row and one audit row, and nothing else is written', async () => {
  const before = { ops: count('opLog'), audit: count('audit'), rows: count('household') }
  const { id, number } = await a.write(async (trx) => await saveNumbered(trx, household, draft))
  expect({ ops: count('opLog'), audit: count('audit'), rows: count('household') }).toEqual({
    ops: before.ops + 1,
    audit: before.audit + 1,
    rows: before.rows + 1,
  })
  expect(checkNumber(number)).toMatchObject({ ok: true, parts: { office: 'BGD', type: 'HH', year: 2026, counter: 1 } })
  const twice = { phone: '0770', status: 'draft' } as const
  expect(await a.write(async (trx) => await change(trx, household, id, twice))).toEqual({ changed: ['phone'] })
  expect(await a.write(async (trx) => await change(trx, household, id, twice))).toEqual({ changed: [] })
  expect(count('opLog')).toBe(before.ops + 2)
})

test('a save that fails leaves nothing, not even a used number', async () => {
  const before = { ops: count('opLog'), audit: count('audit'), rows: count('household') }
  const failing = a.write(async (trx) => {
    await save(trx, household, draft)
    throw new Error('stop')
  })
  await expect(failing).rejects.toThrow('stop')
  expect({ ops: count('opLog'), audit: count('audit'), rows: count('household') }).toEqual(before)
  const { number } = await a.write(async (trx) => await saveNumbered(trx, household, draft))
  expect(checkNumber(number)).toMatchObject({ parts: { counter: 2 } })
})

test('rules are checked on the record as it will be, and refused with code and path', async () => {
  const { id } = await a.write(async (trx) => await save(trx, household, { ...draft, consentDate: '2026-11-01' }))
  const refused = a.write(async (trx) => await change(trx, household, id, { consent: false }))
  await expect(refused).rejects.toMatchObject({
    error: { kind: 'invalid', issues: [{ path: ['consentDate'], code: 'consent_not_given' }] },
  })
  const both = a.write(async (trx) => await change(trx, household, id, { consent: false, consentDate: null }))
  expect((await both).changed.toSorted()).toEqual(['consent', 'consentDate'])
  await expect(a.write(async (trx) => await change(trx, household, 'nobody', {}))).rejects.toMatchObject({
    error: { kind: 'notFound' },
  })
})

test('the log is a chain that anybody can check, and so is the audit log', async () => {
  let prev = noPrev
  let n = 1
  for (const { op } of readLog(a.store)) {
    expect(bundleOp.safeParse(op).success).toBe(true)
    expect(op).toMatchObject({ n, prev })
    expect(operationHolds(op)).toBe(true)
    prev = op.hash
    n += 1
  }
  expect(n).toBeGreaterThan(4)
  expect(chainProblem(a.store)).toBeNull()
  a.store.raw.exec("update audit set action = 'nothing' where n = 2")
  expect(chainProblem(a.store)).toMatchObject({ kind: 'changed', n: 2 })
  a.store.raw.exec("update audit set action = 'households.update' where n = 2")
  expect(chainProblem(a.store)).toBeNull()
})

test('names are found in any script, and are gone from the index when they change or are removed', async () => {
  const { id } = await a.write(async (trx) => await save(trx, person, member))
  expect(found('tokens : karim')).toEqual([id])
  expect(found('tokens : كريم')).toEqual([id])
  await a.write(async (trx) => await change(trx, person, id, { given: { la: 'Salah' } }))
  expect(found('tokens : karim')).toEqual([])
  expect(found('tokens : salah')).toEqual([id])
  await a.write(async (trx) => {
    await remove(trx, person, id)
  })
  expect(found('tokens : salah')).toEqual([])
  await a.write(async (trx) => {
    await restore(trx, person, id)
  })
  expect(found('tokens : salah')).toEqual([id])
  a.store.raw.exec("insert into nameSearch (nameSearch) values ('integrity-check')")
})

const edit = fc.oneof(
  fc.record({ kind: fc.constant('person' as const), name: fc.constantFrom('Ali', 'حسن', 'Nûr', 'کاوە') }),
  fc.record({ kind: fc.constant('change' as const), at: fc.nat(20), phone: fc.option(fc.constantFrom('1', '2')) }),
  fc.record({ kind: fc.constant('rename' as const), at: fc.nat(20), name: fc.constantFrom('Omar', 'زينب') }),
  fc.record({ kind: fc.constantFrom('remove' as const, 'restore' as const), at: fc.nat(20) }),
  fc.record({ kind: fc.constant('point' as const), lat: fc.double({ min: -90, max: 90, noNaN: true }) }),
)

test('tables made anew from the log are the tables there were', async () => {
  const dump = () =>
    ['household', 'person', 'head', 'conflict', 'deferred'].map((table) =>
      a.store.raw.prepare(`select * from ${table} order by ${table === 'deferred' ? '1' : '1, 2, 3'}`).all(),
    )
  const names = () => a.store.raw.prepare('select id, tokens, skeletons from nameEntry order by id').all()
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { maxLength: 20 }), async (edits) => {
      for (const one of edits) {
        const ids = a.store.raw.prepare('select id from person order by id').pluck().all()
        const id = 'at' in one ? String(ids[one.at % Math.max(1, ids.length)]) : ''
        a.clock += 1
        await a
          .write(async (trx) => {
            if (one.kind === 'person') await save(trx, person, { ...member, given: { la: one.name } })
            else if (one.kind === 'change') await change(trx, person, id, { phone: one.phone })
            else if (one.kind === 'rename') await change(trx, person, id, { given: { ar: one.name } })
            else if (one.kind === 'remove') await remove(trx, person, id)
            else if (one.kind === 'point') await save(trx, household, { ...draft, gps: { lat: one.lat, lon: 44.25 } })
            else await restore(trx, person, id)
          })
          .catch((error: unknown) => {
            if (!(error instanceof Error) || error.name !== 'Failure') throw error
          })
      }
      const before = { tables: dump(), names: names() }
      await a.write(async (trx) => {
        await rebuild(trx)
      })
      expect({ tables: dump(), names: names() }).toEqual(before)
    }),
    { numRuns: 30 },
  )
  a.store.raw.exec("insert into nameSearch (nameSearch) values ('integrity-check')")
}, 60_000)
