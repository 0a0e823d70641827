import { closeSync, existsSync, openSync, readSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { Kysely, SqliteDialect } from 'kysely'
import { KeyError } from '../crypto/errors.ts'
import { sameBytes } from '../crypto/hash.ts'
import { checkKeysMac, readKeys } from '../crypto/slot-files.ts'
import { fail, type StoreName } from '../../shared/errors.ts'
import type { DatabaseOf } from './context.ts'
import { migrate, type Migration } from './migrate.ts'
import { migrationsOf } from './migrations/index.ts'
import { giveFilesKey, openFiles, type FilesStore } from './files.ts'
import { storageFailure } from './storage-failure.ts'
import { openWitness, readWitness, type Witness, type WitnessWriter } from './witness.ts'

/** A store that is open in this thread. */
export interface OpenStore<S extends StoreName> {
  readonly store: S
  readonly folder: string
  /** The connection under `db`; only `main/oplog`, `main/audit` and this folder use it. */
  readonly raw: Database.Database
  readonly db: Kysely<DatabaseOf<S>>
  /** A prepared statement, kept for the next time. */
  readonly prepare: (sql: string) => Database.Statement
  /** The pieces of its attachments, opened (and made) the first time they are asked for. */
  readonly files: () => FilesStore
  /** Where the store stands, beside it; see there. */
  readonly witness: Witness
  /** Writes the log back into the file and closes it; idempotent. */
  readonly close: () => void
}
/** Any of the two stores; one that is only looked into may come without its attachments. */
export type AnyStore = Pick<OpenStore<StoreName>, 'store' | 'folder' | 'raw' | 'prepare'> &
  Partial<Pick<OpenStore<StoreName>, 'files'>>

/** Where a store's file is. */
export const storeFile = (folder: string, store: StoreName): string => path.join(folder, `${store}.db`)

/** After so many pages of the write-ahead log a commit puts them back into the file. */
const checkpointPages: Readonly<Record<WitnessWriter, number>> = { office: 8000, jobs: 4000 }

// Every value is set and read back at each open: a default that changed in the library must not pass unseen.
const pragmas = (
  store: StoreName,
  writer: WitnessWriter,
): readonly (readonly [name: string, set: string, read: string | number])[] => [
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'FULL', 2],
  ['temp_store', 'MEMORY', 2],
  ['secure_delete', 'ON', 1],
  ['foreign_keys', 'ON', 1],
  ['trusted_schema', 'OFF', 0],
  ['cell_size_check', 'ON', 1],
  ['mmap_size', '0', 0],
  // The jobs' thread writes by the million, mostly into the same pages: the log is put back into the file after 16 MB of
  // it, and not after 4, and by that thread, so that no save by a person has to do it.
  ['wal_autocheckpoint', String(checkpointPages[writer]), checkpointPages[writer]],
  ['cache_size', store === 'registry' ? '-64000' : '-16000', store === 'registry' ? -64000 : -16000],
]

/** Small stores are checked whole at each open; at about 5 ms per megabyte larger ones are left to the backup. */
const checkedBytes = 20 * 1024 * 1024

/** How many queries stay prepared: lists of ids give the same query many lengths. */
const keptQueries = 300

interface OpenOptions {
  /** Makes the file; otherwise a missing file is an error. */
  readonly create: boolean
  /** Tests open stores of older and newer versions. */
  readonly migrations?: readonly Migration[]
  /** Which thread this is; the office's own where nothing is said. */
  readonly writer?: WitnessWriter
}

/**
 * Opens a store with its data key and brings it up to date. The key is proved by the key file first, since SQLite says
 * "not a database" for a wrong key and for a damaged file alike.
 */
export const openStore = <S extends StoreName>(
  folder: string,
  store: S,
  key: Uint8Array,
  options: OpenOptions,
): OpenStore<S> => {
  const file = storeFile(folder, store)
  const writer = options.writer ?? 'office'
  const keys = proveKey(folder, store, key)
  if (!options.create) {
    if (!existsSync(file)) fail({ kind: 'storage', reason: 'missing' })
    // The cipher does not authenticate these bytes, and in WAL mode they never change.
    if (keys.header24 !== '' && !sameBytes(readHeader(file), Buffer.from(keys.header24, 'hex')))
      fail({ kind: 'storage', reason: 'damaged' })
  }
  // Before the store is read: another thread may go on writing meanwhile.
  const witnessed = readWitness(folder, store)
  const raw = new Database(file, { fileMustExist: !options.create, timeout: 10_000 })
  let witness: Witness
  try {
    unlockFile(raw, keys.cipher, key)
    if (options.create) raw.pragma('page_size = 4096')
    setPragmas(raw, store, writer)
    migrate(raw, options.migrations ?? migrationsOf(store), file)
    if (!options.migrations) giveFilesKey(raw)
    if (!options.create) quickCheck(raw)
    witness = openWitness({ folder, store, raw }, witnessed, writer)
    if (options.create) raw.pragma('wal_checkpoint(TRUNCATE)')
  } catch (error) {
    raw.close()
    throw storageFailure(error)
  }
  return wrap(folder, store, raw, witness)
}

