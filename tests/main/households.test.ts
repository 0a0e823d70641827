import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { answer, issues, member, openOfficeToday, registration, zahra } from './drafts.ts'
import type { TestOffice } from './open-office.ts'

let office: TestOffice
beforeEach(async () => {
  office = await openOfficeToday()
})
afterEach(() => office.close())

describe('registering a household', () => {
  it('saves household, members and moves as one action', async () => {
    const saved = await answer(office, 'households.register', registration({}, zahra()))
    const file = await answer(office, 'households.get', { id: saved.id })
    expect(saved.number).toMatch(/^[A-Z]{3}-HH-\d{4}-/)
    expect(file.members.map(({ id }) => id)).toEqual(saved.people)
    expect(file.members.every(({ household }) => household === saved.id)).toBe(true)
    expect(file.household.head).toBe(saved.people[0])
    expect(file.household).toMatchObject({ femaleHeaded: true, childHeaded: false, status: 'registered' })
    expect(file.displacements).toMatchObject([{ household: saved.id, from: 'IQG15Q02', arrived: '2014-07-03' }])
    expect(file.places.map(({ id }) => id)).toEqual(['IQG08', 'IQG08Q01', 'IQG15', 'IQG15Q02'])
    const saves = office.app
      .stores()
      .registry.prepare(
        'select count(distinct saveId) n from opLog where entity in (select id from household union select id from person union select id from displacement)',
      )
      .get()
    expect(saves).toEqual({ n: 1 })
  })

  it('wants exactly one head, who is active', async () => {
    const [head = member({}), ...children] = zahra()
    const register = (members: ReturnType<typeof zahra>) =>
      issues(office, 'households.register', registration({}, members))
    expect(await register(children)).toEqual(['members:head_missing'])
    expect(await register([head, head])).toEqual(['members.1.relationship:head_twice'])
    expect(await register([{ ...head, status: 'deceased' }])).toEqual(['members.0.status:head_not_active'])
    expect((await answer(office, 'households.list', list({}))).total).toBe(0)
  })

  it('wants consent and a place unless it is a draft, and refuses dates to come', async () => {
    const register = (values: object) => issues(office, 'households.register', registration(values, zahra()))
    expect(await register({ consent: false, consentDate: null, place: null })).toEqual([
      'household.place:place_needed',
      'household.consent:consent_needed',
    ])
    expect(await register({ consent: false, consentDate: null, place: null, status: 'draft' })).toEqual([])
    expect(await register({ place: null, placeUnknown: 'Hay Al-Salam' })).toEqual([])
    expect(await register({ registered: '2999-01-01' })).toEqual(['household.registered:future_date'])
    expect(await register({ status: 'active' })).toEqual(['household.status:status_not_allowed'])
    expect(await register({ place: 'IQG99' })).toEqual(['household.place:unknown_reference'])
  })

  it('judges ages by what the birth date allows', async () => {
    const [head = member({})] = zahra()
    const withMember = (values: Parameters<typeof member>[0]) =>
      issues(office, 'households.register', registration({}, [head, member(values)]))
    expect(await withMember({ birth: '2020', marital: 'married' })).toEqual(['members.1.marital:too_young_to_marry'])
    expect(await withMember({ birth: '2020', marital: 'single' })).toEqual([])
    expect(await withMember({ birth: '1990', attendsSchool: true })).toEqual(['members.1.attendsSchool:school_age'])
    expect(await withMember({ birth: '2999' })).toEqual(['members.1.birth:future_date'])
    expect(await withMember({ marital: 'married', attendsSchool: true })).toEqual([])
  })
})

const list = (filter: object) => ({ filter, sort: 'registered' as const, descending: true, offset: 0, limit: 50 })

describe('the list of households', () => {
  it('filters by place and below, codes and dates, and counts members', async () => {
    const here = await answer(
      office,
      'households.register',
      registration({}, [...zahra(), member({ relationship: 'NON_BENEFICIARY' })]),
    )
    const there = await answer(
      office,
      'households.register',
      registration({ place: 'IQG15Q02', residenceStatus: 'HOST', registered: '2026-10-01', phone: null }, zahra()),
    )
    await answer(
      office,
      'households.register',
      registration({ place: null, placeUnknown: 'Zummar camp', status: 'draft' }, zahra()),
    )
    const found = async (filter: object) =>
      (await answer(office, 'households.list', list(filter))).rows.map(({ id }) => id)
    expect(await found({ place: 'IQG08' })).toEqual([here.id])
    expect(await found({ place: 'IQG15Q02' })).toEqual([there.id])
    expect(await found({ residenceStatus: ['HOST'] })).toEqual([there.id])
    expect(await found({ status: ['registered'], shelter: ['rented_unfit'] })).toEqual([here.id, there.id])
    expect(await found({ registeredTo: '2026-10-31' })).toEqual([there.id])
    expect(await found({ placeUnknown: true })).toHaveLength(1)
    const [row] = (await answer(office, 'households.list', list({ place: 'IQG08' }))).rows
    expect(row).toMatchObject({ members: 3, given: { ar: 'زهراء', la: 'Zahra' }, placeNameEn: 'Al-Adhamiya' })
  })

  it('finds by number, phone, paper and any member’s name in any script', async () => {
    const one = await answer(office, 'households.register', registration({ rationCard: 'PDS 44-12' }, zahra()))
    await answer(
      office,
      'households.register',
      registration({ phone: null }, [member({ given: { ar: 'عمر' }, father: { ar: 'صالح' }, relationship: 'HEAD' })]),
    )
    for (const text of [
      one.number,
      one.number.toLowerCase().replaceAll('-', ''),
      '+9647701234567',
      '٠٧٧٠١٢٣٤٥٦٧',
      'pds4412',
      '1984007712',
      'مصطفي',
      'mustafa ali',
      'زهرا',
    ]) {
      const { rows, total } = await answer(office, 'households.list', list({ text }))
      expect({ text, total, ids: rows.map(({ id }) => id) }).toEqual({ text, total: 1, ids: [one.id] })
    }
    expect((await answer(office, 'households.list', list({ text: 'jasim' }))).total).toBe(0)
  })
})

