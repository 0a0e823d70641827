import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openOffice, type TestOffice } from './open-office.ts'
import {
  addsUp,
  choose,
  ended,
  fixture,
  importRegistration,
  realRegistration,
  startImport,
  told,
  writeRegistration,
  writeWorkbook,
} from './imports-run.ts'

// Whole workbooks into an encrypted store: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

let office: TestOffice
beforeEach(async () => {
  office = await openOffice({ builtInPlaces: true })
})
afterEach(async () => {
  await office.close()
})

const everyHousehold = { filter: {}, sort: 'number' as const, descending: false, offset: 0, limit: 500 }
const counts = async () => {
  const { households, people } = await office.get('home.summary', {})
  return { households, people }
}

describe('the registration workbook met in practice', () => {
  it('is planned without writing, then imported, then recognised whole', async () => {
    const dry = await importRegistration(office, realRegistration, false)
    expect(await counts()).toEqual({ households: 0, people: 0 })
    expect(await office.get('imports.history', {})).toEqual([])
    const report = await importRegistration(office, realRegistration, true)
    // A dry run is the import's own code: it says the same, but for its id and what it is.
    expect(dry.dryRun).toBe(true)
    expect({ ...dry, importId: '', dryRun: false }).toEqual({ ...report, importId: '' })
    expect(report.sheets).toEqual([
      expect.objectContaining({ sheet: 'Households', rows: 50, create: 44, update: 0, unchanged: 0, rejected: 6 }),
      expect.objectContaining({ sheet: 'Individuals', rows: 208, create: 178, update: 0, unchanged: 0, rejected: 30 }),
    ])
    expect(report.records).toEqual({ household: 44, person: 178 })
    expect(await counts()).toEqual({ households: 44, people: 178 })

    const again = await importRegistration(office, realRegistration, true)
    expect(again.records).toEqual({})
    expect(again.sheets.map(({ unchanged, rejected }) => [unchanged, rejected])).toEqual([
      [44, 6],
      [178, 30],
    ])
    expect([dry, report, again].every(addsUp)).toBe(true)
    expect(await counts()).toEqual({ households: 44, people: 178 })
    const history = await office.get('imports.history', {})
    expect(history.map(({ created, rejected }) => [created, rejected])).toEqual([
      [0, 36],
      [222, 36],
    ])
  })

  it('tells every rejected row and keeps unknown places as written', async () => {
    const report = await importRegistration(office, realRegistration, true)
    const rejected = told(report, 'rejected')
    expect(rejected.filter((line) => line.startsWith('Households'))).toEqual(
      [7, 17, 23, 29, 36, 43].map((row) => `Households ${row} residence_status_h_c required`),
    )
    expect(rejected.filter((line) => line.startsWith('Individuals'))).toHaveLength(30)
    const unknown = report.problems.filter(({ code }) => code === 'place_unknown')
    expect(unknown).toHaveLength(50)
    expect(unknown[0]).toMatchObject({ sheet: 'Households', row: 3, column: 'admin2_h_c', found: 'AF0105' })
    const { rows } = await office.get('households.list', everyHousehold)
    expect(rows).toHaveLength(44)
    expect(rows.every(({ place, placeUnknown }) => place === null && placeUnknown?.startsWith('AF01'))).toBe(true)
    const { household, members } = await office.get('households.get', { id: rows[0]?.id ?? '' })
    expect(household.head).toBe(members.find(({ relationship }) => relationship === 'HEAD')?.id)
    expect(household).toMatchObject({ sourceKey: 'reg-h:1092128444', unhcrNumber: 'Jakub <3', status: 'registered' })
    // The column named "age" holds the person's id.
    expect(members[0]).toMatchObject({ sourceKey: 'reg-p:994801221', birth: '2013-03-02', given: { la: 'James' } })
  })

  it('is inspected: the cover sheet is no data, and each column has its proposal', async () => {
    const file = choose(office, realRegistration)
    const { sheets } = await office.get('imports.inspect', { file, kind: 'registration' })
    const broken = choose(office, fixture('zip-bomb.xlsx'))
    expect(await office.call('imports.inspect', { file: broken, kind: 'registration' })).toEqual({
      ok: false,
      error: { kind: 'refused', reason: 'zip_bomb' },
    })
    expect(sheets.map(({ sheet, rows }) => [sheet, rows]).slice(1)).toEqual([
      ['Households', 50],
      ['Individuals', 208],
    ])
    expect(sheets[0]?.columns.every(({ target }) => target === null)).toBe(true)
    const targetOf = (at: number, column: string) => sheets[at]?.columns.find((one) => one.column === column)?.target
    expect(targetOf(1, 'household_id')).toBe('household.key')
    expect(targetOf(2, 'household_id')).toBe('person.household')
    expect(targetOf(2, 'age')).toBe('person.key')
    expect(targetOf(1, 'latrine_h_f')).toBe(null)
  })

  it('leaves out a column that a person takes away', async () => {
    const file = choose(office, realRegistration)
    const mapping = [{ sheet: 'Individuals', column: 'phone_no_i_c', target: null }]
    const job = await startImport(office, { kind: 'registration', file, apply: true, mapping })
    expect(job.state).toBe('done')
    const { rows } = await office.get('people.list', { text: '', offset: 0, limit: 500 })
    expect(rows).toHaveLength(178)
    expect(rows.every(({ phone }) => phone === null)).toBe(true)
  })
})

