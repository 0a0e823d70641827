import { parse } from 'csv-parse/sync'
import type { z } from 'zod'
import { figure, place, placeAlias } from '../../shared/records/place.ts'
import type { DraftOf } from '../../shared/records/field.ts'
import { sha256Hex } from '../crypto/hash.ts'

/** What is wrong with one row; rows count as a spreadsheet program counts them, the header being row 1. */
interface RowProblem {
  readonly row: number
  readonly column: string | null
  readonly code: string
  readonly found: string | null
  readonly severity: 'rejected' | 'warning'
}
/** A row that can be saved under an id which the same row always gets. */
export interface ParsedRow<V> {
  readonly row: number
  readonly id: string
  readonly values: V
}
export interface Parsed<V> {
  readonly rows: readonly ParsedRow<V>[]
  readonly problems: readonly RowProblem[]
}
interface Line {
  readonly row: number
  readonly cell: (column: string) => string
}

const reject = (row: number, column: string | null, code: string, found: string | null): RowProblem => ({
  row,
  column,
  code,
  found,
  severity: 'rejected',
})

function readLines(text: string, needed: readonly string[]): { lines: Line[]; problems: RowProblem[] } {
  let table: string[][]
  try {
    table = parse(text, { bom: true, relax_column_count: true, skip_empty_lines: false, trim: true })
  } catch {
    // The parser's own message repeats the text it stumbled over, which may be personal.
    return { lines: [], problems: [reject(1, null, 'not_csv', null)] }
  }
  const header = table[0] ?? []
  const missing = needed.filter((column) => !header.includes(column))
  if (missing.length > 0) {
    return { lines: [], problems: missing.map((column) => reject(1, column, 'column_missing', null)) }
  }
  const lines = table.slice(1).flatMap((cells, index): Line[] => {
    // An empty line, or the second header row that carries HXL hashtags.
    if (cells.every((cell) => cell === '' || cell.startsWith('#'))) return []
    return [{ row: index + 2, cell: (column) => cells[header.indexOf(column)] ?? '' }]
  })
  return { lines, problems: [] }
}

const orNull = (text: string): string | null => (text === '' ? null : text)

function collect<V>(
  lines: readonly Line[],
  schema: z.ZodType,
  columns: Readonly<Record<string, string>>,
  read: (line: Line) => { id: string; values: V } | RowProblem,
): { rows: ParsedRow<V>[]; problems: RowProblem[] } {
  const rows: ParsedRow<V>[] = []
  const problems: RowProblem[] = []
  const seen = new Set<string>()
  for (const line of lines) {
    const answer = read(line)
    if ('code' in answer) {
      problems.push(answer)
      continue
    }
    const checked = schema.safeParse(answer.values)
    if (!checked.success) {
      for (const issue of checked.error.issues) {
        const column = columns[String(issue.path[0])] ?? null
        const found = column === null ? null : line.cell(column)
        problems.push(reject(line.row, column, found === '' ? 'required' : issue.code, orNull(found ?? '')))
      }
    } else if (seen.has(answer.id)) problems.push(reject(line.row, null, 'duplicate', answer.id))
    else {
      seen.add(answer.id)
      rows.push({ row: line.row, id: answer.id, values: answer.values })
    }
  }
  return { rows, problems }
}

const wholeNumber = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : Number.NaN)
// The ids an operation can carry to another office.
const idShape = /^[A-Za-z0-9-]{1,40}$/

/** Reads a list of places in the columns of the built-in one; a place's id is its code. */
export function parsePlaces(text: string): Parsed<DraftOf<typeof place>> {
  const { lines, problems } = readLines(text, ['level', 'pcode', 'parent_pcode', 'name_en'])
  const columns = { level: 'level', parent: 'parent_pcode', nameEn: 'name_en', nameAr: 'name_ar', nameKu: 'name_ku' }
  const read = collect(lines, place.draft, { ...columns, dtmCode: 'dtm_pcode' }, (line) => {
    const code = line.cell('pcode')
    const level = wholeNumber(line.cell('level'))
    const parent = level === 1 ? null : orNull(line.cell('parent_pcode'))
    if (!idShape.test(code)) return reject(line.row, 'pcode', code === '' ? 'required' : 'invalid_code', orNull(code))
    // "A place and everything below it" is found by the start of the code.
    if (parent !== null && (!code.startsWith(parent) || code === parent)) {
      return reject(line.row, 'parent_pcode', 'parent_not_in_code', parent)
    }
    const values = {
      level,
      parent,
      nameEn: line.cell('name_en'),
      nameAr: orNull(line.cell('name_ar')),
      nameKu: orNull(line.cell('name_ku')),
      dtmCode: orNull(line.cell('dtm_pcode')),
    }
    return { id: code, values }
  })
  return { rows: read.rows, problems: [...problems, ...read.problems] }
}

