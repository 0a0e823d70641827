import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { root } from '../harness/launched.ts'
import { faultsOf } from './check.ts'
import { reopen, type Scenario } from './scenarios.ts'

/** What came of the kills of one scenario. */
export interface Toll {
  readonly scenario: string
  /** Tries, and how many of them ended by the kill and not by themselves. */
  readonly tries: number
  readonly kills: number
  readonly promises: number
  readonly lost: number
  /** What is damaged, in words. */
  readonly damaged: readonly string[]
}

/** Starts the scenario's process and kills it so many milliseconds after it began; answers what it had promised. */
const killed = async (
  entry: string,
  scenario: Scenario,
  folder: string,
  after: number,
): Promise<{ words: string[]; kill: boolean }> => {
  const child = spawn(process.execPath, [entry, scenario.name, folder], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let errors = ''
  const begun = new Promise<void>((resolve) => {
    child.stdout.on('data', (part: Buffer) => {
      out += part.toString()
      if (out.includes('begun\n')) resolve()
    })
    child.on('close', () => resolve())
  })
  child.stderr.on('data', (part: Buffer) => (errors += part.toString()))
  const closed = new Promise<NodeJS.Signals | null>((resolve) => {
    child.on('close', (_code, signal) => resolve(signal))
  })
  await begun
  await Promise.race([wait(after), closed])
  child.kill('SIGKILL')
  const kill = (await closed) === 'SIGKILL'
  if (!kill && !out.endsWith('end\n')) throw new Error(`${scenario.name} failed by itself: ${errors}`)
  // A line that the kill cut in two promised nothing.
  const words = out.slice(0, out.lastIndexOf('\n') + 1).split('\n')
  return { words: words.filter((word) => word !== '' && word !== 'begun' && word !== 'end'), kill }
}

/**
 * Kills a scenario again and again, at moments spread over its work, each time on a fresh copy of its folder, until
 * `more` says no; `entry` is the built process. Answers what was promised, lost and damaged.
 */
export const crashes = async (entry: string, scenario: Scenario, more: (tries: number) => boolean): Promise<Toll> => {
  const base = mkdtempSync(path.join(tmpdir(), 'waypost-soak-'))
  let [tries, kills, promises, lost] = [0, 0, 0, 0]
  const damaged: string[] = []
  try {
    await scenario.prepare(path.join(base, 'first'))
    while (more(tries)) {
      const folder = path.join(base, 'try')
      rmSync(folder, { recursive: true, force: true })
      cpSync(path.join(base, 'first'), folder, { recursive: true })
      const { words, kill } = await killed(entry, scenario, folder, Math.random() * scenario.longest)
      tries++
      kills += Number(kill)
      promises += words.length
      const office = await reopen(folder)
      try {
        lost += await scenario.lost(office, folder, words)
        const { registry, medical } = office.app.stores()
        for (const store of medical ? [registry, medical] : [registry]) damaged.push(...(await faultsOf(store)))
      } finally {
        await office.close()
      }
    }
  } finally {
    rmSync(base, { recursive: true, force: true })
  }
  return { scenario: scenario.name, tries, kills, promises, lost, damaged }
}
