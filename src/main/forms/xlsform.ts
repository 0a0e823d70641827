import path from 'node:path'
import { compileForm, type FormProblem } from '../../shared/forms/compile.ts'
import { form as formShape, formLimits, type Choice, type Form } from '../../shared/forms/form.ts'
import { fail } from '../../shared/errors.ts'
import { openTable, type RawSheet } from '../imports/workbook.ts'
import { readChoices } from './choices.ts'
import { languageOf, UNNAMED, type Language } from './languages.ts'
import { Problems, type XlsformProblem } from './problems.ts'
import { readSurvey, type Survey } from './survey.ts'
import { tableOf, type Row, type Table } from './table.ts'

/** What a workbook makes use of. */
interface XlsformUses {
  readonly types: Readonly<Record<string, number>>
  readonly functions: Readonly<Record<string, number>>
  readonly languages: readonly Language[]
  readonly questions: number
  readonly groups: number
  readonly repeats: number
  readonly lists: number
  readonly choices: number
}

export interface XlsformReading {
  /** Absent when something is wrong or unsupported: such a workbook is not accepted. */
  readonly form: Form | null
  readonly problems: readonly XlsformProblem[]
  /** Of all problems, also those that the list is too short for. */
  readonly counts: Readonly<Record<XlsformProblem['severity'], number>>
  readonly uses: XlsformUses
}

/** Sheets that change what a form does, and that are not followed. */
const refusedSheets = new Set(['external_choices', 'entities', 'osm'])
const OTHER = { en: 'Other', ar: 'أخرى', ckb: 'هیتر' }

interface Sheets {
  readonly survey: Table
  readonly choices: Table | undefined
  readonly settings: Row | undefined
}

const named = (sheets: readonly RawSheet[], name: string): RawSheet | undefined =>
  sheets.find((sheet) => sheet.name.trim().toLowerCase() === name)

/** The languages in the order of their columns, and the one that texts without a language are in. */
const languagesOf = (
  { survey, choices, settings }: Sheets,
  problems: Problems,
): { languages: Language[]; unnamed: string } => {
  const columns = [...survey.columns, ...(choices?.columns ?? [])]
  const found = new Map<string, Language>()
  for (const { language } of columns) if (language && !found.has(language.tag)) found.set(language.tag, language)
  const setting = settings?.text('default_language') ?? ''
  const own = setting === '' ? undefined : languageOf(setting)
  const plain = columns.some(({ field, language }) => language === null && (field === 'label' || field === 'hint'))
  const unnamed = own ?? UNNAMED
  if (own && !plain && !found.has(own.tag)) {
    problems.add(
      'warning',
      'default_language_unknown',
      { sheet: 'settings', row: 2, column: 'default_language' },
      own.name,
    )
  }
  if (plain && !found.has(unnamed.tag)) found.set(unnamed.tag, unnamed)
  return { languages: [...found.values()], unnamed: unnamed.tag }
}

const fieldColumns: Readonly<Record<string, string>> = {
  readOnly: 'read_only',
  choiceFilter: 'choice_filter',
  count: 'repeat_count',
  requiredMessage: 'required_message',
  constraintMessage: 'constraint_message',
  list: 'type',
  instanceName: 'instance_name',
}

/** Says of a problem of the form where it stands in the workbook. */
const tellFormProblem = (problem: FormProblem, survey: Table, rows: readonly number[], problems: Problems): void => {
  if (problem.entry === null) {
    return problems.add(
      problem.severity,
      problem.code,
      { sheet: 'settings', row: 2, column: 'instance_name' },
      problem.found,
    )
  }
  const field = fieldColumns[problem.field] ?? problem.field
  const columns = survey.columns.filter((one) => one.field === field)
  const column = columns.find((one) => one.language?.tag === problem.language) ?? columns[0]
  const found =
    problem.cycle === undefined
      ? problem.found
      : `${problem.found} (${problem.cycle.length === 1 ? 'row' : 'rows'} ${problem.cycle.map((at) => rows[at] ?? 0).join(', ')})`
  const row = rows[problem.entry] ?? null
  problems.add(problem.severity, problem.code, { sheet: survey.sheet, row, column: column?.header ?? field }, found)
}

const settingsOf = (
  row: Row | undefined,
  fallback: string,
  problems: Problems,
): Pick<Form, 'id' | 'title' | 'version'> => {
  for (const field of ['public_key', 'submission_url', 'entity']) {
    if (row?.text(field))
      problems.add(
        field === 'entity' ? 'unsupported' : 'warning',
        'setting_ignored',
        { sheet: 'settings', row: row.number, column: field },
        field,
      )
  }
  const id = (row?.text('form_id') || fallback).slice(0, formLimits.name)
  return {
    id,
    title: (row?.text('form_title') || id).slice(0, 500),
    version: (row?.text('version') ?? '').slice(0, 100),
  }
}

const withOther = (lists: Map<string, Choice[]>, { otherLists }: Survey): void => {
  for (const list of otherLists) {
    const choices = lists.get(list)
    if (choices && !choices.some(({ name }) => name === 'other'))
      choices.push({ name: 'other', label: { ...OTHER }, extra: {} })
  }
}

