import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toLatinDigits } from '../../src/shared/dates/digits.ts'
import { parseBirthEntry, parseDateCell, parseDateEntry } from '../../src/shared/dates/entry.ts'
import {
  ageRange,
  certainlyBefore,
  interval,
  isFuture,
  isoText,
  isPartialDate,
  localToday,
  mayBeSame,
  precisionOf,
} from '../../src/shared/dates/partial.ts'
import { anyText } from './any-text.ts'

const today = '2026-11-24'

describe('typing a date', () => {
  test.each([
    ['24112026', '2026-11-24'],
    ['20261124', '2026-11-24'],
    ['24/11/26', '2026-11-24'],
    ['24/11/37', '1937-11-24'],
    ['24.11.2026', '2026-11-24'],
    ['4-3-1984', '1984-03-04'],
    ['24 11 2026', '2026-11-24'],
    ['2026-11-24', '2026-11-24'],
    ['2026/11/4', '2026-11-04'],
    ['29/02/2024', '2024-02-29'],
    ['2026', '2026'],
    ['11/2026', '2026-11'],
    ['2026-11', '2026-11'],
    ['~1984', '1984~'],
    ['1984~', '1984~'],
    ['about 03/1984', '1984~'],
    ['حوالي ١٩٨٤', '1984~'],
    ['نزیکەی 1984', '1984~'],
    ['age 42', '1984~'],
    ['عمر ٤٢', '1984~'],
    ['تەمەن ۴۲', '1984~'],
    ['٢٤/١١/٢٠٢٦', '2026-11-24'],
    ['۲۴۱۱۲۰۲۶', '2026-11-24'],
    ['\u200f٢٤/١١/٢٠٢٦ ', '2026-11-24'],
  ])('%s is %s', (typed, date) => {
    expect(parseDateEntry(typed, today)).toEqual({ ok: true, date })
  })

  test.each([
    ['', 'empty'],
    ['  \u200f', 'empty'],
    ['31/02/2026', 'noSuchDay'],
    ['29/02/2023', 'noSuchDay'],
    ['13/2026', 'noSuchDay'],
    ['00/00/2026', 'noSuchDay'],
    ['1445', 'outOfRange'],
    ['24/11/3026', 'outOfRange'],
    ['age 130', 'outOfRange'],
    ['42', 'unreadable'],
    ['yesterday', 'unreadable'],
    ['241126', 'unreadable'],
    ['1/2/3/4', 'unreadable'],
    ['~', 'unreadable'],
  ])('%s is refused: %s', (typed, code) => {
    expect(parseDateEntry(typed, today)).toEqual({ ok: false, code })
  })

  test('a birth may be typed as an age, and never lies ahead', () => {
    expect(parseBirthEntry('42', today)).toEqual({ ok: true, date: '1984~' })
    expect(parseBirthEntry('42', '2026-02-01')).toEqual({ ok: true, date: '1983~' })
    expect(parseBirthEntry('0', today)).toEqual({ ok: true, date: '2026~' })
    expect(parseBirthEntry('٨', today)).toEqual({ ok: true, date: '2018~' })
    expect(parseBirthEntry('126', today)).toEqual({ ok: false, code: 'outOfRange' })
    expect(parseBirthEntry('1/1/30', today)).toEqual({ ok: true, date: '1930-01-01' })
    expect(parseDateEntry('1/1/30', today)).toEqual({ ok: true, date: '2030-01-01' })
  })

  test('a column may write the month first', () => {
    expect(parseDateCell('03/04/2020', today, 'mdy')).toEqual({ ok: true, date: '2020-03-04' })
    expect(parseDateCell('03/04/2020', today, 'dmy')).toEqual({ ok: true, date: '2020-04-03' })
    expect(parseDateCell('11242026', today, 'mdy')).toEqual({ ok: true, date: '2026-11-24' })
    expect(parseDateCell('2020-04-03', today, 'mdy')).toEqual({ ok: true, date: '2020-04-03' })
  })
})

