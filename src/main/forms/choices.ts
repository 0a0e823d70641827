import { formLimits, type Choice } from '../../shared/forms/form.ts'
import type { Problems } from './problems.ts'
import type { Table } from './table.ts'

const standard = new Set(['list_name', 'name', 'label', 'media', 'hint', 'guidance_hint', '__proto__'])

/** Reads the lists of choices. Columns beyond the standard's are kept, since filters look at them. */
export function readChoices(
  table: Table,
  unnamed: string,
  repeatsAllowed: boolean,
  problems: Problems,
): Map<string, Choice[]> {
  const lists = new Map<string, Choice[]>()
  const seen = new Set<string>()
  const headerOf = (field: string): string => table.columns.find((one) => one.field === field)?.header ?? field
  const extras = table.columns.filter(({ field }) => !standard.has(field) && !field.includes('::'))
  for (const row of table.rows) {
    const at = (field: string): { sheet: string; row: number; column: string } => ({
      sheet: table.sheet,
      row: row.number,
      column: headerOf(field),
    })
    const [list, name] = [row.text('list_name'), row.text('name')]
    if (list === '' && name === '') continue
    if (row.broken) {
      problems.add('error', 'formula_error', { sheet: table.sheet, row: row.number, column: row.broken.header })
    }
    if (list === '' || name === '') {
      problems.add('error', list === '' ? 'missing_list_name' : 'missing_name', at(list === '' ? 'list_name' : 'name'))
      continue
    }
    if (list.length > formLimits.name || name.length > formLimits.name) {
      problems.add('error', 'too_long', at('name'), name)
      continue
    }
    // Several choices of one answer are kept with blanks between them.
    if (/\s/.test(name)) problems.add('error', 'choice_with_space', at('name'), name)
    const key = `${list}\n${name}`
    if (seen.has(key)) {
      if (!repeatsAllowed) problems.add('error', 'duplicate_choice', at('name'), name)
      else problems.add('warning', 'duplicate_choice_left_out', at('name'), name)
      continue
    }
    seen.add(key)
    const media = row.filled.find(({ field }) => field === 'media')
    if (media) problems.add('unsupported', 'media', at('media'), row.cell(media))
    const label = row.texts('label', unnamed)
    if (Object.keys(label).length === 0) problems.add('warning', 'missing_label', at('label'), name)
    for (const language of row.untranslated('label')) {
      problems.add('warning', 'missing_translation', at('label'), language)
    }
    const long = row.filled.find((column) => row.cell(column).length > formLimits.text)
    if (long) {
      problems.add('error', 'too_long', { sheet: table.sheet, row: row.number, column: long.header })
      continue
    }
    const extra = Object.fromEntries(
      extras
        .filter(({ header }) => header.length <= formLimits.name)
        .map((column) => [column.header, row.cell(column)]),
    )
    const choices = lists.get(list)
    if (choices) choices.push({ name, label, extra })
    else lists.set(list, [{ name, label, extra }])
  }
  return lists
}
