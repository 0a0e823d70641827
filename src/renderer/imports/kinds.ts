import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import type { ImportReport } from '../../shared/contract/exchange.ts'

export type Kind = ImportReport['kind']

interface KindWords {
  readonly title: MessageDescriptor
  readonly detail: MessageDescriptor
  /** What the file has to look like. */
  readonly file: MessageDescriptor
  readonly builtIn: boolean
}

/** What can be imported, in the order of the first page. */
export const kinds: Readonly<Record<Kind, KindWords>> = {
  registration: {
    title: msg`Registration workbook`,
    detail: msg`Households and their members from Excel, for example an export of another registration system.`,
    file: msg`An Excel workbook (.xlsx, .xls or .ods) of up to 50 MB, with one line of column names above the rows.`,
    builtIn: false,
  },
  places: {
    title: msg`Place codes`,
    detail: msg`Governorates, districts and sub-districts of Iraq: the built-in list, or a newer one from a file.`,
    file: msg`A CSV file with the columns level, pcode, parent_pcode and name_en.`,
    builtIn: true,
  },
  aliases: {
    title: msg`Other names of places`,
    detail: msg`Spellings and codes that other systems use, so that their files find the right place.`,
    file: msg`A CSV file with the columns system, code_or_name and pcode.`,
    builtIn: true,
  },
  figures: {
    title: msg`Displacement figures`,
    detail: msg`Published counts of displaced people and returnees for each district, from a file.`,
    file: msg`A CSV file with one line for each district and round, as published by the Displacement Tracking Matrix.`,
    builtIn: false,
  },
}

/** Tells whether an address names something that can be imported. */
export const isKind = (text: string): text is Kind => Object.hasOwn(kinds, text)
