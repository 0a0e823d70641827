import { cellText, isBlank, isErrorCell } from '../imports/cells.ts'
import type { RawSheet } from '../imports/workbook.ts'
import { languageOf, type Language } from './languages.ts'

/** Columns of the standard, by every name they are met under. */
const aliases: Readonly<Record<string, string>> = {
  caption: 'label',
  command: 'type',
  relevance: 'relevant',
  'bind::relevant': 'relevant',
  calculate: 'calculation',
  'bind::calculate': 'calculation',
  'bind::required': 'required',
  'bind::constraint': 'constraint',
  'bind::readonly': 'read_only',
  readonly: 'read_only',
  constraining_message: 'constraint_message',
  'bind::jr:constraintmsg': 'constraint_message',
  'bind::jr:requiredmsg': 'required_message',
  'control::appearance': 'appearance',
  'body::appearance': 'appearance',
  'control::jr:count': 'repeat_count',
  'body::jr:count': 'repeat_count',
  'jr:count': 'repeat_count',
  list_name: 'list_name',
  list: 'list_name',
  value: 'name',
  set_form_title: 'form_title',
  title: 'form_title',
  set_form_id: 'form_id',
  id_string: 'form_id',
}

const translated = new Set(['label', 'hint', 'constraint_message', 'required_message', 'guidance_hint'])
const media = /^(?:media::?)?(?:image|audio|video|big-image)(?:::?.*)?$/

interface Column {
  readonly at: number
  /** As the workbook writes it. */
  readonly header: string
  /** The standard's name, or the header when the standard has none. */
  readonly field: string
  readonly language: Language | null
}

const columnOf = (at: number, header: string): Column => {
  const parts = header.split(/\s*::?\s*/)
  const plain = header
    .trim()
    .toLowerCase()
    .replace(/\s*::\s*/g, '::')
    .replace(/ /g, '_')
  const first = (parts[0] ?? '').trim().toLowerCase().replace(/ /g, '_')
  const head = aliases[first] ?? first
  // An old form parts the language with one colon.
  if (parts.length > 1 && translated.has(head)) {
    return { at, header, field: head, language: languageOf(parts.slice(1).join(':')) }
  }
  if (media.test(plain)) return { at, header, field: 'media', language: null }
  return { at, header, field: Object.hasOwn(aliases, plain) ? (aliases[plain] ?? plain) : plain, language: null }
}

/** One row with its number as the spreadsheet program shows it. */
export interface Row {
  readonly number: number
  readonly text: (field: string) => string
  /** Texts of a field by tag of language. */
  readonly texts: (field: string, unnamed: string) => Record<string, string>
  /** Languages in which a field has a column, and no text although it has one in another. */
  readonly untranslated: (field: string) => readonly string[]
  readonly filled: readonly Column[]
  readonly cell: (column: Column) => string
  /** A cell that holds the error of a formula. */
  readonly broken: Column | undefined
}

export interface Table {
  readonly sheet: string
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
}

const rowOf = (cells: RawSheet['rows'][number], number: number, columns: readonly Column[]): Row => {
  const cell = (column: Column): string => cellText(cells[column.at])
  const filled = columns.filter(({ at }) => !isBlank(cells[at]))
  return {
    number,
    cell,
    filled,
    text: (field) => {
      const column = filled.find((one) => one.field === field && one.language === null)
      return column ? cell(column) : ''
    },
    texts: (field, unnamed) =>
      Object.fromEntries(
        filled.filter((one) => one.field === field).map((one) => [one.language?.tag ?? unnamed, cell(one)]),
      ),
    untranslated: (field) => {
      const [own, all] = [filled, columns].map((list) => list.filter((one) => one.field === field && one.language))
      if (!own?.length) return []
      const tags = new Set(own.map(({ language }) => language?.tag))
      return (all ?? []).flatMap(({ language }) => (language && !tags.has(language.tag) ? [language.name] : []))
    },
    broken: filled.find(({ at }) => isErrorCell(cells[at] ?? null)),
  }
}

/** Reads a sheet by its first row that is not empty; rows without anything are left out, numbers are kept. */
export function tableOf(sheet: RawSheet): Table {
  const header = sheet.rows.findIndex((row) => !row.every(isBlank))
  const columns = (sheet.rows[header] ?? []).flatMap((cell, at) =>
    isBlank(cell) ? [] : [columnOf(at, cellText(cell))],
  )
  const rows = sheet.rows
    .slice(header + 1)
    .map((cells, at) => rowOf(cells, header + at + 2, columns))
    .filter((row) => row.filled.length > 0)
  return { sheet: sheet.name, columns: header < 0 ? [] : columns, rows: header < 0 ? [] : rows }
}
