import { foldTokens } from '../../shared/names/fold.ts'
import { resolvePlace, type PlaceIndex } from '../../shared/places/codes.ts'
import { household } from '../../shared/records/household.ts'
import { person } from '../../shared/records/person.ts'
import type { Fields, MultiText } from '../../shared/records/field.ts'
import {
  cellText,
  dateOrderOf,
  isBlank,
  isErrorCell,
  readBirth,
  readCode,
  readCodeText,
  readDay,
  readFlag,
  readNumber,
  readPhone,
  readPoint,
  readText,
  type ColumnOrder,
  type Read,
} from './cells.ts'
import type { MappedSheet } from './mapping.ts'
import type { Problem } from './report.ts'
import { arabicOf, inScript, scriptOf, splitFullName, splitMiddleName, type ReadName } from './split-name.ts'
import { paperOrder, targets, type Target } from './targets.ts'
import type { CellValue, RawSheet } from './workbook.ts'

/** What a row says, field by field; blank cells are absent, so that they never change a record. */
export interface ReadRow {
  readonly sheet: string
  /** As the spreadsheet program counts: the first row is 1. */
  readonly row: number
  /** The row's own id in the file; null when the row has none. */
  readonly key: string | null
  /** The household a person belongs to, by its id in the file. */
  readonly join: string | null
  readonly values: Readonly<Record<string, unknown>>
  readonly problems: readonly Problem[]
  /** The column of a target, for problems found later. */
  readonly columnOf: (target: string) => string | null
}

/** What reading needs beside the sheet. */
export interface Reading {
  readonly places: PlaceIndex
  readonly today: string
}

interface Cell {
  readonly column: string
  readonly target: string
  readonly spec: Target
  readonly value: CellValue
  readonly formula: boolean
}

type Note = (cell: Cell, code: string, severity: Problem['severity']) => void

const fieldsOf = (spec: Target): Fields => (spec.record === 'household' ? household.fields : person.fields)

/** A wrong date says that the row is wrong; a wrong code of an optional field costs the field alone. */
const severityOf = (spec: Target): Problem['severity'] => {
  const kind = spec.reading.as
  if (kind === 'date' || kind === 'birth' || kind === 'age') return 'rejected'
  return fieldsOf(spec)[spec.field]?.optional === true ? 'warning' : 'rejected'
}

const readOne = (cell: Cell, reading: Reading, orders: ReadonlyMap<string, ColumnOrder>): Read<unknown> => {
  const { spec, value } = cell
  const order = orders.get(cell.column)?.order ?? 'dmy'
  switch (spec.reading.as) {
    case 'key':
    case 'join':
      return readCodeText(value, 80)
    case 'paper':
    case 'code-text':
      return readCodeText(value, 60)
    case 'phone':
    case 'otherPhone':
      return readPhone(value)
    case 'flag':
    case 'girlHead':
    case 'birthEstimated':
      return readFlag(value)
    case 'number':
      return readNumber(value)
    case 'point':
      return readPoint(value)
    case 'date':
      return readDay(value, reading.today, order)
    case 'birth':
    case 'age':
      return readBirth(value, reading.today, order)
    case 'code':
      return readCode(value, spec.reading.list, spec.reading.values)
    case 'fullName':
    case 'middleName':
    case 'namePart':
      return readText(value, 300)
    case 'place':
      return readText(value, 200)
    case 'text':
      return readText(value, fieldsOf(spec)[spec.field]?.long === true ? 4000 : 200)
  }
}

/** Joins name parts of two scripts; a part that is there already stays. */
const mergeNames = (first: ReadName, second: ReadName): ReadName => {
  const out: Record<string, MultiText> = {}
  for (const part of ['given', 'father', 'grandfather', 'family'] as const) {
    const merged = { ...second[part], ...first[part] }
    if (Object.keys(merged).length > 0) out[part] = merged
  }
  return out
}

