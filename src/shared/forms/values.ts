import { toLatinDigits } from '../dates/digits.ts'

/** What an expression works out to. A list holds the answers of every round of a repeat. */
export type Scalar = string | number | boolean
export type Value = Scalar | readonly Scalar[]

/** Longest text that an expression may put together: calculations that double each other stop here. */
const MAX_TEXT = 32_768

/** Stops a form whose working out takes too long or too much. */
export class Exhausted extends Error {}

const isList = (value: Value): value is readonly Scalar[] => Array.isArray(value)

/** A list stands for its first value where one is wanted, as XPath has it. */
export const toScalar = (value: Value): Scalar => (isList(value) ? (value[0] ?? '') : value)

export const toList = (value: Value): readonly Scalar[] => (isList(value) ? value : [value])

/** Text as XPath writes it: numbers without a needless point, and nothing for what is no number. */
export const toText = (value: Value): string => {
  const one = toScalar(value)
  return typeof one === 'number' && !Number.isFinite(one) ? '' : String(one)
}

export const limited = (text: string): string => {
  if (text.length > MAX_TEXT) throw new Exhausted()
  return text
}

/** Joins texts; counted first, since a text beyond the engine's own limit would not be an answer but an error. */
export const joined = (parts: readonly string[], separator = ''): string => {
  let length = 0
  for (const part of parts) {
    length += part.length + separator.length
    if (length > MAX_TEXT) throw new Exhausted()
  }
  return parts.join(separator)
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})/
const DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/
const TIME = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$/
const MS = 86_400_000

/** Whether a text is a day that the calendar has, with or without a time. */
export const isDate = (text: string): boolean => {
  const day = DATE.test(text) ? DAY.exec(text) : null
  if (!day) return false
  const [year, month, date] = [Number(day[1]), Number(day[2]), Number(day[3])]
  const made = new Date(Date.UTC(year, month - 1, date))
  return made.getUTCFullYear() === year && made.getUTCMonth() === month - 1 && made.getUTCDate() === date
}

/** Whether a text is a time of day. */
export const isTime = (text: string): boolean => {
  const time = TIME.exec(text)
  return time !== null && Number(time[1]) < 24 && Number(time[2]) < 60 && Number(time[3] ?? 0) < 60
}

/** Days since 1970. The hour is read as it stands: all clocks of an office show the same time. */
const toDays = (text: string): number => {
  const day = DAY.exec(text)
  if (!day) return Number.NaN
  const time = TIME.exec(text.slice(11))
  const hours = time ? Number(time[1]) + Number(time[2]) / 60 + Number(time[3] ?? 0) / 3600 : 0
  return Date.UTC(Number(day[1]), Number(day[2]) - 1, Number(day[3])) / MS + hours / 24
}

/** A day from days since 1970; blank beyond the calendar. */
export const fromDays = (days: number): string => {
  const made = new Date(Math.floor(days) * MS)
  return Number.isNaN(made.getTime()) || made.getUTCFullYear() < 0 || made.getUTCFullYear() > 9999
    ? ''
    : made.toISOString().slice(0, 10)
}

/** A number as XPath reads it. A blank is no number, not zero; a date is its day, so that dates can be compared. */
export const toNumber = (value: Value): number => {
  const one = toScalar(value)
  if (typeof one === 'number') return one
  if (typeof one === 'boolean') return one ? 1 : 0
  const text = toLatinDigits(one).trim()
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text)) return Number(text)
  if (isDate(text)) return toDays(text)
  const time = isTime(text) ? TIME.exec(text) : null
  return time ? (Number(time[1]) + Number(time[2]) / 60 + Number(time[3] ?? 0) / 3600) / 24 : Number.NaN
}

export const toBoolean = (value: Value): boolean => {
  if (isList(value)) return value.some((one) => toBoolean(one))
  if (typeof value === 'number') return value !== 0 && !Number.isNaN(value)
  return typeof value === 'boolean' ? value : value !== ''
}

const same = (a: Scalar, b: Scalar): boolean => {
  if (typeof a === 'boolean' || typeof b === 'boolean') return toBoolean(a) === toBoolean(b)
  if (typeof a === 'number' || typeof b === 'number') return toNumber(a) === toNumber(b)
  return a === b
}

const compare = (op: string, a: Scalar, b: Scalar): boolean => {
  if (op === '=') return same(a, b)
  // A blank differs from every number, though it is equal to none.
  if (op === '!=') return !same(a, b)
  const [x, y] = [toNumber(a), toNumber(b)]
  if (op === '<') return x < y
  if (op === '<=') return x <= y
  return op === '>' ? x > y : x >= y
}

/** Compares; of lists it is enough that one value fulfils it. */
export const compares = (op: string, a: Value, b: Value): boolean =>
  toList(a).some((x) => toList(b).some((y) => compare(op, x, y)))
