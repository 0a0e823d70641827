import { records } from '../../shared/records/index.ts'
import type { WriteMark } from '../store/context.ts'
import { isSkeleton } from '../../shared/bundle/v1/operation.ts'
import { defer, project, understoodRecord } from './apply.ts'
import { readLog } from './read.ts'
import type { Session } from './session.ts'

/** Makes every record's table, the heads, the conflicts and the name index anew from the log alone. */
export const rebuild = async (trx: WriteMark): Promise<void> => {
  await Promise.resolve()
  const { session } = trx
  const { store } = session
  for (const record of Object.values(records)) {
    if (record.store === store.store) store.prepare(`delete from "${record.name}"`).run()
  }
  for (const table of ['head', 'conflict', 'deferred']) store.prepare(`delete from ${table}`).run()
  emptyIndex(session)
  // Edits look for their creates in the whole log, so what this version does not understand is set apart first.
  for (const { seq, op } of readLog(store)) {
    if (op.kind !== 'erase' && !isSkeleton(op) && !understoodRecord(session, op)) defer(session, seq)
  }
  for (const { seq, op } of readLog(store)) project(session, op, seq)
}

function emptyIndex({ store }: Session): void {
  store
    .prepare(
      `insert into nameSearch (nameSearch, rowid, tokens, skeletons)
       select 'delete', row, tokens, skeletons from nameEntry`,
    )
    .run()
  store.prepare('delete from nameEntry').run()
}
