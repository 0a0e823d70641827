import { foldName } from '../../shared/names/fold.ts'
import type { MultiText } from '../../shared/records/field.ts'
import type { PlaceIndex } from '../../shared/places/codes.ts'
import { fail } from '../../shared/errors.ts'
import { sha256Hex } from '../crypto/hash.ts'
import { isBlank } from './cells.ts'
import { isTagRow, mapSheet, type ColumnMapping, type MappedSheet, type Role } from './mapping.ts'
import { keyPrefix } from './presets/hope-registration.ts'
import { rowReader, type ReadRow } from './read-row.ts'
import type { Problem, ReportBook } from './report.ts'
import type { RawSheet, TableFile } from './workbook.ts'

/** A row with the key it is known by in the store. */
export interface KeyedRow extends ReadRow {
  readonly sourceKey: string
}
/** A household of the file with its members; `household` is null when only its members are in the file. */
export interface Group {
  readonly sourceKey: string
  readonly household: KeyedRow | null
  readonly members: readonly KeyedRow[]
}

interface Sheet {
  readonly raw: RawSheet
  readonly mapped: MappedSheet
}

const targetCount = ({ mapped }: Sheet): number => mapped.columns.filter(({ target }) => target !== null).length

/** Reads all sheets and keeps the best one of each role; the rest (cover sheets, code lists) holds no records. */
const chooseSheets = async (
  file: TableFile,
  mapping: readonly ColumnMapping[] | undefined,
  book: ReportBook,
): Promise<Partial<Record<Role, Sheet>>> => {
  const best: Partial<Record<Role, Sheet>> = {}
  let rows = 0
  for (const name of file.sheets) {
    const raw = await file.read(name, null)
    rows += raw.rows.filter((row) => row.some((cell) => !isBlank(cell))).length
    const sheet: Sheet = { raw, mapped: mapSheet(raw, mapping) }
    const { role } = sheet.mapped
    if (role === null) continue
    const other = best[role]
    const unused = other && targetCount(other) >= targetCount(sheet) ? sheet : other
    if (unused !== sheet) best[role] = sheet
    if (unused) book.problem(unusedSheet(unused))
  }
  if (rows === 0) return fail({ kind: 'refused', reason: 'empty' })
  if (!best.household && !best.person) return fail({ kind: 'refused', reason: 'no_registration_sheet' })
  return best
}

const unusedSheet = ({ mapped }: Sheet): Problem => ({
  sheet: mapped.sheet,
  row: mapped.header + 1,
  column: null,
  code: 'sheet_not_used',
  found: null,
  severity: 'warning',
})

/** A row that can have no place in the store, told with the reason. */
const reject = (book: ReportBook, row: ReadRow, code: string, target: string, found: string | null): void => {
  const problem = { sheet: row.sheet, row: row.row, column: row.columnOf(target), code, found }
  book.row(row.sheet, 'rejected', [...row.problems, { ...problem, severity: 'rejected' }])
}

const nameKey = (row: ReadRow): string => {
  const parts = ['given', 'father', 'grandfather', 'family'].map((part) => {
    const text = row.values[part] as MultiText | undefined
    return foldName(text?.ar ?? text?.ckb ?? text?.la ?? '')
  })
  return parts.join('|')
}

const readSheet = function* (sheet: Sheet, places: PlaceIndex, today: string, book: ReportBook): Generator<ReadRow> {
  const { raw, mapped } = sheet
  const reader = rowReader(raw, mapped, { places, today })
  book.open(mapped.sheet)
  for (const problem of reader.columnProblems()) book.problem(problem)
  for (let at = mapped.header + 1; at < raw.rows.length; at++) {
    const row = raw.rows[at] ?? []
    if (row.every(isBlank) || isTagRow(row)) continue
    yield reader.read(at)
  }
}

/** Reads a registration into households with their members. Rows without a usable key are rejected here. */
export const readGroups = async (
  file: TableFile,
  mapping: readonly ColumnMapping[] | undefined,
  places: PlaceIndex,
  today: string,
  book: ReportBook,
): Promise<Group[]> => {
  const sheets = await chooseSheets(file, mapping, book)
  const needed: Readonly<Record<Role, string>> = { household: 'household.key', person: 'person.household' }
  for (const role of ['household', 'person'] as const) {
    const sheet = sheets[role]
    // Without it no row could ever be recognised again, and members would have no household.
    if (sheet && !sheet.mapped.columns.some(({ target }) => target === needed[role])) {
      return fail({ kind: 'refused', reason: 'key_column_missing', params: { sheet: sheet.mapped.sheet } })
    }
  }
  const households = new Map<string, KeyedRow>()
  if (sheets.household) {
    for (const row of readSheet(sheets.household, places, today, book)) {
      if (row.key === null) reject(book, row, 'key_missing', 'household.key', null)
      else if (households.has(row.key)) reject(book, row, 'duplicate_id', 'household.key', row.key)
      else households.set(row.key, { ...row, sourceKey: keyPrefix.household + row.key })
    }
  }
  const members = new Map<string, KeyedRow[]>()
  const seen = new Set<string>()
  if (sheets.person) {
    for (const row of readSheet(sheets.person, places, today, book)) {
      if (row.join === null) {
        reject(book, row, 'household_missing', 'person.household', null)
        continue
      }
      if (row.key !== null && seen.has(keyPrefix.person + row.key)) {
        reject(book, row, 'duplicate_id', 'person.key', row.key)
        continue
      }
      const sourceKey = row.key === null ? keyByName(row, row.join, seen) : keyPrefix.person + row.key
      seen.add(sourceKey)
      const group = members.get(row.join)
      if (group) group.push({ ...row, sourceKey })
      else members.set(row.join, [{ ...row, sourceKey }])
    }
  }
  if (book.rowsInAll() === 0 && households.size === 0 && members.size === 0) {
    return fail({ kind: 'refused', reason: 'empty' })
  }
  const keys = new Set([...households.keys(), ...members.keys()])
  return [...keys].map((key) => ({
    sourceKey: keyPrefix.household + key,
    household: households.get(key) ?? null,
    members: members.get(key) ?? [],
  }))
}

/** The key of a person without an id: household and name, so that the same file finds the same person again. */
const keyByName = (row: ReadRow, join: string, seen: ReadonlySet<string>): string => {
  const base = keyPrefix.person + sha256Hex(`${join}\n${nameKey(row)}`).slice(0, 24)
  let key = base
  // Two of one name in one household: told apart by their order.
  for (let n = 2; seen.has(key); n++) key = `${base}.${n}`
  return key
}
