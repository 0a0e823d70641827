import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bundlePreview, exportResult } from '../../src/shared/contract/exchange.ts'
import { answer, asRole, evacuation, issues, openOfficeToday, project, registration, zahra } from './drafts.ts'
import { choose, ended } from './imports-run.ts'
import { openOffice, type TestOffice } from './open-office.ts'

let office: TestOffice
beforeEach(async () => {
  office = await openOfficeToday()
})
afterEach(() => office.close())

const family = async (values: Parameters<typeof registration>[0] = {}) =>
  answer(office, 'households.register', registration(values, zahra()))
const historyOf = (id: string, limit = 100, offset = 0) =>
  answer(office, 'history.ofRecord', { record: 'household', id, offset, limit })

describe('the history of a record', () => {
  it('says who changed which field, from what to what, newest first, with members and moves', async () => {
    const { id, people } = await family()
    await answer(office, 'households.update', { id, patch: { phone: '0770 999 0000', sizeReported: 5 } })
    await answer(office, 'people.remove', { id: people[2] ?? '', undo: false })
    await answer(office, 'people.remove', { id: people[2] ?? '', undo: true })
    const { total, rows } = await historyOf(id)
    expect(total).toBe(8)
    expect(rows.map(({ record, kind }) => `${record} ${kind}`)).toEqual([
      'person restore',
      'person remove',
      'household change',
      'displacement create',
      'person create',
      'person create',
      'person create',
      'household create',
    ])
    expect(rows[2]).toMatchObject({ user: 'Test User', here: true, office: { la: 'Test office' } })
    expect(rows[2]?.fields.find(({ field }) => field === 'phone')).toEqual({
      field: 'phone',
      before: '0770 123 4567',
      after: '0770 999 0000',
      withheld: false,
      concurrent: false,
      mayPutBack: true,
    })
    const second = await historyOf(id, 2, 2)
    expect(second.rows.map((row) => row.id)).toEqual(rows.slice(2, 4).map((row) => row.id))
  })

  it('puts an old value back as a new change, which can be put back in turn', async () => {
    const { id } = await family()
    await answer(office, 'households.update', { id, patch: { phone: '0770 999 0000' } })
    const change = (await historyOf(id)).rows[0]?.id ?? ''
    await answer(office, 'history.restoreField', { record: 'household', id, change, field: 'phone' })
    expect((await answer(office, 'households.get', { id })).household.phone).toBe('0770 123 4567')
    const [again] = (await historyOf(id)).rows
    expect(again?.fields).toMatchObject([{ field: 'phone', before: '0770 999 0000', after: '0770 123 4567' }])
    await answer(office, 'history.restoreField', { record: 'household', id, change: again?.id ?? '', field: 'phone' })
    expect((await answer(office, 'households.get', { id })).household.phone).toBe('0770 999 0000')
  })

  it('does not put back what moves in its own way, nor for those who may not write', async () => {
    const { id } = await answer(office, 'projects.create', project({}))
    await answer(office, 'projects.setStatus', { id, to: 'recommended', date: '2026-11-24' })
    const { rows } = await answer(office, 'history.ofRecord', { record: 'capProject', id, offset: 0, limit: 10 })
    const moved = rows.find(({ record, kind }) => record === 'capProject' && kind === 'change')
    expect(moved?.fields).toMatchObject([{ field: 'status', before: 'identified', mayPutBack: false }])
    const input = { record: 'capProject', id, change: moved?.id ?? '', field: 'status' } as const
    expect(await issues(office, 'history.restoreField', input)).toEqual(['refused:field_not_put_back'])
    expect(await issues(asRole(office, 'viewer'), 'history.restoreField', input)).toEqual(['forbidden'])
  })

  it('withholds what the reader may not see in the record itself', async () => {
    const { id } = await family({ pregnantOrLactating: 1 })
    await answer(office, 'households.update', { id, patch: { pregnantOrLactating: 2 } })
    const registrar = asRole(office, 'registrar')
    const { rows } = await answer(registrar, 'history.ofRecord', { record: 'household', id, offset: 0, limit: 100 })
    expect(rows[0]?.fields).toEqual([
      {
        field: 'pregnantOrLactating',
        before: null,
        after: null,
        withheld: true,
        concurrent: false,
        mayPutBack: false,
      },
    ])
    const input = { record: 'household', id, change: rows[0]?.id ?? '', field: 'pregnantOrLactating' } as const
    expect(await issues(registrar, 'history.restoreField', input)).toEqual(['forbidden'])
    const auditor = asRole(office, 'auditor')
    expect(await issues(auditor, 'history.ofRecord', { record: 'household', id, offset: 0, limit: 1 })).toEqual([
      'forbidden',
    ])
  })

  it('tells of a case only to those with medical rights, with its patient and steps', async () => {
    const { id } = await answer(office, 'cases.create', evacuation({}, {}))
    const input = { record: 'evacuationCase', id, offset: 0, limit: 100 } as const
    const { rows } = await answer(office, 'history.ofRecord', input)
    expect(rows.map(({ record }) => record).toSorted()).toEqual(['caseStep', 'evacuationCase', 'patient'])
    for (const role of ['registrar', 'dataManager', 'programmeOfficer', 'viewer', 'auditor'] as const)
      expect(await issues(asRole(office, role), 'history.ofRecord', input)).toEqual(['forbidden'])
  })

  it('is read from the record alone, by its index', () => {
    const plan = office.app
      .stores()
      .registry.raw.prepare('explain query plan select * from opLog where entity = ? and type = ?')
      .all('x', 'household')
    expect(JSON.stringify(plan)).toContain('USING INDEX opLogEntity')
  })
})

