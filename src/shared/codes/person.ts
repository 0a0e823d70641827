import { type CodeOf, codeList } from './code-list.ts'

export const sex = codeList('sex', ['MALE', 'FEMALE', 'OTHER', 'NOT_COLLECTED', 'NOT_ANSWERED'])

export const marital = codeList('marital', ['single', 'married', 'widowed', 'divorced', 'separated'])

/** NON_BENEFICIARY only collects for the household and is not counted as a member. */
export const relationship = codeList('relationship', [
  'HEAD',
  'WIFE_HUSBAND',
  'SON_DAUGHTER',
  'MOTHER_FATHER',
  'BROTHER_SISTER',
  'GRANDDAUGHTER_GRANDSON',
  'GRANDMOTHER_GRANDFATHER',
  'DAUGHTERINLAW_SONINLAW',
  'MOTHERINLAW_FATHERINLAW',
  'SISTERINLAW_BROTHERINLAW',
  'AUNT_UNCLE',
  'NEPHEW_NIECE',
  'COUSIN',
  'FOSTER_CHILD',
  'FREE_UNION',
  'NON_BENEFICIARY',
  'OTHER',
  'UNKNOWN',
])
export type Relationship = CodeOf<typeof relationship>

export const paper = codeList('paper', [
  'NATIONAL_ID',
  'NATIONAL_PASSPORT',
  'BIRTH_CERTIFICATE',
  'DISABILITY_CERTIFICATE',
  'DRIVERS_LICENSE',
  'ELECTORAL_CARD',
  'TAX_ID',
  'RESIDENCE_PERMIT_NO',
  'BANK_STATEMENT',
  'OTHER',
  'nationality_certificate',
  'pds_card',
  'hlp_document',
])
export type Paper = CodeOf<typeof paper>

export const paperState = codeList('paperState', ['valid', 'missing_expired_confiscated', 'unknown'])

export const missingReason = codeList('missingReason', [
  'lost_or_left_behind',
  'pending_application',
  'destroyed_confiscated',
  'no_access_cad',
  'lack_information',
  'refused_by_authorities',
  'refused_by_security',
  'refused_security_clearance',
  'high_cost',
  'complex_process',
  'havent_tried',
  'other',
])

/** UNHCR specific-needs codes. The disability group DS is superseded by the Washington Group questions. */
export const needs = codeList(
  'needs',
  [
    'CR-CP',
    'CR-CS',
    'CR-CC',
    'CR-TP',
    'CR-LW',
    'CR-LO',
    'CR-NE',
    'CR-SE',
    'CR-AF',
    'CR-CL',
    'SC-CH',
    'SC-IC',
    'SC-FC',
    'SM-MI',
    'SM-MN',
    'SM-CI',
    'SM-CC',
    'SM-OT',
    'FU-TR',
    'FU-FR',
    'LP-ND',
    'LP-AN',
    'LP-MD',
    'LP-MS',
    'LP-RR',
    'TR-PI',
    'TR-HO',
    'TR-WV',
    'SV-VA',
  ],
  ['DS-BD', 'DS-DF', 'DS-PM', 'DS-PS', 'DS-MM', 'DS-MS', 'DS-SD'],
)

/** Washington Group short set: wording and order are fixed. */
export const wgssDomain = codeList('wgssDomain', [
  'seeing',
  'hearing',
  'walking',
  'remembering',
  'selfcare',
  'communicating',
])

/** "A lot" or "cannot" in any domain counts as a disability. */
export const wgssAnswer = codeList('wgssAnswer', [
  'no_difficulty',
  'some_difficulty',
  'a_lot_of_difficulty',
  'cannot_do_at_all',
  'dont_know',
  'decline_to_answer',
])

export const personStatus = codeList('personStatus', [
  'active',
  'deceased',
  'moved_to_household',
  'duplicate_of',
  'withdrawn',
])
