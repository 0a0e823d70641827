import { type CodeOf, codeList } from './code-list.ts'

/** What a photo or paper is; some kinds need the right to read sensitive data. */
export const attachmentKind = codeList('attachmentKind', [
  'photo',
  'identity_document',
  'medical_report',
  'agreement',
  'receipt',
  'damage',
  'other',
])
export type AttachmentKind = CodeOf<typeof attachmentKind>

/** Records of the registry that photos and papers belong to. */
export const attachmentOwner = codeList('attachmentOwner', ['household', 'person', 'displacement', 'capProject'])
/** The same for the medical store. */
export const caseAttachmentOwner = codeList('caseAttachmentOwner', ['evacuationCase', 'patient'])
