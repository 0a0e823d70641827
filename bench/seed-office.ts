import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { MessageChannel, Worker } from 'node:worker_threads'
import { headedBy } from '../src/main/households/rules.ts'
import { argonFloor } from '../src/main/crypto/passphrase.ts'
import type { DataKeys } from '../src/main/crypto/slots.ts'
import { uuidv7 } from '../src/main/crypto/random.ts'
import { loadBuiltInPlaces } from '../src/main/imports/builtin.ts'
import { save, saveNumbered } from '../src/main/oplog/save.ts'
import { createApp, type App } from '../src/main/store/app.ts'
import type { Writer } from '../src/main/store/context.ts'
import { handlers } from '../src/main/store/handlers.ts'
import { createJobsLink, type JobsLink } from '../src/main/store/jobs-link.ts'
import { jobsLimits, type ToJobsFromMain, type WorkerStart } from '../src/main/store/protocol.ts'
import type { CallName, Input, Output } from '../src/shared/contract/index.ts'
import { fail, Failure } from '../src/shared/errors.ts'
import { caseStep, evacuationCase, patient } from '../src/shared/records/evacuation.ts'
import { displacement, household } from '../src/shared/records/household.ts'
import { person } from '../src/shared/records/person.ts'
import { capProject, capStep } from '../src/shared/records/project.ts'
import {
  generateCases,
  generateHousehold,
  generateProjects,
  type GeneratedHousehold,
  type PlaceOption,
} from './iraq/index.ts'

/** What is to be made: the same seed and number of households make the same records, but for their ids and times. */
export interface SeedOptions {
  readonly folder: string
  readonly households: number
  readonly seed: number
  readonly progress: (households: number) => void
}

/** What was made, and how to sign in. */
export interface SeededOffice {
  readonly households: number
  readonly people: number
  readonly displacements: number
  readonly projects: number
  readonly cases: number
  readonly seconds: number
  readonly user: string
  readonly passphrase: string
}

/** Who signs in to a seeded office; everything in it is invented, so this is no secret. */
export const seededUser = { user: 'Seed Officer', passphrase: 'quiet lantern orchard seven' } as const

const PER_TRANSACTION = 200
const HOUSEHOLDS_PER_PROJECT = 100
const HOUSEHOLDS_PER_CASE = 60
const START_YEAR = 2024

/** An office served in this process, without windows and without a jobs worker. */
export interface LocalOffice {
  readonly app: App
  /** Locks it and ends its thread. */
  close(): Promise<void>
  /** The data keys while somebody is signed in. */
  keys(): DataKeys
  get<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>>
}

/**
 * Opens the office in a folder in this process; a new folder is an office that is not set up yet. `worker` is the built
 * jobs worker, for benches that run jobs in a thread of their own as the application does.
 */
export const localOffice = (folder: string, worker?: string): LocalOffice => {
  let held: DataKeys | undefined
  const jobs = createJobsLink(uuidv7, () => {})
  const thread = worker === undefined ? undefined : startJobs(worker, folder, jobs)
  const app = createApp({
    folder,
    version: '0.1.0',
    handlers,
    now: () => new Date(),
    newId: uuidv7,
    announce: () => {},
    loadPlaces: async (trx) => {
      await loadBuiltInPlaces(trx)
    },
    signedIn: (keys, user) => {
      held = keys
      jobs.signedIn(keys, user)
    },
    jobs,
    cost: argonFloor,
  })
  return {
    app,
    close: async () => {
      if (thread) await jobs.close()
      app.lock()
      await thread?.terminate()
    },
    keys: () => held ?? fail({ kind: 'locked' }),
    get: async <N extends CallName>(name: N, input: Input<N>): Promise<Output<N>> => {
      const result = await app.call(name, input)
      if (!result.ok) throw new Failure(result.error)
      return result.value as Output<N>
    },
  }
}

