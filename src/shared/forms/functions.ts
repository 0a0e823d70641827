import { toLatinDigits } from '../dates/digits.ts'
import { fitsPattern } from './pattern.ts'
import {
  Exhausted,
  fromDays,
  isDate,
  joined,
  limited,
  toBoolean,
  toList,
  toNumber,
  toScalar,
  toText,
  type Scalar,
  type Value,
} from './values.ts'

/** The least and the most arguments of every function a form may use. */
export const arity = {
  abs: [1, 1],
  boolean: [1, 1],
  'boolean-from-string': [1, 1],
  coalesce: [2, 2],
  concat: [1, 100],
  contains: [2, 2],
  count: [1, 1],
  'count-non-empty': [1, 1],
  'count-selected': [1, 1],
  date: [1, 1],
  'date-time': [1, 1],
  'decimal-date-time': [1, 1],
  'ends-with': [2, 2],
  false: [0, 0],
  'format-date': [2, 2],
  'format-date-time': [2, 2],
  if: [3, 3],
  'indexed-repeat': [3, 3],
  int: [1, 1],
  join: [2, 100],
  'jr:choice-name': [2, 2],
  max: [1, 100],
  min: [1, 100],
  not: [1, 1],
  'normalize-space': [0, 1],
  now: [0, 0],
  number: [1, 1],
  once: [1, 1],
  position: [1, 1],
  pow: [2, 2],
  regex: [2, 2],
  round: [1, 2],
  selected: [2, 2],
  'selected-at': [2, 2],
  sqrt: [1, 1],
  'starts-with': [2, 2],
  string: [1, 1],
  'string-length': [0, 1],
  substr: [2, 3],
  'substring-after': [2, 2],
  'substring-before': [2, 2],
  sum: [1, 1],
  today: [0, 0],
  translate: [3, 3],
  true: [0, 0],
} as const satisfies Record<string, readonly [number, number]>

/** What needs the form around the expression, and is therefore not in the table below. */
type InContext =
  'if' | 'coalesce' | 'once' | 'position' | 'indexed-repeat' | 'jr:choice-name' | 'count' | 'today' | 'now'

const words = (value: Value): string[] => {
  const text = toText(value).trim()
  return text === '' ? [] : text.split(/\s+/)
}

const filled = (values: readonly Scalar[]): Scalar[] => values.filter((one) => one !== '')

const extreme = (args: readonly Value[], pick: (...numbers: number[]) => number): number => {
  const numbers = args.flatMap((arg) => filled(toList(arg))).map(toNumber)
  return numbers.length === 0 ? Number.NaN : numbers.reduce((a, b) => pick(a, b))
}

const rounded = (value: number, places: number): number => {
  const digits = Math.max(-15, Math.min(15, Number.isFinite(places) ? Math.trunc(places) : 0))
  const factor = 10 ** digits
  const scaled = value * factor
  return Number.isFinite(scaled) ? Math.round(scaled) / factor : value
}

const two = (part: string | undefined): string => part ?? '00'
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** A date in the signs of the standard; names of months and days are English there. */
const formatDate = (value: Value, format: string): string => {
  const text = typeof value === 'number' ? fromDays(value) : toText(value)
  if (!isDate(text)) return ''
  const [year = '', month = '', day = ''] = text.slice(0, 10).split('-')
  const [hour, minute, second] = text.slice(11, 19).split(':')
  const parts: Record<string, string> = {
    Y: year,
    y: year.slice(2),
    m: month,
    n: String(Number(month)),
    b: MONTHS[Number(month) - 1] ?? '',
    d: day,
    e: String(Number(day)),
    a: DAYS[new Date(`${text.slice(0, 10)}T00:00:00Z`).getUTCDay()] ?? '',
    H: two(hour || undefined),
    h: String(Number(two(hour || undefined))),
    M: two(minute),
    S: two(second?.slice(0, 2)),
    '3': '000',
    '%': '%',
  }
  return format.replace(/%(.)/g, (all, sign: string) => parts[sign] ?? all)
}

