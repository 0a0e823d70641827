import { randomBelow } from '../crypto/random.ts'
import { byteOrderMark, csvLine } from '../csv.ts'
import { ageRange } from '../../shared/dates/partial.ts'
import type { AnyStore } from '../store/open.ts'

/** One line of a statistics table: codes, years and counts, each as text. */
export type Line = Record<string, string>

/** A group of fewer people than this is never shown apart (domain design, 6.4). */
export const smallest = 5

const bands = [
  [0, 4],
  [5, 11],
  [12, 17],
  [18, 59],
] as const

/** The age band on a day; an age that is only known roughly counts by its middle. */
export const ageBand = (birth: string | null, today: string): string => {
  const age = birth === null ? null : ageRange(birth, today)
  if (!age) return 'unknown'
  const middle = Math.floor((age.min + age.max) / 2)
  const found = bands.find(([, last]) => middle <= last)
  return found ? `${found[0]}-${found[1]}` : '60+'
}

/** Governorate and district of every place; nothing below is ever written. */
export const districtsOf = (
  registry: AnyStore,
): ((place: string | null) => { governorate: string; district: string }) => {
  const rows = registry.prepare('select id, level, parent from place').all() as {
    id: string
    level: number
    parent: string | null
  }[]
  const places = new Map(rows.map((row) => [row.id, row]))
  return (place) => {
    const found = { governorate: '', district: '' }
    for (let at = place === null ? undefined : places.get(place); at; at = places.get(at.parent ?? '')) {
      if (at.level === 1) found.governorate = at.id
      if (at.level === 2) found.district = at.id
    }
    return found
  }
}

const keyOf = (line: Line, by: readonly string[]): string => by.map((name) => line[name] ?? '').join('\t')

const sizes = (lines: readonly Line[], by: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const line of lines) counts.set(keyOf(line, by), (counts.get(keyOf(line, by)) ?? 0) + 1)
  return counts
}

/** One step of making groups larger: where one by these columns is too small, some columns are emptied. */
export interface Step {
  readonly by: readonly string[]
  readonly empty: readonly string[]
}

/** Empties columns of groups that are too small, and leaves out what is too small even then. */
export const coarsen = (
  lines: readonly Line[],
  steps: readonly Step[],
  by: readonly string[],
): { lines: Line[]; merged: number; left: number } => {
  const touched = new Set<Line>()
  const own = lines.map((line) => ({ ...line }))
  for (const step of steps) {
    const counts = sizes(own, step.by)
    for (const line of own) {
      if ((counts.get(keyOf(line, step.by)) ?? 0) >= smallest) continue
      for (const name of step.empty) line[name] = ''
      touched.add(line)
    }
  }
  const last = sizes(own, by)
  const kept = own.filter((line) => (last.get(keyOf(line, by)) ?? 0) >= smallest)
  return { lines: shuffled(kept), merged: touched.size, left: own.length - kept.length }
}

/** Order of registration tells who is who as well as a number does. */
const shuffled = (lines: readonly Line[]): Line[] => {
  const out = [...lines]
  for (let at = out.length - 1; at > 0; at--) {
    const other = randomBelow(at + 1)
    const [a, b] = [out[at], out[other]]
    if (a && b) [out[at], out[other]] = [b, a]
  }
  return out
}

/** A table as CSV, with the mark by which spreadsheets know UTF-8. */
export const csvOf = (columns: readonly string[], lines: readonly Line[]): string => {
  const rows = [columns, ...lines.map((line) => columns.map((name) => line[name] ?? ''))]
  return byteOrderMark + rows.map((row) => csvLine(row)).join('')
}
