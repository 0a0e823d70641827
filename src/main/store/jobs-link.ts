import type { MessagePort } from 'node:worker_threads'
import type { JobState } from '../../shared/contract/exchange.ts'
import type { Message } from '../../shared/contract/messages.ts'
import type { DataKeys } from '../crypto/slots.ts'
import type { JobRequest, SignedIn } from './context.ts'
import type { FromJobs, ToJobs } from './protocol.ts'

/** The store worker's side of the channel to the jobs worker. */
export interface JobsLink {
  attach(port: MessagePort): void
  signedIn(keys: DataKeys, user: SignedIn): void
  start(request: JobRequest, user: SignedIn): string
  get(id: string): JobState | undefined
  list(): JobState[]
  cancel(id: string): void
  /** Has running jobs end their transaction and wait while a person's save takes its turn. */
  ahead<T>(save: () => Promise<T>): Promise<T>
  /** Stops running jobs and has the other side close its connections; resolves once it has. */
  close(): Promise<void>
}

const ended = new Set<JobState['state']>(['done', 'failed', 'cancelled'])

/** Starts jobs in the jobs worker and keeps what it says of them for as long as somebody is signed in. */
export const createJobsLink = (newId: () => string, tell: (message: Message) => void): JobsLink => {
  const jobs = new Map<string, JobState>()
  const flags = new Map<string, Int32Array>()
  // How many saves of this thread wait or write; the jobs' thread looks at it between operations.
  const ahead = new Int32Array(new SharedArrayBuffer(4))
  let port: MessagePort | undefined
  let keys: ToJobs | undefined
  let closed: (() => void) | undefined

  const keep = (job: JobState): void => {
    jobs.set(job.jobId, job)
    if (ended.has(job.state)) flags.delete(job.jobId)
    tell({ type: 'job', job })
  }
  const send = (message: ToJobs): void => port?.postMessage(message)
  const receive = (message: FromJobs): void => {
    if (message.type === 'job') keep(message.job)
    else if (message.type === 'changed') tell({ type: 'changed', topics: message.topics })
    else closed?.()
  }

  return {
    attach(to) {
      port = to
      port.on('message', receive)
      if (keys) send(keys)
    },
    signedIn(held, user) {
      const { registry, medical } = held
      // Copies: the other side zeroes them once its connections are open.
      const both = medical ? { registry: Uint8Array.from(registry), medical: Uint8Array.from(medical) } : undefined
      keys = { type: 'keys', ...(both ?? { registry: Uint8Array.from(registry) }), user, ahead: ahead.buffer }
      send(keys)
      if (port) keys = undefined
    },
    start(request, user) {
      const jobId = newId()
      const cancel = new SharedArrayBuffer(4)
      flags.set(jobId, new Int32Array(cancel))
      keep({
        jobId,
        kind: request.kind,
        state: 'running',
        step: 'waiting',
        done: 0,
        total: 0,
        result: null,
        error: null,
      })
      send({ type: 'start', jobId, request, user, cancel })
      return jobId
    },
    get: (id) => jobs.get(id),
    list: () => [...jobs.values()],
    cancel(id) {
      const flag = flags.get(id)
      if (flag) Atomics.store(flag, 0, 1)
    },
    async ahead(save) {
      Atomics.add(ahead, 0, 1)
      try {
        return await save()
      } finally {
        Atomics.sub(ahead, 0, 1)
      }
    },
    async close() {
      for (const flag of flags.values()) Atomics.store(flag, 0, 1)
      keys = undefined
      if (port) {
        const answer = new Promise<void>((resolve) => {
          closed = resolve
        })
        send({ type: 'close' })
        await answer
      }
      jobs.clear()
      flags.clear()
    },
  }
}
