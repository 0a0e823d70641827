import type { MessagePort } from 'node:worker_threads'
import { openStore } from '../store/open.ts'
import { settle } from '../store/settle.ts'
import type { FromJobs, ToJobs, WorkerStart } from '../store/protocol.ts'
import { Failure, type AppError } from '../../shared/errors.ts'
import { collectChunks } from '../attachments/index.ts'
import { sweep } from '../bundles/inbox.ts'
import { findInterrupted } from '../bundles/resume.ts'
import { uuidv7 } from '../crypto/random.ts'
import type { JobStores } from './runner.ts'
import { framesOf, writeLog } from '../log.ts'
import { runJob } from './run-job.ts'

type Start = Extract<ToJobs, { type: 'start' }>
type Keys = Extract<ToJobs, { type: 'keys' }>

const open = (folder: string, keys: Keys): JobStores => {
  const own = { registry: Buffer.from(keys.registry), ...(keys.medical ? { medical: Buffer.from(keys.medical) } : {}) }
  try {
    const registry = openStore(folder, 'registry', own.registry, { create: false, writer: 'jobs' })
    if (!own.medical) return { registry, keys: own }
    const medical = openStore(folder, 'medical', own.medical, { create: false, writer: 'jobs' })
    return { registry, medical, keys: own }
  } finally {
    // The copies that came over the port are done with.
    keys.registry.fill(0)
    keys.medical?.fill(0)
  }
}

type Step = () => void | Promise<void>
const after = async (before: Promise<unknown>, step: Step): Promise<void> => {
  await before
  await step()
}

/**
 * Serves the store worker over a port: opens own connections with the keys it sends, runs one job after the other, and
 * closes at lock. The jobs worker calls it in its thread; a test may call it in its own.
 */
export const serveJobs = (port: MessagePort, start: WorkerStart): void => {
  let stores: JobStores | undefined
  let ahead = new Int32Array(new SharedArrayBuffer(4))
  let notOpen: AppError = { kind: 'locked' }
  let closing = false
  let queue: Promise<unknown> = Promise.resolve()
  const post = (message: FromJobs): void => port.postMessage(message)

  // Each step waits for what still runs, so that no connection is closed under a job.
  const inTurn = (step: Step): void => {
    queue = after(queue, step)
  }
  const close = (): void => {
    stores?.registry.close()
    stores?.medical?.close()
    stores?.keys.registry.fill(0)
    stores?.keys.medical?.fill(0)
    stores = undefined
    notOpen = { kind: 'locked' }
  }
  const unlock = (keys: Keys): void => {
    closing = false
    ahead = new Int32Array(keys.ahead)
    close()
    try {
      stores = open(start.folder, keys)
    } catch (error) {
      notOpen = error instanceof Failure ? error.error : { kind: 'storage', reason: 'unreadable' }
    }
  }
  const run = async ({ jobId, request, user, cancel }: Start): Promise<void> => {
    const flag = new Int32Array(cancel)
    const cancelled = (): boolean => closing || Atomics.load(flag, 0) === 1
    const ended = { jobId, kind: request.kind, step: '', done: 0, total: 0, result: null }
    if (!stores) post({ type: 'job', job: { ...ended, state: 'failed', error: notOpen } })
    else if (cancelled()) post({ type: 'job', job: { ...ended, state: 'cancelled', error: { kind: 'cancelled' } } })
    else
      await runJob({
        jobId,
        request,
        user,
        stores,
        start,
        cancelled,
        isAwaited: () => Atomics.load(ahead, 0) > 0,
        post,
      })
  }

  /** What a crash or a lock cut off goes on by itself, after what was asked for meanwhile. */
  const resume = (user: Keys['user']): void => {
    for (const bundle of findInterrupted([stores?.registry, stores?.medical])) {
      const request = { kind: 'bundleApply', params: { bundle } } as const
      inTurn(() => run({ type: 'start', jobId: uuidv7(), request, user, cancel: new SharedArrayBuffer(4) }))
    }
  }

  /**
   * Drops pieces of attachments that nothing needs any more and files of bundles that a crash left, and cleans after an
   * erasure that was cut off.
   */
  const tidy = async (): Promise<void> => {
    for (const store of [stores?.registry, stores?.medical]) {
      try {
        if (!store) continue
        collectChunks(store, new Date())
        settle(store)
      } catch (error) {
        // It is tried again at the next sign-in, and whatever is wrong shows where it matters.
        writeLog({ event: 'tidying failed', frames: framesOf(error) })
      }
    }
    try {
      if (stores?.medical) await sweep(start.folder, [stores.registry, stores.medical])
    } catch (error) {
      writeLog({ event: 'tidying failed', frames: framesOf(error) })
    }
  }

  port.on('message', (message: ToJobs) => {
    switch (message.type) {
      case 'keys':
        inTurn(() => {
          unlock(message)
          resume(message.user)
          inTurn(tidy)
        })
        break
      case 'start':
        inTurn(() => run(message))
        break
      case 'close':
        closing = true
        inTurn(() => {
          close()
          post({ type: 'closed' })
        })
    }
  })
}