const nameTargets = [
  'person.fullName',
  'person.given',
  'person.middleName',
  'person.father',
  'person.grandfather',
  'person.family',
] as const

/** Reads the name columns together: single parts go before the full name, which fills what they leave empty. */
const readName = (cells: ReadonlyMap<string, { text: string; cell: Cell }>, note: Note): ReadName => {
  const textOf = (target: string): string => cells.get(target)?.text ?? ''
  const arabic = arabicOf(nameTargets.map(textOf))
  const single = (target: string, part: keyof ReadName): ReadName => {
    const text = textOf(target)
    return text === '' ? {} : { [part]: inScript(text, scriptOf(text, arabic)) }
  }
  const middle = textOf('person.middleName')
  const parts: ReadName = {
    ...(middle === '' ? {} : splitMiddleName(middle, arabic)),
    ...single('person.given', 'given'),
    ...single('person.father', 'father'),
    ...single('person.grandfather', 'grandfather'),
    ...single('person.family', 'family'),
  }
  const full = cells.get('person.fullName')
  if (!full) return parts
  const family = textOf('person.family')
  if (family !== '' && scriptOf(family, arabic) === scriptOf(full.text, arabic)) {
    const inFull = new Set(foldTokens(full.text))
    if (!foldTokens(family).every((token) => inFull.has(token))) note(full.cell, 'name_parts_disagree', 'warning')
  }
  const given = textOf('person.given')
  // A full name in another script is a second spelling of the whole name.
  if (given !== '') {
    const sameScript = scriptOf(given, arabic) === scriptOf(full.text, arabic)
    return sameScript ? parts : mergeNames(parts, splitFullName(full.text, arabic))
  }
  const rest = family !== '' && full.text.endsWith(` ${family}`) ? full.text.slice(0, -family.length).trim() : full.text
  return { ...splitFullName(rest, arabic), ...parts }
}

const levels = ['household.governorate', 'household.district', 'household.subDistrict'] as const

/** Finds the place by its smallest unit; what is not on the list is kept as written and never rejects the row. */
const readPlace = (
  cells: ReadonlyMap<string, { text: string; cell: Cell }>,
  index: PlaceIndex,
  note: Note,
): { place?: string; placeUnknown?: string } => {
  let within: string | undefined
  let unknown: { text: string; cell: Cell; code: string } | undefined
  for (const target of levels) {
    const named = cells.get(target)
    if (!named || named.cell.spec.reading.as !== 'place') continue
    const answer = resolvePlace(index, named.text, {
      level: named.cell.spec.reading.level,
      ...(within === undefined ? {} : { within }),
    })
    if ('place' in answer) {
      within = answer.place
      unknown = undefined
    } else unknown = { ...named, code: 'ambiguous' in answer ? 'place_ambiguous' : 'place_unknown' }
  }
  if (unknown) {
    note(unknown.cell, unknown.code, 'warning')
    return { placeUnknown: unknown.text }
  }
  return within === undefined ? {} : { place: within }
}

