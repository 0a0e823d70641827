import { existsSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { Failure, type StoreName } from '../../shared/errors.ts'
import { readKeys } from '../crypto/slot-files.ts'
import { apply } from '../oplog/apply.ts'
import { readOpsWithin, type LoggedOp } from '../oplog/read.ts'
import type { Writer } from '../store/context.ts'
import { hasFiles, openFiles, type FilesStore } from '../store/files.ts'
import { storeFile, unlockFile, type AnyStore, type OpenStore } from '../store/open.ts'
import { copyPieces } from './pieces.ts'

/** What could be brought over from a store that was replaced. */
export interface BroughtBack {
  readonly operations: number
  /** Runs of the log that could not be read. */
  readonly unreadable: number
}

const step = 200

/** The store in a folder, opened for reading whatever is wrong with it; undefined when nothing of it can be read. */
export const openBroken = (folder: string, store: StoreName, key: Uint8Array): AnyStore | undefined => {
  const file = storeFile(folder, store)
  if (!existsSync(file)) return undefined
  const raw = new Database(file, { fileMustExist: true })
  try {
    unlockFile(raw, cipherOf(folder, store), key)
    return { store, folder, raw, prepare: (sql) => raw.prepare(sql) }
  } catch {
    raw.close()
    return undefined
  }
}

const cipherOf = (folder: string, store: StoreName): string => {
  try {
    return readKeys(folder, store).cipher
  } catch {
    return 'aegis'
  }
}

/**
 * Applies every operation that can still be read in a replaced store and is not held yet, as a bundle's would be.
 * Damage costs the operations on the damaged pages and no others. `wanted` narrows it: erasures come along in any case.
 */
export const bringBack = async (
  folder: string,
  store: StoreName,
  key: Uint8Array,
  write: <T>(run: (trx: Writer<'registry'> | Writer<'medical'>) => Promise<T>) => Promise<T>,
  wanted: (op: LoggedOp['op']) => boolean,
): Promise<BroughtBack> => {
  const old = openBroken(path.resolve(folder), store, key)
  if (!old) return { operations: 0, unreadable: 1 }
  let operations = 0
  let unreadable = 0
  try {
    const end = endOf(old)
    if (end === undefined) return { operations: 0, unreadable: 1 }
    for (let from = 0; from < end; from += step) {
      const found = readable(old, from, Math.min(end, from + step))
      unreadable += found.unreadable
      const ops = found.ops.map(({ op }) => op).filter(wanted)
      if (ops.length === 0) continue
      const { applied } = await write((trx) => apply(trx, ops))
      operations += applied
    }
  } finally {
    old.raw.close()
  }
  return { operations, unreadable }
}

/** Where the log ends, asked in several ways, as each touches other pages. */
function endOf({ raw }: AnyStore): number | undefined {
  for (const sql of ['select max(seq) from opLog', 'select n from feed where id = 1']) {
    try {
      const found = raw.prepare(sql).pluck().get()
      if (typeof found === 'number') return found
    } catch {
      // The next way may read what this one could not.
    }
  }
  return undefined
}

/** The operations of a run that can be read: the whole run, or its halves when it cannot. */
function readable(store: AnyStore, from: number, to: number): { ops: LoggedOp[]; unreadable: number } {
  try {
    return { ops: readOpsWithin(store, from, to), unreadable: 0 }
  } catch {
    if (to - from <= 1) return { ops: [], unreadable: 1 }
    const middle = Math.floor((from + to) / 2)
    const [first, second] = [readable(store, from, middle), readable(store, middle, to)]
    return { ops: [...first.ops, ...second.ops], unreadable: first.unreadable + second.unreadable }
  }
}

/**
 * Brings over the photos and papers of a replaced store that the restored one does not have. Both have the same key of
 * their files, which is made with the store. Answers how many pieces could not be read.
 */
export const bringPieces = async (folder: string, live: OpenStore<StoreName>): Promise<number> => {
  const was = { store: live.store, folder: path.resolve(folder) }
  if (!hasFiles(was)) return 0
  let files: FilesStore | undefined
  try {
    files = openFiles({ ...was, raw: live.raw }, unlockFile)
    const opened = files
    return (await copyPieces({ ...was, files: () => opened }, live, () => undefined)).damaged
  } catch (error) {
    if (error instanceof Failure && error.error.kind === 'storage' && error.error.reason === 'full') throw error
    return 1
  } finally {
    files?.close()
  }
}
