import type { FormValues } from '../records/form-context.tsx'

interface Unfinished {
  readonly values: FormValues
  readonly at: string
}

// In memory alone: locking destroys the window and this with it, and nothing of a family reaches a disk unencrypted.
let unfinished: Unfinished | null = null

/** The registration that was left unfinished in this window, if any. */
export const keptDraft = (): Unfinished | null => unfinished

/** Keeps what has been typed so far. */
export function keepDraft(values: FormValues): void {
  unfinished = { values: structuredClone(values), at: new Date().toISOString() }
}

/** Forgets it: it was saved, or nobody wants it. */
export function forgetDraft(): void {
  unfinished = null
}
