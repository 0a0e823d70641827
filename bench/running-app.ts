import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import type { CallName, Input, Output } from '../src/shared/contract/index.ts'
import type { ImportReport, JobState } from '../src/shared/contract/exchange.ts'
import type { Result } from '../src/shared/errors.ts'
import { argonFloor, newKdf, stretch } from '../src/main/crypto/passphrase.ts'
import { launch } from '../tests/harness/launch.ts'
import type { Launched } from '../tests/harness/launched.ts'
import { spread, type Row } from './measure.ts'
import { seededUser } from './seed-office.ts'

interface Bridge {
  call(name: string, input: unknown): Promise<unknown>
}

const EVERY_MS = 20
const IDLE_MS = 4000

const call = async <N extends CallName>(page: Page, name: N, input: Input<N>): Promise<Output<N>> => {
  const answer = (await page.evaluate(
    async ([callName, callInput]) => await (window as unknown as { bridge: Bridge }).bridge.call(callName, callInput),
    [name as string, input as unknown] as const,
  )) as Result<unknown>
  if (!answer.ok) throw new Error(`${name} was refused: ${JSON.stringify(answer.error)}`)
  return answer.value as never
}

/** Asks for the session every 20 ms inside the window from now on, and keeps when each answer came. */
const startAsking = async (page: Page): Promise<void> => {
  await page.evaluate((every) => {
    const { bridge } = window as unknown as { bridge: Bridge }
    const asking = { answers: [performance.now()], timer: 0 }
    asking.timer = window.setInterval(() => {
      void bridge.call('accounts.session', {}).then(() => asking.answers.push(performance.now()))
    }, every)
    Object.assign(window, { asking })
  }, EVERY_MS)
}

/** Ends the questions; answers the longest time between two answers, and how many there were. */
const stopAsking = async (page: Page): Promise<{ longest: number; p99: number; answers: number }> =>
  await page.evaluate(() => {
    const { asking } = window as unknown as { asking: { answers: number[]; timer: number } }
    clearInterval(asking.timer)
    const ends = [...asking.answers, performance.now()]
    const gaps = ends.slice(1).map((at, i) => at - (ends[i] ?? at))
    const sorted = gaps.toSorted((a, b) => a - b)
    return {
      longest: sorted.at(-1) ?? 0,
      p99: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
      answers: asking.answers.length,
    }
  })

/** Resident memory of the main process with its worker threads, where the system tells. */
const residentMb = async (userData: string): Promise<number | undefined> => {
  if (!existsSync('/proc/self/status')) return undefined
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (!command.includes(`--user-data-dir=${userData}`) || command.includes('--type=')) continue
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
    const kilobytes = /VmRSS:\s+(\d+) kB/.exec(status)?.[1]
    if (kilobytes !== undefined) return Number(kilobytes) / 1000
  }
  return undefined
}

const keyDerivation = async (): Promise<number> => {
  const times: number[] = []
  for (let i = 0; i < 3; i++) {
    const start = performance.now()
    await stretch(seededUser.passphrase, newKdf(argonFloor), argonFloor)
    times.push(performance.now() - start)
  }
  return spread(times).median
}

const signIn = async ({ window: page }: Launched): Promise<Row[]> => {
  await page.getByLabel('Name', { exact: true }).fill(seededUser.user)
  await page.getByLabel('Passphrase', { exact: true }).fill(seededUser.passphrase)
  // The page a person left is the page they come back to: the list of households.
  await page.evaluate(() => {
    window.location.hash = '#/households'
  })
  const start = performance.now()
  await page.keyboard.press('Enter')
  await page.locator('tr[aria-rowindex="2"]').first().waitFor({ state: 'visible', timeout: 60_000 })
  const whole = performance.now() - start
  const derived = await keyDerivation()
  return [
    { measure: 'passphrase to first rows, key derivation taken off', value: whole - derived, unit: 'ms' },
    { measure: 'key derivation (floor of its cost)', value: derived, unit: 'ms' },
  ]
}

const importRows = async (app: Launched, workbook: string, rows: number): Promise<Row[]> => {
  const page = app.window
  await startAsking(page)
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS))
  const idle = await stopAsking(page)

  await app.answer('showOpenDialog', { canceled: false, filePaths: [workbook] })
  const chosen = await call(page, 'files.choose', { purpose: 'workbook' })
  if (!chosen) throw new Error('the dialog was not answered')
  await startAsking(page)
  const start = performance.now()
  const { jobId } = await call(page, 'imports.start', { kind: 'registration', file: chosen.file, apply: true })
  let job: JobState
  do {
    await new Promise((resolve) => setTimeout(resolve, 200))
    job = await call(page, 'jobs.get', { jobId })
  } while (job.state === 'running')
  const seconds = (performance.now() - start) / 1000
  const busy = await stopAsking(page)
  if (job.state !== 'done') throw new Error(`the import ${job.state}: ${JSON.stringify(job.error)}`)
  const report = job.result as ImportReport
  const created = report.sheets.reduce((sum, sheet) => sum + sheet.create, 0)
  return [
    { measure: `import of ${rows} rows (${created} created)`, value: seconds, unit: 's' },
    {
      measure: `longest gap between ${busy.answers} answers during it`,
      value: busy.longest,
      unit: 'ms',
      baseline: { name: `longest of ${idle.answers} on the idle application`, value: idle.longest },
      target: { kind: 'value', most: 100 },
    },
    {
      measure: 'gap below which 99 of 100 stay',
      value: busy.p99,
      unit: 'ms',
      baseline: { name: 'the same on the idle application', value: idle.p99 },
    },
  ]
}

/** Starts the built application on an office, signs in, and imports a workbook while the window keeps asking. */
export const runningAppRows = async (
  userData: string,
  workbook: { readonly file: string; readonly rows: number },
): Promise<{ backend: string; rows: Row[] }> => {
  const app = await launch({ userData })
  try {
    const rows = await signIn(app)
    const opened = await residentMb(userData)
    rows.push(...(await importRows(app, workbook.file, workbook.rows)))
    const after = await residentMb(userData)
    if (opened !== undefined)
      rows.push({ measure: 'main process and workers, after unlock', value: opened, unit: 'MB' })
    if (after !== undefined) rows.push({ measure: 'main process and workers, after import', value: after, unit: 'MB' })
    return { backend: app.backend, rows }
  } finally {
    await app.quit()
  }
}
