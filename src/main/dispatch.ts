import type { Calls } from '../shared/contract/call.ts'
import { err, Failure, ok, type AppError, type Result } from '../shared/errors.ts'
import { may, type Reader } from '../shared/permissions.ts'
import { randomBytes } from './crypto/random.ts'
import { framesOf, writeLog } from './log.ts'
import { redact } from './redact.ts'
import { issuesOf } from './store/issues.ts'
import { storageFailure } from './store/storage-failure.ts'

/** What dispatch needs to serve calls: the contract, who answers, with what, for whom, and who hears of changes. */
export interface Desk<C> {
  readonly contract: Calls
  readonly handlers: Readonly<Record<string, (ctx: C, input: never) => unknown>>
  readonly ctx: C
  readonly user: Reader | null
  readonly announce: (topics: readonly string[]) => void
}

/** Serves one call: the only place for permission, parsing and redaction. */
export const dispatch = async <C>(desk: Desk<C>, name: string, raw: unknown): Promise<Result<unknown>> => {
  const spec = Object.hasOwn(desk.contract, name) ? desk.contract[name] : undefined
  const handler = Object.hasOwn(desk.handlers, name) ? desk.handlers[name] : undefined
  if (!spec || !handler) return err({ kind: 'unknownCall' })
  if (!may(desk.user, spec.needs)) return err(desk.user ? { kind: 'forbidden' } : { kind: 'locked' })
  const input = spec.input.safeParse(raw)
  if (!input.success) return err({ kind: 'invalid', issues: issuesOf(input.error) })
  try {
    const value = await handler(desk.ctx, input.data as never)
    const answer = spec.output.parse(value)
    if (spec.changes.length > 0) desk.announce(spec.changes)
    const { value: readable, hidden } = redact(spec.output, answer, desk.user)
    return ok(readable, hidden)
  } catch (error) {
    return err(toAppError(error, name))
  }
}

/** Turns what a handler threw into what a window may know; only an unexpected error leaves a trace in the log. */
export const toAppError = (error: unknown, name: string): AppError => {
  const known = storageFailure(error)
  if (known instanceof Failure) return known.error
  const incident = randomBytes(4).toString('hex')
  writeLog({ event: 'unexpected', incident, call: name, frames: framesOf(error) })
  return { kind: 'unexpected', incident }
}
