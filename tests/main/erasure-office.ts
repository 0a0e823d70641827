import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import type { Role } from '../../src/shared/permissions.ts'
import { readKeys } from '../../src/main/crypto/slot-files.ts'
import { unlockFile } from '../../src/main/store/open.ts'
import type { TestOffice } from './open-office.ts'

const words = (name: string) => `${name.toLowerCase()} copper meadow dust`

/** Adds a colleague with a passphrase of their own. */
export const addColleague = async (office: TestOffice, name: string, role: Role, medical = false): Promise<string> => {
  const person = { name, role, language: 'en', digits: 'latn', passphrase: words(name), medical } as const
  return (await office.get('accounts.addUser', person)).id
}

/** Locks the office and lets a colleague in; without a name whoever set it up. */
export const enterAs = async (office: TestOffice, name?: string): Promise<void> => {
  await office.lock()
  if (name === undefined) await office.unlock()
  else await office.get('accounts.unlock', { name, passphrase: words(name) })
}

/** Erases a record as two people do: a data manager asks, an auditor approves. Both have to be colleagues. */
export const eraseRecord = async (
  office: TestOffice,
  record: { kind: 'household' | 'person' | 'capProject'; id: string; number: string },
) => {
  await enterAs(office, 'Dara')
  const { kind, id, number } = record
  const request = await office.get('erasure.request', { kind, id, reason: 'asked_by_person' })
  await enterAs(office, 'Aso')
  return await office.get('erasure.approve', { id: request.id, number })
}

/**
 * A store's file without its encryption, free pages and the gaps between cells included. Taking the key off a copy would
 * not do: that rewrites the whole file and leaves out what is free.
 */
export const plainBytes = (office: TestOffice, what: 'registry' | 'files'): Buffer => {
  const { registry } = office.app.stores()
  if (what === 'registry') return registry.raw.serialize()
  const key = registry.raw.prepare("select value from storeMeta where key = 'filesKey'").pluck().get()
  const raw = new Database(path.join(office.folder, 'registry.files.db'))
  try {
    unlockFile(raw, readKeys(office.folder, 'registry').cipher, Buffer.from(String(key), 'hex'))
    return raw.serialize()
  } finally {
    raw.close()
  }
}

/** Every cell of every table of a store, and every term of its full-text indexes, as one text. */
export const everyCell = (raw: Database.Database): string => {
  const parts: string[] = []
  const tables = raw.prepare("select name from sqlite_master where type = 'table'").pluck().all().map(String)
  for (const table of tables) {
    for (const row of raw.prepare(`select * from "${table}"`).raw().iterate())
      for (const cell of row as unknown[])
        parts.push(cell instanceof Uint8Array ? Buffer.from(cell).toString('latin1') : String(cell))
  }
  const indexes = raw.prepare("select name from sqlite_master where sql like '%using fts5%'").pluck().all().map(String)
  for (const index of indexes) {
    raw.exec(`create virtual table temp.terms using fts5vocab(main, ${index}, row)`)
    parts.push(...raw.prepare('select term from temp.terms').pluck().all().map(String))
    raw.exec('drop table temp.terms')
  }
  return parts.join('\n')
}

/** Every file under a folder, with its bytes. */
export const everyFile = (folder: string): { name: string; bytes: Buffer }[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ name: entry.name, bytes: readFileSync(path.join(entry.parentPath, entry.name)) }))

/** Which of these words the bytes hold, in UTF-8 or either UTF-16. */
export const found = (bytes: Buffer, canaries: readonly string[]): string[] =>
  canaries.filter((word) =>
    [Buffer.from(word), Buffer.from(word, 'utf16le'), Buffer.from(word, 'utf16le').swap16()].some((form) =>
      bytes.includes(form),
    ),
  )
