import { formLimits, NAME, type FormNode, type Group, type Question, type Repeat } from '../../shared/forms/form.ts'
import type { Problems } from './problems.ts'
import type { Row, Table } from './table.ts'
import { rowTypeOf } from './types.ts'

type Open = { -readonly [K in keyof (Group | Repeat)]: (Group | Repeat)[K] } & { nodes: FormNode[]; count?: string }

export interface Survey {
  readonly nodes: FormNode[]
  /** The row of every node, in the order of the form. */
  readonly rows: readonly number[]
  readonly types: ReadonlyMap<string, number>
  /** Lists whose select takes an answer of its own besides. */
  readonly otherLists: ReadonlySet<string>
}

const known = new Set(
  `type name label hint relevant required required_message constraint constraint_message calculation default read_only
  appearance choice_filter repeat_count parameters media guidance_hint disabled trigger`.split(/\s+/),
)
/** Columns that change what a form does, and that are not followed. */
const refused = new Set(['trigger', 'save_to', 'intent', 'body::intent', 'bind::intent', 'query', 'autoplay'])
const OTHER = { en: 'Specify', ar: 'حدد', ckb: 'دیاری بکە' }

const flag = (text: string): string | undefined => {
  const word = text.toLowerCase().replaceAll(' ', '')
  if (['', 'no', 'false', 'false()', '0'].includes(word)) return undefined
  return ['yes', 'true', 'true()', '1'].includes(word) ? 'true()' : text
}

const optional = (text: string): string | undefined => (text === '' ? undefined : text)
const optionalTexts = (texts: Record<string, string>): Record<string, string> | undefined =>
  Object.keys(texts).length > 0 ? texts : undefined

class SurveyReader {
  readonly #table: Table
  readonly #unnamed: string
  readonly #problems: Problems
  readonly nodes: FormNode[] = []
  readonly rows: number[] = []
  readonly types = new Map<string, number>()
  readonly otherLists = new Set<string>()
  readonly #open: { node: Open; row: Row }[] = []
  #notes = 0

  constructor(table: Table, unnamed: string, problems: Problems) {
    this.#table = table
    this.#unnamed = unnamed
    this.#problems = problems
  }

  read(): void {
    for (const column of this.#table.columns) {
      if (known.has(column.field) || refused.has(column.field)) continue
      this.#problems.add(
        'warning',
        'column_ignored',
        { sheet: this.#table.sheet, column: column.header },
        column.header,
      )
    }
    for (const row of this.#table.rows) this.#row(row)
    for (const { node, row } of this.#open) this.#add('error', 'not_ended', row, 'type', node.name)
  }

  #add(severity: 'error' | 'unsupported' | 'warning', code: string, row: Row, field: string, found = ''): void {
    const column = this.#table.columns.find((one) => one.field === field)?.header ?? field
    this.#problems.add(severity, code, { sheet: this.#table.sheet, row: row.number, column }, found)
  }

  #row(row: Row): void {
    if (flag(row.text('disabled')) === 'true()') return
    const cell = row.text('type')
    if (cell === '') {
      if (row.text('name') !== '' || row.filled.some(({ field }) => field === 'label')) {
        this.#add('error', 'missing_type', row, 'type', row.text('name'))
      }
      return
    }
    const long = row.filled.find((column) => row.cell(column).length > formLimits.text)
    if (long) return this.#add('error', 'too_long', row, long.field, String(row.cell(long).length))
    if (row.broken) this.#add('error', 'formula_error', row, row.broken.field)
    for (const column of row.filled) {
      if (refused.has(column.field)) this.#add('unsupported', 'unsupported_column', row, column.field, column.header)
      if (column.field === 'media') this.#add('unsupported', 'media', row, 'media', row.cell(column))
    }
    const type = rowTypeOf(cell)
    const name = type.kind === 'question' ? type.type : type.kind === 'metadata' ? type.type : cell.toLowerCase()
    if (type.kind !== 'end') this.#count(type.kind === 'begin' ? `begin_${type.what}` : name)
    switch (type.kind) {
      case 'unsupported':
        this.#add('unsupported', 'unsupported_type', row, 'type', cell)
        // Something stands in its place, so that what refers to it is not told as well.
        if (NAME.test(row.text('name'))) this.#question(row, { type: 'text', list: '', other: false })
        return
      case 'end':
        return this.#end(type.what, row)
      case 'begin':
        return this.#begin(type.what, row)
      case 'metadata':
        return this.#metadata(row, type.type, type.calculation)
      case 'question':
        return this.#question(row, type)
    }
  }

