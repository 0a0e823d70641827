import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import type { CallName, Input, Output } from '../../src/shared/contract/index.ts'
import type { Message } from '../../src/shared/contract/messages.ts'
import { Failure, type Result } from '../../src/shared/errors.ts'
import type { KdfCost } from '../../src/main/crypto/passphrase.ts'
import { uuidv7 } from '../../src/main/crypto/random.ts'
import { loadBuiltInPlaces } from '../../src/main/imports/builtin.ts'
import { serveJobs } from '../../src/main/jobs/serve.ts'
import { createApp, type App } from '../../src/main/store/app.ts'
import type { Ctx } from '../../src/main/store/context.ts'
import { handlers } from '../../src/main/store/handlers.ts'
import { createJobsLink } from '../../src/main/store/jobs-link.ts'

/** What a test may choose; everything has a value that suits most tests. */
export interface OfficeOptions {
  /** Keeps an existing folder; without one a temporary folder is made and removed by `close`. */
  readonly folder?: string
  readonly code?: string
  readonly type?: Input<'accounts.setUp'>['office']['type']
  readonly role?: Input<'accounts.setUp'>['user']['role']
  readonly builtInPlaces?: boolean
  /** False leaves the office as it is found: new or locked. */
  readonly setUp?: boolean
  readonly now?: () => Date
  readonly newId?: () => string
  /** The Argon2id cost of new slots; the floor stays the cheapest. */
  readonly cost?: KdfCost
}

/** A real office in a folder, served in this process through dispatch. */
export interface TestOffice {
  readonly folder: string
  readonly name: string
  readonly passphrase: string
  readonly recoveryKeys: { registry: string; medical: string }
  /** Everything windows would have been told, oldest first. */
  readonly messages: Message[]
  readonly app: App
  /** What a handler would get now. */
  readonly ctx: Ctx
  /** The whole answer of a call. */
  call(name: string, input: unknown): Promise<Result<unknown>>
  /** The value of a call; a refusal is thrown as Failure. */
  get<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>>
  unlock(): Promise<void>
  lock(): Promise<void>
  close(): Promise<void>
}

/** Stretching a passphrase takes a second by design; tests are not about that second. */
export const cheapCost = { m: 64, t: 1, p: 1 }

/** Opens an office for a test: set up and signed in unless told otherwise. */
export const openOffice = async (options: OfficeOptions = {}): Promise<TestOffice> => {
  const folder = options.folder ?? mkdtempSync(path.join(tmpdir(), 'waypost-test-'))
  const newId = options.newId ?? uuidv7
  const messages: Message[] = []
  const jobs = createJobsLink(newId, (message) => messages.push(message))
  const channel = new MessageChannel()
  // Ports keep a process alive; the tests' process ends when the tests do.
  channel.port1.unref()
  channel.port2.unref()
  serveJobs(channel.port2, { folder, resources: path.resolve('resources'), version: '0.1.0' })
  jobs.attach(channel.port1)
  const app = createApp({
    folder,
    version: '0.1.0',
    handlers,
    now: options.now ?? (() => new Date()),
    newId,
    announce: (topics) => messages.push({ type: 'changed', topics }),
    loadPlaces: async (trx) => {
      await loadBuiltInPlaces(trx)
    },
    signedIn: (keys, user) => {
      jobs.signedIn(keys, user)
    },
    jobs,
    cost: options.cost ?? cheapCost,
    floor: cheapCost,
  })
  const name = 'Test User'
  const passphrase = 'quiet lantern orchard seven'
  const get = async <N extends CallName>(call: N, input: Input<N>): Promise<Output<N>> => {
    const result = await app.call(call, input)
    if (!result.ok) throw new Failure(result.error)
    return result.value as Output<N>
  }
  let recoveryKeys = { registry: '', medical: '' }
  if (options.setUp !== false) {
    const made = await get('accounts.setUp', {
      office: { code: options.code ?? 'BGD', name: { la: 'Test office' }, type: options.type ?? 'country' },
      user: { name, role: options.role ?? 'administrator' },
      language: 'en',
      digits: 'latn',
      passphrase,
      builtInPlaces: options.builtInPlaces ?? false,
    })
    recoveryKeys = made.recoveryKeys
  }
  const lock = async () => {
    await jobs.close()
    await app.settle()
    app.lock()
  }
  return {
    folder,
    name,
    passphrase,
    recoveryKeys,
    messages,
    app,
    get ctx() {
      return app.ctx('households.update')
    },
    call: async (call, input) => await app.call(call, input),
    get,
    unlock: async () => {
      await get('accounts.unlock', { name, passphrase })
    },
    lock,
    close: async () => {
      await lock()
      channel.port1.close()
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}
