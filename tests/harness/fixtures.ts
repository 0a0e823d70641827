import { test as base } from '@playwright/test'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { launch } from './launch.ts'
import { root, type Launched, type LaunchOptions } from './launched.ts'
import { setUpOffice, type OfficeOptions } from './office.ts'

export { expect } from '@playwright/test'
export type { Launched, LaunchOptions } from './launched.ts'
export { call, fillOffice, finished, officer, send } from './office.ts'

/** A workbook of `tests/fixtures/workbooks`. */
export const workbook = (name: string): string => path.join(root, 'tests/fixtures/workbooks', name)

/** The main entry of the tiny application on which the harness itself is tested. */
export const fixtureMain = path.join(import.meta.dirname, 'standin/fixture-app/main.mjs')

interface Fixtures {
  /** A fresh, empty data folder, removed after the test. */
  userData: string
  /** Starts the application, on the test's data folder unless told otherwise; what still runs is ended by the test's end. */
  start: (options?: Partial<LaunchOptions>) => Promise<Launched>
  /** The application, started on a fresh data folder. */
  app: Launched
  /** Starts the application on a folder of its own and sets an office up in it. */
  open: (options?: Partial<OfficeOptions>) => Promise<Launched>
  /** An office that is set up, in English, with its list of places. */
  office: Launched
}

/** Playwright's `test` with the application in it. A request to the outside fails the test that caused it. */
export const test = base.extend<Fixtures, { backend: 'electron' | 'standin' }>({
  backend: [
    async ({}, use, worker) => {
      await use(worker.project.name === 'electron' ? 'electron' : 'standin')
    },
    { scope: 'worker' },
  ],
  userData: async ({}, use) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'waypost-data-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  },
  start: async ({ backend, userData }, use, info) => {
    const started: Launched[] = []
    await use(async (options) => {
      const launched = await launch({ userData, backend, ...options })
      started.push(launched)
      return launched
    })
    const blocked: string[] = []
    for (const launched of started) {
      blocked.push(...(await launched.requestsBlocked()))
      await launched.kill()
    }
    if (info.status !== info.expectedStatus) {
      for (const launched of started) await info.attach('main process', { body: launched.output() })
    }
    const expected = info.annotations.filter(({ type }) => type === 'outside').map(({ description }) => description)
    const unexpected = blocked.filter((url) => !expected.includes(url))
    if (unexpected.length > 0) throw new Error(`The application asked the outside: ${unexpected.join(', ')}`)
  },
  app: async ({ start }, use) => {
    await use(await start())
  },
  open: async ({ start, userData }, use) => {
    let count = 0
    await use(async (options) => {
      const app = await start({ userData: path.join(userData, `office-${++count}`) })
      await setUpOffice(app, { code: 'NIN', language: 'en', digits: 'latn', places: true, ...options })
      return app
    })
  },
  office: async ({ open }, use) => {
    await use(await open())
  },
})

/** Takes a picture of a page: for the guide when WAYPOST_PICTURES=1, otherwise into the test's results. */
export const screenshot = async (page: Page, name: string): Promise<void> => {
  const folder =
    process.env['WAYPOST_PICTURES'] === '1' ? path.join(root, 'docs/guide/images') : test.info().outputPath('pictures')
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' })
}

/** The text of a PDF in reading order, or null on a machine without `pdftotext`. */
export const pdfText = (file: string): string | null => {
  const run = spawnSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })
  return run.error ? null : run.stdout
}

const axe = readFileSync(path.join(root, 'node_modules/axe-core/axe.min.js'), 'utf8')

/** What axe-core finds seriously wrong with a page, each as rule and elements. Evaluated, as the page's policy admits no script. */
export const faultsOf = async (page: Page): Promise<string[]> => {
  // A drawer that is half way in has the colours of what is behind it.
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'))
  // And a notice that goes while axe looks is half faded: for so long nothing fades.
  const still = await page.evaluateHandle(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('*, *::before, *::after { transition: none !important }')
    document.adoptedStyleSheets.push(sheet)
    return sheet
  })
  await page.evaluate(axe)
  const { violations } = await page.evaluate<{
    violations: { id: string; impact: string; nodes: { target: string[]; failureSummary: string }[] }[]
  }>('axe.run(document, { resultTypes: ["violations"] })')
  await still.evaluate((sheet) => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet)
  })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary})`).join('; ')}`,
    )
}

/** Shows a page in Arabic too, takes its picture and looks for faults in each language, and goes back to English. */
export const inBoth = async ({ window: page }: Launched, name: string): Promise<void> => {
  const speak = async (from: string, to: string, direction: string) => {
    await page.getByRole('button', { name: from }).click()
    await page.getByRole('menuitem', { name: to }).click()
    await page.waitForFunction((wanted) => document.documentElement.dir === wanted, direction)
    await page.getByRole('menu').waitFor({ state: 'hidden' })
  }
  const look = async (language: string) => {
    await screenshot(page, `${name}-${language}`)
    const faults = await faultsOf(page)
    if (faults.length > 0) throw new Error(`${name} in ${language}: ${faults.join(' | ')}`)
  }
  await look('en')
  await speak('Language: English', 'العربية', 'rtl')
  await look('ar')
  await speak('اللغة: العربية', 'English', 'ltr')
}
