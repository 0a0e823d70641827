import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { answer, asRole, evacuation, openOfficeToday, project, registration, zahra } from './drafts.ts'
import type { Role } from '../../src/shared/permissions.ts'
import type { TestOffice } from './open-office.ts'

let office: TestOffice
beforeEach(async () => {
  office = await openOfficeToday()
})
afterEach(() => office.close())

const quick = async (text: string) =>
  (await answer(office, 'search.quick', { text, limit: 10 })).map(({ record, id }) => `${record} ${id}`)

describe('quick search', () => {
  it('finds households, people, cases, projects and places at once', async () => {
    const home = await answer(office, 'households.register', registration({}, zahra()))
    const cap = await answer(office, 'projects.create', project({}))
    const patient = await answer(office, 'cases.create', evacuation({}, {}))
    const household = `household ${home.id}`
    expect(await quick(home.number)).toEqual([household])
    expect(await quick(home.number.toLowerCase().replaceAll('-', ' '))).toEqual([household])
    expect(await quick('7701234567')).toEqual([household])
    expect(await quick('zahraa')).toContain(`person ${home.people[0]}`)
    expect(await quick('1984 0077 12')).toEqual([`person ${home.people[0]}`])
    expect(await quick('سجاد حيدر')).toEqual([`evacuationCase ${patient.id}`])
    expect(await quick(patient.number)).toEqual([`evacuationCase ${patient.id}`])
    expect(await quick('water network')).toEqual([`capProject ${cap.id}`])
    expect(await quick(cap.number.slice(0, -2))).toEqual([`capProject ${cap.id}`])
    expect(await quick('IQG01Q02')).toContain('place IQG01Q02')
    expect(await quick('  ')).toEqual([])
    expect(await quick('"*) OR (')).toEqual([])
  })

  it('tells where a hit leads', async () => {
    const home = await answer(office, 'households.register', registration({}, zahra()))
    const [hit] = await answer(office, 'search.quick', { text: 'mustafa', limit: 1 })
    expect(hit).toMatchObject({ record: 'person', household: home.id, name: { given: { ar: 'مصطفى' } } })
  })

  it('finds only what the person who searches may read', async () => {
    const home = await answer(office, 'households.register', registration({}, zahra()))
    const patient = await answer(office, 'cases.create', evacuation({}, {}))
    await answer(office, 'projects.create', project({}))
    const found = async (role: Role, text: string) =>
      (await answer(asRole(office, role), 'search.quick', { text, limit: 10 })).map(({ record }) => record)
    expect(await found('medicalOfficer', 'سجاد حيدر')).toEqual(['evacuationCase'])
    for (const text of ['سجاد حيدر', patient.number]) expect(await found('programmeOfficer', text)).toEqual([])
    expect(await found('viewer', home.number)).toEqual(['household'])
    for (const text of [home.number, 'zahra', '07701234567', 'water network'])
      expect(await found('auditor', text)).toEqual([])
    expect(await found('auditor', 'IQG01Q02')).toContain('place')
  })
})
