import {
  attachmentRights,
  sensitiveKinds,
  type AttachmentOwner,
  type AttachmentOwnerType,
  type attachments,
} from '../../shared/contract/attachments.ts'
import { fail } from '../../shared/errors.ts'
import { may, mayRead } from '../../shared/permissions.ts'
import { attachment, caseAttachment } from '../../shared/records/attachment.ts'
import { change, remove, restore } from '../oplog/save.ts'
import type { Ctx, Handlers } from '../store/context.ts'
import type { AnyStore } from '../store/open.ts'
import { filesOf, isHere, read } from './keep.ts'
import { attachmentsOf, caseAttachmentsOf, findAttachment, storeOf, type Any } from './repository.ts'
import { sniff } from './sniff.ts'

const need = (ctx: Ctx, type: AttachmentOwnerType, what: 'read' | 'write'): void => {
  if (!may(ctx.user, attachmentRights[type][what])) fail({ kind: 'forbidden' })
}

/** True when this person may not look at it, though they may know that it is there. */
const isRestricted = (ctx: Ctx, stored: Any, type: AttachmentOwnerType): boolean =>
  !mayRead(
    ctx.user,
    storeOf(type) === 'medical' ? 'medical' : sensitiveKinds.includes(stored.kind) ? 'sensitive' : 'personal',
  )

const openStore = (ctx: Ctx, type: AttachmentOwnerType): AnyStore => {
  const stores = ctx.account.stores()
  return storeOf(type) === 'registry' ? stores.registry : (stores.medical ?? fail({ kind: 'forbidden' }))
}

/** One that this person may look at. */
async function readableOne(ctx: Ctx, type: AttachmentOwnerType, id: string): Promise<Any> {
  need(ctx, type, 'read')
  const stored = await findAttachment(ctx, type, id)
  if (stored.deleted) fail({ kind: 'notFound', record: 'attachment', id })
  if (isRestricted(ctx, stored, type)) fail({ kind: 'forbidden' })
  return stored
}

async function contents(
  ctx: Ctx,
  type: AttachmentOwnerType,
  id: string,
  action: 'attachments.preview' | 'attachments.export',
) {
  const stored = await readableOne(ctx, type, id)
  const bytes = read(filesOf(openStore(ctx, type)), stored)
  // The record may come from another office: what it says of its bytes is not taken on trust.
  if (sniff(bytes) !== stored.mediaType) fail({ kind: 'refused', reason: 'attachment_damaged' })
  await ctx.note(storeOf(type), action, id)
  return { mediaType: stored.mediaType, title: stored.title, bytes }
}

/** The record a photo is added to has to be there, in its own store. */
async function existingOwner(ctx: Ctx, { type, id }: AttachmentOwner): Promise<void> {
  const found = openStore(ctx, type).prepare(`select 1 from "${type}" where id = ? and deleted = 0`).get(id)
  if (found === undefined) fail({ kind: 'notFound', record: type, id })
  await Promise.resolve()
}

/** What somebody who may not look at a paper learns of it: that it is there. */
const veiled = <A extends Any>(stored: A): A => ({
  ...stored,
  title: '–',
  note: null,
  file: '0',
  chunks: '0',
  thumb: null,
})

export const handlers: Handlers<typeof attachments> = {
  'attachments.list': async (ctx, { owner }) => {
    need(ctx, owner.type, 'read')
    const files = filesOf(openStore(ctx, owner.type))
    const about = (stored: Any) => ({
      here: isHere(files, stored) ? ('here' as const) : ('elsewhere' as const),
      restricted: isRestricted(ctx, stored, owner.type),
    })
    if (storeOf(owner.type) === 'medical') {
      const stored = await caseAttachmentsOf(ctx.medical, owner)
      return stored.map((one) => ({ store: 'medical' as const, ...about(one), stored: one }))
    }
    const stored = await attachmentsOf(ctx.db, owner)
    return stored.map((one) => {
      const known = about(one)
      return { store: 'registry' as const, ...known, stored: known.restricted ? veiled(one) : one }
    })
  },

  'attachments.add': async (ctx, { owner, kind, files }) => {
    need(ctx, owner.type, 'write')
    await existingOwner(ctx, owner)
    const chosen = files.map(({ file, name }) => ({ path: ctx.pathOf(file), name }))
    return { jobId: ctx.startJob({ kind: 'attachmentAdd', files: chosen, params: { owner, kind } }) }
  },

  'attachments.thumbnail': async (ctx, { type, id }) => {
    const stored = await readableOne(ctx, type, id)
    const found = stored.thumb === null ? null : filesOf(openStore(ctx, type))?.get(stored.thumb)
    if (found === 'damaged') return fail({ kind: 'refused', reason: 'attachment_damaged' })
    return found && sniff(found) === 'image/jpeg' ? Uint8Array.from(found) : null
  },
  'attachments.preview': (ctx, { type, id }) => contents(ctx, type, id, 'attachments.preview'),
  'attachments.export': (ctx, { type, id }) => contents(ctx, type, id, 'attachments.export'),

  'attachments.update': async (ctx, { type, id, patch }) => {
    need(ctx, type, 'write')
    await readableOne(ctx, type, id)
    if (storeOf(type) === 'registry') await ctx.write('registry', (trx) => change(trx, attachment, id, patch))
    else await ctx.writeMedical((trx) => change(trx, caseAttachment, id, patch))
    return {}
  },
  'attachments.remove': async (ctx, { type, id }) => {
    need(ctx, type, 'write')
    await readableOne(ctx, type, id)
    if (storeOf(type) === 'registry') await ctx.write('registry', (trx) => remove(trx, attachment, id))
    else await ctx.writeMedical((trx) => remove(trx, caseAttachment, id))
    return {}
  },
  'attachments.restore': async (ctx, { type, id }) => {
    need(ctx, type, 'write')
    if (isRestricted(ctx, await findAttachment(ctx, type, id), type)) fail({ kind: 'forbidden' })
    if (storeOf(type) === 'registry') await ctx.write('registry', (trx) => restore(trx, attachment, id))
    else await ctx.writeMedical((trx) => restore(trx, caseAttachment, id))
    return {}
  },
}
