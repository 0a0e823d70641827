import { type CodeOf, codeList } from './code-list.ts'

/** Why a record is to be erased. */
export const erasureReason = codeList('erasureReason', [
  'asked_by_person',
  'asked_by_guardian',
  'kept_too_long',
  'recorded_by_mistake',
  'court_or_authority',
])
export type ErasureReason = CodeOf<typeof erasureReason>

/** Why a record is kept longer than its time. */
export const keepReason = codeList('keepReason', ['still_in_contact', 'open_complaint', 'audit_or_donor', 'legal_duty'])
