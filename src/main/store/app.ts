import { contract } from '../../shared/contract/index.ts'
import { isAuditAction, type AuditAction } from '../../shared/codes/audit.ts'
import type { JobState } from '../../shared/contract/exchange.ts'
import { fail, type Result, type StoreName } from '../../shared/errors.ts'
import type { AccountControl, OpenStores } from '../accounts/control.ts'
import { userOfSlot } from '../accounts/repository.ts'
import { forgetStage } from '../backup/restore.ts'
import { finishSwap, isSwapUnfinished } from '../backup/swap.ts'
import { writeAudit } from '../audit/chain.ts'
import { closeChain } from '../audit/checkpoint.ts'
import { forgetViews, writeViews } from '../audit/views.ts'
import { argonFloor, calibrate, raisedCost, type KdfCost } from '../crypto/passphrase.ts'
import { randomBytes } from '../crypto/random.ts'
import type { DataKeys } from '../crypto/slots.ts'
import { dispatch, type Desk } from '../dispatch.ts'
import { framesOf, writeLog } from '../log.ts'
import { beginNewLife } from '../oplog/new-life.ts'
import type { Ctx, JobRequest, SaveContext, SignedIn, Writer } from './context.ts'
import { claimFolder } from './folder-lock.ts'
import { openStore, type OpenStore } from './open.ts'
import { dropCopy, rekeyStore, whichKey } from './rekey.ts'
import { writeTransaction } from './transaction.ts'
import { dropWitness } from './witness.ts'

/** What the office's heart needs from whoever runs it: a worker, or a test in its own process. */
export interface AppOptions {
  readonly folder: string
  readonly version: string
  readonly handlers: Desk<Ctx>['handlers']
  readonly now: () => Date
  readonly newId: () => string
  readonly announce: (topics: readonly string[]) => void
  readonly loadPlaces: (trx: Writer<'registry'>) => Promise<void>
  /** Hears of every sign-in, with the keys, and of every lock. */
  readonly signedIn: (keys: DataKeys, user: SignedIn) => void
  readonly jobs: {
    readonly start: (request: JobRequest, user: SignedIn) => string
    readonly get: (id: string) => JobState | undefined
    readonly list: () => JobState[]
    readonly cancel: (id: string) => void
    /** Has running jobs make way for a save. */
    readonly ahead: <T>(save: () => Promise<T>) => Promise<T>
    /** Has the jobs' thread close its connections, until the next sign-in. */
    readonly close: () => Promise<void>
  }
  /** Only tests name a lower cost than the floor; without one it is measured at set-up. */
  readonly cost?: KdfCost
  /** The cost below which no passphrase is stretched, where it is not `cost`. */
  readonly floor?: KdfCost
}

/** A passphrase may take this long to stretch. */
const stretchMs = 1000

/** An office as one thread holds it. */
export interface App {
  call(name: string, input: unknown): Promise<Result<unknown>>
  setPath(token: string, path: string): void
  /** Writes what waits to be written, as far as it can; before a lock. */
  settle(): Promise<void>
  /** Closes the stores and zeroes the keys. */
  lock(): void
  /** What a handler would get now, for the call of this name. */
  ctx(action: string): Ctx
  /** The open stores, for tests and checks; throws `locked`. */
  stores(): OpenStores
}

interface Held {
  readonly stores: OpenStores
  readonly keys: DataKeys
  readonly slot: string
  readonly user: SignedIn
}

