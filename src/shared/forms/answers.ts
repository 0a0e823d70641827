import { toLatinDigits } from '../dates/digits.ts'
import type { Question } from './form.ts'
import { isDate, isTime, toNumber, toText, type Scalar } from './values.ts'

/** What is kept of one question; groups hold answers by name, repeats a list of such. */
type Answer = Scalar | null | readonly string[] | Answers | readonly Answers[]
export interface Answers {
  readonly [name: string]: Answer | undefined
}

/** An answer as expressions see it. Anything that no question would store is a blank. */
export function answerOf(question: Question, given: unknown): Scalar {
  if (Array.isArray(given)) return given.filter((one) => typeof one === 'string' && one !== '').join(' ')
  if (question.type === 'acknowledge') return given === true || given === 'OK' ? 'OK' : ''
  if (typeof given === 'string') return question.type === 'text' ? given : given.trim()
  if (typeof given === 'number') return Number.isFinite(given) ? given : ''
  return typeof given === 'boolean' ? given : ''
}

const isPoint = (text: string): boolean => {
  const [lat, lon, ...rest] = text.split(/\s+/).map(toNumber)
  if (lat === undefined || lon === undefined || rest.length > 2) return false
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && !rest.some(Number.isNaN)
}

/** Whether an answer that is not blank is what its question asks for. */
export function fitsType({ type, range }: Question, value: Scalar): boolean {
  const text = toText(value)
  switch (type) {
    case 'integer':
      return /^[+-]?\d{1,15}$/.test(toLatinDigits(text))
    case 'decimal':
      return /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(toLatinDigits(text))
    case 'range': {
      const number = toNumber(text)
      if (range === undefined) return !Number.isNaN(number)
      const steps = (number - range.start) / range.step
      const [low, high] = [Math.min(range.start, range.end), Math.max(range.start, range.end)]
      return number >= low && number <= high && Math.abs(steps - Math.round(steps)) < 1e-9
    }
    case 'date':
      return text.length === 10 && isDate(text)
    case 'dateTime':
      return text.length > 10 && isDate(text)
    case 'time':
      return isTime(text)
    case 'geopoint':
      return isPoint(text)
    default:
      return true
  }
}
