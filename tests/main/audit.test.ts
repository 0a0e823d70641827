import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { auditVerdict } from '../../src/shared/contract/audit.ts'
import { answer, asRole, issues, openOfficeToday, registration, zahra } from './drafts.ts'
import { ended } from './imports-run.ts'
import type { TestOffice } from './open-office.ts'

let office: TestOffice
let family: string
beforeEach(async () => {
  office = await openOfficeToday()
  family = (await answer(office, 'households.register', registration({}, zahra()))).id
  for (let i = 0; i < 120; i++) await answer(office, 'households.update', { id: family, patch: { notes: `note ${i}` } })
})
afterEach(() => office.close())

const sql = (text: string) => office.app.stores().registry.raw.exec(text)
const check = async () => {
  const job = await ended(office, (await answer(office, 'audit.verify', { store: 'registry' })).jobId)
  if (job.state !== 'done') throw new Error(`the check ended as ${JSON.stringify(job)}`)
  return auditVerdict.parse(job.result)
}
const problem = async () => (await check()).problem
const rows = () => office.app.stores().registry.raw.prepare('select max(n) from audit').pluck().get() as number

describe('the audit chain', () => {
  it('is whole as the application writes it, and signed on the way and at the lock', async () => {
    expect(await check()).toMatchObject({ store: 'registry', rows: rows(), problem: null })
    await office.lock()
    await office.unlock()
    const signed = office.app.stores().registry.raw.prepare('select n from auditCheckpoint order by n').pluck().all()
    expect(signed.length).toBeGreaterThanOrEqual(2)
    expect(await problem()).toBeNull()
  })

  it('shows a removed row and where it stood', async () => {
    sql('delete from audit where n = 40')
    expect(await problem()).toMatchObject({ kind: 'removed', n: 40, at: '2026-11-24T12:00:00.000Z' })
  })

  it('shows a changed row', async () => {
    sql("update audit set user = 'somebody' where n = 41")
    expect(await problem()).toMatchObject({ kind: 'changed', n: 41 })
  })

  it('shows rows that changed places', async () => {
    const n = rows() - 20
    sql(`update audit set n = -1 where n = ${n}; update audit set n = ${n} where n = ${n + 5};
      update audit set n = ${n + 5} where n = -1`)
    expect(await problem()).toMatchObject({ kind: 'moved', n })
  })

  it('shows an end that was cut off', async () => {
    const end = rows()
    sql(`delete from audit where n > ${end - 3}`)
    expect(await problem()).toMatchObject({ kind: 'cutShort', n: end - 2 })
  })

  it('shows an end that was cut off together with the note of where it ended', async () => {
    await office.lock()
    await office.unlock()
    // Opened after the cut, the store would be refused by its witness before anybody looks at the chain.
    expect(await problem()).toBeNull()
    const end = office.app.stores().registry.raw.prepare('select max(n) from auditCheckpoint').pluck().get() as number
    sql(`delete from audit where n >= ${end}; update feed set auditN = ${end - 1},
      auditHash = (select hash from audit where n = ${end - 1})`)
    expect(await problem()).toMatchObject({ kind: 'cutShort', n: end })
  })

  it('shows a checkpoint that this laptop did not sign, or that is gone', async () => {
    sql('update auditCheckpoint set signature = zeroblob(64) where n = 100')
    expect(await problem()).toMatchObject({ kind: 'rewritten', n: 100 })
  })
})

describe('the audit log', () => {
  it('notes a look at sensitive fields once in ten minutes, and a history read', async () => {
    const looks = async (action: string) =>
      (await answer(office, 'audit.list', { store: 'registry', action, offset: 0, limit: 10 })).total
    await answer(office, 'households.get', { id: family })
    await answer(office, 'households.get', { id: family })
    expect(await looks('households.get')).toBe(1)
    await answer(asRole(office, 'registrar'), 'households.get', { id: family })
    expect(await looks('households.get')).toBe(1)
    const input = { record: 'household', id: family, offset: 0, limit: 1 } as const
    await answer(office, 'history.ofRecord', input)
    await answer(office, 'history.ofRecord', input)
    expect(await looks('history.ofRecord')).toBe(1)
  })

  it('notes who looked at a person and at the list of patients', async () => {
    const { members } = await answer(office, 'households.get', { id: family })
    const id = members[0]?.id ?? ''
    await answer(office, 'people.get', { id })
    await answer(asRole(office, 'registrar'), 'people.get', { id })
    await answer(office, 'cases.list', { offset: 0, limit: 10 })
    await answer(office, 'cases.list', { offset: 0, limit: 10 })
    const of = async (store: 'registry' | 'medical', action: string) =>
      (await answer(office, 'audit.list', { store, action, offset: 0, limit: 10 })).rows.map(({ entity }) => entity)
    expect(await of('registry', 'people.get')).toEqual([id])
    expect(await of('medical', 'cases.list')).toEqual([null])
  })

  it('is filtered by record number and day, and read by auditors alone', async () => {
    const { household } = await answer(office, 'households.get', { id: family })
    const about = { store: 'registry', record: household.number ?? '', offset: 0, limit: 500 } as const
    const found = await answer(asRole(office, 'auditor'), 'audit.list', about)
    // The registration of the family and of its move, a hundred and twenty changes, and the look at it.
    expect(found.total).toBe(123)
    expect(found.rows[0]).toMatchObject({ entity: family, number: household.number, userName: 'Test User' })
    expect((await answer(office, 'audit.list', { ...about, until: '2026-11-24T00:00:00.000Z' })).total).toBe(0)
    expect(await issues(asRole(office, 'dataManager'), 'audit.list', about)).toEqual(['forbidden'])
  })
})
