import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { chromiumArguments, findChromium } from './chromium.ts'
import { debuggerAddress } from './standin/cdp.ts'

const patience = 30_000

/** Starts Chromium with a profile of its own. Its address comes later: main starts meanwhile. */
export const startChromium = (headless: boolean) => {
  const profile = mkdtempSync(path.join(os.tmpdir(), 'waypost-browser-'))
  const child = spawn(findChromium(), chromiumArguments(profile, headless), {
    stdio: 'ignore',
    detached: process.platform !== 'win32', // a group of its own, so that all its processes end together
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))

  const end = () => {
    process.off('exit', end)
    try {
      if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, 'SIGKILL')
      else child.kill()
    } catch {
      // already gone
    }
  }
  process.on('exit', end)
  const stop = async () => {
    end()
    await gone
    // Its last processes may still be writing for a moment.
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }

  const awaitAddress = async (): Promise<string> => {
    const started = Date.now()
    for (;;) {
      const address = debuggerAddress(profile)
      if (address) return address
      if (child.exitCode !== null || Date.now() - started > patience) throw new Error('Chromium did not start.')
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  return { profile, awaitAddress, stop }
}
