import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { answer, issues, openOfficeToday, project, today } from './drafts.ts'
import type { TestOffice } from './open-office.ts'
import type { Input } from '../../src/shared/contract/index.ts'

let office: TestOffice
beforeEach(async () => {
  office = await openOfficeToday()
})
afterEach(() => office.close())

const created = async () => answer(office, 'projects.create', project({}))

type Status = Input<'projects.setStatus'>['to']
const step = (id: string, to: Status, reason?: string) =>
  issues(office, 'projects.setStatus', { id, to, date: today, ...(reason === undefined ? {} : { reason }) })

describe('projects', () => {
  it('begin as identified, with a first step', async () => {
    const { id, number } = await created()
    const file = await answer(office, 'projects.get', { id })
    expect(number).toMatch(/-CP-/)
    expect(file.steps).toMatchObject([{ from: null, status: 'identified' }])
    expect(file).toMatchObject({
      iatiStatus: 1,
      next: ['recommended', 'cancelled', 'suspended'],
      place: { id: 'IQG08Q01' },
    })
    expect(await issues(office, 'projects.create', project({ status: 'approved' }))).toEqual([
      'draft.status:status_not_allowed',
    ])
    expect(await issues(office, 'projects.create', project({ place: 'nowhere' }))).toEqual([
      'draft.place:unknown_reference',
    ])
  })

  it('go along the workflow and publish the IATI status', async () => {
    const { id } = await created()
    expect(await step(id, 'approved')).toEqual(['to:transition_not_allowed'])
    expect(await step(id, 'recommended')).toEqual([])
    expect(await step(id, 'assessed')).toEqual([])
    expect(await step(id, 'designed')).toEqual([])
    expect(await step(id, 'submitted')).toEqual(['to:estimate_needed'])
    await answer(office, 'projects.update', {
      id,
      patch: { estimate: { amount: '48000', currency: 'USD' }, grant: 'DP.2041' },
    })
    expect(await step(id, 'submitted')).toEqual([])
    expect(await step(id, 'returned')).toEqual(['reason:reason_needed'])
    for (const to of ['approved', 'tendering', 'awarded', 'mobilised', 'implementing'] as const)
      expect(await step(id, to)).toEqual([])
    const running = await answer(office, 'projects.get', { id })
    expect(running).toMatchObject({ iatiStatus: 2, project: { startActual: today } })
    expect(await step(id, 'suspended', 'Road closed')).toEqual([])
    const halted = await answer(office, 'projects.get', { id })
    expect(halted).toMatchObject({ iatiStatus: 6, next: ['implementing', 'terminated'] })
    expect(await step(id, 'cancelled', 'x')).toEqual(['to:transition_not_allowed'])
    expect(await step(id, 'implementing')).toEqual([])
  })

  it('keep their steps in order of time', async () => {
    const { id } = await created()
    const on = (date: string) => issues(office, 'projects.setStatus', { id, to: 'recommended', date })
    expect(await on('2999-01-01')).toEqual(['date:future_date'])
    expect(await on('2001-01-01')).toEqual(['date:before_last_step'])
  })

  it('check a patch against what is stored', async () => {
    const { id } = await answer(
      office,
      'projects.create',
      project({ startPlanned: '2026-05-01', endPlanned: '2026-09-01' }),
    )
    expect(await issues(office, 'projects.update', { id, patch: { endPlanned: '2026-01-01' } })).toEqual([
      'patch.endPlanned:end_before_start',
    ])
    expect(await issues(office, 'projects.update', { id, patch: { status: 'approved' } })).toEqual([
      'patch.status:status_by_transition',
    ])
  })

  it('are listed by status, type, place and text', async () => {
    const { id } = await created()
    const other = await answer(
      office,
      'projects.create',
      project({
        title: { la: 'School roofs' },
        type: 'school_rehab',
        sector: '11120',
        place: 'IQG15Q02',
        donor: 'Japan',
      }),
    )
    const list = async (query: object) =>
      (await answer(office, 'projects.list', { ...query, offset: 0, limit: 20 })).rows.map((row) => row.id)
    expect((await list({})).toSorted()).toEqual([id, other.id].toSorted())
    expect(await list({ place: 'IQG15' })).toEqual([other.id])
    expect(await list({ type: ['water_network'] })).toEqual([id])
    expect(await list({ text: 'الرحمه' })).toEqual([id])
    expect(await list({ text: 'roofs' })).toEqual([other.id])
    expect(await list({ text: 'japan' })).toEqual([other.id])
    expect(await list({ text: other.number.toLowerCase() })).toEqual([other.id])
    expect(await list({ status: ['recommended'] })).toEqual([])
    const { rows } = await answer(office, 'projects.list', { offset: 0, limit: 20 })
    expect(rows.every(({ daysInStatus }) => daysInStatus === 0)).toBe(true)
  })
})
