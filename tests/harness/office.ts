import type { Page } from 'playwright-core'
import { generateCases, generateOffice, generateProjects, type PlaceOption } from '../../bench/iraq/index.ts'
import type { CapStatus } from '../../src/shared/codes/cap.ts'
import type { Digits, Language } from '../../src/shared/codes/core.ts'
import type { EvacuationStage } from '../../src/shared/codes/evacuation.ts'
import type { JobState } from '../../src/shared/contract/exchange.ts'
import type { CallName, Input, Output } from '../../src/shared/contract/index.ts'
import { localToday } from '../../src/shared/dates/partial.ts'
import type { Result } from '../../src/shared/errors.ts'
import type { Launched } from './launched.ts'

/** Who signs in to the offices of the tests; everything in them is invented, so this is no secret. */
export const officer = { name: 'Amal Officer', passphrase: 'paper lantern river seven' } as const

/** Sends anything at all through a window's bridge and answers what comes back. */
export const send = async (page: Page, name: unknown, input: unknown): Promise<Result<unknown>> =>
  (await page.evaluate(
    async ([callName, callInput]) => {
      const { bridge } = window as unknown as { bridge: { call: (n: unknown, i: unknown) => Promise<unknown> } }
      return await bridge.call(callName, callInput)
    },
    [name, input] as const,
  )) as Result<unknown>

/** Asks the application through its bridge, for what a test needs to be there before it begins. */
export const call = async <N extends CallName>(page: Page, name: N, input: Input<N>): Promise<Output<N>> => {
  const answer = await send(page, name, input)
  if (!answer.ok) throw new Error(`${name} was refused: ${JSON.stringify(answer.error)}`)
  return answer.value as Output<N>
}

/** Waits for a job started by a call and answers its result. */
export const finished = async (page: Page, jobId: string): Promise<unknown> => {
  for (;;) {
    const job: JobState = await call(page, 'jobs.get', { jobId })
    if (job.state === 'done') return job.result
    if (job.state !== 'running') throw new Error(`job ${job.kind} ${job.state}: ${JSON.stringify(job.error)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

export interface OfficeOptions {
  readonly code: string
  readonly language: Language
  readonly digits: Digits
  /** Whether the built-in list of places is loaded, which takes a moment. */
  readonly places: boolean
}

/** Sets an office up through the bridge, so that a test begins where its own subject begins. */
export const setUpOffice = async (app: Launched, { code, language, digits, places }: OfficeOptions): Promise<void> => {
  await call(app.window, 'accounts.setUp', {
    office: { code, name: { la: `Office ${code}`, ar: 'مكتب تجريبي', ckb: 'نووسینگەی تاقیکردنەوە' }, type: 'field' },
    user: { name: officer.name, role: 'administrator' },
    language,
    digits,
    passphrase: officer.passphrase,
    builtInPlaces: places,
  })
  await app.window.locator('#main').waitFor({ timeout: 60_000 })
}

// A governorate with its districts is enough for a dozen families.
const placesOf = async (page: Page): Promise<PlaceOption[]> => {
  const { place, below } = await call(page, 'places.get', { id: 'IQG15' })
  return [place, ...below].map(({ id, level, nameEn, nameAr }) => ({
    code: id,
    level,
    nameEn,
    nameAr: nameAr ?? nameEn,
  }))
}

const daysAgo = (days: number): string => localToday(new Date(Date.now() - days * 86_400_000))

const projectWays: readonly (readonly CapStatus[])[] = [
  ['recommended', 'assessed', 'designed', 'submitted', 'approved'],
  ['recommended'],
  ['recommended', 'assessed', 'designed', 'submitted', 'approved', 'tendering', 'awarded', 'mobilised', 'implementing'],
  [],
  ['recommended', 'assessed'],
]
const caseWays: readonly (readonly EvacuationStage[])[] = [
  ['screened', 'dossier_incomplete'],
  ['screened', 'dossier_complete', 'medical_board', 'approved_abroad', 'matching'],
  [],
  ['screened', 'dossier_complete', 'medical_board'],
  ['screened'],
  ['screened', 'dossier_complete', 'medical_board', 'approved_abroad', 'matching', 'offered', 'accepted'],
]

/** Fills an office with invented families, projects and patients: the same ones each time. */
export const fillOffice = async (page: Page, families: number): Promise<void> => {
  const places = await placesOf(page)
  const seed = 7
  for (const made of generateOffice({ seed, households: families, startYear: 2024, places, kurdishShare: 0.25 })) {
    const { household, displacements } = made
    // The generator knows the age at registration; school is asked for the age of today.
    const members = made.members.map(({ attendsSchool: _asked, ...member }) => member)
    const status = household.status === 'draft' || !household.consent ? 'draft' : 'registered'
    await call(page, 'households.register', { household: { ...household, status }, members, displacements })
  }
  let at = 0
  for (const draft of generateProjects({ seed, count: Math.ceil(families / 2), startYear: 2026, places })) {
    const { startActual: _started, endActual: _ended, ...planned } = draft
    const { id } = await call(page, 'projects.create', { draft: { ...planned, status: 'identified' } })
    for (const to of projectWays[at++ % projectWays.length] ?? []) {
      await call(page, 'projects.setStatus', { id, to, date: daysAgo(0) })
    }
  }
  at = 0
  for (const made of generateCases({ seed, count: families, startYear: 2026, people: [] })) {
    const { id } = await call(page, 'cases.create', {
      patient: made.patient,
      // A child needs a guardian; the generator names none.
      case: { ...made.case, guardian: 'سعاد كريم', stage: 'referred', consent: true, referred: daysAgo(70) },
    })
    for (const to of caseWays[at++ % caseWays.length] ?? []) {
      await call(page, 'cases.setStage', { id, to, date: daysAgo(50) })
    }
  }
}
