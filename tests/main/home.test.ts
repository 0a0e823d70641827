import { afterEach, beforeEach, expect, it } from 'vitest'
import { answer, asRole, daysAgo, evacuation, openOfficeToday, project, registration, zahra } from './drafts.ts'
import type { TestOffice } from './open-office.ts'

let office: TestOffice
beforeEach(async () => {
  office = await openOfficeToday()
})
afterEach(() => office.close())

it('counts what there is and names what needs attention', async () => {
  await answer(office, 'households.register', registration({ registered: daysAgo(31), consentDate: null }, zahra()))
  await answer(
    office,
    'households.register',
    registration({ registered: daysAgo(29), consentDate: null, place: null, placeUnknown: 'Zummar' }, zahra()),
  )
  await answer(office, 'projects.create', project({ endPlanned: daysAgo(1) }))
  await answer(office, 'cases.create', evacuation({}, { deteriorating: true }))
  const summary = await answer(office, 'home.summary', {})
  expect(summary).toMatchObject({ households: 2, people: 6, projects: 1, cases: 1 })
  expect(Object.fromEntries(summary.attention.map(({ kind, count }) => [kind, count]))).toEqual({
    'households.unverified': 1,
    'households.placeUnknown': 1,
    'projects.late': 1,
    'cases.waiting': 1,
    'cases.deteriorating': 1,
    'bundles.never': 1,
  })
  expect(summary.recent.map(({ record }) => record).toSorted()).toEqual([
    'capProject',
    'evacuationCase',
    'household',
    'household',
  ])
  expect(summary.recent.find(({ record }) => record === 'household')?.title?.ar).toBe('زهراء علي كاظم الجبوري')
})

it('tells nobody of records they may not read', async () => {
  await answer(office, 'households.register', registration({}, zahra()))
  await answer(office, 'cases.create', evacuation({}, { deteriorating: true }))
  const officer = await answer(asRole(office, 'programmeOfficer'), 'home.summary', {})
  expect(officer).toMatchObject({ households: 1, cases: null, recent: [{ record: 'household' }] })
  expect(officer.attention.map(({ kind }) => kind)).toEqual(['bundles.never'])
  const auditor = await answer(asRole(office, 'auditor'), 'home.summary', {})
  expect(auditor).toMatchObject({ households: 0, people: 0, cases: null, recent: [] })
})