describe('a registration of the office', () => {
  const file = fixture('registration-small.xlsx')

  it('rejects three rows and takes all others', async () => {
    const report = await importRegistration(office, file, true)
    expect(told(report, 'rejected')).toEqual([
      'Households 22 residence_status_h_c required',
      'Individuals 8 birth_date_i_c no_such_day',
      'Individuals 16 given_name_i_c required',
    ])
    expect(report.records).toEqual({ household: 19, person: 76 })
    expect(addsUp(report)).toBe(true)
    expect(await counts()).toEqual({ households: 19, people: 76 })
    const { rows } = await office.get('households.list', { ...everyHousehold, filter: { placeUnknown: true } })
    expect(new Set(rows.map(({ placeUnknown }) => placeUnknown))).toEqual(new Set(['AF0110', 'IQG15Q99']))
  })

  it('takes only the cells that changed, and never undoes a correction by hand', async () => {
    await importRegistration(office, file, true)
    const person = async () => {
      const { rows } = await office.get('people.list', { text: '', offset: 0, limit: 500 })
      const found = rows.find(({ relationship }) => relationship === 'HEAD')
      return await office.get('people.get', { id: found?.id ?? '' })
    }
    const before = await person()
    await office.get('people.update', { id: before.id, patch: { occupation: 'Baker', given: { la: 'Corrected' } } })
    const again = await importRegistration(office, file, true)
    expect(again.sheets.map(({ unchanged }) => unchanged)).toEqual([19, 76])
    expect(await person()).toMatchObject({ occupation: 'Baker', given: { la: 'Corrected' } })
  })
})

const households = (phone: string, address: string | null) => [
  ['household_id', 'residence_status_h_c', 'admin2_h_c', 'consent_h_c', 'registration_date', 'phone_no', 'address'],
  ['0012', 'idp', 'IQG01Q01', 'TRUE', '2025-03-01', phone, address],
]
const individuals = (name: string) => [
  ['household_id', 'individual_id', 'full_name_i_c', 'gender_i_c', 'relationship_i_c', 'birth_date_i_c'],
  ['0012', '0001', name, 'FEMALE', 'HEAD', '١٥/٠٣/١٩٨٤'],
]

describe('a second file with other contents', () => {
  it('updates differing cells only; blank cells wipe nothing', async () => {
    const first = { H: households('٠٧٧٠١٢٣٤٥٦٧', 'Street 1'), I: individuals('زينب علي حسن الجبوري') }
    await importRegistration(office, await writeWorkbook('first.xlsx', first, false), true)
    const { rows } = await office.get('households.list', everyHousehold)
    const id = rows[0]?.id ?? ''
    const one = await office.get('households.get', { id })
    expect(one.household).toMatchObject({ phone: '07701234567', place: 'IQG01Q01', sourceKey: 'reg-h:0012' })
    expect(one.members[0]).toMatchObject({
      birth: '1984-03-15',
      given: { ar: 'زينب' },
      father: { ar: 'علي' },
      grandfather: { ar: 'حسن' },
      family: { ar: 'الجبوري' },
    })

    await office.get('households.update', { id, patch: { notes: 'kept' } })
    const second = { H: households('07709999999', null), I: individuals('زينب علي حسن الجبوري') }
    const report = await importRegistration(office, await writeWorkbook('second.xlsx', second, false), true)
    expect(report.sheets.map(({ create, update, unchanged }) => [create, update, unchanged])).toEqual([
      [0, 1, 0],
      [0, 0, 1],
    ])
    const two = await office.get('households.get', { id })
    expect(two.household).toMatchObject({ phone: '07709999999', address: 'Street 1', notes: 'kept' })
  })

  it('reads dates of the calendar that starts in 1904', async () => {
    const day = new Date('1990-05-17T00:00:00Z')
    const people = [individuals('x')[0] ?? [], ['0012', '0001', 'Sara Ali', 'FEMALE', 'HEAD', day]]
    const file = await writeWorkbook('1904.xlsx', { H: households('07701234567', null), I: people }, true)
    await importRegistration(office, file, true)
    const { rows } = await office.get('people.list', { text: '', offset: 0, limit: 10 })
    expect(rows[0]?.birth).toBe('1990-05-17')
  })
})

describe('an import that is stopped', () => {
  it('keeps what was committed, and the same file carries on from there', async () => {
    const file = await writeRegistration('stopped.xlsx', 7, 120)
    const { jobId } = await office.get('imports.start', {
      kind: 'registration',
      file: choose(office, file),
      apply: true,
    })
    const job = await ended(office, jobId, async ({ step, done }) => {
      if (step === 'importing' && done > 0) await office.get('jobs.cancel', { jobId })
    })
    expect(job).toMatchObject({ state: 'cancelled', error: { kind: 'cancelled' } })
    const kept = await counts()
    expect(kept.households).toBeGreaterThan(0)
    expect(kept.households).toBeLessThan(120)
    expect(job.result).toMatchObject({ records: { household: kept.households, person: kept.people } })
    // A household is never committed without its members.
    const { rows } = await office.get('households.list', everyHousehold)
    expect(rows.every(({ members }) => members > 0)).toBe(true)

    const report = await importRegistration(office, file, true)
    const sheet = report.sheets.find((one) => one.sheet === 'Households')
    expect(sheet).toMatchObject({ rows: 120, unchanged: kept.households, create: 120 - kept.households })
    expect((await counts()).households).toBe(120)
    expect((await office.get('imports.history', {})).map(({ created }) => created > 0)).toEqual([true, true])
  })
})
