import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { answer, daysAgo, evacuation, issues, openOfficeToday, today } from './drafts.ts'
import type { TestOffice } from './open-office.ts'
import type { Input } from '../../src/shared/contract/index.ts'

let office: TestOffice
beforeEach(async () => {
  office = await openOfficeToday()
})
afterEach(() => office.close())

type Stage = Input<'cases.setStage'>['to']
const step = (id: string, to: Stage, reason?: string) =>
  issues(office, 'cases.setStage', { id, to, date: today, ...(reason === undefined ? {} : { reason }) })

describe('evacuation cases', () => {
  it('begin as referred, with days in stage counted from the referral', async () => {
    const saved = await answer(office, 'cases.create', evacuation({ place: 'IQG08Q01' }, { referred: daysAgo(12) }))
    const file = await answer(office, 'cases.get', { id: saved.id })
    expect(saved.number).toMatch(/-PT-/)
    expect(file).toMatchObject({ daysInStage: 12, place: { id: 'IQG08Q01' }, patient: { id: saved.patient } })
    expect(file.steps).toMatchObject([{ from: null, stage: 'referred' }])
    expect(await issues(office, 'cases.create', evacuation({}, { stage: 'treating' }))).toEqual([
      'case.stage:status_not_allowed',
    ])
    expect(await issues(office, 'cases.create', evacuation({}, { patient: 'nobody' }))).toEqual([
      'case.patient:unknown_reference',
    ])
    expect(await issues(office, 'cases.create', evacuation({ registryPerson: 'nobody' }, {}))).toEqual([
      'patient.registryPerson:unknown_reference',
    ])
    expect(await issues(office, 'cases.create', evacuation({}, { referred: '2999-01-01' }))).toEqual([
      'case.referred:future_date',
    ])
  })

  it('need a guardian for a child, on entry and when the birth becomes known', async () => {
    const child = { birth: '2020' }
    expect(await issues(office, 'cases.create', evacuation(child, {}))).toEqual(['case.guardian:guardian_needed'])
    const guarded = await answer(office, 'cases.create', evacuation(child, { guardian: 'Umm Sajjad' }))
    expect(await issues(office, 'cases.update', { id: guarded.id, patch: { guardian: null } })).toEqual([
      'patch.guardian:guardian_needed',
    ])
    const unknown = await answer(office, 'cases.create', evacuation({ birth: null }, {}))
    expect(await issues(office, 'cases.updatePatient', { id: unknown.patient, patch: child })).toEqual([
      'patch.birth:guardian_needed',
    ])
    expect(await issues(office, 'cases.updatePatient', { id: unknown.patient, patch: { birth: '1999' } })).toEqual([])
  })

  it('go on only with consent, and may be left with a reason', async () => {
    const { id } = await answer(office, 'cases.create', evacuation({}, {}))
    expect(await step(id, 'treating')).toEqual(['to:transition_not_allowed'])
    expect(await step(id, 'screened')).toEqual(['to:consent_needed'])
    expect(await issues(office, 'cases.update', { id, patch: { stage: 'screened' } })).toEqual([
      'patch.stage:status_by_transition',
    ])
    await answer(office, 'cases.update', { id, patch: { consent: true } })
    for (const to of ['screened', 'dossier_complete', 'medical_board'] as const) expect(await step(id, to)).toEqual([])
    expect(await step(id, 'deferred')).toEqual(['reason:reason_needed'])
    expect(await step(id, 'approved_abroad')).toEqual([])
    expect(await step(id, 'withdrew')).toEqual(['reason:reason_needed'])
    expect(await step(id, 'withdrew', 'The family decided to stay')).toEqual([])
    const file = await answer(office, 'cases.get', { id })
    expect(file.next).toEqual([])
    expect(file.steps.map(({ stage }) => stage)).toEqual([
      'referred',
      'screened',
      'dossier_complete',
      'medical_board',
      'approved_abroad',
      'withdrew',
    ])
  })

  it('are listed by need, filtered, counted by stage and found in any script', async () => {
    const planned = await answer(
      office,
      'cases.create',
      evacuation({ given: { ar: 'عمر' } }, { priority: 'planned', specialty: 'burns' }),
    )
    const worse = await answer(
      office,
      'cases.create',
      evacuation({ phone: '0780 555 1212' }, { deteriorating: true, consent: true }),
    )
    const urgent = await answer(office, 'cases.create', evacuation({}, {}))
    await step(worse.id, 'screened')
    const list = (query: object) => answer(office, 'cases.list', { ...query, offset: 0, limit: 20 })
    const ids = async (query: object) => (await list(query)).rows.map(({ id }) => id)
    expect(await ids({})).toEqual([worse.id, urgent.id, planned.id])
    expect((await list({})).stages).toEqual([
      { stage: 'referred', count: 2 },
      { stage: 'screened', count: 1 },
    ])
    expect(await list({ stage: ['screened'] })).toMatchObject({ total: 1, rows: [{ id: worse.id, daysInStage: 0 }] })
    expect(await ids({ specialty: ['burns'] })).toEqual([planned.id])
    expect(await ids({ priority: ['urgent'], stage: ['referred'] })).toEqual([urgent.id])
    expect(await ids({ text: 'Sajjad Haidar' })).toEqual([worse.id, urgent.id])
    expect(await ids({ text: '07805551212' })).toEqual([worse.id])
    expect(await ids({ text: planned.number.toLowerCase() })).toEqual([planned.id])
  })

  it('leave no trace in the registry store', async () => {
    await answer(office, 'cases.create', evacuation({ given: { la: 'Unmistakable' } }, {}))
    const store = office.app.stores().registry
    const log = store.prepare('select count(*) n from opLog where fields like ?').get('%Unmistakable%')
    const names = store.prepare('select count(*) n from nameEntry').get()
    expect([log, names]).toEqual([{ n: 0 }, { n: 0 }])
  })
})
