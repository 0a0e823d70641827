import { type PartialDate, partialDate } from '../records/field.ts'

export type DatePrecision = 'day' | 'month' | 'year' | 'about'

/** The days a partial date may mean, both included, as ISO text. */
export interface DateInterval {
  readonly from: string
  readonly to: string
}

/** "About 1984" is taken as 1982 to 1986: the error that asking for an age in years usually leaves. */
const ABOUT_YEARS = 2

/** The days of a month, 1 to 12, in the Gregorian calendar. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

const two = (value: number | null): string => (value === null ? '' : `-${String(value).padStart(2, '0')}`)

/** Writes a day, month or year as ISO text; without month and day a year, without day a month. */
export function isoText(year: number, month: number | null, day: number | null): string {
  return String(year).padStart(4, '0') + two(month) + (month === null ? '' : two(day))
}

/** Today's calendar day where the user sits, for the functions here that ask for `today`. */
export function localToday(now: Date): string {
  return isoText(now.getFullYear(), now.getMonth() + 1, now.getDate())
}

/** Whether a text is a partial date as records store it. */
export function isPartialDate(text: string): text is PartialDate {
  return partialDate.safeParse(text).success
}

/** How much of a partial date is known. */
export function precisionOf(date: PartialDate): DatePrecision {
  if (date.endsWith('~')) return 'about'
  if (date.length === 10) return 'day'
  return date.length === 7 ? 'month' : 'year'
}

/** The year a partial date names. */
function yearOf(date: PartialDate): number {
  return Number(date.slice(0, 4))
}

/** Every day a partial date may mean; rules compare intervals, never a made-up 1 January. */
export function interval(date: PartialDate): DateInterval {
  const year = yearOf(date)
  const precision = precisionOf(date)
  if (precision === 'day') return { from: date, to: date }
  if (precision === 'year') return { from: `${date}-01-01`, to: `${date}-12-31` }
  if (precision === 'month') {
    const month = Number(date.slice(5))
    return { from: `${date}-01`, to: isoText(year, month, daysInMonth(year, month)) }
  }
  return {
    from: isoText(Math.max(year - ABOUT_YEARS, 0), 1, 1),
    to: isoText(Math.min(year + ABOUT_YEARS, 9999), 12, 31),
  }
}

function fullYears(born: string, on: string): number {
  const years = yearOf(on) - yearOf(born)
  return on.slice(5) < born.slice(5) ? years - 1 : years
}

/** The youngest and oldest age in full years that a birth date allows on a day; null when it is certainly later. */
export function ageRange(birth: PartialDate, today: string): { min: number; max: number } | null {
  const { from, to } = interval(birth)
  if (from > today) return null
  return { min: Math.max(fullYears(to, today), 0), max: fullYears(from, today) }
}

/** Whether a partial date lies after a day whatever it means exactly. */
export function isFuture(date: PartialDate, today: string): boolean {
  // An estimate is judged by the year itself: "about 2027" typed in 2026 is a slip, not a vague 2025.
  return date.endsWith('~') ? yearOf(date) > yearOf(today) : interval(date).from > today
}

/** Whether two partial dates can be the same day. */
export function mayBeSame(a: PartialDate, b: PartialDate): boolean {
  const left = interval(a)
  const right = interval(b)
  return left.from <= right.to && right.from <= left.to
}

/** Whether a certainly comes before b; dates that overlap do not contradict any order. */
export function certainlyBefore(a: PartialDate, b: PartialDate): boolean {
  return interval(a).to < interval(b).from
}
