import type { PartialDate } from '../records/field.ts'
import { toLatinDigits } from './digits.ts'
import { daysInMonth, isoText } from './partial.ts'

/** Which part a date written with numbers only starts with; a year with four digits is recognised anywhere. */
export type DateOrder = 'dmy' | 'mdy'

/** `empty`: nothing typed; `unreadable`: no date; `noSuchDay`: 31/02; `outOfRange`: a year before 1850 or after 2150. */
export type DateEntryError = 'empty' | 'unreadable' | 'noSuchDay' | 'outOfRange'

export type DateEntry =
  { readonly ok: true; readonly date: PartialDate } | { readonly ok: false; readonly code: DateEntryError }

const FIRST_YEAR = 1850
const LAST_YEAR = 2150
const OLDEST_AGE = 125
/** A two-digit year lies at most this far ahead, because papers expire; a birth never lies ahead. */
const YEARS_AHEAD = 10

// "About" and "age" as people write them in the three languages, after digits and letter case are made equal.
const ABOUT = /^(?:~|≈|c\.|ca\.?|circa|about|حوالي|تقريبا|نزیکەی|نزيكەي)\s*/
const AGE = /^(?:age[d]?|عمر|العمر|تەمەن|تەمەنی)\s*:?\s*(\d{1,3})$/

// Direction marks and zero-width signs come along when dates are pasted from right-to-left text.
const INVISIBLE = /[\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g

const failed = (code: DateEntryError): DateEntry => ({ ok: false, code })

function plainText(text: string): string {
  return toLatinDigits(text.normalize('NFKC')).replace(INVISIBLE, '').toLowerCase().trim()
}

function build(year: number, month: number | null, day: number | null): DateEntry {
  if (year < FIRST_YEAR || year > LAST_YEAR) return failed('outOfRange')
  if (month !== null && (month < 1 || month > 12)) return failed('noSuchDay')
  if (month !== null && day !== null && (day < 1 || day > daysInMonth(year, month))) return failed('noSuchDay')
  return { ok: true, date: isoText(year, month, day) }
}

function fullYear(text: string, today: string, yearsAhead: number): number {
  if (text.length === 4) return Number(text)
  const limit = Number(today.slice(0, 4)) + yearsAhead
  const year = limit - (limit % 100) + Number(text)
  return year > limit ? year - 100 : year
}

function bornAtAge(age: number, today: string): DateEntry {
  if (age > OLDEST_AGE) return failed('outOfRange')
  // Of the two years an age leaves open, the one with more days in it.
  const year = Number(today.slice(0, 4)) - age - (Number(today.slice(5, 7)) > 6 ? 0 : 1)
  return { ok: true, date: `${isoText(age === 0 ? Number(today.slice(0, 4)) : year, null, null)}~` }
}

function eightDigits(text: string, order: DateOrder): DateEntry {
  const [first, second, last] = [Number(text.slice(0, 2)), Number(text.slice(2, 4)), Number(text.slice(4))]
  const written = order === 'dmy' ? build(last, second, first) : build(last, first, second)
  if (written.ok) return written
  const iso = build(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6)))
  return iso.ok ? iso : written
}

function readDate(text: string, today: string, order: DateOrder, yearsAhead: number): DateEntry {
  if (/^\d{4}$/.test(text)) return build(Number(text), null, null)
  if (/^\d{8}$/.test(text)) return eightDigits(text, order)
  const parts = text.split(/\s*[/.\-\u060d\u066b\u2010-\u2015]\s*|\s+/)
  if (parts.some((part) => !/^\d{1,4}$/.test(part))) return failed('unreadable')
  const [a = '', b = '', c = ''] = parts
  if (parts.length === 2) {
    if (a.length === 4 && b.length <= 2) return build(Number(a), Number(b), null)
    if (b.length === 4 && a.length <= 2) return build(Number(b), Number(a), null)
  }
  if (parts.length === 3 && b.length <= 2) {
    if (a.length === 4 && c.length <= 2) return build(Number(a), Number(b), Number(c))
    if (a.length <= 2 && (c.length === 4 || c.length === 2)) {
      const [day, month] = order === 'dmy' ? [a, b] : [b, a]
      return build(fullYear(c, today, yearsAhead), Number(month), Number(day))
    }
  }
  return failed('unreadable')
}

function readEntry(text: string, today: string, order: DateOrder, yearsAhead: number): DateEntry {
  const plain = plainText(text)
  if (plain === '') return failed('empty')
  const age = AGE.exec(plain)
  if (age) return bornAtAge(Number(age[1]), today)
  const estimate = ABOUT.exec(plain) ?? /^(?=\d{4}\s*[~?]$)/.exec(plain)
  if (!estimate) return readDate(plain, today, order, yearsAhead)
  const read = readDate(plain.slice(estimate[0].length).replace(/\s*[~?]$/, ''), today, order, yearsAhead)
  // Only a year can be "about": a month or day beside it claims more than the person knew.
  return read.ok ? { ok: true, date: `${read.date.slice(0, 4)}~` } : read
}

/**
 * Reads a date as people type it, in any digits: 24112026, 24/11/26, 24.11.2026, 2026-11-24, 11/2026, 2026, ~1984 or
 * "age 42". `today` (ISO) decides what two-digit years and ages mean.
 */
export function parseDateEntry(text: string, today: string): DateEntry {
  return readEntry(text, today, 'dmy', YEARS_AHEAD)
}

/** Like `parseDateEntry`, for a column of a file that is known to write the month or the day first. */
export function parseDateCell(text: string, today: string, order: DateOrder): DateEntry {
  return readEntry(text, today, order, YEARS_AHEAD)
}

/** Reads a birth date, where a bare number up to 125 is an age and a two-digit year never lies ahead. */
export function parseBirthEntry(text: string, today: string): DateEntry {
  const plain = plainText(text)
  return /^\d{1,3}$/.test(plain) ? bornAtAge(Number(plain), today) : readEntry(text, today, 'dmy', 0)
}
