import { QueryClient, useMutation, type QueryKey } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import type { CallName, Input, Output } from '../shared/contract/index.ts'
import type { JobState } from '../shared/contract/exchange.ts'
import type { Message } from '../shared/contract/messages.ts'
import { Failure, type Result } from '../shared/errors.ts'

interface Bridge {
  call: (name: string, input: unknown) => Promise<unknown>
  on: (listener: (message: unknown) => void) => () => void
}
declare global {
  interface Window {
    readonly bridge: Bridge
  }
}

/** Makes one call over the boundary; answers its value or throws a `Failure` that carries the AppError. */
export async function call<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>> {
  // Main parsed the value with the contract's own schema, so its shape is known here.
  const result = (await window.bridge.call(name, input)) as Result<Output<N>>
  if (result.ok) return result.value
  throw new Failure(result.error)
}

const topicOf = (name: CallName): string => name.slice(0, name.indexOf('.'))

/** A read as TanStack query options; `changed` messages of its topic refresh it. */
export const query = <N extends CallName>(
  name: N,
  input: Input<N>,
): { readonly queryKey: readonly [string, N, Input<N>]; readonly queryFn: () => Promise<Output<N>> } => ({
  queryKey: [topicOf(name), name, input],
  queryFn: () => call(name, input),
})

/** A list that the worker pages, for `RecordTable`. */
export interface Pages<Row> {
  readonly queryKey: QueryKey
  readonly load: (offset: number, limit: number) => Promise<{ total: number; rows: readonly Row[] }>
}
type PagedName = {
  [N in CallName]: Output<N> extends { total: number; rows: readonly unknown[] } ? N : never
}[CallName]

/** A paged list call as a source for `RecordTable`: everything but the page itself is fixed. */
export const pages = <N extends PagedName>(
  name: N,
  input: Omit<Input<N>, 'offset' | 'limit'>,
): Pages<Output<N>['rows'][number]> => ({
  queryKey: [topicOf(name), name, input, 'pages'],
  load: (offset, limit) => call(name, { ...input, offset, limit } as unknown as Input<N>),
})

/** A call that changes something, as a TanStack mutation. Main announces what to refresh. */
export const useCall = <N extends CallName>(name: N) =>
  useMutation<Output<N>, Error, Input<N>>({ mutationFn: (input) => call(name, input) })

/** Nothing here is a network: queries run offline, never grow old by themselves and are not retried. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: Infinity,
      retry: false,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    },
    mutations: { networkMode: 'always', retry: false },
  },
})

interface Told {
  readonly jobs: ReadonlyMap<string, JobState>
  /** The incident number once a worker has died. */
  readonly stopped: string | null
}
let told: Told = { jobs: new Map(), stopped: null }
const listeners = new Set<() => void>()
const tell = (next: Told): void => {
  told = next
  for (const listener of listeners) listener()
}
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** Remembers a job's newest state, from a message or from `jobs.get`. */
const remember = (job: JobState): void => {
  tell({ ...told, jobs: new Map(told.jobs).set(job.jobId, job) })
}

/** Asks main for the jobs that were under way before this window listened. */
export async function loadJobs(): Promise<void> {
  for (const job of await call('jobs.list', {})) if (!told.jobs.has(job.jobId)) remember(job)
}

/** Takes a finished job off the tray. */
export function forgetJob(jobId: string): void {
  const jobs = new Map(told.jobs)
  jobs.delete(jobId)
  tell({ ...told, jobs })
}

const hear = (message: Message): void => {
  if (message.type === 'changed') {
    for (const topic of message.topics) void queryClient.invalidateQueries({ queryKey: [topic] })
  } else if (message.type === 'job') remember(message.job)
  else tell({ ...told, stopped: message.incident })
}

/** Starts listening to main; answers how to stop. */
export const listenToMain = (): (() => void) => window.bridge.on((message) => hear(message as Message))

/** Every job this window knows of, the newest last. */
export const useJobs = (): readonly JobState[] => [...useSyncExternalStore(subscribe, () => told).jobs.values()]

/** The incident number once a worker has died, otherwise null. */
export const useStopped = (): string | null => useSyncExternalStore(subscribe, () => told.stopped)

/** Follows one job, also when its first messages came before this window listened. */
export function useJob(jobId: string | null): JobState | null {
  const known = useSyncExternalStore(subscribe, () => (jobId === null ? undefined : told.jobs.get(jobId)))
  useEffect(() => {
    if (jobId === null || known) return
    call('jobs.get', { jobId }).then(
      (job) => {
        if (!told.jobs.has(jobId)) remember(job)
      },
      () => undefined, // A job that is gone has nothing to follow; its outcome was told when it ended.
    )
  }, [jobId, known])
  return known ?? null
}