  #count(type: string): void {
    this.types.set(type, (this.types.get(type) ?? 0) + 1)
  }

  #put(node: FormNode, row: Row): void {
    // What lies deeper than the limit is left out: its group was told.
    if (this.#open.length > formLimits.nesting) return
    const nodes = this.#open.at(-1)?.node.nodes ?? this.nodes
    nodes.push(node)
    this.rows.push(row.number)
  }

  #common(row: Row, fallback = ''): Pick<Group, 'name' | 'label' | 'hint' | 'relevant' | 'appearance'> | null {
    const name = row.text('name') || fallback
    if (name === '') {
      this.#add('error', 'missing_name', row, 'name')
      return null
    }
    if (name.length > formLimits.name || !NAME.test(name)) {
      this.#add('error', 'bad_name', row, 'name', name)
      return null
    }
    const appearance = row.text('appearance')
    if (/\bsearch\s*\(|\bex:/.test(appearance)) this.#add('unsupported', 'appearance', row, 'appearance', appearance)
    else if (appearance !== '') this.#add('warning', 'appearance_ignored', row, 'appearance', appearance)
    if (row.filled.some(({ field }) => field === 'guidance_hint'))
      this.#add('warning', 'guidance_ignored', row, 'guidance_hint')
    for (const language of row.untranslated('label'))
      this.#add('warning', 'missing_translation', row, 'label', language)
    return {
      name,
      label: row.texts('label', this.#unnamed),
      hint: optionalTexts(row.texts('hint', this.#unnamed)),
      relevant: optional(row.text('relevant')),
      appearance: optional(appearance),
    }
  }

  #begin(kind: 'group' | 'repeat', row: Row): void {
    const common = this.#common(row, `${kind}_${row.number}`) ?? { name: `${kind}_${row.number}`, label: {} }
    const node = { kind, ...common, nodes: [] } as unknown as Open
    const count = optional(row.text('repeat_count'))
    if (kind === 'repeat' && count !== undefined) node.count = count
    if (this.#open.length === formLimits.nesting) this.#add('error', 'nested_too_deep', row, 'type', common.name)
    else this.#put(node, row)
    this.#open.push({ node, row })
  }

  #end(kind: 'group' | 'repeat', row: Row): void {
    const last = this.#open.at(-1)
    if (!last) return this.#add('error', 'end_without_begin', row, 'type', row.text('type'))
    if (last.node.kind !== kind) {
      this.#add('error', 'wrong_end', row, 'type', `${last.node.name} (${last.row.number})`)
    }
    this.#open.pop()
  }

  #metadata(row: Row, type: string, calculation: string | null): void {
    if (calculation === null) this.#add('warning', 'metadata_left_blank', row, 'type', type)
    const common = this.#common(row, type)
    if (!common) return
    const made = calculation === null ? {} : { calculation }
    this.#put({ kind: 'question', type: 'calculate', ...common, ...made }, row)
  }

  #question(row: Row, { type, list, other }: { type: Question['type']; list: string; other: boolean }): void {
    const common = this.#common(row, type === 'note' ? `note_${++this.#notes}_${row.number}` : '')
    if (!common) return
    const calculation = optional(row.text('calculation'))
    const dynamic = optional(row.text('default'))
    if (type === 'calculate') {
      if (calculation === undefined && dynamic === undefined)
        this.#add('warning', 'missing_calculation', row, 'calculation', common.name)
    } else {
      if (Object.keys(common.label).length === 0 && common.hint === undefined) {
        this.#add('warning', 'missing_label', row, 'label', common.name)
      }
      if (calculation !== undefined) this.#add('warning', 'calculated_not_typed', row, 'calculation', common.name)
    }
    const question: Question = {
      kind: 'question',
      type,
      ...common,
      required: type === 'note' || type === 'calculate' ? undefined : flag(row.text('required')),
      requiredMessage: optionalTexts(row.texts('required_message', this.#unnamed)),
      constraint: optional(row.text('constraint')),
      constraintMessage: optionalTexts(row.texts('constraint_message', this.#unnamed)),
      calculation,
      default: dynamic,
      readOnly: flag(row.text('read_only')),
    }
    if (list !== '') question.list = list
    const filter = optional(row.text('choice_filter'))
    if (filter !== undefined) question.choiceFilter = filter
    if (type === 'range') question.range = this.#range(row)
    else if (row.text('parameters') !== '')
      this.#add('warning', 'parameters_ignored', row, 'parameters', row.text('parameters'))
    this.#put(question, row)
    if (other) this.#other(question, row)
  }

  /** `or_other`: one more choice, and a text for what it means. */
  #other({ name, list = '', choiceFilter }: Question, row: Row): void {
    if (choiceFilter !== undefined) return this.#add('unsupported', 'other_with_filter', row, 'type', name)
    this.otherLists.add(list)
    this.#put(
      {
        kind: 'question',
        type: 'text',
        name: `${name}_other`,
        label: { ...OTHER },
        relevant: `selected(\${${name}}, 'other')`,
      },
      row,
    )
  }

  #range(row: Row): { start: number; end: number; step: number } {
    const text = row.text('parameters')
    const number = (key: string, otherwise: number): number => {
      const found = new RegExp(`\\b${key}\\s*=\\s*(-?[\\d.]+)`).exec(text)?.[1]
      return found === undefined ? otherwise : Number(found)
    }
    const range = { start: number('start', 1), end: number('end', 10), step: number('step', 1) }
    const good = Object.values(range).every(Number.isFinite) && range.step > 0 && range.start !== range.end
    if (good) return range
    this.#add('error', 'bad_range', row, 'parameters', text)
    return { start: 1, end: 10, step: 1 }
  }
}

/** Reads the questions of a form in their groups. What could not be read is told and left out. */
export function readSurvey(table: Table, unnamed: string, problems: Problems): Survey {
  const reader = new SurveyReader(table, unnamed, problems)
  reader.read()
  return reader
}