const toDate = (value: Value): string => {
  const one = toScalar(value)
  if (typeof one === 'string') return isDate(one) ? one.slice(0, 10) : ''
  return typeof one === 'number' ? fromDays(one) : ''
}

const slice = (text: string, from: Value, to: Value | undefined): string => {
  const start = toNumber(from)
  const end = to === undefined ? text.length : toNumber(to)
  return Number.isNaN(start) || Number.isNaN(end) ? '' : text.slice(start, end)
}

const translate = (text: string, from: string, to: string): string => {
  if (from.length > 1000) throw new Exhausted()
  const [signs, others] = [Array.from(from), Array.from(to)]
  const map = new Map<string, string>()
  signs.forEach((sign, at) => {
    if (!map.has(sign)) map.set(sign, others[at] ?? '')
  })
  return Array.from(text)
    .map((sign) => map.get(sign) ?? sign)
    .join('')
}

type Call = (args: readonly Value[], text: (at: number) => string, number: (at: number) => number) => Value

/** The functions whose value depends on their arguments alone. An argument left out is the question itself. */
export const functions: Readonly<Record<Exclude<keyof typeof arity, InContext>, Call>> = {
  abs: (_, __, number) => Math.abs(number(0)),
  boolean: ([value = '']) => toBoolean(value),
  'boolean-from-string': (_, text) => text(0) === 'true' || text(0) === '1',
  concat: (args) => joined(args.flatMap((arg) => toList(arg).map(toText))),
  contains: (_, text) => text(0).includes(text(1)),
  'count-non-empty': ([value = '']) => filled(toList(value)).length,
  'count-selected': ([value = '']) => words(value).length,
  date: ([value = '']) => toDate(value),
  'date-time': ([value = '']) => (typeof toScalar(value) === 'number' ? toDate(value) : toText(value)),
  'decimal-date-time': (_, __, number) => number(0),
  'ends-with': (_, text) => text(0).endsWith(text(1)),
  false: () => false,
  'format-date': ([value = ''], text) => limited(formatDate(toScalar(value), text(1))),
  'format-date-time': ([value = ''], text) => limited(formatDate(toScalar(value), text(1))),
  int: (_, __, number) => Math.trunc(number(0)),
  join: ([separator = '', ...rest]) =>
    joined(
      rest.flatMap((arg) => toList(arg).map(toText)),
      toText(separator).slice(0, 100),
    ),
  max: (args) => extreme(args, Math.max),
  min: (args) => extreme(args, Math.min),
  not: ([value = '']) => !toBoolean(value),
  'normalize-space': (_, text) => text(0).trim().replace(/\s+/g, ' '),
  number: (_, __, number) => number(0),
  pow: (_, __, number) => number(0) ** number(1),
  regex: (_, text) => fitsPattern(toLatinDigits(text(0)), text(1)),
  round: (args, _, number) => rounded(number(0), args.length > 1 ? number(1) : 0),
  selected: ([value = ''], text) => words(value).includes(text(1).trim()),
  'selected-at': ([value = ''], _, number) => words(value)[number(1)] ?? '',
  sqrt: (_, __, number) => Math.sqrt(number(0)),
  'starts-with': (_, text) => text(0).startsWith(text(1)),
  string: (_, text) => text(0),
  'string-length': (_, text) => Array.from(text(0)).length,
  substr: ([, from = 0, to], text) => slice(text(0), from, to),
  'substring-after': (_, text) => {
    const at = text(0).indexOf(text(1))
    return at < 0 ? '' : text(0).slice(at + text(1).length)
  },
  'substring-before': (_, text) => text(0).slice(0, Math.max(0, text(0).indexOf(text(1)))),
  // Blanks are left out: one unanswered round should not take away the sum of the others.
  sum: ([value = '']) => filled(toList(value)).reduce<number>((sum, one) => sum + toNumber(one), 0),
  translate: (_, text) => translate(text(0), text(1), text(2)),
  true: () => true,
}
