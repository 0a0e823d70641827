import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

const attempts = z.strictObject({ failures: z.int().min(0).max(1_000_000), at: z.number() })

const fileOf = (folder: string) => path.join(folder, 'sign-in.json')

/** How many wrong passphrases were typed since the last right one, and when the last was. */
const readAttempts = (folder: string): z.infer<typeof attempts> => {
  const file = fileOf(folder)
  if (!existsSync(file)) return { failures: 0, at: 0 }
  try {
    return attempts.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return { failures: 0, at: 0 }
  }
}

/** Counts a failure before the passphrase is even checked, so that ending the program does not help. */
export const countAttempt = (folder: string, now: number): number => {
  const failures = readAttempts(folder).failures + 1
  writeFileSync(fileOf(folder), JSON.stringify({ failures, at: now }), { mode: 0o600 })
  return failures
}

/** Forgets the failures after a right passphrase. */
export const clearAttempts = (folder: string): void => {
  rmSync(fileOf(folder), { force: true })
}

/** The delay after so many failures: 1 s, doubling, at most 5 minutes. Its real weight is Argon2id. */
export const delaySeconds = (failures: number): number => (failures < 1 ? 0 : Math.min(300, 2 ** (failures - 1)))

/** The seconds that are left to wait; a clock set back cannot make it longer than the delay itself. */
export const secondsToWait = (folder: string, now: number): number => {
  const { failures, at } = readAttempts(folder)
  const delay = delaySeconds(failures)
  const passed = Math.max(0, (now - at) / 1000)
  return Math.max(0, Math.ceil(delay - passed))
}
