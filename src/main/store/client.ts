import { existsSync } from 'node:fs'
import path from 'node:path'
import { MessageChannel, Worker } from 'node:worker_threads'
import { session } from '../../shared/contract/accounts.ts'
import type { Message } from '../../shared/contract/messages.ts'
import { err, type Result } from '../../shared/errors.ts'
import type { Reader } from '../../shared/permissions.ts'
import { randomBytes } from '../crypto/random.ts'
import { jobsLimits, type FromStore, type ToJobsFromMain, type ToStore, type WorkerStart } from './protocol.ts'

/** What main asks of the store worker. */
export interface StoreClient {
  call(name: string, input: unknown): Promise<Result<unknown>>
  /** Gives the workers the path behind a token that a window holds. */
  setPath(token: string, path: string): void
  /** Who is signed in, as far as the answers that passed by tell; for calls served in main. */
  user(): Reader | null
  /** Closes the stores and ends both threads, and with them the keys. */
  close(): Promise<void>
}

export interface StoreClientOptions {
  readonly folder: string
  readonly version: string
  /** Where what ships beside the program is; beside the built files by default. */
  readonly resources?: string
  readonly onMessage: (message: Message) => void
}

/** The calls whose answer is a session. */
const signIns = new Set(['accounts.unlock', 'accounts.recover', 'accounts.session', 'accounts.setPreferences'])

/** Starts the store worker and the jobs worker and connects them with each other. */
export const startStore = (options: StoreClientOptions): StoreClient => {
  const here = import.meta.dirname
  const start: WorkerStart = {
    folder: options.folder,
    resources: options.resources ?? path.join(here, '../../resources'),
    version: options.version,
  }
  const store = new Worker(path.join(here, 'store.js'), { workerData: start })
  const waiting = new Map<number, (result: Result<unknown>) => void>()
  const send = (message: ToStore): void => {
    store.postMessage(message)
  }
  let user: Reader | null = null
  let last = 0
  let stopped: string | undefined
  let closing = false
  let locked: (() => void) | undefined

  const stop = (): void => {
    user = null
    locked?.()
    if (stopped !== undefined) return
    stopped = randomBytes(4).toString('hex')
    for (const answer of waiting.values()) answer(err({ kind: 'unexpected', incident: stopped }))
    waiting.clear()
    // No silent restart: whoever waits is told, and the window offers to start again.
    if (!closing) options.onMessage({ type: 'stopped', incident: stopped })
  }

  store.on('message', (message: FromStore) => {
    if (message.type === 'message') options.onMessage(message.message)
    else if (message.type === 'locked') locked?.()
    else {
      waiting.get(message.id)?.(message.result)
      waiting.delete(message.id)
    }
  })
  store.on('error', stop)
  store.on('exit', stop)

  const jobs = startJobs(path.join(here, 'jobs.js'), start, (port) => {
    store.postMessage({ type: 'jobs', port } satisfies ToStore, [port])
  })
  jobs?.on('error', stop)
  jobs?.on('exit', stop)

  return {
    async call(name, input) {
      if (stopped !== undefined) return err({ kind: 'unexpected', incident: stopped })
      const id = ++last
      const result = await new Promise<Result<unknown>>((resolve) => {
        waiting.set(id, resolve)
        send({ type: 'call', id, name, input })
      })
      if (result.ok && signIns.has(name)) user = readerOf(result.value) ?? user
      if (result.ok && (name === 'accounts.setUp' || name === 'backup.restore'))
        user = await this.call('accounts.session', {}).then(readerOfResult)
      return result
    },
    setPath(token, file) {
      send({ type: 'path', token, path: file })
    },
    user: () => user,
    async close() {
      closing = true
      user = null
      if (stopped === undefined) {
        const done = new Promise<void>((resolve) => {
          locked = resolve
        })
        send({ type: 'lock', id: ++last })
        await done
      }
      await Promise.all([store.terminate(), jobs?.terminate()])
    },
  }
}

function startJobs(
  file: string,
  start: WorkerStart,
  connect: (port: MessageChannel['port1']) => void,
): Worker | undefined {
  if (!existsSync(file)) return undefined
  const jobs = new Worker(file, { workerData: start, resourceLimits: jobsLimits })
  const { port1, port2 } = new MessageChannel()
  jobs.postMessage({ type: 'store', port: port2 } satisfies ToJobsFromMain, [port2])
  connect(port1)
  return jobs
}

function readerOf(value: unknown): Reader | null {
  const parsed = session.safeParse(value)
  return parsed.success ? { role: parsed.data.user.role, medical: parsed.data.medical } : null
}

const readerOfResult = (result: Result<unknown>): Reader | null => (result.ok ? readerOf(result.value) : null)
