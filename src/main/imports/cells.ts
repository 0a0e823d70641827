import { toLatinDigits } from '../../shared/dates/digits.ts'
import { parseBirthEntry, parseDateCell, type DateEntry, type DateOrder } from '../../shared/dates/entry.ts'
import { isFuture } from '../../shared/dates/partial.ts'
import type { CodeList } from '../../shared/codes/code-list.ts'
import type { Point } from '../../shared/records/field.ts'
import type { CellValue } from './workbook.ts'

/** A cell's value, or the code of what is wrong with it. `note` is a warning beside a good value. */
export type Read<T> = { readonly value: T; readonly note?: string } | { readonly problem: string }

const INVISIBLE = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g

/** True for a cell with nothing in it: such a cell never changes a record. */
export const isBlank = (cell: CellValue | undefined): cell is null | undefined =>
  cell === null || cell === undefined || (typeof cell === 'string' && cell.replace(INVISIBLE, '').trim() === '')

/** What a cell says, as text: for problem lists and for text fields. */
export const cellText = (cell: CellValue | undefined): string => {
  if (cell === null || cell === undefined) return ''
  // A day beyond the calendar of the program is a date without a value.
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10)
  return typeof cell === 'string' ? cell.replace(INVISIBLE, '').trim().normalize('NFC') : String(cell)
}

/** Whether a cell holds the error that a formula left there. */
export const isErrorCell = (cell: CellValue): boolean =>
  typeof cell === 'string' && /^#(?:REF!|DIV\/0!|N\/A|NAME\?|NULL!|NUM!|VALUE!)$/.test(cell)

/** A text that keeps what was written. */
export const readText = (cell: CellValue, max: number): Read<string> => {
  const value = cellText(cell)
  if (value.length > max) return { problem: 'too_long' }
  // Control signs come from broken exports; line breaks are kept in long texts.
  // oxlint-disable-next-line no-control-regex
  return { value: value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '') }
}

/** An id, paper or card number: digits of any script become 0-9, nothing else changes. */
export const readCodeText = (cell: CellValue, max: number): Read<string> => {
  const text = toLatinDigits(cellText(cell))
  if (text.length > max) return { problem: 'too_long' }
  // Spreadsheets hold numbers exactly up to 15 digits only; longer ones have been rounded already.
  if (typeof cell === 'number' && !Number.isSafeInteger(cell)) return { value: text, note: 'number_rounded' }
  return { value: text }
}

/** A phone number as written, in 0-9; a number cell of an Iraqi mobile gets back the zero the spreadsheet dropped. */
export const readPhone = (cell: CellValue): Read<string> => {
  const read = readCodeText(cell, 40)
  if ('problem' in read) return read
  if (typeof cell === 'number' && /^7\d{9}$/.test(read.value)) {
    return { value: `0${read.value}`, note: 'leading_zero_restored' }
  }
  return /\d{4}/.test(read.value.replace(/[^\d]/g, '')) ? read : { value: read.value, note: 'phone_doubtful' }
}

const yes = new Set(['true', '1', 'yes', 'y', 'نعم', 'بەڵێ'])
const no = new Set(['false', '0', 'no', 'n', 'لا', 'كلا', 'نەخێر'])

export const readFlag = (cell: CellValue): Read<boolean> => {
  const text = toLatinDigits(cellText(cell)).toLowerCase()
  if (yes.has(text)) return { value: true }
  return no.has(text) ? { value: false } : { problem: 'not_yes_or_no' }
}

export const readNumber = (cell: CellValue): Read<number> => {
  const text = toLatinDigits(cellText(cell))
  return /^\d{1,9}(?:\.0+)?$/.test(text) ? { value: Number(text) } : { problem: 'not_a_number' }
}

const codeKey = (text: string): string =>
  toLatinDigits(text)
    .toLowerCase()
    .replace(/[\s-]+/g, '_')

/** A code of a list, whatever its case; other systems' words are translated by `values`. */
export const readCode = (
  cell: CellValue,
  list: CodeList<string, string>,
  values: Readonly<Record<string, string>>,
): Read<string> => {
  const key = codeKey(cellText(cell))
  const same = [...list.codes, ...list.retired].find((code) => codeKey(code) === key)
  const found = same ?? (Object.hasOwn(values, key) ? values[key] : undefined)
  return found === undefined ? { problem: 'unknown_code' } : { value: found }
}

