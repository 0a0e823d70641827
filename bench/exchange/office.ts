import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { JobState } from '../../src/shared/contract/exchange.ts'
import type { CallName, Input } from '../../src/shared/contract/index.ts'
import { person } from '../../src/shared/records/person.ts'
import { change } from '../../src/main/oplog/save.ts'
import { generateHousehold } from '../iraq/index.ts'
import { localOffice, readPlaces, seededUser, writeHousehold, type LocalOffice } from '../seed-office.ts'

/** An office with the thread that does its jobs, signed in. */
export const signedIn = async (folder: string, worker: string): Promise<LocalOffice> => {
  const office = localOffice(folder, worker)
  await office.get('accounts.unlock', { name: seededUser.user, passphrase: seededUser.passphrase })
  return office
}

/** A new office without records, as it stands before its first bundle. */
export const newOffice = async (folder: string, code: string, worker: string): Promise<LocalOffice> => {
  const office = localOffice(folder, worker)
  await office.get('accounts.setUp', {
    office: { code, name: { la: 'Receiving office', ar: 'مكتب المستلم' }, type: 'country' },
    user: { name: seededUser.user, role: 'administrator' },
    language: 'en',
    digits: 'latn',
    passphrase: seededUser.passphrase,
    builtInPlaces: true,
  })
  return office
}

/** Offices hand each other their cards, as people do once. */
export const exchangeCards = async (one: LocalOffice, other: LocalOffice): Promise<void> => {
  await one.get('bundles.addOffice', { card: await other.get('bundles.card', {}) })
  await other.get('bundles.addOffice', { card: await one.get('bundles.card', {}) })
}

let tokens = 0
const choose = (office: LocalOffice, file: string): string => {
  const token = (++tokens).toString(16).padStart(32, '0')
  office.app.setPath(token, file)
  return token
}

/** Waits for a job's end. The time counts from when its thread began it: in the application that runs long before. */
const ended = async (office: LocalOffice, jobId: string): Promise<{ job: JobState; seconds: number }> => {
  let began: number | undefined
  for (;;) {
    const job = (await office.get('jobs.list', {})).find((one) => one.jobId === jobId)
    if (job && job.step !== 'waiting') began ??= performance.now()
    if (job?.state === 'done') return { job, seconds: (performance.now() - (began ?? 0)) / 1000 }
    if (job && job.state !== 'running') throw new Error(`the job ended as ${JSON.stringify(job.error)}`)
    await wait(2)
  }
}

/** A job's answer and how long it took. */
export interface Done<T> {
  readonly result: T
  readonly seconds: number
}

const run = async <T, N extends CallName>(office: LocalOffice, name: N, input: Input<N>): Promise<Done<T>> => {
  const { jobId } = (await office.get(name, input)) as { jobId: string }
  const { job, seconds } = await ended(office, jobId)
  return { result: job.result as T, seconds }
}

/** Writes a bundle for an office into a folder. */
export const write = async (
  from: LocalOffice,
  to: string,
  folder: string,
  content: 'lacking' | 'everything',
): Promise<Done<{ file: string; bytes: number; operations: number }>> => {
  const done = await run<{ file: string; bytes: number; operations: number }, 'bundles.export'>(
    from,
    'bundles.export',
    { store: 'registry', office: to, content, folder: choose(from, folder) },
  )
  return { ...done, result: { ...done.result, file: path.join(folder, done.result.file) } }
}

/** Copies, checks and previews a bundle. */
export const check = (office: LocalOffice, file: string) =>
  run<{ bundle: string; operations: number; newOperations: number }, 'bundles.verify'>(office, 'bundles.verify', {
    file: choose(office, file),
  })

/** Takes in a bundle that was checked. */
export const accept = (office: LocalOffice, bundle: string) =>
  run<{ applied: number; held: number }, 'bundles.apply'>(office, 'bundles.apply', { bundle })

const perTransaction = 500
const occupations = ['معلم', 'سائق', 'Driver', 'Teacher', 'کرێکار', 'نجار']

/** Later edits of people who are there already, spread over the whole office. */
export const editPeople = async ({ app }: LocalOffice, edits: number, salt: number): Promise<void> => {
  const { registry } = app.stores()
  const ids = registry.raw.prepare('select id from person where deleted = 0 order by id').pluck().all() as string[]
  for (let from = 0; from < edits; from += perTransaction) {
    await app.ctx('people.update').write('registry', async (trx) => {
      for (let at = from; at < Math.min(from + perTransaction, edits); at++) {
        // Numbers without a common divisor go round all of them before any comes twice.
        const id = ids[(at * 7919 + salt) % ids.length] ?? ''
        const phone = `0770${String(1_000_000 + ((at * 31 + salt * 7) % 9_000_000))}`
        const occupation = occupations[(at + salt) % occupations.length] ?? null
        await change(trx, person, id, at % 3 === 0 ? { phone, occupation } : { phone })
      }
    })
  }
}

/** Registers families that were not there before. */
export const addFamilies = async ({ app }: LocalOffice, count: number, seed: number): Promise<void> => {
  const options = { seed, households: count, startYear: 2025, places: await readPlaces(app) }
  for (let at = 0; at < count; at++)
    await app
      .ctx('households.register')
      .write('registry', async (trx) => await writeHousehold(trx, generateHousehold(options, at)))
}
