import type { AppError } from '../../shared/errors.ts'
import type { Ctx, JobRequest, Reader, SignedIn, Writer } from '../store/context.ts'
import type { DataKeys } from '../crypto/slots.ts'
import type { OpenStore } from '../store/open.ts'

/** The stores as this thread has them open. */
export interface JobStores {
  readonly registry: OpenStore<'registry'>
  readonly medical?: OpenStore<'medical'>
  /** Their data keys, zeroed when the stores close: a copy of a store has to be opened to be proved. */
  readonly keys: DataKeys
}

/** What a job gets: its own connections, the clock, and the way to say how far it is. */
export interface JobTools {
  readonly jobId: string
  readonly user: SignedIn
  readonly folder: string
  readonly resources: string
  readonly db: Reader<'registry'>
  /** Throws `forbidden` for a user without a medical slot. */
  readonly medical: Reader<'medical'>
  readonly hasMedical: boolean
  /** The open stores themselves, for jobs on the operation log. */
  readonly stores: JobStores
  readonly now: () => Date
  readonly newId: () => string
  readonly write: Ctx['write']
  readonly writeMedical: Ctx['writeMedical']
  readonly note: Ctx['note']
  /** Says what is being done (a stable code) and how much of it. */
  readonly progress: (step: string, done: number, total: number) => void
  /** True once somebody asked to stop; read between chunks. */
  readonly cancelled: () => boolean
  /** True while a person's save waits for this job's transaction; read between operations. */
  readonly isAwaited: () => boolean
  /** Tells windows, after a commit, which topics are stale. */
  readonly changed: (topics: readonly string[]) => void
  /** Lets a save in the other thread take its turn between two chunks. */
  readonly pause: () => Promise<void>
}

type RequestOf<K extends JobRequest['kind']> = Extract<JobRequest, { kind: K }>
/** One long piece of work. It answers plain values; failures are thrown as `Failure`. */
export type Runner<K extends JobRequest['kind']> = (request: RequestOf<K>, tools: JobTools) => Promise<unknown>
export type Runners = { readonly [K in JobRequest['kind']]: Runner<K> }

/** A job that was asked to stop: what it has committed stays, and `partial` says how much that was. */
export class Stopped extends Error {
  readonly partial: unknown
  readonly error: AppError = { kind: 'cancelled' }
  constructor(partial: unknown) {
    super('cancelled')
    this.name = 'Stopped'
    this.partial = partial
  }
}

/** A transaction of a job writes about this long at most, so that a save elsewhere waits only briefly. */
const CHUNK_MS = 30

/**
 * Handles items in short transactions: each takes as many as fit into about 30 ms of writing. `handle` must not wait
 * for anything but its transaction. Stops between transactions when asked to.
 */
export const inChunks = async <T>(
  tools: JobTools,
  step: string,
  items: readonly T[],
  handle: (trx: Writer<'registry'>, item: T) => Promise<void>,
  partial: () => unknown,
): Promise<void> => {
  for (let at = 0; at < items.length;) {
    if (tools.cancelled()) throw new Stopped(partial())
    at = await tools.write('registry', async (trx) => {
      const started = performance.now()
      let next = at
      do {
        const item = items[next]
        if (item === undefined) break
        await handle(trx, item)
        next += 1
      } while (next < items.length && performance.now() - started < CHUNK_MS)
      return next
    })
    tools.progress(step, at, items.length)
    await tools.pause()
  }
}
