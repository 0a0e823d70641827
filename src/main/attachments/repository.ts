import { fail } from '../../shared/errors.ts'
import type { AttachmentOwner, AttachmentOwnerType } from '../../shared/contract/attachments.ts'
import { attachment, caseAttachment, type Attachment, type CaseAttachment } from '../../shared/records/attachment.ts'
import type { Reader } from '../store/context.ts'
import type { AnyStore } from '../store/open.ts'
import { fromRow, no } from '../store/rows.ts'

/** A photo or paper of either store. */
export type Any = Attachment | CaseAttachment

/** The store that holds the photos and papers of this kind of owner. */
export const storeOf = (type: AttachmentOwnerType): 'registry' | 'medical' =>
  type === 'evacuationCase' || type === 'patient' ? 'medical' : 'registry'

/** The record in which a store keeps them. */
export const recordOf = (store: 'registry' | 'medical') => (store === 'registry' ? attachment : caseAttachment)

/** The living photos and papers of an owner in the registry, oldest first. */
export async function attachmentsOf(db: Reader<'registry'>, of: AttachmentOwner): Promise<Attachment[]> {
  const rows = await db
    .selectFrom('attachment')
    .selectAll()
    .where('owner', '=', of.id)
    .where('ownerType', '=', of.type as Attachment['ownerType'])
    .where('deleted', '=', no)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  return rows.map((row) => fromRow(attachment, row))
}

/** The living photos and papers of a case or patient, oldest first. */
export async function caseAttachmentsOf(db: Reader<'medical'>, of: AttachmentOwner): Promise<CaseAttachment[]> {
  const rows = await db
    .selectFrom('caseAttachment')
    .selectAll()
    .where('owner', '=', of.id)
    .where('ownerType', '=', of.type as CaseAttachment['ownerType'])
    .where('deleted', '=', no)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  return rows.map((row) => fromRow(caseAttachment, row))
}

/** One of them, removed ones too; it has to belong to an owner of this kind. */
export async function findAttachment(
  dbs: { readonly db: Reader<'registry'>; readonly medical: Reader<'medical'> },
  type: AttachmentOwnerType,
  id: string,
): Promise<Any> {
  const found: Any | undefined =
    storeOf(type) === 'registry'
      ? await dbs.db
          .selectFrom('attachment')
          .selectAll()
          .where('id', '=', id)
          .executeTakeFirst()
          .then((row) => row && fromRow(attachment, row))
      : await dbs.medical
          .selectFrom('caseAttachment')
          .selectAll()
          .where('id', '=', id)
          .executeTakeFirst()
          .then((row) => row && fromRow(caseAttachment, row))
  return found?.ownerType === type ? found : fail({ kind: 'notFound', record: recordOf(storeOf(type)).name, id })
}

const hash = /^[0-9a-f]{64}$/

/** The pieces an attachment is made of, in order; what is no hash came from outside and stands for a missing piece. */
export const piecesOf = (stored: Pick<Any, 'chunks'>): string[] =>
  stored.chunks.split(' ').map((piece) => (hash.test(piece) ? piece : ''))

/** What an attachment says of its bytes and of whose it is. */
export interface ReferenceRow {
  readonly id: string
  readonly owner: string
  readonly chunks: string
  readonly thumb: string | null
  readonly file: string
  readonly bytes: number
  readonly deleted: number
  readonly createdAt: string
  readonly updatedAt: string
}

/** What every attachment of a store, removed ones too, refers to. */
export const allReferences = (store: AnyStore): ReferenceRow[] =>
  store
    .prepare(
      `select id, owner, chunks, thumb, file, bytes, deleted, createdAt, updatedAt from "${recordOf(store.store).name}"`,
    )
    .all() as ReferenceRow[]
