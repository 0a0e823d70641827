import { type CodeOf, codeList } from './code-list.ts'

export const officeType = codeList('officeType', ['country', 'field', 'headquarters'])
export type OfficeType = CodeOf<typeof officeType>

/** Languages of the interface and of papers. Kurmanji is accepted as text, it is no interface language. */
export const language = codeList('language', ['en', 'ar', 'ckb'])
export type Language = CodeOf<typeof language>

/** Numbering systems by their CLDR names. */
export const digits = codeList('digits', ['latn', 'arab'])
export type Digits = CodeOf<typeof digits>

export const userRole = codeList('userRole', [
  'registrar',
  'programmeOfficer',
  'medicalOfficer',
  'dataManager',
  'viewer',
  'auditor',
  'administrator',
])

/** How a count came about; totals show each basis apart. */
export const countBasis = codeList('countBasis', ['counted', 'estimated', 'reported'])

/** Why a laptop or an office is not trusted any more. */
export const revokeReason = codeList('revokeReason', ['lost', 'stolen', 'replaced', 'left', 'other'])