/** Puts an office together: keys, stores, handlers and the desk that serves calls. */
export const createApp = (options: AppOptions): App => {
  const { folder } = options
  const floor = options.floor ?? options.cost ?? argonFloor
  const paths = new Map<string, string>()
  let held: Held | undefined
  let release: (() => void) | undefined
  let queue: Promise<unknown> = Promise.resolve()

  const stores = (): OpenStores => held?.stores ?? fail({ kind: 'locked' })
  const openStores = (keys: DataKeys): OpenStores => {
    const registry = openStore(folder, 'registry', keys.registry, { create: false })
    try {
      const medical = keys.medical ? openStore(folder, 'medical', keys.medical, { create: false }) : null
      // What a change of key left behind when it was cut off after its end.
      dropCopy(folder, 'registry')
      if (medical) dropCopy(folder, 'medical')
      return { registry, medical }
    } catch (error) {
      registry.close()
      throw error
    }
  }

  const dropHeld = (): void => {
    if (held) {
      closeAll(held.stores)
      held.keys.registry.fill(0)
      held.keys.medical?.fill(0)
    }
    held = undefined
  }

  // A restore that a crash cut off, before anybody looks at what is there.
  if (isSwapUnfinished(folder)) {
    const leave = claimFolder(folder)
    finishSwap(folder)
    leave()
  }

  const account: AccountControl = {
    folder,
    version: options.version,
    place: { folder, floor, whichKey: (store, keys) => whichKey(folder, store, keys) },
    cost: async () => options.cost ?? (await calibrate(stretchMs, () => performance.now())),
    costAfter: (cost, ms) => options.cost ?? raisedCost(cost, ms, stretchMs),
    isOpen: () => held !== undefined,
    alone: (run) => {
      const next = queue.then(run, run)
      queue = next.catch(() => undefined)
      return next
    },
    claim: () => {
      release ??= claimFolder(folder)
    },
    open: async (keys, slot) => {
      const opened = openStores(keys)
      try {
        const user = await userOfSlot(opened.registry.db, slot, keys.medical !== undefined)
        held = { stores: opened, keys, slot, user }
        for (const store of [opened.registry, opened.medical]) {
          if (!store || store.witness.known) continue
          await account.writerOf(store.store, 'store.newLife')((trx) => Promise.resolve(beginNewLife(trx.session)))
        }
      } catch (error) {
        held = undefined
        closeAll(opened)
        throw error
      }
      options.signedIn(keys, held.user)
    },
    acceptLoss: (keys) => {
      dropWitness(folder, 'registry')
      // Whoever cannot open the medical store does not know whether it lacks anything.
      if (keys.medical) dropWitness(folder, 'medical')
    },
    user: () => held?.user ?? null,
    stores,
    openStores,
    held: () => held ?? fail({ kind: 'locked' }),
    rekey: async (store, recipients, after) => {
      const { stores: open, keys, user } = held ?? fail({ kind: 'locked' })
      const old = keys[store] ?? fail({ kind: 'forbidden' })
      const both = { old, next: randomBytes(32) }
      const of = open[store] ?? fail({ kind: 'forbidden' })
      // The jobs' thread has connections of its own, which would read with the old key.
      await options.jobs.close()
      try {
        await rekeyStore(account.place, of, both, recipients, after)
        keys[store] = both.next
        old.fill(0)
      } catch (error) {
        // The copy made before stands in the file's place, and whoever signs in again opens it.
        if (!of.raw.open) {
          dropHeld()
          options.announce(['accounts'])
        }
        throw error
      } finally {
        if (held) options.signedIn(keys, user)
      }
    },
    rest: async () => {
      await options.jobs.close()
      await settle()
      dropHeld()
    },
    writerOf: (store, action) => async (run) => {
      const { registry, medical } = stores()
      const about = {
        store,
        saveId: options.newId(),
        user: held?.user.id ?? fail({ kind: 'locked' }),
        now: options.now(),
        action,
      }
      return await options.jobs.ahead(() =>
        store === 'registry'
          ? writeTransaction(registry, about, options.version, run)
          : writeTransaction(medical ?? fail({ kind: 'forbidden' }), about, options.version, run),
      )
    },
    loadPlaces: options.loadPlaces,
  }

  const settle = async (): Promise<void> => {
    try {
      await writeViews(account)
    } catch (error) {
      // A store that cannot be written any more is locked, or replaced, all the same.
      writeLog({ event: 'views not written', incident: '', call: 'app.settle', frames: framesOf(error) })
    }
  }

  const ctx = (action: string): Ctx => {
    const user = held?.user ?? null
    const about = (store: StoreName, of: AuditAction): SaveContext => ({
      store,
      saveId: options.newId(),
      user: user?.id ?? fail({ kind: 'locked' }),
      now: options.now(),
      action: of,
    })
    const write = async <S extends StoreName, T>(
      store: OpenStore<S>,
      run: (trx: Writer<S>) => Promise<T>,
      of: AuditAction = actionOf(action),
    ): Promise<T> =>
      await options.jobs.ahead(() => writeTransaction(store, about(store.store, of), options.version, run))
    const medical = () => stores().medical ?? fail({ kind: 'forbidden' })
    return {
      user,
      get db() {
        return stores().registry.db
      },
      get medical() {
        return medical().db
      },
      hasMedical: held?.stores.medical !== null && held !== undefined,
      now: options.now,
      newId: options.newId,
      write: async (_store, run) => await write(stores().registry, run),
      writeMedical: async (run) => await write(medical(), run),
      note: async (store, what, entity) => {
        const record = (trx: Writer<'registry'> | Writer<'medical'>) => {
          writeAudit(trx.session, what, entity)
          return Promise.resolve()
        }
        await (store === 'registry' ? write(stores().registry, record, what) : write(medical(), record, what))
      },
      pathOf: (token) => paths.get(token) ?? fail({ kind: 'notFound', record: 'file', id: token }),
      account,
      // Somebody may have signed in during this very call.
      startJob: (request) => options.jobs.start(request, held?.user ?? fail({ kind: 'locked' })),
      jobs: options.jobs,
    }
  }

  return {
    async call(name, input) {
      const user = held?.user ?? null
      const desk = { contract, handlers: options.handlers, ctx: ctx(name), user, announce: options.announce }
      return await dispatch(desk, name, input)
    },
    settle,
    setPath: (token, path) => void paths.set(token, path),
    lock() {
      if (held) signEnd(held.stores, options.now())
      dropHeld()
      forgetStage(account)
      forgetViews(account)
      paths.clear()
      release?.()
      release = undefined
    },
    ctx,
    stores,
  }
}

/** What the activity log calls a save; one it has no name for is not made. */
function actionOf(call: string): AuditAction {
  if (isAuditAction(call)) return call
  throw new Error(`${call} has no name in the activity log`)
}

/** Signs both audit chains; a store that cannot be written any more is locked all the same. */
function signEnd(stores: OpenStores, now: Date): void {
  for (const store of [stores.registry, stores.medical]) {
    try {
      if (store?.raw.open) closeChain(store, now)
    } catch (error) {
      writeLog({ event: 'unsigned', incident: '', call: 'app.lock', frames: framesOf(error) })
    }
  }
}

function closeAll(stores: OpenStores): void {
  stores.registry.close()
  stores.medical?.close()
}