describe('the history of a record that two offices changed', () => {
  const stick = mkdtempSync(path.join(tmpdir(), 'waypost-stick-'))
  let baghdad: TestOffice
  beforeEach(async () => {
    baghdad = await openOffice({ code: 'BAS', builtInPlaces: true, now: () => new Date('2026-11-24T13:00:00Z') })
    await answer(office, 'bundles.addOffice', { card: await answer(baghdad, 'bundles.card', {}) })
    await answer(baghdad, 'bundles.addOffice', { card: await answer(office, 'bundles.card', {}) })
  })
  afterEach(async () => {
    await baghdad.close()
    rmSync(stick, { recursive: true, force: true })
  })

  const carry = async (from: TestOffice, to: TestOffice) => {
    mkdirSync(stick, { recursive: true })
    const there = (await answer(to, 'bundles.card', {})).office
    const asked = { store: 'registry', office: there, folder: choose(from, stick) } as const
    const sent = exportResult.parse((await ended(from, (await answer(from, 'bundles.export', asked)).jobId)).result)
    const file = choose(to, path.join(stick, sent.file))
    const read = bundlePreview.parse((await ended(to, (await answer(to, 'bundles.verify', { file })).jobId)).result)
    await ended(to, (await answer(to, 'bundles.apply', { bundle: read.bundle })).jobId)
  }

  it('marks what was written without knowing of the other, alike in both offices, and not what came after', async () => {
    const { id } = await family({ notes: 'first' })
    await carry(office, baghdad)
    await answer(office, 'households.update', { id, patch: { notes: 'from here', phone: '0770 111 1111' } })
    await answer(baghdad, 'households.update', { id, patch: { notes: 'from there' } })
    await carry(office, baghdad)
    await carry(baghdad, office)
    await answer(office, 'households.update', { id, patch: { notes: 'both known' } })
    await carry(office, baghdad)
    const told = async (from: TestOffice) =>
      (await answer(from, 'history.ofRecord', { record: 'household', id, offset: 0, limit: 3 })).rows
    const fields = (await told(office)).map((row) =>
      row.fields.map(({ field, after, concurrent }) => ({ field, after, concurrent })),
    )
    expect(fields).toEqual([
      [{ field: 'notes', after: 'both known', concurrent: false }],
      [{ field: 'notes', after: 'from there', concurrent: true }],
      [
        { field: 'phone', after: '0770 111 1111', concurrent: false },
        { field: 'notes', after: 'from here', concurrent: false },
      ],
    ])
    // Only whose laptop it was differs between the two.
    const elsewhere = (await told(baghdad)).map(({ here, ...row }) => ({ ...row, here: !here }))
    expect(elsewhere).toEqual(await told(office))
    expect((await told(office)).map(({ here }) => here)).toEqual([true, false, true])
  })
})
