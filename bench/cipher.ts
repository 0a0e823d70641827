import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { randomBytes } from '../src/main/crypto/random.ts'
import { unlockFile } from '../src/main/store/open.ts'
import { inTurn, type Row } from './measure.ts'

const ROWS = 100_000
const INSERTS = 5000
const POINTS = 20_000
const MATCHES = 200

/** Ratios measured when the cipher was chosen (store design, section 11), with room for a noisy machine. */
const targets = { insert: 1.2, point: 1.2, match: 1.2, scan: 1.25 } as const

const settings = ['journal_mode = WAL', 'synchronous = FULL', 'temp_store = MEMORY', 'secure_delete = ON']

const open = (file: string, key: Uint8Array | undefined): Database.Database => {
  for (const end of ['', '-wal', '-shm']) if (existsSync(file + end)) rmSync(file + end)
  const raw = new Database(file)
  if (key) unlockFile(raw, 'aegis', key)
  raw.pragma('page_size = 4096')
  for (const one of settings) raw.pragma(one)
  // Smaller than the table, so that reading it means decrypting it.
  raw.pragma('cache_size = -8000')
  raw.exec(`create table entry (id integer primary key, a text, b text, n integer) strict;
    create virtual table words using fts5(text, content='')`)
  return raw
}

const word = (n: number): string => `w${(n * 7919) % 5000}`

const fill = (raw: Database.Database, from: number, count: number): void => {
  const entry = raw.prepare('insert into entry (id, a, b, n) values (?, ?, ?, ?)')
  const words = raw.prepare('insert into words (rowid, text) values (?, ?)')
  raw.exec('begin immediate')
  for (let id = from; id < from + count; id++) {
    entry.run(id, `name ${id} of somebody in a list`, `${word(id)} ${word(id + 1)} ${word(id + 2)}`.repeat(8), id % 97)
    words.run(id, `${word(id)} ${word(id + 1)}`)
  }
  raw.exec('commit')
}

/** The cipher alone: the same tables, rows and questions in an encrypted and in a plain file. */
export const cipherRows = async (folder: string): Promise<Row[]> => {
  const both = [open(path.join(folder, 'sealed.db'), randomBytes(32)), open(path.join(folder, 'plain.db'), undefined)]
  const [sealed, plain] = both
  if (!sealed || !plain) return []
  for (const raw of both) fill(raw, 1, ROWS)
  const next = new Map(both.map((raw) => [raw, ROWS + 1]))
  const insert = (raw: Database.Database) => {
    const from = next.get(raw) ?? 0
    fill(raw, from, INSERTS)
    next.set(raw, from + INSERTS)
  }
  const point = (raw: Database.Database) => {
    const select = raw.prepare('select * from entry where id = ?')
    for (let at = 0; at < POINTS; at++) select.get(1 + ((at * 7919) % ROWS))
  }
  const match = (raw: Database.Database) => {
    const select = raw.prepare('select count(*) from words where words match ?').pluck()
    for (let at = 0; at < MATCHES; at++) select.get(`${word(at)} ${word(at + 1)}`)
  }
  const scan = (raw: Database.Database) => {
    raw.prepare('select sum(length(b)) from entry where n <> 5').get()
  }
  const rows: Row[] = []
  const tasks = [
    [`insert ${INSERTS} rows`, insert, targets.insert],
    [`${POINTS} point reads`, point, targets.point],
    [`${MATCHES} full-text queries`, match, targets.match],
    ['scan of a table', scan, targets.scan],
  ] as const
  for (const [measure, task, most] of tasks) {
    const { run, baseline } = await inTurn(
      9,
      () => task(sealed),
      () => task(plain),
    )
    const target = { kind: 'ratio', most } as const
    rows.push({ measure, value: run, unit: 'ms', baseline: { name: 'plain SQLite', value: baseline }, target })
  }
  for (const raw of both) raw.close()
  return rows
}
