import type { StoreName } from '../../shared/errors.ts'
import { hasFiles } from '../store/files.ts'
import type { OpenStore } from '../store/open.ts'

/** Where pieces go to or come from: a store that has, or may have, photos and papers. */
type WithPieces = Pick<OpenStore<StoreName>, 'folder' | 'store' | 'files'>

/**
 * Copies the pieces of photos and papers that the second store does not have, each compared with its hash on the way.
 * A damaged one is left out: it is no worse there than where it was. Answers how many were copied and left out.
 */
export const copyPieces = async (
  from: WithPieces,
  to: WithPieces,
  each: (done: number, total: number) => void | Promise<void>,
): Promise<{ copied: number; damaged: number }> => {
  if (!hasFiles(from)) return { copied: 0, damaged: 0 }
  const [source, target] = [from.files(), to.files()]
  const pieces = source.list()
  let copied = 0
  let damaged = 0
  for (const [done, { hash, at }] of pieces.entries()) {
    await each(done, pieces.length)
    if (target.has(hash)) continue
    const bytes = source.get(hash)
    if (bytes === 'damaged') damaged += 1
    // One that is gone was collected meanwhile: nothing refers to it.
    if (bytes === 'damaged' || bytes === null) continue
    target.put(bytes, at)
    copied += 1
  }
  return { copied, damaged }
}
