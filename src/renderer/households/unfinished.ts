import type { FormValues } from '../records/form-context.tsx'

interface Unfinished {
  readonly form: number
  readonly values: FormValues
  readonly at: string
}

// In memory alone: locking destroys the window and this with it, and nothing of a family reaches a disk unencrypted.
const unfinished = new Map<number, Unfinished>()
let last = 0

/** A number for a form that is opened, so that two unfinished ones do not overwrite each other. */
export const nextForm = (): number => ++last

/** The newest registration that was left unfinished in this window, if any. */
export const keptDraft = (): Unfinished | null => [...unfinished.values()].at(-1) ?? null

/** Keeps what has been typed so far. */
export function keepDraft(form: number, values: FormValues): void {
  unfinished.set(form, { form, values: structuredClone(values), at: new Date().toISOString() })
}

/** Forgets it: it was saved, or nobody wants it. */
export function forgetDraft(form: number): void {
  unfinished.delete(form)
}
