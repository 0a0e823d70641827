import { mkdirSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { storageFailure } from './storage-failure.ts'

/**
 * Holds an office's folder for one process. The lock is SQLite's own on an empty file: the system drops it with the
 * process, so that a crash leaves nothing to clean up.
 */
export const claimFolder = (folder: string): (() => void) => {
  mkdirSync(folder, { recursive: true })
  const raw = new Database(path.join(folder, 'office.lock'), { timeout: 0 })
  try {
    raw.exec('begin exclusive')
  } catch (error) {
    raw.close()
    throw storageFailure(error)
  }
  return () => {
    raw.close()
  }
}
