import type { z } from 'zod'
import type { columnMapping } from '../../shared/contract/exchange.ts'
import { householdColumns, individualColumns, type PresetColumn } from './presets/hope-registration.ts'
import { targets } from './targets.ts'
import { cellText, isBlank } from './cells.ts'
import type { CellValue, RawSheet } from './workbook.ts'

export type ColumnMapping = z.infer<typeof columnMapping>
export type Role = 'household' | 'person'

/** A sheet with its header found and every column with its target. */
export interface MappedSheet {
  readonly sheet: string
  readonly role: Role | null
  /** The header's row, from 0. */
  readonly header: number
  readonly columns: readonly { readonly at: number; readonly column: string; readonly target: string | null }[]
}

/** How far down a header is looked for: titles and notes stand above it. */
const HEADER_WITHIN = 25
/** Fewer known columns are a coincidence: a cover sheet can name a column or two. */
const ENOUGH = 3
const SAMPLE = 200
const MOSTLY = 0.9

const columnKey = (column: string): string =>
  column
    // Some exports write the path of a question; its last step is the name.
    .slice(column.lastIndexOf('/') + 1)
    .trim()
    .toLowerCase()
    .replace(/_[hi]_[cf]$/, '')

const byName = (columns: readonly PresetColumn[]): ReadonlyMap<string, string | null> =>
  new Map(columns.flatMap(({ names, target }) => names.map((name): [string, string | null] => [name, target])))
const presets: Readonly<Record<Role, ReadonlyMap<string, string | null>>> = {
  household: byName(householdColumns),
  person: byName(individualColumns),
}

const known = (row: readonly CellValue[], role: Role): number =>
  new Set(row.map((cell) => columnKey(cellText(cell))).filter((key) => presets[role].has(key))).size

interface Guess {
  readonly role: Role | null
  readonly header: number
}

/** Finds the header row and what the sheet holds, by its columns: names of sheets differ, columns hardly. */
const guess = (rows: RawSheet['rows']): Guess => {
  let best: Guess & { score: number } = { role: null, header: -1, score: ENOUGH - 1 }
  for (const [at, row] of rows.slice(0, HEADER_WITHIN).entries()) {
    for (const role of ['household', 'person'] as const) {
      const score = known(row, role)
      if (score > best.score) best = { role, header: at, score }
    }
  }
  if (best.header >= 0) return best
  return { role: null, header: rows.findIndex((row) => row.some((cell) => !isBlank(cell))) }
}

/** A column called "age" that holds long numbers holds ids: one real registration is labelled so. */
const byContent = (target: string | null, cells: readonly CellValue[]): string | null => {
  if (target !== 'person.age') return target
  const filled = cells.filter((cell) => !isBlank(cell)).map(cellText)
  const ids = filled.filter((text) => /^\d{4,}$/.test(text))
  if (filled.length === 0 || ids.length < filled.length) return target
  // A few repeated ids are mistakes to be told row by row; many mean that the column is no key.
  return new Set(ids).size >= ids.length * MOSTLY ? 'person.key' : null
}

const chosenFor = (
  mapping: readonly ColumnMapping[] | undefined,
  sheet: string,
  column: string,
): ColumnMapping | undefined => mapping?.find((entry) => entry.sheet === sheet && entry.column === column)

/** The role that a person's own choice of targets gives a sheet. */
const roleOf = (columns: MappedSheet['columns']): Role | null => {
  const count = (role: Role): number => columns.filter(({ target }) => target?.startsWith(`${role}.`)).length
  if (count('household') === 0 && count('person') === 0) return null
  return count('person') > count('household') ? 'person' : 'household'
}

/** Proposes a target for each column of a sheet; what a person chose goes before the preset. */
export const mapSheet = (raw: RawSheet, mapping: readonly ColumnMapping[] | undefined): MappedSheet => {
  const { role, header } = guess(raw.rows)
  const names = (raw.rows[header] ?? []).map(cellText)
  const sample = raw.rows.slice(header + 1, header + 1 + SAMPLE)
  const taken = new Set<string>()
  const columns = names.flatMap((column, at) => {
    if (column === '') return []
    const preset = role === null ? null : (presets[role].get(columnKey(column)) ?? null)
    const proposed = byContent(
      preset,
      sample.map((row) => row[at] ?? null),
    )
    const chosen = chosenFor(mapping, raw.name, column)
    const wanted = chosen ? chosen.target : proposed
    // One column per target; a second column of the same name stays out rather than overwriting the first.
    const target = wanted !== null && Object.hasOwn(targets, wanted) && !taken.has(wanted) ? wanted : null
    if (target !== null) taken.add(target)
    return [{ at, column, target }]
  })
  const changed = mapping?.some((entry) => entry.sheet === raw.name) ?? false
  return { sheet: raw.name, role: changed ? roleOf(columns) : role, header, columns }
}

/** Whether a row holds HXL tags: it describes the columns and is never imported. */
export const isTagRow = (row: readonly CellValue[]): boolean => {
  const filled = row.filter((cell) => !isBlank(cell))
  return filled.length > 0 && filled.every((cell) => /^#[a-z][a-z0-9_]*(\s*\+[a-z0-9_]+)*$/i.test(cellText(cell)))
}
