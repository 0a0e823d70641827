import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import type { AuditAction } from '../../shared/codes/audit.ts'
import type { JobState } from '../../shared/contract/exchange.ts'
import { Failure, fail, type AppError, type StoreName } from '../../shared/errors.ts'
import { writeAudit } from '../audit/chain.ts'
import { uuidv7 } from '../crypto/random.ts'
import { framesOf, writeLog } from '../log.ts'
import type { JobRequest, SaveContext, SignedIn } from '../store/context.ts'
import { storageFailure } from '../store/storage-failure.ts'
import { writeTransaction } from '../store/transaction.ts'
import type { FromJobs, WorkerStart } from '../store/protocol.ts'
import { runners } from './jobs.ts'
import { Stopped, type JobStores, type JobTools, type Runner } from './runner.ts'

/** Windows are told this often at most; a progress bar needs no more. */
const TELL_EVERY_MS = 100
/** A save by a person takes its turn between two chunks; one that hangs does not stop the job for longer. */
const LONGEST_TURN_MS = 2000

/** What the activity log calls the saves of each job; jobs that only read need it for what they note of themselves. */
const actions: Readonly<Record<JobRequest['kind'], AuditAction>> = {
  import: 'jobs.import',
  attachmentAdd: 'jobs.attachmentAdd',
  backup: 'backup.start',
  health: 'health.check',
  healthRebuild: 'health.rebuild',
  bundleExport: 'bundles.export',
  bundleSummary: 'bundles.export',
  bundleRecheck: 'bundles.export',
  bundleVerify: 'bundles.apply',
  bundleApply: 'bundles.apply',
  bundleUndo: 'bundles.undo',
  statistics: 'erasure.statistics',
  auditExport: 'audit.export',
  auditVerify: 'audit.export',
}

export interface JobStart {
  readonly jobId: string
  readonly request: JobRequest
  readonly user: SignedIn
  readonly stores: JobStores
  readonly start: WorkerStart
  readonly cancelled: () => boolean
  readonly isAwaited: () => boolean
  readonly post: (message: FromJobs) => void
}

const errorOf = (error: unknown): AppError => {
  const known = storageFailure(error)
  if (known instanceof Failure) return known.error
  const incident = uuidv7()
  writeLog({ event: 'job failed', incident, frames: framesOf(error) })
  return { kind: 'unexpected', incident }
}

const toolsFor = (job: JobStart, say: (step: string, done: number, total: number) => void): JobTools => {
  const { stores, user, start, request } = job
  const medical = () => stores.medical ?? fail({ kind: 'forbidden' })
  const about = (store: StoreName, action: AuditAction): SaveContext => ({
    store,
    saveId: uuidv7(),
    user: user.id,
    now: new Date(),
    action,
  })
  const action = actions[request.kind]
  return {
    jobId: job.jobId,
    user,
    folder: start.folder,
    resources: start.resources,
    stores,
    get db() {
      return stores.registry.db
    },
    get medical() {
      return medical().db
    },
    hasMedical: stores.medical !== undefined,
    now: () => new Date(),
    newId: uuidv7,
    write: (store, run) => writeTransaction(stores.registry, about(store, action), start.version, run),
    writeMedical: (run) => writeTransaction(medical(), about('medical', action), start.version, run),
    note: async (store, noted, entity) => {
      if (store === 'registry') {
        await writeTransaction(stores.registry, about(store, noted), start.version, async (trx) => {
          await Promise.resolve(writeAudit(trx.session, noted, entity))
        })
      } else {
        await writeTransaction(medical(), about(store, noted), start.version, async (trx) => {
          await Promise.resolve(writeAudit(trx.session, noted, entity))
        })
      }
    },
    progress: say,
    cancelled: job.cancelled,
    isAwaited: job.isAwaited,
    changed: (topics) => job.post({ type: 'changed', topics }),
    pause: async () => {
      // Messages come in here, such as one that closes the stores.
      await nextTurn()
      const until = performance.now() + LONGEST_TURN_MS
      while (job.isAwaited() && performance.now() < until) await wait(1)
    },
  }
}

/** Runs one job to its end and tells every step; never throws. */
export const runJob = async (job: JobStart): Promise<JobState> => {
  const { jobId, request } = job
  let state: JobState = {
    jobId,
    kind: request.kind,
    state: 'running',
    step: 'starting',
    done: 0,
    total: 0,
    result: null,
    error: null,
  }
  let told = 0
  const tell = (next: JobState, at: number): void => {
    state = next
    told = at
    job.post({ type: 'job', job: state })
  }
  const say = (step: string, done: number, total: number): void => {
    const at = performance.now()
    const next = { ...state, step, done, total }
    // A new step is always told; within a step some numbers are skipped.
    if (step !== state.step || at - told >= TELL_EVERY_MS) tell(next, at)
    else state = next
  }
  tell(state, performance.now())
  const end = (over: Partial<JobState>): JobState => {
    tell({ ...state, ...over }, performance.now())
    return state
  }
  try {
    // The table pairs each kind with its own runner; TypeScript cannot follow that through an index.
    const run = runners[request.kind] as Runner<JobRequest['kind']>
    return end({ state: 'done', result: await run(request, toolsFor(job, say)) })
  } catch (error) {
    if (error instanceof Stopped) return end({ state: 'cancelled', result: error.partial, error: error.error })
    const known = errorOf(error)
    return end({ state: known.kind === 'cancelled' ? 'cancelled' : 'failed', error: known })
  }
}
