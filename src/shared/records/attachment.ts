import { attachmentKind, attachmentOwner, caseAttachmentOwner } from '../codes/attachment.ts'
import { code, number, record, text, type RecordOf } from './field.ts'

/*
 * A photo or paper of a record. The record says what it is; its bytes lie in pieces beside the store, each under its
 * own hash (store design, section 6). `chunks` names the pieces in order, `file` is the hash of the whole.
 */

const about = {
  owner: text({ max: 120, code: true }),
  kind: code(attachmentKind, {}),
  title: text({ max: 200 }),
  note: text({ optional: true, long: true }),
  file: text({ max: 64, code: true }),
  mediaType: text({ max: 60, code: true }),
  bytes: number({ max: 1_000_000_000 }),
  chunks: text({ max: 4000, code: true }),
  thumb: text({ optional: true, max: 64, code: true }),
  width: number({ optional: true, max: 100_000 }),
  height: number({ optional: true, max: 100_000 }),
}

/** A photo or paper of a household, a person, a displacement or a project. */
export const attachment = record(
  'attachment',
  { store: 'registry', class: 'personal' },
  { ownerType: code(attachmentOwner, {}), ...about },
)
export type Attachment = RecordOf<typeof attachment>

/** A photo or paper of a patient or case. */
export const caseAttachment = record(
  'caseAttachment',
  { store: 'medical', class: 'medical' },
  { ownerType: code(caseAttachmentOwner, {}), ...about },
)
export type CaseAttachment = RecordOf<typeof caseAttachment>
