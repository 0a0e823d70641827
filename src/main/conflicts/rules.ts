import type { Output } from '../../shared/contract/index.ts'
import { attachmentRights, sensitiveKinds } from '../../shared/contract/attachments.ts'
import { mayRead, type Permission, type PrivacyClass } from '../../shared/permissions.ts'
import { attachmentOwner, caseAttachmentOwner } from '../../shared/codes/attachment.ts'
import type { AnyRecord } from '../../shared/records/field.ts'
import { records } from '../../shared/records/index.ts'
import { fixed, updates } from '../history/ordinary.ts'
import { deletedRegister } from '../oplog/values.ts'
import type { SignedIn } from '../store/context.ts'
import type { AnyStore } from '../store/open.ts'

/** The records on which offices can disagree: all of them. */
export type Kind = keyof typeof records
type Rights = Readonly<{ read: Permission; write: Permission }>

const ofHousehold: Rights = { read: 'household.read', write: 'household.write' }
const ofProject: Rights = { read: 'project.read', write: 'project.write' }
const ofCase: Rights = { read: 'case.read', write: 'case.write' }
const ofPlace: Rights = { read: 'place.read', write: 'place.write' }

const rights: Readonly<Record<Kind, Rights>> = {
  office: { read: 'office.write', write: 'office.write' },
  user: { read: 'user.write', write: 'user.write' },
  place: ofPlace,
  placeAlias: ofPlace,
  figure: ofPlace,
  household: ofHousehold,
  person: ofHousehold,
  displacement: ofHousehold,
  personPair: ofHousehold,
  capProject: ofProject,
  capStep: ofProject,
  attachment: ofHousehold,
  patient: ofCase,
  evacuationCase: ofCase,
  caseStep: ofCase,
  caseAttachment: ofCase,
}

/** The rights a record asks for; a photo or paper asks for those of what it belongs to. */
export function rightsOf(store: AnyStore, kind: Kind, id: string): Rights {
  if (kind !== 'attachment' && kind !== 'caseAttachment') return rights[kind]
  const owner: unknown = store.prepare(`select "ownerType" from "${kind}" where id = ?`).pluck().get(id)
  const known = [...attachmentOwner.codes, ...caseAttachmentOwner.codes].find((one) => one === owner)
  return known ? attachmentRights[known] : rights[kind]
}

/** The rights that reading any record of a kind asks for at least. */
export const leastRights = (kind: Kind): Rights => rights[kind]

/** The record of a name. */
export const recordOf = (kind: Kind): AnyRecord => records[kind]

/** How private a field is; nobody may learn its values by deciding between them. */
export function mayReadField(user: SignedIn, store: AnyStore, kind: Kind, id: string, field: string): boolean {
  const record = recordOf(kind)
  if (field === deletedRegister) return true
  const def = Object.hasOwn(record.fields, field) ? record.fields[field] : undefined
  if (!def) return false
  return mayRead(user, def.class ?? record.class) && mayRead(user, classOfPaper(store, kind, id))
}

/** Papers of an identity are for those who may read sensitive data, down to their titles. */
function classOfPaper(store: AnyStore, kind: Kind, id: string): PrivacyClass {
  if (kind !== 'attachment') return 'ordinary'
  const of: unknown = store.prepare('select kind from attachment where id = ?').pluck().get(id)
  return sensitiveKinds.some((one) => one === of) ? 'sensitive' : 'ordinary'
}

const statuses: ReadonlySet<string> = new Set(['household.status', 'capProject.status', 'evacuationCase.stage'])

/** What a disagreement is about: a value, a step of a workflow, or whether the record is there at all. */
export const kindOf = (kind: Kind, field: string): Output<'conflicts.get'>['kind'] =>
  field === deletedRegister ? 'removal' : statuses.has(`${kind}.${field}`) ? 'status' : 'field'

/** True where a value that no office wrote may be entered: what has an ordinary form, and no way of its own to move. */
export const mayWriteOther = (kind: Kind, field: string): boolean =>
  field !== deletedRegister && updates[kind] !== undefined && !fixed.has(`${kind}.${field}`)

/**
 * Fields that a rule may decide. What says `ask` for itself, what is sensitive or medical, and money are decided by a
 * person who looks at each (store design, 5.2).
 */
export function mayRule(kind: Kind, field: string): boolean {
  const record = recordOf(kind)
  const def = Object.hasOwn(record.fields, field) ? record.fields[field] : undefined
  if (!def || def.merge !== undefined || def.kind === 'money' || updates[kind] === undefined) return false
  const open = ['ordinary', 'personal'].includes(def.class ?? record.class)
  return open && !fixed.has(`${kind}.${field}`)
}