/** Prepares a mapped sheet for reading row by row. */
export const rowReader = (raw: RawSheet, mapped: MappedSheet, reading: Reading) => {
  const columns = mapped.columns.flatMap(({ at, column, target }) => {
    const spec = target === null ? undefined : targets[target]
    return target !== null && spec !== undefined ? [{ at, column, target, spec }] : []
  })
  const byTarget = new Map(columns.map(({ target, column }) => [target, column]))
  const columnOf = (target: string): string | null => byTarget.get(target) ?? null
  const dates = columns.filter(({ spec }) => spec.reading.as === 'date' || spec.reading.as === 'birth')
  const orders = new Map(
    dates.map(({ at, column }) => [column, dateOrderOf(raw.rows.slice(mapped.header + 1).map((row) => row[at]))]),
  )

  const read = (at: number): ReadRow => {
    const problems: Problem[] = []
    const note: Note = (cell, code, severity) => {
      const { column } = cell
      problems.push({ sheet: mapped.sheet, row: at + 1, column, code, found: cellText(cell.value), severity })
    }
    const values: Record<string, unknown> = {}
    const texts = new Map<string, { text: string; cell: Cell }>()
    const papers: { paper: string; text: string; cell: Cell }[] = []
    let estimated = false
    for (const { at: columnAt, column, target, spec } of columns) {
      const value = raw.rows[at]?.[columnAt] ?? null
      const formula = raw.formulas.has(`${at},${columnAt}`)
      const cell: Cell = { column, target, spec, value, formula }
      if (isBlank(value)) {
        if (formula) note(cell, 'formula_without_value', 'warning')
        continue
      }
      if (isErrorCell(value)) {
        note(cell, 'formula_error', severityOf(spec))
        continue
      }
      // The cached value may be older than what it is worked out from.
      if (formula) note(cell, 'formula_value_used', 'warning')
      const got = readOne(cell, reading, orders)
      if ('problem' in got) {
        note(cell, got.problem, severityOf(spec))
        continue
      }
      if (got.note !== undefined) note(cell, got.note, 'warning')
      const { as } = spec.reading
      if (
        typeof got.value === 'string' &&
        ['key', 'join', 'fullName', 'middleName', 'namePart', 'place'].includes(as)
      ) {
        texts.set(target, { text: got.value, cell })
      } else if (spec.reading.as === 'paper') {
        papers.push({ paper: spec.reading.paper, text: String(got.value), cell })
      } else if (as === 'birthEstimated') estimated = got.value === true
      else if (as === 'girlHead') {
        if (got.value === true) Object.assign(values, { childHeaded: true, femaleHeaded: true })
      } else if (as === 'otherPhone') {
        if (values['phone'] === undefined) values['phone'] = got.value
        else note(cell, 'second_phone_not_kept', 'warning')
      } else if (as === 'age') values['birth'] ??= got.value
      else if (target === 'household.village' && typeof values['address'] === 'string') {
        values['address'] = `${values['address']}, ${String(got.value)}`
      } else if (as === 'birth' || as !== 'text' || values[spec.field] === undefined) values[spec.field] = got.value
      else values[spec.field] = `${String(got.value)}, ${String(values[spec.field])}`
      const schema = fieldsOf(spec)[spec.field]?.schema
      if (values[spec.field] !== undefined && schema && !schema.safeParse(values[spec.field]).success) {
        delete values[spec.field]
        note(cell, 'out_of_range', severityOf(spec))
      }
    }
    if (estimated && typeof values['birth'] === 'string') values['birth'] = `${values['birth'].slice(0, 4)}~`
    if (mapped.role === 'person') Object.assign(values, readName(texts, note))
    else Object.assign(values, readPlace(texts, reading.places, note))
    const kept = papers.toSorted((a, b) => paperOrder.indexOf(a.paper as never) - paperOrder.indexOf(b.paper as never))
    const [first, second] = kept
    if (first) Object.assign(values, { paper: first.paper, paperNumber: first.text })
    if (second) note(second.cell, 'papers_not_kept', 'warning')
    const key = texts.get(mapped.role === 'person' ? 'person.key' : 'household.key')?.text ?? null
    const join = mapped.role === 'person' ? (texts.get('person.household')?.text ?? null) : key
    return { sheet: mapped.sheet, row: at + 1, key, join, values, problems, columnOf }
  }

  /** Doubts about whole columns: each is said once, at the column's first row. */
  const columnProblems = (): Problem[] =>
    [...orders].flatMap(([column, { how }]) =>
      how === 'assumed' || how === 'mixed'
        ? [
            {
              sheet: mapped.sheet,
              row: mapped.header + 1,
              column,
              code: how === 'assumed' ? 'date_order_assumed' : 'date_order_mixed',
              found: 'dd/mm',
              severity: 'warning' as const,
            },
          ]
        : [],
    )
  return { read, columnProblems }
}