/** The bytes of a store's file which its key file records. */
export const readHeader = (file: string): Buffer => {
  const header = Buffer.alloc(24)
  const handle = openSync(file, 'r')
  try {
    readSync(handle, header, 0, 24, 0)
  } finally {
    closeSync(handle)
  }
  return header
}

function proveKey(folder: string, store: StoreName, key: Uint8Array) {
  try {
    const keys = readKeys(folder, store)
    checkKeysMac(keys, key)
    return keys
  } catch (error) {
    if (error instanceof KeyError)
      return fail({ kind: 'storage', reason: error.code === 'MISSING' ? 'missing' : 'wrong_key' })
    throw error
  }
}

/** Gives a connection its key and reads the first page with it; throws `SQLITE_NOTADB` for a wrong one. */
export function unlockFile(raw: Database.Database, cipher: string, key: Uint8Array): void {
  raw.pragma(`cipher = '${cipher}'`)
  // A buffer can be zeroed, a pragma's text cannot.
  const secret = Buffer.concat([Buffer.from('raw:'), key])
  raw.key(secret)
  secret.fill(0)
  raw.prepare('select count(*) from sqlite_master').get()
}

function setPragmas(raw: Database.Database, store: StoreName, writer: WitnessWriter): void {
  for (const [name, set, read] of pragmas(store, writer)) {
    raw.pragma(`${name} = ${set}`)
    const got = raw.pragma(name, { simple: true })
    if (got !== read) throw new Error(`the store did not take ${name}`)
  }
  if (raw.pragma('page_size', { simple: true }) !== 4096) throw new Error('the store has another page size')
}

function quickCheck(raw: Database.Database): void {
  const pages = Number(raw.pragma('page_count', { simple: true }))
  if (pages * 4096 > checkedBytes) return
  if (raw.pragma('quick_check(1)', { simple: true }) !== 'ok') fail({ kind: 'storage', reason: 'damaged' })
}

function wrap<S extends StoreName>(folder: string, store: S, raw: Database.Database, witness: Witness): OpenStore<S> {
  const statements = new Map<string, Database.Statement>()
  const prepare = (sql: string): Database.Statement => {
    const known = statements.get(sql)
    if (known) return known
    const made = raw.prepare(sql)
    statements.set(sql, made)
    return made
  }
  // Apart from those above, which are switched to answer single values. Most of a short query's time is its preparation.
  const queries = new Map<string, Database.Statement>()
  const keptOrMade = (sql: string): Database.Statement => {
    const made = queries.get(sql) ?? raw.prepare(sql)
    queries.delete(sql)
    queries.set(sql, made)
    const [oldest] = queries.keys()
    if (queries.size > keptQueries && oldest !== undefined) queries.delete(oldest)
    return made
  }
  const database = {
    prepare: (sql: string) => {
      // A transaction that starts by reading could find, at its first write, that the other thread wrote meanwhile.
      if (sql === 'begin') return keptOrMade('begin immediate')
      // SQLite rolls back by itself when the disk is full; a second rollback would hide why.
      if (sql === 'rollback' && !raw.inTransaction) return raw.prepare('select 1')
      return keptOrMade(sql)
    },
    close: () => raw.close(),
  }
  // Most sessions look at no attachment, so that opening a store does not wait for a second file.
  let files: FilesStore | undefined
  const close = () => {
    files?.close()
    files = undefined
    witness.close()
    if (!raw.open) return
    raw.pragma('wal_checkpoint(TRUNCATE)')
    raw.close()
  }
  return {
    store,
    folder,
    raw,
    db: new Kysely<DatabaseOf<S>>({ dialect: new SqliteDialect({ database }) }),
    prepare,
    witness,
    files: () => (files ??= openFiles({ store, folder, raw }, unlockFile)),
    close,
  }
}