/** A point written as "latitude, longitude", as phones record it (height and accuracy may follow). */
export const readPoint = (cell: CellValue): Read<Point> => {
  const [lat, lon] = toLatinDigits(cellText(cell))
    .split(/[,;\s]+/)
    .map(Number)
  if (lat === undefined || lon === undefined || !(Math.abs(lat) <= 90) || !(Math.abs(lon) <= 180)) {
    return { problem: 'not_a_point' }
  }
  return { value: { lat, lon } }
}

/** The first day of the spreadsheet calendar is 1900-01-01; its day 60 is a 29 February that never was. */
const fromSerial = (serial: number): string =>
  new Date(Date.UTC(1899, 11, serial < 60 ? 31 : 30) + Math.floor(serial) * 86_400_000).toISOString().slice(0, 10)

const dateProblem = (code: (DateEntry & { ok: false })['code']): string =>
  code === 'noSuchDay' ? 'no_such_day' : code === 'outOfRange' ? 'date_out_of_range' : 'date_unreadable'

const readAnyDate = (cell: CellValue, today: string, order: DateOrder, birth: boolean): Read<string> => {
  if (cell instanceof Date) {
    if (Number.isNaN(cell.getTime())) return { problem: 'no_such_day' }
    const year = cell.getUTCFullYear()
    return year < 1850 || year > 2150 ? { problem: 'date_out_of_range' } : { value: cellText(cell) }
  }
  if (typeof cell === 'number' && cell > 2200 && cell < 100_000)
    return { value: fromSerial(cell), note: 'date_from_number' }
  const text = cellText(cell)
    // A time of day beside the date, as databases export it.
    .replace(/[T\s]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$/, '')
  const entry =
    birth && !/\d{4}/.test(toLatinDigits(text)) ? parseBirthEntry(text, today) : parseDateCell(text, today, order)
  return entry.ok ? { value: entry.date } : { problem: dateProblem(entry.code) }
}

/** A whole day that has come already. */
export const readDay = (cell: CellValue, today: string, order: DateOrder): Read<string> => {
  const read = readAnyDate(cell, today, order, false)
  if ('problem' in read) return read
  if (read.value.length !== 10) return { problem: 'date_incomplete' }
  return isFuture(read.value, today) ? { problem: 'date_in_future' } : read
}

/** A birth date, which may be a year only, and lies neither ahead nor further back than anybody lives. */
export const readBirth = (cell: CellValue, today: string, order: DateOrder): Read<string> => {
  const read = readAnyDate(cell, today, order, true)
  if ('problem' in read) return read
  if (isFuture(read.value, today)) return { problem: 'date_in_future' }
  return Number(read.value.slice(0, 4)) < Number(today.slice(0, 4)) - 125 ? { problem: 'date_out_of_range' } : read
}

const NUMERIC_DATE = /^\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(?:\d{4}|\d{2})(?!\d)/

/** Which part a column of written dates starts with, and whether the column itself shows it. */
export interface ColumnOrder {
  readonly order: DateOrder
  /** `decided`: some date allows one reading only; `assumed`: both fit every date; `mixed`: dates contradict. */
  readonly how: 'decided' | 'assumed' | 'mixed' | 'none'
}

/** Decides dd/mm or mm/dd for a whole column from the dates that allow one reading only. */
export const dateOrderOf = (cells: Iterable<CellValue | undefined>): ColumnOrder => {
  let dayFirst = 0
  let monthFirst = 0
  let either = 0
  for (const cell of cells) {
    const match = typeof cell === 'string' ? NUMERIC_DATE.exec(toLatinDigits(cell)) : null
    if (!match) continue
    const [first, second] = [Number(match[1]), Number(match[2])]
    if (first > 12) dayFirst += 1
    else if (second > 12) monthFirst += 1
    // 05/05 is the same day either way.
    else if (first !== second) either += 1
  }
  if (dayFirst > 0 && monthFirst > 0) return { order: dayFirst >= monthFirst ? 'dmy' : 'mdy', how: 'mixed' }
  if (monthFirst > 0) return { order: 'mdy', how: 'decided' }
  if (dayFirst > 0) return { order: 'dmy', how: 'decided' }
  return { order: 'dmy', how: either > 0 ? 'assumed' : 'none' }
}