const validity = /^\d{4}(-\d{2}(-\d{2})?)?$/

/** Reads other codes and spellings of places; the same row has the same id in every office. */
export function parseAliases(text: string): Parsed<DraftOf<typeof placeAlias>> {
  const { lines, problems } = readLines(text, ['system', 'code_or_name', 'pcode'])
  const columns = { system: 'system', codeOrName: 'code_or_name', place: 'pcode', note: 'note' }
  const read = collect(lines, placeAlias.draft, columns, (line) => {
    for (const column of ['valid_from', 'valid_to']) {
      const found = line.cell(column)
      if (found !== '' && !validity.test(found)) return reject(line.row, column, 'invalid_date', found)
    }
    const values = {
      system: line.cell('system'),
      codeOrName: line.cell('code_or_name'),
      place: line.cell('pcode'),
      validFrom: orNull(line.cell('valid_from')),
      validTo: orNull(line.cell('valid_to')),
      note: orNull(line.cell('note')),
    }
    return { id: aliasId(values.system, values.codeOrName, values.place), values }
  })
  return { rows: read.rows, problems: [...problems, ...read.problems] }
}

// By content, not by row number: another file of the same system must not overwrite the first one's aliases.
function aliasId(system: string, codeOrName: string, placeCode: string): string {
  const key = sha256Hex(`${system}\n${codeOrName}\n${placeCode}`).slice(0, 12)
  return `alias-${system.replace(/[^A-Za-z0-9-]/g, '-').slice(0, 40)}-${key}`
}

/**
 * Reads figures in the columns of the public DTM file, one per district, round and reporting date; all are estimates.
 * Their `place` is still DTM's code: `placeFigures` replaces it.
 */
export function parseFigures(text: string): Parsed<DraftOf<typeof figure>> {
  const { lines, problems } = readLines(text, ['admin2Pcode', 'numPresentIdpInd', 'reportingDate', 'roundNumber'])
  const columns = {
    place: 'admin2Pcode',
    individuals: 'numPresentIdpInd',
    reported: 'reportingDate',
    round: 'roundNumber',
  }
  const read = collect(lines, figure.draft, columns, (line) => {
    const dtmCode = line.cell('admin2Pcode')
    if (!idShape.test(dtmCode)) return reject(line.row, 'admin2Pcode', 'invalid_code', orNull(dtmCode))
    const values = {
      place: dtmCode,
      reported: line.cell('reportingDate').slice(0, 10),
      round: wholeNumber(line.cell('roundNumber')),
      individuals: wholeNumber(line.cell('numPresentIdpInd')),
      basis: 'estimated' as const,
      source: 'IOM, Displacement Tracking Matrix (DTM)',
    }
    // Round 48 was published twice, in April and in June 2016: the date belongs to the id.
    return { id: `dtm-${dtmCode}-${line.cell('roundNumber')}-${values.reported}`.slice(0, 64), values }
  })
  return { rows: read.rows, problems: [...problems, ...read.problems] }
}

/** Puts the place where a figure carries DTM's code; a figure of a place that is not on the list is rejected. */
export function placeFigures(
  parsed: Parsed<DraftOf<typeof figure>>,
  placeByDtmCode: ReadonlyMap<string, string>,
): Parsed<DraftOf<typeof figure>> {
  const rows: ParsedRow<DraftOf<typeof figure>>[] = []
  const problems = [...parsed.problems]
  for (const { row, id, values } of parsed.rows) {
    const code = placeByDtmCode.get(values.place)
    if (code === undefined) problems.push(reject(row, 'admin2Pcode', 'unknown_place', values.place))
    else rows.push({ row, id, values: { ...values, place: code } })
  }
  return { rows, problems }
}
