/** The stores a record can live in. Each has its own data key, operation log and feed. */
export type StoreName = 'registry' | 'medical'

/** One thing wrong with an input: a stable code and where it stands. The window turns codes into sentences. */
export interface Issue {
  readonly path: readonly (string | number)[]
  readonly code: string
  /** Plain values a sentence may need, such as a limit or the text that was found. */
  readonly params?: Readonly<Record<string, string | number>>
}

/** Everything a call can answer instead of a value. Kinds are stable; sentences belong to the window. */
export type AppError =
  | { readonly kind: 'invalid'; readonly issues: readonly Issue[] }
  | { readonly kind: 'notFound'; readonly record: string; readonly id: string }
  | { readonly kind: 'conflict'; readonly reason: string }
  | { readonly kind: 'locked' }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'unknownCall' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'storage'; readonly reason: string; readonly params?: Readonly<Record<string, string | number>> }
  | { readonly kind: 'refused'; readonly reason: string; readonly params?: Readonly<Record<string, string | number>> }
  | { readonly kind: 'unexpected'; readonly incident: string }

export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly hidden?: readonly string[] }
  | { readonly ok: false; readonly error: AppError }

/** Carries an AppError through domain code; only dispatch and the job runner catch it. */
export class Failure extends Error {
  readonly error: AppError
  constructor(error: AppError) {
    super(error.kind)
    this.name = 'Failure'
    this.error = error
  }
}

/** Stops the current call with an expected error. */
export const fail = (error: AppError): never => {
  throw new Failure(error)
}

export const ok = <T>(value: T, hidden: readonly string[]): Result<T> =>
  hidden.length > 0 ? { ok: true, value, hidden } : { ok: true, value }
export const err = (error: AppError): Result<never> => ({ ok: false, error })