const usedLists = (compiled: ReturnType<typeof compileForm>): Set<string> =>
  new Set(compiled.entries.flatMap(({ node }) => (node.kind === 'question' ? (node.list ?? []) : [])))

/** Reads the sheets of an XLSForm workbook into a form, or says what stands in the way. `fallback` names a form without an id. */
export function readXlsform(raw: readonly RawSheet[], fallback: string): XlsformReading {
  const problems = new Problems()
  const surveySheet = named(raw, 'survey')
  if (surveySheet === undefined) return fail({ kind: 'refused', reason: 'not_an_xlsform' })
  const choicesSheet = named(raw, 'choices')
  const settingsSheet = named(raw, 'settings')
  const sheets: Sheets = {
    survey: tableOf(surveySheet),
    choices: choicesSheet && tableOf(choicesSheet),
    settings: settingsSheet && tableOf(settingsSheet).rows[0],
  }
  for (const sheet of raw) {
    const name = sheet.name.trim().toLowerCase()
    if (refusedSheets.has(name) && tableOf(sheet).rows.length > 0)
      problems.add('unsupported', 'unsupported_sheet', { sheet: sheet.name })
  }
  for (const table of [sheets.survey, sheets.choices]) {
    if (table && table.rows.length > formLimits.rows) {
      fail({ kind: 'refused', reason: 'too_many_rows', params: { sheet: table.sheet, limit: formLimits.rows } })
    }
  }
  if (!sheets.survey.columns.some(({ field }) => field === 'type'))
    return fail({ kind: 'refused', reason: 'not_an_xlsform' })

  const { languages, unnamed } = languagesOf(sheets, problems)
  if (languages.length > formLimits.languages)
    problems.add('error', 'too_many_languages', { sheet: sheets.survey.sheet }, String(languages.length))
  const repeatsAllowed = /^(?:yes|true)/i.test(sheets.settings?.text('allow_choice_duplicates') ?? '')
  const lists = sheets.choices
    ? readChoices(sheets.choices, unnamed, repeatsAllowed, problems)
    : new Map<string, Choice[]>()
  const survey = readSurvey(sheets.survey, unnamed, problems)
  withOther(lists, survey)
  const form: Form = {
    format: 1,
    ...settingsOf(sheets.settings, fallback, problems),
    languages,
    defaultLanguage: languages.some(({ tag }) => tag === unnamed) ? unnamed : (languages[0]?.tag ?? UNNAMED.tag),
    instanceName: sheets.settings?.text('instance_name') || undefined,
    nodes: survey.nodes,
    lists: Object.fromEntries(lists),
  }
  const compiled = compileForm(form)
  for (const problem of compiled.problems) tellFormProblem(problem, sheets.survey, survey.rows, problems)
  if (compiled.entries.length === 0) problems.add('error', 'no_questions', { sheet: sheets.survey.sheet })
  const used = usedLists(compiled)
  for (const list of lists.keys()) {
    if (!used.has(list)) problems.add('warning', 'list_not_used', { sheet: sheets.choices?.sheet ?? 'choices' }, list)
  }
  // The rules above say what is wrong in the workbook's words; this is the last door, for what they might let through.
  const shaped = formShape.safeParse(form)
  if (!shaped.success && problems.counts.error === 0) {
    problems.add('error', 'form_shape', { sheet: sheets.survey.sheet }, shaped.error.issues[0]?.path.join('/') ?? '')
  }
  const accepted = problems.counts.error === 0 && problems.counts.unsupported === 0
  const order = (a: XlsformProblem, b: XlsformProblem): number => (a.row ?? 0) - (b.row ?? 0)
  const bySheet = Object.groupBy(problems.list, ({ sheet }) => sheet)
  return {
    form: accepted && shaped.success ? shaped.data : null,
    problems: Object.values(bySheet).flatMap((list) => (list ?? []).toSorted(order)),
    counts: problems.counts,
    uses: {
      types: Object.fromEntries(survey.types),
      functions: Object.fromEntries(compiled.functions),
      languages,
      questions: compiled.entries.filter(({ node }) => node.kind === 'question').length,
      groups: compiled.entries.filter(({ node }) => node.kind === 'group').length,
      repeats: compiled.entries.filter(({ node }) => node.kind === 'repeat').length,
      lists: lists.size,
      choices: [...lists.values()].reduce((sum, list) => sum + list.length, 0),
    },
  }
}

/** Reads an XLSForm workbook from a file. Fails as reading any workbook does, and with `not_an_xlsform`, `too_many_rows`. */
export async function readXlsformFile(file: string): Promise<XlsformReading> {
  const workbook = await openTable(file)
  const sheets: RawSheet[] = []
  for (const name of workbook.sheets) {
    const wanted =
      ['survey', 'choices', 'settings'].includes(name.trim().toLowerCase()) ||
      refusedSheets.has(name.trim().toLowerCase())
    // A few rows more than the limit are enough to see that there are too many.
    if (wanted) sheets.push(await workbook.read(name, formLimits.rows * 2))
  }
  return readXlsform(sheets, path.parse(file).name.slice(0, formLimits.name))
}
