import { rmSync } from 'node:fs'
import Database from 'better-sqlite3-multiple-ciphers'
import { randomBytes } from '../../src/main/crypto/random.ts'
import { unlockFile } from '../../src/main/store/open.ts'
import type { LocalOffice } from '../seed-office.ts'

const perTransaction = 5000
const settings = ['journal_mode', 'synchronous', 'temp_store', 'secure_delete', 'foreign_keys', 'cache_size'] as const

/** The tables an import writes a row of for each operation or record; without the index of names and the heads. */
const tables = ['opLog', 'household', 'person', 'displacement', 'place', 'capProject', 'capStep', 'office', 'user']

/**
 * Inserts the rows of the log and of the records' tables into a fresh encrypted file with the same tables, indexes and
 * settings, by one prepared statement for each table and 5,000 rows in a transaction. Only the inserts are timed.
 */
export const rawInserts = ({ app }: LocalOffice, file: string): { rows: number; seconds: number } => {
  const source = app.stores().registry.raw
  const raw = new Database(file)
  try {
    unlockFile(raw, 'aegis', randomBytes(32))
    raw.pragma('page_size = 4096')
    for (const name of settings) raw.pragma(`${name} = ${String(source.pragma(name, { simple: true }))}`)
    const marks = tables.map(() => '?').join(', ')
    const made = source
      .prepare(`select sql from sqlite_master where tbl_name in (${marks}) and sql is not null order by type desc`)
      .pluck()
      .all(...tables) as string[]
    for (const sql of made) raw.exec(sql)
    let rows = 0
    let ms = 0
    const put = (insert: Database.Statement, page: unknown[][]): void => {
      const started = performance.now()
      raw.exec('begin immediate')
      for (const row of page) insert.run(...row)
      raw.exec('commit')
      ms += performance.now() - started
      rows += page.length
    }
    for (const table of tables) {
      const columns = source.prepare(`select * from "${table}"`).columns()
      const insert = raw.prepare(`insert into "${table}" values (${columns.map(() => '?').join(', ')})`)
      let page: unknown[][] = []
      for (const row of source.prepare(`select * from "${table}" order by rowid`).raw().iterate()) {
        page.push(row as unknown[])
        if (page.length < perTransaction) continue
        put(insert, page)
        page = []
      }
      put(insert, page)
    }
    return { rows, seconds: ms / 1000 }
  } finally {
    raw.close()
    for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true })
  }
}