describe('changing a household', () => {
  it('follows the workflow, with a reason to end and to reopen', async () => {
    const { id, people } = await answer(office, 'households.register', registration({}, zahra()))
    const to = (status: 'verified' | 'active' | 'returned' | 'archived', reason?: string) =>
      issues(office, 'households.setStatus', { id, to: status, ...(reason === undefined ? {} : { reason }) })
    expect(await to('active')).toEqual(['to:transition_not_allowed'])
    expect(await to('verified')).toEqual([])
    expect(await to('active')).toEqual([])
    expect(await to('returned')).toEqual(['reason:reason_needed'])
    expect(await to('returned', 'Went home to Mosul')).toEqual([])
    expect(await to('archived')).toEqual([])
    expect(await to('active', ' ')).toEqual(['reason:reason_needed'])
    expect(await to('active', 'Came back')).toEqual([])
    const { household } = await answer(office, 'households.get', { id })
    expect(household).toMatchObject({ status: 'active', statusReason: 'Came back', head: people[0] })
  })

  it('keeps status and head out of ordinary edits, and checks a patch against what is stored', async () => {
    const { id, people } = await answer(office, 'households.register', registration({}, zahra()))
    const update = (patch: object) => issues(office, 'households.update', { id, patch })
    expect(await update({ status: 'active' })).toEqual(['patch.status:status_by_transition'])
    expect(await update({ head: people[1] ?? null })).toEqual(['patch.head:head_by_choice'])
    expect(await update({ consent: false })).toEqual(['patch.consentDate:consent_not_given'])
    expect(await update({ place: 'nowhere' })).toEqual(['patch.place:unknown_reference'])
    expect(await update({ address: 'Street 14', status: 'registered' })).toEqual([])
    expect((await answer(office, 'households.get', { id })).household.address).toBe('Street 14')
    expect(await issues(office, 'households.update', { id: 'unknown', patch: {} })).toEqual(['notFound'])
  })

  it('adds, changes, removes and brings back moves', async () => {
    const { id } = await answer(office, 'households.register', registration({}, zahra()))
    const draft = { household: id, from: 'IQG08Q01', to: 'IQG15Q02', left: '2017', arrived: '2017' }
    const move = await answer(office, 'households.addDisplacement', { draft })
    const moves = async () => (await answer(office, 'households.get', { id })).displacements.map((row) => row.arrived)
    expect(await moves()).toEqual(['2014-07-03', '2017'])
    expect(await issues(office, 'households.updateDisplacement', { id: move.id, patch: { arrived: '2016' } })).toEqual([
      'patch.arrived:arrival_before_departure',
    ])
    await answer(office, 'households.updateDisplacement', { id: move.id, patch: { arrived: '2018' } })
    await answer(office, 'households.removeDisplacement', { id: move.id, undo: false })
    expect(await moves()).toEqual(['2014-07-03'])
    await answer(office, 'households.removeDisplacement', { id: move.id, undo: true })
    expect(await moves()).toEqual(['2014-07-03', '2018'])
  })
})

describe('members', () => {
  it('are added, made head and removed, and the head stays', async () => {
    const { id, people } = await answer(office, 'households.register', registration({}, zahra()))
    const [head = '', son = ''] = people
    const draft = { ...member({ given: { ar: 'زينب' } }), household: id }
    const added = await answer(office, 'people.add', { draft })
    expect(added.number).toMatch(/-PE-/)
    expect(await issues(office, 'people.add', { draft: { ...draft, relationship: 'HEAD' } })).toEqual([
      'draft.relationship:head_twice',
    ])
    expect(await issues(office, 'people.add', { draft: { ...draft, household: null } })).toEqual([
      'draft.household:household_needed',
    ])
    expect(await issues(office, 'people.remove', { id: head, undo: false })).toEqual(['refused:head_cannot_be_removed'])
    expect(await issues(office, 'people.update', { id: head, patch: { status: 'deceased' } })).toEqual([
      'patch.status:head_not_active',
    ])
    await answer(office, 'people.makeHead', { id: son })
    const file = await answer(office, 'households.get', { id })
    expect(file.household).toMatchObject({ head: son, femaleHeaded: false, childHeaded: true })
    expect(file.members.filter(({ relationship }) => relationship === 'HEAD').map((row) => row.id)).toEqual([son])
    await answer(office, 'people.remove', { id: head, undo: false })
    expect(await issues(office, 'people.get', { id: head })).toEqual(['notFound'])
    await answer(office, 'people.remove', { id: head, undo: true })
    expect((await answer(office, 'people.get', { id: head })).relationship).toBe('UNKNOWN')
  })

  it('are listed by name, spelling before sound, and by number, phone or paper', async () => {
    const { people, number } = await answer(office, 'households.register', registration({}, zahra()))
    const named = async (text: string) => answer(office, 'people.list', { text, offset: 0, limit: 50 })
    expect((await named('')).total).toBe(3)
    expect((await named('Mustafa')).rows).toMatchObject([{ id: people[1], householdNumber: number }])
    expect((await named('علي كاظم')).total).toBe(3)
    expect((await named('1984/007712')).rows.map(({ id }) => id)).toEqual([people[0]])
    const page = await answer(office, 'people.list', { text: 'علي', offset: 1, limit: 1 })
    expect(page).toMatchObject({ total: 3, rows: [{ id: people[1] }] })
  })
})
