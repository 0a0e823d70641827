import { existsSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { sha256 } from '../crypto/hash.ts'
import { randomBytes } from '../crypto/random.ts'
import { readKeys } from '../crypto/slot-files.ts'
import type { StoreName } from '../../shared/errors.ts'
import { storageFailure } from './storage-failure.ts'

/** The pieces of attachments of one store, each under the SHA-256 of its bytes. */
export interface FilesStore {
  /** Keeps a piece and answers its hash; one that is already there is kept once and counts as added now. */
  put(bytes: Uint8Array, at: string): string
  /** Keeps several pieces in one transaction. */
  putAll(pieces: readonly Uint8Array[], at: string): void
  /** Whether a piece is there; its bytes are not looked at. */
  has(hash: string): boolean
  /** A piece whose bytes were compared with its hash: null when it is not here, `damaged` when they differ. */
  get(hash: string): Uint8Array | 'damaged' | null
  /** Every piece with the time it was last added. */
  list(): { hash: string; at: string }[]
  drop(hashes: readonly string[]): void
  /** After an erasure: leaves no copy of what was dropped, in gaps of the file or in its log. */
  settle(): void
  close(): void
}

/** Where the pieces of a store lie. */
export const filesFile = (folder: string, store: StoreName): string => path.join(folder, `${store}.files.db`)

const keyName = 'filesKey'

/** Up to this size the file is written anew after an erasure. */
const rewrittenBytes = 512 * 1024 * 1024

const pragmas: readonly (readonly [name: string, set: string, read: string | number])[] = [
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'FULL', 2],
  ['temp_store', 'MEMORY', 2],
  ['secure_delete', 'ON', 1],
  ['trusted_schema', 'OFF', 0],
  ['cell_size_check', 'ON', 1],
  ['mmap_size', '0', 0],
  ['cache_size', '-4000', -4000],
]

interface Beside {
  readonly store: StoreName
  readonly folder: string
  readonly raw: Database.Database
}

/** True when a store has ever kept pieces. */
export const hasFiles = ({ folder, store }: Pick<Beside, 'folder' | 'store'>): boolean =>
  existsSync(filesFile(folder, store))

/**
 * Opens the pieces beside an open store. Their key is random and kept inside the store, so that whoever has the store's
 * key has this one too, and a change of the store's key leaves the large file alone.
 */
export const openFiles = (
  of: Beside,
  unlock: (raw: Database.Database, cipher: string, key: Uint8Array) => void,
): FilesStore => {
  const key = keyOf(of)
  if (!key) throw new Error('the store has no key for its files')
  const file = filesFile(of.folder, of.store)
  const raw = new Database(file, { timeout: 10_000 })
  try {
    unlock(raw, readKeys(of.folder, of.store).cipher, key)
    raw.pragma('page_size = 16384')
    for (const [name, set, read] of pragmas) {
      raw.pragma(`${name} = ${set}`)
      if (raw.pragma(name, { simple: true }) !== read) throw new Error(`the files did not take ${name}`)
    }
    raw.exec(
      'create table if not exists chunk (hash blob not null unique, at text not null, bytes blob not null) strict',
    )
    if (raw.pragma('page_size', { simple: true }) !== 16384) throw new Error('the files have another page size')
  } catch (error) {
    raw.close()
    throw storageFailure(error)
  } finally {
    key.fill(0)
  }
  return wrap(raw)
}

function keyOf({ raw }: Pick<Beside, 'raw'>): Buffer | null {
  const found = raw.prepare('select value from storeMeta where key = ?').pluck().get(keyName)
  return typeof found === 'string' ? Buffer.from(found, 'hex') : null
}

/** Gives a store the key of its pieces when it is first opened, so that every backup has it, even one made before any. */
export const giveFilesKey = (raw: Database.Database): void => {
  if (keyOf({ raw }) !== null) return
  const insert = raw.prepare('insert or ignore into storeMeta (key, value) values (?, ?)')
  insert.run(keyName, randomBytes(32).toString('hex'))
}

interface Row {
  readonly hash: Buffer
  readonly at: string
}

function wrap(raw: Database.Database): FilesStore {
  const bytesOf = (hash: string) => Buffer.from(hash, 'hex')
  const insert = raw.prepare(
    'insert into chunk (hash, at, bytes) values (?, ?, ?) on conflict (hash) do update set at = excluded.at',
  )
  const one = raw.prepare('select bytes from chunk where hash = ?').pluck()
  const there = raw.prepare('select 1 from chunk where hash = ?').pluck()
  const removeOne = raw.prepare('delete from chunk where hash = ?')
  const guarded = <T>(run: () => T): T => {
    try {
      return run()
    } catch (error) {
      throw storageFailure(error)
    }
  }
  return {
    put: (bytes, at) =>
      guarded(() => {
        const hash = sha256(bytes)
        insert.run(hash, at, bytes)
        return hash.toString('hex')
      }),
    putAll: (pieces, at) => {
      guarded(() => {
        raw.transaction(() => {
          for (const bytes of pieces) insert.run(sha256(bytes), at, bytes)
        })()
      })
    },
    has: (hash) => guarded(() => there.get(bytesOf(hash)) !== undefined),
    get: (hash) => {
      let found: unknown
      try {
        found = one.get(bytesOf(hash))
      } catch (error) {
        // The cipher proves each page: one that fails is damaged, the others are not.
        if (error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code)) return 'damaged'
        throw storageFailure(error)
      }
      if (!(found instanceof Uint8Array)) return null
      return sha256(found).toString('hex') === hash ? found : 'damaged'
    },
    list: () =>
      guarded(() =>
        (raw.prepare('select hash, at from chunk').all() as Row[]).map(({ hash, at }) => ({
          hash: hash.toString('hex'),
          at,
        })),
      ),
    drop: (hashes) => {
      guarded(() => {
        raw.transaction(() => {
          for (const hash of hashes) removeOne.run(bytesOf(hash))
        })()
      })
    },
    settle: () => {
      guarded(() => {
        const bytes = Number(raw.pragma('page_count', { simple: true })) * 16384
        // A copy in a gap is at most the first two kilobytes of a piece; a larger file would not fit into memory.
        if (bytes <= rewrittenBytes) raw.exec('vacuum')
        raw.pragma('wal_checkpoint(TRUNCATE)')
      })
    },
    close: () => {
      if (!raw.open) return
      raw.pragma('wal_checkpoint(TRUNCATE)')
      raw.close()
    },
  }
}
