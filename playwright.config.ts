import { defineConfig } from '@playwright/test'
import { electronBinary } from './tests/harness/electron-binary.ts'

const wantsElectron = process.argv.includes('--project=electron')
const hasElectron = electronBinary() !== undefined

// Workers load this file too; said once, by the main process alone.
if (!hasElectron && process.env['TEST_WORKER_INDEX'] === undefined) {
  if (wantsElectron) {
    console.error('Project electron cannot run: the Electron binary is not installed ("npx install-electron").')
    process.exit(1)
  }
  console.log('Project electron: not run, as the Electron binary is not installed.')
}

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: process.env['CI'] ? 2 : '50%',
  // A start that a busy machine cut short is tried once more; the report still names it as flaky.
  retries: process.env['CI'] ? 1 : 0,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 240_000,
  // Never waited for in full unless something is wrong; a build beside it can make a machine very slow.
  expect: { timeout: 60_000 },
  reporter: [['line'], ['json', { outputFile: 'reports/playwright.json' }]],
  projects: [
    { name: 'standin', grepInvert: /@electron/ },
    ...(hasElectron ? [{ name: 'electron', grepInvert: /@standin/ }] : []),
  ],
})