const startJobs = (worker: string, folder: string, jobs: JobsLink): Worker => {
  const start: WorkerStart = { folder, resources: path.join(import.meta.dirname, '../resources'), version: '0.1.0' }
  const thread = new Worker(worker, { workerData: start, resourceLimits: jobsLimits })
  const { port1, port2 } = new MessageChannel()
  const message: ToJobsFromMain = { type: 'store', port: port2 }
  thread.postMessage(message, [port2])
  jobs.attach(port1)
  return thread
}

const setUp = async (office: LocalOffice): Promise<void> => {
  await office.get('accounts.setUp', {
    office: { code: 'BGD', name: { la: 'Seeded office', ar: 'مكتب تجريبي' }, type: 'country' },
    user: { name: seededUser.user, role: 'administrator' },
    language: 'en',
    digits: 'latn',
    passphrase: seededUser.passphrase,
    builtInPlaces: true,
  })
}

/** The places that families may live in and come from. */
export const readPlaces = async (app: App): Promise<PlaceOption[]> => {
  const rows = await app.ctx('jobs.import').db.selectFrom('place').select(['id', 'level', 'nameEn', 'nameAr']).execute()
  return rows
    .map(({ id, level, nameEn, nameAr }) => ({ code: id, level, nameEn, nameAr: nameAr ?? nameEn }))
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))
}

/** Writes one family as the registration form would. */
export const writeHousehold = async (trx: Writer<'registry'>, made: GeneratedHousehold): Promise<void> => {
  const head = made.members.find(({ relationship }) => relationship === 'HEAD')
  const headed = head ? headedBy(head, trx.save.now) : {}
  const headId = uuidv7()
  const { id } = await saveNumbered(trx, household, { ...headed, ...made.household, head: head ? headId : null })
  for (const member of made.members) {
    const own = { ...member, household: id }
    await save(trx, person, member === head ? { ...own, id: headId } : own)
  }
  for (const move of made.displacements) await save(trx, displacement, { ...move, household: id })
}

const writeProjects = async (app: App, options: { seed: number; count: number; places: readonly PlaceOption[] }) => {
  await app.ctx('jobs.import').write('registry', async (trx) => {
    for (const draft of generateProjects({ ...options, startYear: START_YEAR })) {
      const { id } = await saveNumbered(trx, capProject, draft)
      const date = draft.startPlanned ?? `${START_YEAR}-01-01`
      await save(trx, capStep, { project: id, from: null, status: draft.status, date, reason: null })
    }
  })
}

const writeCases = async (app: App, options: { seed: number; count: number }) => {
  await app.ctx('jobs.import').writeMedical(async (trx) => {
    for (const made of generateCases({ ...options, startYear: START_YEAR, people: [] })) {
      const who = await save(trx, patient, made.patient)
      const { id } = await saveNumbered(trx, evacuationCase, { ...made.case, patient: who.id })
      const { stage, referred: date } = made.case
      await save(trx, caseStep, { case: id, from: null, stage, date, reason: null })
    }
  })
}

/** Makes an office full of invented families, projects and patients, all through the one write path. */
export const seedOffice = async ({ folder, households, seed, progress }: SeedOptions): Promise<SeededOffice> => {
  const started = performance.now()
  const office = localOffice(folder)
  const { app } = office
  await setUp(office)
  try {
    const places = await readPlaces(app)
    const generated = { seed, households, startYear: START_YEAR, places }
    const counts = { households: 0, people: 0, displacements: 0 }
    while (counts.households < households) {
      await app.ctx('jobs.import').write('registry', async (trx) => {
        const end = Math.min(counts.households + PER_TRANSACTION, households)
        while (counts.households < end) {
          const made = generateHousehold(generated, counts.households)
          await writeHousehold(trx, made)
          counts.households++
          counts.people += made.members.length
          counts.displacements += made.displacements.length
        }
      })
      progress(counts.households)
    }
    const projects = Math.ceil(households / HOUSEHOLDS_PER_PROJECT)
    const cases = Math.ceil(households / HOUSEHOLDS_PER_CASE)
    await writeProjects(app, { seed, count: projects, places })
    await writeCases(app, { seed, count: cases })
    return { ...counts, projects, cases, seconds: (performance.now() - started) / 1000, ...seededUser }
  } finally {
    app.lock()
  }
}