const day = fc
  .date({ min: new Date('1850-01-01T00:00:00Z'), max: new Date('2150-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const partial = fc.oneof(
  day,
  day.map((text) => text.slice(0, 7)),
  day.map((text) => text.slice(0, 4)),
  day.map((text) => `${text.slice(0, 4)}~`),
)
const inDigits = (text: string, zero: number): string =>
  text.replace(/\d/g, (digit) => String.fromCharCode(zero + Number(digit)))

describe('properties', () => {
  test('every day written in every way and every digit set is read as itself', () => {
    fc.assert(
      fc.property(day, fc.constantFrom(0x30, 0x660, 0x6f0), (date, zero) => {
        const [year = '', month = '', dayOfMonth = ''] = date.split('-')
        const ways = [date, ...['/', '.', '-', ' ', ''].map((between) => [dayOfMonth, month, year].join(between))]
        for (const way of ways) expect(parseDateEntry(inDigits(way, zero), today)).toEqual({ ok: true, date })
      }),
    )
  })

  test('a stored date typed again stays the same', () => {
    fc.assert(
      fc.property(partial, (date) => {
        expect(parseDateEntry(date, today)).toEqual({ ok: true, date })
      }),
    )
  })

  test('no text breaks it, and what is read can be stored', () => {
    const typed = fc.oneof(fc.string({ unit: fc.constantFrom(...Array.from('0123456789/.-~ ageعمر٣')) }), anyText)
    fc.assert(
      fc.property(typed, (text) =>
        [parseDateEntry(text, today), parseBirthEntry(text, today)].every(
          (entry) => !entry.ok || isPartialDate(entry.date),
        ),
      ),
      { numRuns: 500 },
    )
  })

  test('an interval starts before it ends and holds the date itself', () => {
    fc.assert(
      fc.property(partial, (date) => {
        const { from, to } = interval(date)
        expect(from <= to).toBe(true)
        expect(isPartialDate(from) && isPartialDate(to)).toBe(true)
        expect(mayBeSame(date, from) && mayBeSame(date, to)).toBe(true)
        if (precisionOf(date) === 'day') expect([from, to]).toEqual([date, date])
      }),
    )
  })

  test('two dates are the same, before or after each other', () => {
    fc.assert(
      fc.property(partial, partial, (a, b) => {
        expect([mayBeSame(a, b), certainlyBefore(a, b), certainlyBefore(b, a)].filter(Boolean)).toHaveLength(1)
      }),
    )
  })

  test('an age range is in order and contains the age of each possible birthday', () => {
    fc.assert(
      fc.property(partial, day, (birth, on) => {
        const range = ageRange(birth, on)
        const first = ageRange(interval(birth).from, on)
        expect(range === null).toBe(interval(birth).from > on)
        if (range) {
          expect(range.min).toBeGreaterThanOrEqual(0)
          expect(range.min).toBeLessThanOrEqual(range.max)
          expect(first).toEqual({ min: range.max, max: range.max })
        }
      }),
    )
  })
})

describe('what a partial date means', () => {
  test('intervals', () => {
    expect(interval('2024-02')).toEqual({ from: '2024-02-01', to: '2024-02-29' })
    expect(interval('1900-02')).toEqual({ from: '1900-02-01', to: '1900-02-28' })
    expect(interval('1984')).toEqual({ from: '1984-01-01', to: '1984-12-31' })
    expect(interval('1984~')).toEqual({ from: '1982-01-01', to: '1986-12-31' })
  })

  test('ages', () => {
    expect(ageRange('1984-11-24', today)).toEqual({ min: 42, max: 42 })
    expect(ageRange('1984-11-25', today)).toEqual({ min: 41, max: 41 })
    expect(ageRange('1984', today)).toEqual({ min: 41, max: 42 })
    expect(ageRange('1984~', today)).toEqual({ min: 39, max: 44 })
    expect(ageRange('2026', today)).toEqual({ min: 0, max: 0 })
    expect(ageRange('2027', today)).toBeNull()
  })

  test('the future', () => {
    expect(isFuture('2026-11-25', today)).toBe(true)
    expect(isFuture('2026-11-24', today)).toBe(false)
    expect(isFuture('2026-12', today)).toBe(true)
    expect(isFuture('2026', today)).toBe(false)
    expect(isFuture('2027~', today)).toBe(true)
    expect(isFuture('2026~', today)).toBe(false)
  })

  test('today is the local day', () => {
    expect(localToday(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05')
    expect(isoText(2026, 1, null)).toBe('2026-01')
    expect(isoText(2026, null, null)).toBe('2026')
  })
})

test('digits of all sets become Latin, other text stays', () => {
  expect(toLatinDigits('٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹ علي 7')).toBe('0123456789 0123456789 علي 7')
})
