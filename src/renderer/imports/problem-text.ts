import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import { useLingui } from '@lingui/react'
import { useErrorText } from '../errors.ts'

// Each says what is wrong with the row or cell and what to do about it.
const problems: Readonly<Record<string, MessageDescriptor>> = {
  key_missing: msg`The row has no id. Give it one in the file, so that it can be recognised next time.`,
  duplicate_id: msg`This id stands in an earlier row already. Keep one of the two rows.`,
  household_missing: msg`The person names no household. Fill in the household’s id.`,
  household_unknown: msg`No such household in the file or on record. Add its row or correct the id.`,
  household_rejected: msg`The household’s own row was rejected. Correct that row first.`,
  record_gone: msg`The record from the earlier import is no longer on this computer. Ask the data manager.`,
  record_removed: msg`The record was removed here; it stays removed.`,
  differs_from_record: msg`The record was changed here since; the record’s own value stays.`,
  consent_not_stated: msg`The file says nothing about consent: saved as “no consent”. Ask the family.`,
  sex_not_stated: msg`The file does not say: saved as “not asked”.`,
  relationship_not_stated: msg`The file does not say: saved as “not known”.`,
  no_members: msg`The household has no members in the file. Add them or check the ids.`,
  no_head: msg`No member is marked as head. Choose one after the import.`,
  two_heads: msg`Several members are marked as head; the first one was taken. Check it after the import.`,
  size_differs: msg`The size given differs from the number of members in the file.`,
  saved_as_draft: msg`Something required is missing: the household is saved as a draft. Complete it after the import.`,
  sheet_not_used: msg`This sheet is not used: another one holds the same kind of rows.`,
  name_parts_disagree: msg`The full name and the family name do not agree; the separate parts were taken.`,
  place_unknown: msg`This place is not in the list; it is kept as written. Choose the place after the import.`,
  place_ambiguous: msg`Several places have this name; it is kept as written. Choose the place after the import.`,
  unknown_place: msg`This place code is not in the list. Load the list of places first, or correct the code.`,
  formula_without_value: msg`The formula has no result; the cell was skipped. Open and save the file in Excel.`,
  formula_error: msg`The formula ended in an error. Correct the cell.`,
  formula_value_used: msg`The formula’s last saved result was taken.`,
  second_phone_not_kept: msg`Only the first phone number is kept.`,
  papers_not_kept: msg`Only one document per person is kept; this one was left out.`,
  out_of_range: msg`This value is outside what is possible. Correct it.`,
  too_long: msg`This text is too long. Shorten it.`,
  date_order_assumed: msg`The dates could be read two ways: they were read day first.`,
  date_order_mixed: msg`Some dates are written day first, others month first. Check this column.`,
  number_rounded: msg`The spreadsheet rounded this long number. Type it as text.`,
  leading_zero_restored: msg`The zero at the start of the phone number was put back.`,
  phone_doubtful: msg`This does not look like a phone number; it is kept as written.`,
  not_yes_or_no: msg`Expected yes or no.`,
  not_a_number: msg`Expected a whole number.`,
  not_a_point: msg`Expected latitude and longitude, such as 36.34, 43.13.`,
  unknown_code: msg`This answer is not one of those Waypost knows. Correct it or fill it in after the import.`,
  no_such_day: msg`There is no such day. Correct the date.`,
  date_out_of_range: msg`This date lies too far back or too far ahead. Correct it.`,
  date_unreadable: msg`This cannot be read as a date. Write it as 2026-11-24.`,
  date_incomplete: msg`The whole day is needed here. Write it as 2026-11-24.`,
  date_in_future: msg`This date lies in the future. Correct it.`,
  date_from_number: msg`The number was read as a spreadsheet date.`,
  not_csv: msg`This is not a list with commas between its columns. Save it as CSV and choose it again.`,
  column_missing: msg`This column is missing. Add it to the file.`,
  invalid_code: msg`This is not a place code. Correct it.`,
  parent_not_in_code: msg`The code above does not fit this code. Correct one of them.`,
  required: msg`This must not be empty. Fill it in.`,
}

/** The sentence for a problem found in a file: what is wrong and what to do. */
export function useProblemText(): (code: string) => string {
  const { _ } = useLingui()
  const text = useErrorText()
  return (code) => {
    const known = problems[code]
    return known ? _(known) : text.issue({ code })
  }
}
