import type { StoreName } from '../../shared/errors.ts'
import type { PreparedDocument } from '../../shared/contract/documents.ts'

/** Prints wait for their window here, in the store's own thread and nowhere on disk. */
const MOST_KEPT = 20

interface Kept {
  /** The record it shows, and where that is kept. */
  readonly store: StoreName
  readonly id: string
  readonly owner: string
  readonly document: PreparedDocument
}
const kept = new Map<string, Kept>()

/** Keeps a document for the person it was prepared for; the oldest makes room. */
export function keepDocument(of: Kept): void {
  kept.set(of.document.documentId, of)
  for (const id of kept.keys()) {
    if (kept.size <= MOST_KEPT) break
    kept.delete(id)
  }
}

/** A kept document, for the person it was prepared for alone: it holds what that person may read. */
export function keptDocument(owner: string, documentId: string): Kept | undefined {
  const found = kept.get(documentId)
  return found?.owner === owner ? found : undefined
}

/** Forgets every document; called when the application locks. */
export function forgetDocuments(): void {
  kept.clear()
}
