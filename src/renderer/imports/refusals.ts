import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'

/** Why a whole file is not taken in, by the reason main gives. */
export const importRefusals: Readonly<Record<string, { title: MessageDescriptor; detail: MessageDescriptor }>> = {
  notAWorkbook: {
    title: msg`This file is not a workbook`,
    detail: msg`Nothing was taken in. Choose an Excel workbook (.xlsx); if it is one, open it in Excel and save it again.`,
  },
  empty: {
    title: msg`There are no rows in this file`,
    detail: msg`Nothing was taken in. Check that the rows stand below a line of column names, then choose the file again.`,
  },
  noRegistrationSheet: {
    title: msg`No sheet looks like a list of households or people`,
    detail: msg`Nothing was taken in. Go back to the columns and say what each one holds.`,
  },
  keyColumnMissing: {
    title: msg`A column that tells the rows apart is missing`,
    detail: msg`Nothing was taken in. Go back to the columns and mark the one with the household’s id, on every sheet you use.`,
  },
  noBuiltInList: {
    title: msg`There is no built-in list of figures`,
    detail: msg`Nothing was taken in. Choose a file.`,
  },
  noFile: { title: msg`No file was chosen`, detail: msg`Nothing was taken in. Choose a file and start again.` },
  encrypted: {
    title: msg`This file is protected with a password`,
    detail: msg`Nothing was taken in. Open it in your spreadsheet program, save it without the password, and choose it again.`,
  },
}
