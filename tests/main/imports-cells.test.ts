import { describe, expect, it } from 'vitest'
import { residenceStatus, relationship } from '../../src/shared/codes/idp.ts'
import {
  cellText,
  dateOrderOf,
  readBirth,
  readCode,
  readCodeText,
  readDay,
  readFlag,
  readPhone,
  readText,
} from '../../src/main/imports/cells.ts'
import { splitFullName, splitMiddleName } from '../../src/main/imports/split-name.ts'
import { targets } from '../../src/main/imports/targets.ts'
import { changeOf, fieldHashes, isSameRow } from '../../src/main/imports/row-plan.ts'

const today = '2026-11-24'

describe('cells', () => {
  it('read days in any digits, from serial numbers and from texts with a time', () => {
    for (const cell of ['15/03/1984', '١٥/٠٣/١٩٨٤', '۱۵/۰۳/۱۹۸۴', '1984-03-15', '1984-03-15T00:00:00', 30756]) {
      expect(readBirth(cell, today, 'dmy')).toMatchObject({ value: '1984-03-15' })
    }
    expect(readBirth('03/15/1984', today, 'mdy')).toEqual({ value: '1984-03-15' })
    expect(readBirth(1984, today, 'dmy')).toEqual({ value: '1984' })
    expect(readBirth('~1984', today, 'dmy')).toEqual({ value: '1984~' })
  })

  it('hold for no text a date that the spreadsheet could not work out', () => {
    expect(cellText(new Date(Number.NaN))).toBe('')
    expect(readText(new Date(Number.NaN), 40)).toEqual({ value: '' })
    expect(readCodeText(new Date(Number.NaN), 40)).toEqual({ value: '' })
  })

  it('refuse days that cannot be', () => {
    expect(readBirth('31/02/2010', today, 'dmy')).toEqual({ problem: 'no_such_day' })
    expect(readBirth(new Date('2026-11-25T00:00:00Z'), today, 'dmy')).toEqual({ problem: 'date_in_future' })
    expect(readBirth('1850-01-01', today, 'dmy')).toEqual({ problem: 'date_out_of_range' })
    expect(readDay('2024', today, 'dmy')).toEqual({ problem: 'date_incomplete' })
    expect(readDay('soon', today, 'dmy')).toEqual({ problem: 'date_unreadable' })
  })

  it('decide the order of day and month by the whole column', () => {
    expect(dateOrderOf(['01/02/2000', '13/02/2000'])).toEqual({ order: 'dmy', how: 'decided' })
    expect(dateOrderOf(['01/02/2000', '02/13/2000'])).toEqual({ order: 'mdy', how: 'decided' })
    expect(dateOrderOf(['13/02/2000', '02/13/2000', '14/02/2000'])).toEqual({ order: 'dmy', how: 'mixed' })
    expect(dateOrderOf(['01/02/2000', '05/05/2000'])).toEqual({ order: 'dmy', how: 'assumed' })
    expect(dateOrderOf(['05/05/2000', '2000-01-02', null])).toEqual({ order: 'dmy', how: 'none' })
  })

  it('keep leading zeros, and say when a spreadsheet has lost something', () => {
    expect(readCodeText('٠٠١٢', 60)).toEqual({ value: '0012' })
    expect(readCodeText(1e17, 60)).toMatchObject({ note: 'number_rounded' })
    expect(readPhone(7701234567)).toEqual({ value: '07701234567', note: 'leading_zero_restored' })
    expect(readPhone('+964 770 123 4567')).toEqual({ value: '+964 770 123 4567' })
  })

  it('read yes and no as text, number and truth', () => {
    expect(['TRUE', '1', true, 1, 'نعم'].map(readFlag)).toEqual(Array.from({ length: 5 }, () => ({ value: true })))
    expect(['FALSE', '0', false, 0, 'لا'].map(readFlag)).toEqual(Array.from({ length: 5 }, () => ({ value: false })))
    expect(readFlag('maybe')).toEqual({ problem: 'not_yes_or_no' })
  })

  it('read codes whatever their case, and the misspelt code of the registration system', () => {
    expect(readCode('idp returnee', residenceStatus, {})).toEqual({ value: 'IDP_RETURNEE' })
    const { reading } = targets['person.relationship'] ?? {}
    const values = reading?.as === 'code' ? reading.values : {}
    expect(readCode('GRANDDAUGHER_GRANDSON', relationship, values)).toEqual({ value: 'GRANDDAUGHTER_GRANDSON' })
    expect(readCode('toString', relationship, values)).toEqual({ problem: 'unknown_code' })
  })
})

describe('names', () => {
  it('split into the chain, keeping together what is one name', () => {
    expect(splitFullName('عبد الرحمن علي حسن الجبوري', 'ar')).toEqual({
      given: { ar: 'عبد الرحمن' },
      father: { ar: 'علي' },
      grandfather: { ar: 'حسن' },
      family: { ar: 'الجبوري' },
    })
    expect(splitFullName('Ali Hassan Al-Jubouri', 'ar')).toEqual({
      given: { la: 'Ali' },
      father: { la: 'Hassan' },
      family: { la: 'Al-Jubouri' },
    })
    expect(splitFullName('Ali Hassan Omar', 'ar')).toMatchObject({ grandfather: { la: 'Omar' } })
    expect(splitFullName('ئازاد', 'ckb')).toEqual({ given: { ckb: 'ئازاد' } })
    expect(splitMiddleName('Hassan Abu Bakr', 'ar')).toEqual({
      father: { la: 'Hassan' },
      grandfather: { la: 'Abu Bakr' },
    })
  })
})

describe('a row that was imported before', () => {
  const first = { phone: '1', given: { ar: 'علي' } }
  const known = { entity: 'x', hashes: fieldHashes(first), imported: true }

  it('is the same when every cell it has is the same', () => {
    expect(isSameRow(known, fieldHashes(first))).toBe(true)
    expect(isSameRow(known, fieldHashes({ phone: '1' }))).toBe(true)
    expect(isSameRow(known, fieldHashes({ phone: '2' }))).toBe(false)
  })

  it('changes only cells that differ from the last file, whatever was corrected since', () => {
    const next = { phone: '2', given: { ar: 'علي' } }
    const current = { phone: '1', given: { ar: 'عليّ', la: 'Ali' } }
    expect(changeOf(known, fieldHashes(next), next, current)).toEqual({ patch: { phone: '2' }, differing: [] })
  })

  it('adds a script without losing the other', () => {
    const next = { given: { la: 'Ali' } }
    expect(changeOf(known, fieldHashes(next), next, { given: { ar: 'علي' } }).patch).toEqual({
      given: { ar: 'علي', la: 'Ali' },
    })
  })

  it('only fills up a record that came another way', () => {
    const other = { entity: 'x', hashes: {}, imported: false }
    const next = { phone: '2', address: 'Street' }
    expect(changeOf(other, fieldHashes(next), next, { phone: '1', address: null })).toEqual({
      patch: { address: 'Street' },
      differing: ['phone'],
    })
  })
})
