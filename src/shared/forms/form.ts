import { z } from 'zod'

/**
 * A form as data: what an XLSForm workbook is read into, what is stored and exchanged, and what a screen draws. It holds
 * its expressions as they were written; `compile.ts` reads them.
 */

/** Grows when the shape below changes; a form of a later format is not read. */
const FORMAT = 1

export const formLimits = {
  /** Rows of `survey`, and of `choices`: national tools have some 1,500 questions, lists of camps some 3,000 choices. */
  rows: 10_000,
  nesting: 20,
  text: 10_000,
  name: 120,
  languages: 20,
  /** Rounds of one repeat, and nodes in all rounds together, that are worked out. */
  rounds: 1000,
  nodes: 100_000,
} as const

/** What somebody is asked for. `photo` is `image` in the standard; a plain `file` is another thing. */
const questionTypes = [
  'text',
  'integer',
  'decimal',
  'range',
  'date',
  'time',
  'dateTime',
  'select_one',
  'select_multiple',
  'note',
  'calculate',
  'acknowledge',
  'geopoint',
  'photo',
  'file',
  'barcode',
] as const
export type QuestionType = (typeof questionTypes)[number]

/** A name as XML takes it, without a colon, since that stands before a namespace. */
export const NAME = /^(?!__proto__$)[\p{L}_][\p{L}\p{N}\p{M}_.-]*$/u

const name = z.string().max(formLimits.name).regex(NAME)
const expression = z.string().min(1).max(formLimits.text)
/** Texts by tag of language. */
const text = z.record(z.string().max(40), z.string().max(formLimits.text))
export type FormText = z.output<typeof text>

const common = {
  name,
  label: text,
  hint: text.optional(),
  relevant: expression.optional(),
  /** Kept as written; screens follow few of them. */
  appearance: z.string().max(formLimits.text).optional(),
}

const question = z.strictObject({
  kind: z.literal('question'),
  type: z.enum(questionTypes),
  ...common,
  required: expression.optional(),
  requiredMessage: text.optional(),
  constraint: expression.optional(),
  constraintMessage: text.optional(),
  calculation: expression.optional(),
  /** A value as written, or an expression worked out once, when the form is begun. */
  default: z.string().max(formLimits.text).optional(),
  readOnly: expression.optional(),
  /** The list of a select, and what a choice must fulfil to be offered. */
  list: z.string().max(formLimits.name).optional(),
  choiceFilter: expression.optional(),
  range: z.strictObject({ start: z.number(), end: z.number(), step: z.number().positive() }).optional(),
})
export type Question = z.output<typeof question>

/** Whether a question is answered by choices of a list. */
export const isSelect = ({ type }: Question): boolean => type === 'select_one' || type === 'select_multiple'

export interface Group extends Omit<Pick<Question, keyof typeof common>, 'kind'> {
  readonly kind: 'group'
  readonly nodes: readonly FormNode[]
}
export interface Repeat extends Omit<Group, 'kind'> {
  readonly kind: 'repeat'
  /** How many rounds there are, if it is not the person who decides. */
  readonly count?: string | undefined
}
export type FormNode = Question | Group | Repeat

const node: z.ZodType<FormNode> = z.lazy(() => z.discriminatedUnion('kind', [question, group, repeat]))
const nodes = z.array(node).max(formLimits.rows)
const group = z.strictObject({ kind: z.literal('group'), ...common, nodes })
const repeat = z.strictObject({ kind: z.literal('repeat'), ...common, count: expression.optional(), nodes })

const choice = z.strictObject({
  name: z.string().min(1).max(formLimits.name),
  label: text,
  /** Columns of the list beyond the standard's, which filters look at. */
  extra: z.record(z.string().max(formLimits.name), z.string().max(formLimits.text)),
})
export type Choice = z.output<typeof choice>

export const form = z.strictObject({
  format: z.literal(FORMAT),
  id: z.string().min(1).max(formLimits.name),
  title: z.string().min(1).max(500),
  version: z.string().max(100),
  languages: z.array(z.strictObject({ tag: z.string().max(40), name: z.string().max(100) })).max(formLimits.languages),
  defaultLanguage: z.string().max(40),
  /** What one filled form is called. */
  instanceName: expression.optional(),
  nodes,
  lists: z.record(z.string().max(formLimits.name), z.array(choice).max(formLimits.rows)),
})
export type Form = z.output<typeof form>

/** A text in a language, else in the form's own, else in any; blank when there is none. */
export function textIn(texts: FormText | undefined, language: string, defaultLanguage: string): string {
  if (texts === undefined) return ''
  return texts[language] ?? texts[defaultLanguage] ?? Object.values(texts)[0] ?? ''
}
