import path from 'node:path'
import type { Page } from 'playwright-core'
import type { DialogName } from './standin/backstage.ts'

export type { DialogName }

export interface LaunchOptions {
  /** The folder that holds the application's data. */
  userData: string
  backend?: 'electron' | 'standin'
  headless?: boolean
  env?: Record<string, string>
  /** Another main entry than the built application's. */
  main?: string
}

/** A call the application made to the operating system, such as `print` or `openExternal`. */
export interface SystemCall {
  name: string
  values: unknown[]
}

export interface Launched {
  backend: 'electron' | 'standin'
  /** The first window. After a lock there is another: see `windows`. */
  window: Page
  /** The windows that show a page of the application, hidden ones too. */
  windows: () => Page[]
  /** Waits for a window other than those given, as after a lock or for a print. */
  nextWindow: (known: readonly Page[]) => Promise<Page>
  /** Queues the reply to the next (or the waiting) dialog of that name. */
  answer: (dialog: DialogName, reply: object) => Promise<void>
  /** What the application asked of the operating system so far. */
  systemCalls: () => Promise<SystemCall[]>
  /** Requests that left, or tried to leave, the application. */
  requestsBlocked: () => Promise<string[]>
  /** Sends an event of the power monitor: 'suspend', 'lock-screen'. */
  power: (event: string) => Promise<void>
  /** Makes the machine look idle for so many seconds. */
  idle: (seconds: number) => Promise<void>
  /** Quits as a person does, and waits for the end. Answers the exit code. */
  quit: () => Promise<number | null>
  /** Ends the main process at once, as a crash or a power cut does. */
  kill: () => Promise<void>
  /** What the main process wrote. */
  output: () => string
}

export const root = path.resolve(import.meta.dirname, '../..')
export const builtMain = path.join(root, 'out/main/index.js')
export const viewport = { width: 1366, height: 768 }
export const patience = 30_000

/** Asks `probe` until it has an answer, or throws `complaint`. */
export const until = async <T>(probe: () => T | undefined, complaint: () => string): Promise<T> => {
  const started = Date.now()
  for (;;) {
    const answer = probe()
    if (answer !== undefined) return answer
    if (Date.now() - started > patience) throw new Error(complaint())
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
