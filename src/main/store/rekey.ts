import { existsSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs'
import Database from 'better-sqlite3-multiple-ciphers'
import { beginRekey, endRekey, undoRekey, type RekeyPlace, type TwoKeys } from '../crypto/rekey.ts'
import { readKeys } from '../crypto/slot-files.ts'
import { stateHash } from '../oplog/read.ts'
import { fail, type StoreName } from '../../shared/errors.ts'
import { storageFailure } from './storage-failure.ts'
import { openStore, storeFile, unlockFile, type OpenStore } from './open.ts'

/** The steps of a change of key; after each of them a crash loses nothing. */
export type RekeyStep = 'copied' | 'begun' | 'changed' | 'checked' | 'ended'

const copyOf = (folder: string, store: StoreName): string => `${storeFile(folder, store)}.before-new-key`

/**
 * Gives an open store a new data key (store design, section 4). The connection stays; every other one must be closed.
 * All of it happens in one go, so that no other call comes between.
 */
export const rekeyStore = async <S extends StoreName>(
  place: RekeyPlace,
  open: OpenStore<S>,
  keys: TwoKeys,
  recipients: ReadonlyMap<string, string>,
  after: (step: RekeyStep) => void,
): Promise<void> => {
  const { folder, store, raw } = open
  refuseWithoutRoom(folder, store)
  // Transactions that are under way hold this connection; here they have all ended.
  await open.db.connection().execute(async () => {
    const before = stateHash(open).hash
    raw.pragma('wal_checkpoint(TRUNCATE)')
    copyStore(open)
    after('copied')
    await beginRekey(place, store, keys, recipients)
    after('begun')
    try {
      changeKey(raw, keys.next)
      after('changed')
      const check = openStore(folder, store, keys.next, { create: false })
      const same = stateHash(check).hash === before
      check.close()
      if (!same) throw new Error('the store differs under its new key')
    } catch (error) {
      if (keyOf(folder, store, keys) !== 'old') {
        raw.close()
        putCopyBack(folder, store, keys.old)
      }
      undoRekey(place, store, keys)
      if (storageFailure(error) !== error) throw error
      fail({ kind: 'refused', reason: 'key_not_changed' })
    }
    after('checked')
    endRekey(place, store, keys)
    after('ended')
    dropCopy(folder, store)
  })
}

/**
 * Which of two keys a store's file has. Neither means that the change broke it: then the copy made before, which has
 * the old key, takes its place.
 */
export const whichKey = (folder: string, store: StoreName, keys: TwoKeys): 'old' | 'next' | null => {
  const found = keyOf(folder, store, keys)
  if (found) return found
  const copy = copyOf(folder, store)
  if (!existsSync(copy) || !opens(copy, readKeys(folder, store).cipher, keys.old)) return null
  putCopyBack(folder, store, keys.old)
  return 'old'
}

function keyOf(folder: string, store: StoreName, keys: TwoKeys): 'old' | 'next' | null {
  const file = storeFile(folder, store)
  const { cipher } = readKeys(folder, store)
  if (opens(file, cipher, keys.next)) return 'next'
  return opens(file, cipher, keys.old) ? 'old' : null
}

function putCopyBack(folder: string, store: StoreName, key: Uint8Array): void {
  const file = storeFile(folder, store)
  const copy = copyOf(folder, store)
  // A copy is not in WAL mode, which stands in the bytes that the key file records.
  const raw = new Database(copy, { fileMustExist: true })
  try {
    unlockFile(raw, readKeys(folder, store).cipher, key)
    raw.pragma('journal_mode = WAL')
  } finally {
    raw.close()
  }
  for (const rest of ['-wal', '-shm']) rmSync(`${file}${rest}`, { force: true })
  renameSync(copy, file)
}

/** Removes the copy that a change of key made, once the key file names one key alone. */
export const dropCopy = (folder: string, store: StoreName): void => {
  const copy = copyOf(folder, store)
  for (const name of [copy, `${copy}.partial`]) rmSync(name, { force: true })
}

function opens(file: string, cipher: string, key: Uint8Array): boolean {
  const raw = new Database(file, { fileMustExist: true })
  try {
    unlockFile(raw, cipher, key)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_NOTADB') return false
    throw error
  } finally {
    raw.close()
  }
}

function changeKey(raw: Database.Database, next: Uint8Array): void {
  const secret = Buffer.concat([Buffer.from('raw:'), next])
  try {
    raw.rekey(secret)
    raw.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    secret.fill(0)
  }
}

/** The log of the change takes the store's size once more, and the copy too. */
function refuseWithoutRoom(folder: string, store: StoreName): void {
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize < statSync(storeFile(folder, store)).size * 2.2) fail({ kind: 'storage', reason: 'full' })
}

function copyStore(open: OpenStore<StoreName>): void {
  const copy = copyOf(open.folder, open.store)
  dropCopy(open.folder, open.store)
  open.raw.prepare('vacuum into ?').run(`${copy}.partial`)
  renameSync(`${copy}.partial`, copy)
}
