import { afterEach, beforeEach, expect, test } from 'vitest'
import { evacuation, member, project, registration } from './drafts.ts'
import { addColleague, enterAs, eraseRecord } from './erasure-office.ts'
import { openOffice, type TestOffice } from './open-office.ts'

let today = new Date('2026-11-24T12:00:00Z')
let office: TestOffice
beforeEach(async () => {
  today = new Date('2026-11-24T12:00:00Z')
  office = await openOffice({ builtInPlaces: true, now: () => today })
})
afterEach(() => office.close())

const on = (day: string) => {
  today = new Date(`${day}T12:00:00Z`)
}
const due = async () => (await office.get('erasure.due', { offset: 0, limit: 50 })).rows
const dueNumbers = async () => (await due()).map(({ number }) => number)
const family = (status: 'draft' | 'registered') => registration({ status }, [member({ relationship: 'HEAD' })])

test('a draft is due twelve months after its last change', async () => {
  const { id, number } = await office.get('households.register', family('draft'))
  const kept = await office.get('households.register', family('registered'))
  on('2027-02-10')
  await office.get('households.update', { id, patch: { notes: 'looked at again' } })
  on('2028-02-09')
  expect(await due()).toEqual([])
  on('2028-02-10')
  expect(await due()).toEqual([
    { kind: 'household', id, number, closed: '2027-02-10', due: '2028-02-10', reason: 'draft', waiting: false },
  ])
  await office.get('erasure.request', { kind: 'household', id, reason: 'kept_too_long' })
  expect(await due()).toMatchObject([{ waiting: true }])
  expect(await dueNumbers()).not.toContain(kept.number)
})

test('a household is due five years after it was closed, whatever was corrected since', async () => {
  const { id, number } = await office.get('households.register', family('registered'))
  for (const to of ['verified', 'active'] as const) await office.get('households.setStatus', { id, to })
  on('2027-01-15')
  await office.get('households.setStatus', { id, to: 'returned', reason: 'Went home' })
  on('2029-06-01')
  await office.get('households.update', { id, patch: { notes: 'a corrected word' } })
  on('2032-01-14')
  expect(await due()).toEqual([])
  on('2032-01-15')
  expect(await due()).toMatchObject([{ id, number, closed: '2027-01-15', due: '2032-01-15', reason: 'household' }])
  // Opened again, it is not due at all.
  await office.get('households.setStatus', { id, to: 'active', reason: 'Came back' })
  expect(await due()).toEqual([])
})

test('it can be kept longer, with a reason and a day', async () => {
  const { id } = await office.get('households.register', family('draft'))
  on('2028-01-01')
  const keep = { kind: 'household', id, reason: 'open_complaint' } as const
  expect(await office.call('erasure.keep', { ...keep, until: '2028-01-01' })).toMatchObject({
    error: { kind: 'invalid', issues: [{ path: ['until'], code: 'not_later' }] },
  })
  await office.get('erasure.keep', { ...keep, until: '2028-06-01' })
  expect(await due()).toEqual([])
  on('2028-06-01')
  expect(await due()).toMatchObject([{ id }])
  const audit = await office.get('audit.list', { store: 'registry', action: 'erasure.keep', offset: 0, limit: 5 })
  expect(audit.rows).toMatchObject([{ entity: id }])
})

test('a project is due ten years after its last step', async () => {
  const { id, number } = await office.get('projects.create', project({}))
  on('2026-12-01')
  await office.get('projects.setStatus', { id, to: 'cancelled', date: '2026-12-01', reason: 'No land' })
  on('2036-11-30')
  expect(await due()).toEqual([])
  on('2036-12-01')
  expect(await due()).toMatchObject([{ kind: 'capProject', number, due: '2036-12-01', reason: 'project' }])
})

test('a patient is due after ten years, a child not before the age of 25', async () => {
  const grown = await office.get('cases.create', evacuation({ birth: '1990' }, {}))
  const child = await office.get('cases.create', evacuation({ birth: '2020-05-10' }, { guardian: 'Uncle' }))
  // Seventeen at the end: ten years are later than the age of 25.
  const nearly = await office.get('cases.create', evacuation({ birth: '2009-06-01' }, { guardian: 'Uncle' }))
  on('2026-12-01')
  for (const { id } of [grown, child, nearly])
    await office.get('cases.setStage', { id, to: 'withdrew', date: '2026-12-01', reason: 'Did not want to travel' })
  on('2036-11-30')
  expect(await due()).toEqual([])
  on('2036-12-01')
  const rows = await due()
  expect(rows).toHaveLength(2)
  for (const { id } of [grown, nearly])
    expect(rows.find((row) => row.id === id)).toMatchObject({ due: '2036-12-01', reason: 'patient' })
  on('2045-05-09')
  expect(await dueNumbers()).not.toContain(child.number)
  on('2045-05-10')
  expect(await due()).toEqual(
    expect.arrayContaining([expect.objectContaining({ id: child.id, due: '2045-05-10', reason: 'child' })]),
  )
  // Somebody without the medical key learns nothing of it.
  await addColleague(office, 'Dara', 'dataManager')
  await enterAs(office, 'Dara')
  expect(await due()).toEqual([])
})

test('a case of a person who was erased in the registry is due at once', async () => {
  const made = await office.get('households.register', family('registered'))
  const patient = await office.get('cases.create', evacuation({ registryPerson: made.people[0] ?? '' }, {}))
  expect(await due()).toEqual([])
  await addColleague(office, 'Dara', 'dataManager')
  await addColleague(office, 'Aso', 'auditor')
  await eraseRecord(office, { kind: 'household', ...made })
  await enterAs(office)
  expect(await due()).toMatchObject([{ kind: 'evacuationCase', id: patient.id, reason: 'erased_person' }])
})

test('the list is paged, the longest overdue first', async () => {
  const made = []
  for (let day = 10; day < 15; day++) {
    on(`2026-11-${day}`)
    made.push((await office.get('households.register', family('draft'))).number)
  }
  on('2029-01-01')
  const page = await office.get('erasure.due', { offset: 3, limit: 10 })
  expect(page.total).toBe(5)
  expect(page.rows.map(({ number }) => number)).toEqual(made.slice(3))
})
