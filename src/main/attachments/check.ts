import type { AnyStore } from '../store/open.ts'
import { filesOf } from './keep.ts'
import { allReferences, piecesOf } from './repository.ts'

/** What a check of the attachments of a store found. */
interface AttachmentsCheck {
  readonly checked: number
  /** Living attachments with a piece whose bytes are not what they were. */
  readonly damaged: string[]
  /** Living attachments of which a piece is not on this laptop: they came in a bundle, or the file was lost. */
  readonly elsewhere: string[]
}

/** Reads every piece that a living attachment refers to and compares it with its hash; `progress` may await. */
export const checkAttachments = async (
  // Without its files every attachment would look as if it were elsewhere.
  store: AnyStore & Required<Pick<AnyStore, 'files'>>,
  progress: (done: number, total: number) => void | Promise<void>,
): Promise<AttachmentsCheck> => {
  const files = filesOf(store)
  const living = allReferences(store).filter(({ deleted }) => deleted === 0)
  const damaged: string[] = []
  const elsewhere: string[] = []
  for (const [at, row] of living.entries()) {
    const states = [...piecesOf(row), ...(row.thumb === null ? [] : [row.thumb])].map((piece) =>
      files === null || piece === '' ? null : files.get(piece),
    )
    if (states.includes('damaged')) damaged.push(row.id)
    else if (states.includes(null)) elsewhere.push(row.id)
    await progress(at + 1, living.length)
  }
  return { checked: living.length, damaged, elsewhere }
}
