// npm run xlsform -- check FILE
// Reads an XLSForm workbook as the application would, and tells what it uses and what stands in the way, by row.
// Ends with 0 for a form that would be accepted, 1 for one that would not, 2 for a wrong call.
import { parseArgs } from 'node:util'
import type { XlsformProblem } from '../src/main/forms/problems.ts'
import { readXlsformFile, type XlsformReading } from '../src/main/forms/xlsform.ts'
import { Failure } from '../src/shared/errors.ts'
import { formLimits } from '../src/shared/forms/form.ts'

const { positionals } = parseArgs({ allowPositionals: true })
const [command, file] = positionals
if (command !== 'check' || file === undefined) {
  console.error('usage: npm run xlsform -- check FILE')
  process.exit(2)
}

const words: Readonly<Record<string, string>> = {
  ambiguous_reference: 'several questions have this name, so that nothing can refer to it',
  appearance: 'this appearance needs a file beside the form',
  appearance_ignored: 'this appearance is kept, and may not show',
  bad_name: 'a name begins with a letter and has letters, digits, "-", "_" and "." only',
  bad_pattern: 'this pattern cannot be read',
  bad_range: 'start, end and step of a range are numbers, and step is above 0',
  bare_name: 'a question is written as ${name}, a text in quotes',
  calculated_not_typed: 'what has a calculation is calculated and cannot be typed over',
  choice_with_space: 'the name of a choice has no blanks',
  column_ignored: 'this column is not looked at',
  curly_quotes: 'a text stands in straight quotes',
  cycle: 'these need each other',
  default_language_unknown: 'no column is in this language; the first one is taken',
  duplicate_choice: 'this choice is in its list already',
  duplicate_choice_left_out: 'this choice is in its list already; the first is taken',
  duplicate_name: 'this name is taken in the same group',
  end_without_begin: 'nothing is open that this could end',
  first_of_list: 'this has an answer for each round of its repeat; the first is taken',
  form_shape: 'this part of the form is longer or deeper than forms are',
  formula_error: 'this cell holds the error of a formula',
  guidance_ignored: 'guidance for those who ask is not shown',
  last_saved: 'the form filled before this one is not looked at',
  list_not_used: 'no question uses this list',
  media: 'pictures and sounds beside a question are not shown',
  metadata_left_blank: 'this is left blank: the application records who saves and when',
  missing_calculation: 'there is no calculation',
  missing_label: 'there is no label, so that the name is shown',
  missing_list: 'there is no list of this name in "choices"',
  missing_list_name: 'this choice belongs to no list',
  missing_name: 'there is no name',
  missing_translation: 'there is no text in this language',
  missing_type: 'there is no type',
  nested_too_deep: `groups are more than ${formLimits.nesting} deep`,
  no_questions: 'there is no question',
  not_a_repeat: 'this is no repeat',
  not_a_select: 'this question has no choices',
  not_ended: 'this group or repeat is never ended',
  other_with_filter: 'or_other together with choice_filter',
  parameters_ignored: 'these parameters are not looked at',
  pattern_not_fixed: 'the pattern has to be a text in quotes',
  pattern_too_large: 'this pattern is too large',
  quote_not_closed: 'this quote is not closed',
  reference_to_group: 'a group has no value',
  setting_ignored: 'this setting is not followed',
  syntax: 'the expression cannot be read from here on',
  too_deep: 'the expression has more brackets or parts within each other than this',
  too_long: 'this is too long',
  too_many_languages: `more than ${formLimits.languages} languages`,
  unknown_column: 'the list has no column of this name',
  unknown_function: 'this function',
  unknown_reference: 'no question has this name',
  unsupported_column: 'this column',
  unsupported_path: 'paths and nodes; a question is written as ${name}',
  unsupported_pattern: 'look-ahead, look-behind and back-references in a pattern',
  unsupported_sheet: 'this sheet',
  unsupported_type: 'this type of question',
  wrong_arguments: 'this function has other arguments',
  wrong_end: 'what is open here is another kind, begun in the row in brackets',
}

const refusals: Readonly<Record<string, string>> = {
  not_an_xlsform: 'This is no XLSForm: there is no sheet "survey" with a column "type".',
  too_many_rows: `A sheet has more than ${formLimits.rows} rows.`,
}

function counted(counts: Readonly<Record<string, number>>): string {
  const sorted = Object.entries(counts).toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  return sorted.map(([name, count]) => `${name} ${count}`).join(', ') || 'none'
}

function line({ severity, sheet, row, column, code, found }: XlsformProblem): string {
  const at = [sheet, ...(row === null ? [] : [`row ${row}`]), ...(column === null ? [] : [column])].join(', ')
  return `  ${severity}: ${at}: ${found === '' ? '' : `${found}: `}${words[code] ?? code}`
}

function tell({ form, uses, problems, counts }: XlsformReading): void {
  console.log(`${uses.questions} questions, ${uses.groups} groups, ${uses.repeats} repeats`)
  console.log(`${uses.lists} lists of ${uses.choices} choices`)
  console.log(
    `languages: ${uses.languages.map(({ tag, name }) => (name ? `${name} [${tag}]` : 'not named')).join(', ')}`,
  )
  console.log(`types: ${counted(uses.types)}`)
  console.log(`functions: ${counted(uses.functions)}`)
  for (const problem of problems) console.log(line(problem))
  const left = counts.error + counts.unsupported + counts.warning - problems.length
  if (left > 0) console.log(`  and ${left} more`)
  console.log(
    form === null
      ? `not accepted: ${counts.error} errors, ${counts.unsupported} unsupported`
      : `accepted as "${form.title}" (${form.id}), with ${counts.warning} warnings`,
  )
}

try {
  const reading = await readXlsformFile(file)
  tell(reading)
  if (reading.form === null) process.exitCode = 1
} catch (error) {
  if (!(error instanceof Failure) || error.error.kind !== 'refused') throw error
  console.error(refusals[error.error.reason] ?? `The file cannot be read: ${error.error.reason}.`)
  process.exitCode = 1
}
