import { z } from 'zod'
import { attachmentKind, attachmentOwner, caseAttachmentOwner } from '../codes/attachment.ts'
import { attachment, caseAttachment } from '../records/attachment.ts'
import { recordId } from '../records/field.ts'
import type { Permission } from '../permissions.ts'
import { call, done, fileToken, nothing, started } from './call.ts'

/** Whose photo or paper it is. */
const ownerType = z.enum([...attachmentOwner.codes, ...caseAttachmentOwner.codes])
export type AttachmentOwnerType = z.infer<typeof ownerType>
const owner = z.strictObject({ type: ownerType, id: recordId })
export type AttachmentOwner = z.infer<typeof owner>

const ofProject = { read: 'project.read', write: 'project.write' } as const
const ofHousehold = { read: 'household.read', write: 'household.write' } as const
const ofCase = { read: 'case.read', write: 'case.write' } as const

/** A photo or paper may be seen and changed by whoever may see and change its owner. */
export const attachmentRights: Readonly<
  Record<AttachmentOwnerType, { readonly read: Permission; readonly write: Permission }>
> = {
  household: ofHousehold,
  person: ofHousehold,
  displacement: ofHousehold,
  capProject: ofProject,
  evacuationCase: ofCase,
  patient: ofCase,
}

/** Kinds that only somebody with the right to sensitive data may look at; others learn that there is one. */
export const sensitiveKinds: readonly string[] = ['identity_document', 'medical_report']

/** Files of one choice; more are chosen in a second go. */
export const mostFiles = 20

/** Whether the bytes are on this laptop; a bundle may bring the record without them. */
const presence = z.enum(['here', 'elsewhere'])
const rows = z.discriminatedUnion('store', [
  z.strictObject({ store: z.literal('registry'), here: presence, restricted: z.boolean(), stored: attachment.stored }),
  z.strictObject({
    store: z.literal('medical'),
    here: presence,
    restricted: z.boolean(),
    stored: caseAttachment.stored,
  }),
])

const one = z.strictObject({ type: ownerType, id: recordId })
const bytes = z.instanceof(Uint8Array)
const contents = z.strictObject({ mediaType: z.string(), title: z.string(), bytes })

export const attachments = {
  // Everybody who works on any kind of owner has the right asked for here; the owner's own right is checked beside it.
  'attachments.list': call({
    input: z.strictObject({ owner }),
    output: z.array(rows),
    needs: 'household.read',
    changes: [],
  }),
  // The job's result is an `addedFiles`.
  'attachments.add': call({
    input: z.strictObject({
      owner,
      kind: z.enum(attachmentKind.codes),
      files: z
        .array(z.strictObject({ file: fileToken, name: z.string().max(300) }))
        .min(1)
        .max(mostFiles),
    }),
    output: started,
    needs: 'household.write',
    changes: [],
  }),
  // Null where the bytes are not on this laptop, and for papers.
  'attachments.thumbnail': call({ input: one, output: bytes.nullable(), needs: 'household.read', changes: [] }),
  'attachments.preview': call({ input: one, output: contents, needs: 'household.read', changes: [] }),
  // What `attachments.saveCopy` writes out; noted apart from a look.
  'attachments.export': call({ input: one, output: contents, needs: 'household.read', changes: [] }),
  'attachments.update': call({
    input: one.extend({
      patch: z.strictObject({
        title: z.string().trim().min(1).max(200).optional(),
        kind: z.enum(attachmentKind.codes).optional(),
        note: z.string().max(4000).nullable().optional(),
      }),
    }),
    output: done,
    needs: 'household.write',
    changes: ['attachments'],
  }),
  'attachments.remove': call({ input: one, output: done, needs: 'household.write', changes: ['attachments'] }),
  'attachments.restore': call({ input: one, output: done, needs: 'household.write', changes: ['attachments'] }),
}

/** What a finished job of adding carries: how many were kept, and why each of the others was not. */
export const addedFiles = z.strictObject({
  added: z.int(),
  refused: z.array(z.strictObject({ name: z.string(), reason: z.string() })),
})

/** Calls that need a dialog, served in main. */
export const attachmentShell = {
  'attachments.choose': call({
    input: nothing,
    output: z.array(z.strictObject({ file: fileToken, name: z.string(), bytes: z.int() })),
    needs: 'household.write',
    changes: [],
    shell: true,
  }),
  'attachments.saveCopy': call({
    input: one,
    output: z.strictObject({ saved: z.boolean() }),
    needs: 'household.read',
    changes: [],
    shell: true,
  }),
}
