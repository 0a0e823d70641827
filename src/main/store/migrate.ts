import { existsSync, renameSync, rmSync } from 'node:fs'
import type Database from 'better-sqlite3-multiple-ciphers'
import { fail } from '../../shared/errors.ts'

/** One step of a store's schema; once released its text never changes. */
export interface Migration {
  readonly id: number
  readonly sql: string
}

/**
 * Brings a store up to the newest step, each in a transaction of its own. A store from a newer program is refused; a
 * store with content is copied first.
 */
export const migrate = (raw: Database.Database, steps: readonly Migration[], file: string): void => {
  steps.forEach((step, at) => {
    if (step.id !== at + 1) throw new Error('migrations have holes')
  })
  const version = Number(raw.pragma('user_version', { simple: true }))
  if (version > steps.length) fail({ kind: 'storage', reason: 'newer_version' })
  if (version === steps.length) return
  if (version > 0) snapshot(raw, `${file}.before-${steps.length}`)
  for (const step of steps.slice(version)) apply(raw, step)
}

function apply(raw: Database.Database, step: Migration): void {
  // No effect inside a transaction, so before it.
  raw.pragma('foreign_keys = OFF')
  raw.exec('begin immediate')
  try {
    raw.exec(step.sql)
    const broken = raw.pragma('foreign_key_check')
    if (Array.isArray(broken) && broken.length > 0) throw new Error('a migration broke references')
    raw.pragma(`user_version = ${step.id}`)
    raw.exec('commit')
  } catch (error) {
    if (raw.inTransaction) raw.exec('rollback')
    throw error
  } finally {
    raw.pragma('foreign_keys = ON')
  }
}

/** A copy under the same key; it counts only under its final name. */
function snapshot(raw: Database.Database, target: string): void {
  if (existsSync(target)) return
  const temporary = `${target}.partial`
  rmSync(temporary, { force: true })
  raw.prepare('vacuum into ?').run(temporary)
  renameSync(temporary, target)
}
