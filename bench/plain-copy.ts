import { cp } from 'node:fs/promises'
import Database from 'better-sqlite3-multiple-ciphers'
import { readKeys } from '../src/main/crypto/slot-files.ts'
import { storeFile, type OpenStore } from '../src/main/store/open.ts'

const settings = ['synchronous', 'temp_store', 'secure_delete', 'foreign_keys', 'cell_size_check', 'cache_size']

const open = (file: string): Database.Database => new Database(file, { fileMustExist: true })

/**
 * Copies an open registry store byte by byte, takes the encryption off the copy and gives it the store's settings, so
 * that the same rows lie in the same pages and the key is the only difference.
 */
export const plainCopy = async (
  store: OpenStore<'registry'>,
  key: Uint8Array,
  file: string,
): Promise<Database.Database> => {
  store.raw.pragma('wal_checkpoint(TRUNCATE)')
  await cp(storeFile(store.folder, 'registry'), file)
  const encrypted = open(file)
  encrypted.pragma(`cipher = '${readKeys(store.folder, 'registry').cipher}'`)
  encrypted.key(Buffer.concat([Buffer.from('raw:'), key]))
  // A file in WAL mode cannot change its key.
  encrypted.pragma('journal_mode = DELETE')
  encrypted.rekey(Buffer.alloc(0))
  encrypted.close()

  const raw = open(file)
  raw.pragma('journal_mode = WAL')
  for (const name of settings) raw.pragma(`${name} = ${String(store.raw.pragma(name, { simple: true }))}`)
  const count = (db: Database.Database) => db.prepare('select count(*) from household').pluck().get()
  if (count(raw) !== count(store.raw)) throw new Error('the plain copy does not hold what the store holds')
  return raw
}
