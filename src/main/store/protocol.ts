import type { MessagePort } from 'node:worker_threads'
import type { Message } from '../../shared/contract/messages.ts'
import type { JobState } from '../../shared/contract/exchange.ts'
import type { Result } from '../../shared/errors.ts'
import type { JobRequest, SignedIn } from './context.ts'

/*
 * Everything that crosses between main, the store worker and the jobs worker. Plain values only; main creates the
 * channel between the two workers, and keys pass over it without touching main.
 */

/** `workerData` of the store worker and of the jobs worker. */
export interface WorkerStart {
  /** The folder of the office: stores, key files and the log. */
  readonly folder: string
  /** The folder with what ships beside the program: `places/*.csv`. */
  readonly resources: string
  readonly version: string
}

/**
 * Of the jobs worker: on a machine with much memory it would let 100 MB of short-lived objects lie about before it
 * looks at them, and a job makes such objects by the million.
 */
export const jobsLimits = { maxYoungGenerationSizeMb: 16 } as const

/** Main to the store worker. */
export type ToStore =
  | { readonly type: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  /** A file a person chose in a dialog; windows know the token only. */
  | { readonly type: 'path'; readonly token: string; readonly path: string }
  /** Cancels jobs, closes stores, zeroes keys; answered by `locked`. */
  | { readonly type: 'lock'; readonly id: number }
  /** The store worker's end of the channel to a (newly started) jobs worker; it comes in the transfer list as well. */
  | { readonly type: 'jobs'; readonly port: MessagePort }

/** The store worker to main. */
export type FromStore =
  | { readonly type: 'reply'; readonly id: number; readonly result: Result<unknown> }
  | { readonly type: 'message'; readonly message: Message }
  | { readonly type: 'locked'; readonly id: number }

/** Main to the jobs worker, once. */
export interface ToJobsFromMain {
  readonly type: 'store'
  readonly port: MessagePort
}

/** The store worker to the jobs worker, over their channel. */
export type ToJobs =
  /** Sent at every unlock; the jobs worker opens its own connections and keeps a copy of the keys until `close`. */
  | {
      readonly type: 'keys'
      readonly registry: Uint8Array
      readonly medical?: Uint8Array
      readonly user: SignedIn
      /** Four bytes, shared: how many saves of the store worker wait for their turn, or have it. */
      readonly ahead: SharedArrayBuffer
    }
  | {
      readonly type: 'start'
      readonly jobId: string
      readonly request: JobRequest
      readonly user: SignedIn
      /** Four bytes, shared: a job reads `Atomics.load(new Int32Array(cancel), 0)` between chunks; 1 means stop. */
      readonly cancel: SharedArrayBuffer
    }
  /** Lock: stop at the next chunk, close connections, zero keys, answer `closed`. */
  | { readonly type: 'close' }

/** The jobs worker to the store worker. */
export type FromJobs =
  /** The whole state each time: after every chunk, and once with its outcome. */
  | { readonly type: 'job'; readonly job: JobState }
  /** Topics whose queries are stale because a job committed. */
  | { readonly type: 'changed'; readonly topics: readonly string[] }
  | { readonly type: 'closed' }
