import { sql, type RawBuilder } from 'kysely'
import { toLatinDigits } from '../../shared/dates/digits.ts'

/** The first and last text an index range covers. */
export interface TextRange {
  readonly from: string
  readonly to: string
}

/** Texts that start with `start`: ids, codes and numbers hold no character after `~`. */
export const startingWith = (start: string): TextRange => ({ from: start, to: `${start}~` })

const plain = (text: string): string =>
  toLatinDigits(text.normalize('NFKC'))
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')

/** The human numbers a typed text may start, whatever its case and hyphens: `bgd hh 2026` or `BGDHH2026A300127C`. */
export function numberRange(text: string): TextRange | null {
  const compact = plain(text)
  if (!/^[A-Z]{3}[A-Z]{2}[0-9]{0,4}[0-9A-Z]{0,8}$/.test(compact)) return null
  const [office, type, year, counter, check] = [3, 5, 9, 16, 17].map((end, i) =>
    compact.slice([0, 3, 5, 9, 16][i], end),
  )
  return startingWith([office, type, year, counter, check].filter((part) => part !== '').join('-'))
}

// The same words stand in the indexes of the first migration: SQLite uses an index only for an identical expression.

/** What a column of phone numbers is compared by: its last ten digits, so that 0770… and +964 770… are one. */
export const phoneOf = (column: string): RawBuilder<string> =>
  sql`substr(replace(replace(replace(replace(${sql.ref(column)}, ' ', ''), '-', ''), '(', ''), ')', ''), -10)`

/** A typed phone number as `phoneOf` gives it, or null when the text is none. */
export function phoneKey(text: string): string | null {
  const digits = toLatinDigits(text.normalize('NFKC')).replace(/[\s\-()]+/g, '')
  return /^\+?[0-9]{6,15}$/.test(digits) ? digits.slice(-10) : null
}

/** What a column of paper or card numbers is compared by: letters and digits alone, letter case apart. */
export const paperOf = (column: string): RawBuilder<string> =>
  sql`upper(replace(replace(replace(${sql.ref(column)}, ' ', ''), '-', ''), '/', ''))`

/** A typed paper or card number as `paperOf` gives it, or null when the text is none. */
export function paperKey(text: string): string | null {
  const key = toLatinDigits(text.normalize('NFKC'))
    .toUpperCase()
    .replace(/[\s\-/]+/g, '')
  return /^[A-Z0-9.]{4,60}$/.test(key) && /[0-9]/.test(key) ? key : null
}
