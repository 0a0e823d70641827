import type { AttachmentOwnerType } from '../../shared/contract/attachments.ts'
import type { WriteMark } from '../store/context.ts'
import type { AnyStore } from '../store/open.ts'
import { filesOf } from './keep.ts'
import { allReferences, piecesOf, recordOf } from './repository.ts'

/** So long can a removed photo be brought back, and so long may pieces wait for the record that names them. */
const KEPT_DAYS = 30

/**
 * Drops pieces that nothing refers to and that are older than 30 days. A removed attachment counts as a reference for
 * 30 days after its removal. Answers how many were dropped.
 */
export const collectChunks = (store: AnyStore, now: Date): number => {
  const files = filesOf(store)
  if (!files) return 0
  const limit = new Date(now.getTime() - KEPT_DAYS * 86_400_000).toISOString()
  const old = files.list().filter(({ at }) => at < limit)
  if (old.length === 0) return 0
  const wanted = new Set<string>()
  for (const row of allReferences(store)) {
    if (row.deleted === 1 && row.updatedAt < limit) continue
    for (const piece of piecesOf(row)) wanted.add(piece)
    if (row.thumb !== null) wanted.add(row.thumb)
  }
  const dropped = old.map(({ hash }) => hash).filter((hash) => !wanted.has(hash))
  files.drop(dropped)
  return dropped.length
}

/**
 * Drops the bytes of everything that belongs to an owner at once, removed ones too, for an erasure: the records stay,
 * as the erase operation wants them. Pieces that an attachment of somebody else shares are kept. Answers the ids.
 */
export const forgetAttachments = (
  trx: Pick<WriteMark, 'session'>,
  ownerType: AttachmentOwnerType,
  ownerId: string,
): string[] => {
  const { store } = trx.session
  const own = store
    .prepare(`select id from "${recordOf(store.store).name}" where owner = ? and ownerType = ?`)
    .pluck()
    .all(ownerId, ownerType)
    .map(String)
  forgetPieces(store, own)
  return own
}

/** Drops the bytes of these attachments, apart from pieces that another one shares. */
export const forgetPieces = (store: AnyStore, attachments: readonly string[]): void => {
  const files = filesOf(store)
  if (!files || attachments.length === 0) return
  const ids = new Set(attachments)
  const doomed = new Set<string>()
  const shared = new Set<string>()
  for (const row of allReferences(store)) {
    const into = ids.has(row.id) ? doomed : shared
    for (const piece of piecesOf(row)) into.add(piece)
    if (row.thumb !== null) into.add(row.thumb)
  }
  files.drop([...doomed].filter((hash) => !shared.has(hash)))
}
