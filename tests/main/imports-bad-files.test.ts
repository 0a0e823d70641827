import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { AppError } from '../../src/shared/errors.ts'
import { openOffice, type TestOffice } from './open-office.ts'
import { addsUp, choose, fixture, importRegistration, startImport, told, writeWorkbook } from './imports-run.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let office: TestOffice
const folder = mkdtempSync(path.join(tmpdir(), 'waypost-bad-'))
beforeAll(async () => {
  office = await openOffice({ builtInPlaces: true })
})
afterAll(async () => {
  await office.close()
  rmSync(folder, { recursive: true })
})

const fileOf = (name: string, bytes: Uint8Array | string): string => {
  const file = path.join(folder, name)
  writeFileSync(file, bytes)
  return file
}
/** Why a file is refused: by the dry run and by the import, which must agree. */
const refusal = async (file: string): Promise<AppError | null> => {
  const token = choose(office, file)
  const dry = await startImport(office, { kind: 'registration', file: token, apply: false })
  const run = await startImport(office, { kind: 'registration', file: token, apply: true })
  expect(run.error).toEqual(dry.error)
  return run.error as AppError | null
}

describe('files that cannot be imported are refused with the reason', () => {
  it.each([
    ['not-a-workbook.xlsx', 'not_a_workbook'],
    ['zip-bomb.xlsx', 'zip_bomb'],
    ['empty-sheets.xlsx', 'empty'],
    ['header-only.xlsx', 'empty'],
  ])('%s', async (name, reason) => {
    expect(await refusal(fixture(name))).toEqual({ kind: 'refused', reason })
  })

  it('an empty file', async () => {
    expect(await refusal(fileOf('empty.xlsx', ''))).toEqual({ kind: 'refused', reason: 'empty' })
  })

  it('a file of 200 MB', async () => {
    const file = fileOf('huge.xlsx', '')
    truncateSync(file, 200 * 1024 * 1024)
    expect(await refusal(file)).toEqual({ kind: 'refused', reason: 'too_large' })
  })

  it('a program, a PDF, a broken archive', async () => {
    expect(await refusal(fileOf('a', Buffer.from('MZ\0\0\0\0\0\0,,')))).toMatchObject({ reason: 'not_a_workbook' })
    expect(await refusal(fileOf('b', '%PDF-1.7, and so on'))).toMatchObject({ reason: 'not_a_workbook' })
    expect(await refusal(fileOf('c', Buffer.from('PK\u0003\u0004 and then nothing,')))).toMatchObject({
      reason: 'damaged',
    })
  })

  it('a workbook without registration columns, and one without the column that joins its sheets', async () => {
    const other = await writeWorkbook(
      'other.xlsx',
      {
        S: [
          ['Fruit', 'Colour'],
          ['Date', 'brown'],
        ],
      },
      false,
    )
    expect(await refusal(other)).toEqual({ kind: 'refused', reason: 'no_registration_sheet' })
    const rows = [
      ['residence_status_h_c', 'admin1_h_c', 'admin2_h_c', 'consent_h_c'],
      ['IDP', 'IQG01', null, 'TRUE'],
    ]
    const keyless = await writeWorkbook('keyless.xlsx', { S: rows }, false)
    expect(await refusal(keyless)).toMatchObject({ reason: 'key_column_missing', params: { sheet: 'S' } })
  })

  it('leaves nothing behind', async () => {
    expect(await office.get('home.summary', {})).toMatchObject({ households: 0, people: 0 })
    expect(await office.get('imports.history', {})).toEqual([])
  })
})

describe('rows that cannot be imported are told, and the others go in', () => {
  it('wrong dates', async () => {
    const report = await importRegistration(office, fixture('wrong-dates.xlsx'), false)
    // The first household falls with its date of registration, and its members with it.
    const members = [3, 4, 5, 6, 7].map((row) => `Individuals ${row} household_id household_rejected`)
    expect(told(report, 'rejected').toSorted()).toEqual(
      [
        'Households 3 first_registration_date_h_c date_unreadable',
        'Individuals 3 birth_date_i_c no_such_day',
        ...members,
        'Individuals 4 birth_date_i_c date_in_future',
        'Individuals 5 birth_date_i_c date_unreadable',
        'Individuals 6 birth_date_i_c date_out_of_range',
        'Individuals 9 birth_date_i_c no_such_day',
        'Individuals 12 birth_date_i_c no_such_day',
      ].toSorted(),
    )
    const found = (row: number) => report.problems.find((one) => one.sheet === 'Individuals' && one.row === row)?.found
    expect([found(3), found(4), found(6)]).toEqual(['31/02/2010', '2035-01-01', '1445-05-05'])
    expect(told(report, 'warning')).toEqual([
      'Individuals 1 birth_date_i_c date_order_mixed',
      'Individuals 8 birth_date_i_c date_from_number',
    ])
    expect(addsUp(report)).toBe(true)
  })

  it('duplicate ids: the first row counts, the second is told', async () => {
    const report = await importRegistration(office, fixture('duplicate-ids.xlsx'), false)
    const duplicates = report.problems.filter(({ code }) => code === 'duplicate_id')
    expect(duplicates.map(({ sheet, row }) => [sheet, row])).toEqual([
      ['Households', 6],
      ['Individuals', 5],
    ])
    expect(addsUp(report)).toBe(true)
  })

  it('members without household, and a household without members', async () => {
    const report = await importRegistration(office, fixture('orphans.xlsx'), false)
    const rejected = report.problems.filter(({ severity }) => severity === 'rejected')
    expect(rejected.map(({ code }) => code)).toEqual(Array(5).fill('household_unknown'))
    expect(told(report, 'warning')).toContain('Households 3 household_id no_members')
    expect(addsUp(report)).toBe(true)
  })

  it('formulas give the value that was last worked out, with a warning; errors and no value give nothing', async () => {
    const report = await importRegistration(office, fixture('formulas.xlsx'), true)
    const warnings = told(report, 'warning')
    expect(warnings).toEqual(
      expect.arrayContaining([
        'Households 3 size_h_c formula_value_used',
        'Households 4 size_h_c formula_without_value',
        'Households 5 size_h_c formula_error',
        'Households 6 address_h_c formula_value_used',
        'Individuals 3 phone_no_i_c formula_error',
      ]),
    )
    const page = { filter: {}, sort: 'number' as const, descending: false, offset: 0, limit: 10 }
    const { rows } = await office.get('households.list', page)
    expect(rows.map(({ sizeReported }) => sizeReported).slice(0, 3)).toEqual([5, null, null])
    // Text that begins with an equals sign stays text.
    const { household } = await office.get('households.get', { id: rows[3]?.id ?? '' })
    expect(household.address).toBe('=cmd')
  })
})
