import Database from 'better-sqlite3-multiple-ciphers'
import { hasFiles } from './files.ts'
import type { AnyStore } from './open.ts'

/** Set in the transaction that erases, taken away when the file was written anew. */
export const cleaningMark = 'cleaning'

/**
 * Cleans a store's files after an erasure. SQLite overwrites what it deletes, but when it moves cells from page to page
 * it leaves copies in the gaps, so that the whole file is written anew (ADR 12). Then the log is emptied. Work of others
 * that stands in the way is not waited for longer than for any write: the mark stays, and the next sign-in cleans.
 */
export const settle = (store: AnyStore): void => {
  const { raw } = store
  const marked = raw.prepare('select 1 from storeMeta where key = ?').pluck()
  try {
    if (marked.get(cleaningMark) !== undefined) {
      raw.exec('vacuum')
      raw.prepare('delete from storeMeta where key = ?').run(cleaningMark)
      if (store.files && hasFiles(store)) store.files().settle()
    }
    raw.pragma('wal_checkpoint(TRUNCATE)')
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || !/^SQLITE_(BUSY|LOCKED|FULL)/.test(error.code)) throw error
  }
}
