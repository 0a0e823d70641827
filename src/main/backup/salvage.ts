import { copyFile } from 'node:fs/promises'
import path from 'node:path'
import type Database from 'better-sqlite3-multiple-ciphers'
import { fail, type StoreName } from '../../shared/errors.ts'
import { records } from '../../shared/records/index.ts'
import { writeAudit } from '../audit/chain.ts'
import { randomBytes } from '../crypto/random.ts'
import { setHeader24, type DataKeys, type SlotPlace } from '../crypto/slots.ts'
import { renewTag } from '../oplog/numbers.ts'
import type { Ctx, SaveContext } from '../store/context.ts'
import { openStore, readHeader, storeFile, type AnyStore, type OpenStore } from '../store/open.ts'
import { writeTransaction } from '../store/transaction.ts'
import { bringBack, openBroken } from './bring-back.ts'
import { keyFiles } from './files.ts'

/** What comes from the log, or belongs to a chain that a hole would break; all other tables are copied row by row. */
const ofTheLog = 'opLog head conflict deferred replica knownRange feed nameEntry audit auditCheckpoint'
const notCopied: ReadonlySet<string> = new Set([...Object.keys(records), ...ofTheLog.split(' ')])

/** What was saved: the stores that were made anew, and at how many places something could not be read. */
export interface Salvaged {
  readonly stores: StoreName[]
  readonly unreadable: number
}

/**
 * Makes each damaged store of an office anew in a stage: an empty one under the same key, with every operation and
 * every row that can still be read. Nothing outside the stage is touched. Refuses when nothing is damaged.
 */
export const salvageInto = async (ctx: Ctx, stage: string, keys: DataKeys, slot: string): Promise<Salvaged> => {
  const { folder: office, place } = ctx.account
  const found: Salvaged = { stores: [], unreadable: 0 }
  let unreadable = 0
  for (const name of keyFiles) await copyFile(path.join(office, name), path.join(stage, name))
  for (const store of ['registry', 'medical'] as const) {
    const key = keys[store]
    if (!key) continue
    const old = openBroken(office, store, key) ?? fail({ kind: 'refused', reason: 'nothing_to_salvage' })
    try {
      if (isWhole(old)) continue
      unreadable += await makeAnew(ctx, { folder: stage, floor: place.floor }, { old, key, keys, slot })
      found.stores.push(store)
    } finally {
      old.raw.close()
    }
  }
  if (found.stores.length === 0) fail({ kind: 'refused', reason: 'not_damaged' })
  return { ...found, unreadable }
}

function isWhole({ raw }: AnyStore): boolean {
  try {
    return raw.pragma('quick_check(1)', { simple: true }) === 'ok'
  } catch {
    return false
  }
}

interface Damaged {
  readonly old: AnyStore
  readonly key: Buffer
  readonly keys: DataKeys
  readonly slot: string
}

async function makeAnew(ctx: Ctx, place: SlotPlace, { old, key, keys, slot }: Damaged): Promise<number> {
  const { folder: office, version } = ctx.account
  const { store } = old
  // The first bytes of a new file are others, and the key file knows those of the old one.
  setHeader24(place, keys, store, Buffer.alloc(0))
  const made: OpenStore<StoreName> = openStore(place.folder, store, key, { create: true })
  try {
    let unreadable = copyRows(old.raw, made.raw)
    const known = made.prepare('select value from storeMeta where key = ?').pluck().get(`slot:${slot}`)
    const user = typeof known === 'string' ? known : 'salvage'
    const about = (): SaveContext => ({ store, saveId: ctx.newId(), user, now: ctx.now(), action: 'backup.salvage' })
    await writeTransaction(made, about(), version, (trx) => {
      // Its log starts with the operations of the old life, which are another's from now on.
      trx.session.setMeta('replica', randomBytes(16).toString('hex'))
      renewTag(trx.session)
      writeAudit(trx.session, 'backup.salvage', null)
      return Promise.resolve()
    })
    const brought = await bringBack(
      office,
      store,
      key,
      (run) => writeTransaction(made, about(), version, run),
      () => true,
    )
    unreadable += brought.unreadable
    return unreadable
  } finally {
    made.close()
    setHeader24(place, keys, store, readHeader(storeFile(place.folder, store)))
  }
}

/** Copies the tables that no log has; answers how many of them could not be read to their end. */
function copyRows(old: Database.Database, made: Database.Database): number {
  const tables = made
    .prepare(
      "select name from sqlite_master where type = 'table' and name not like 'sqlite%' and name not like 'nameSearch%'",
    )
    .pluck()
    .all() as string[]
  let unreadable = 0
  for (const table of tables) {
    if (notCopied.has(table)) continue
    const columns = (made.pragma(`table_info("${table}")`) as { name: string }[]).map(({ name }) => `"${name}"`)
    const insert = made.prepare(
      `insert or replace into "${table}" (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
    )
    // From both ends, as damage in the middle hides what comes after it.
    const read = (order: 'asc' | 'desc'): boolean => {
      try {
        const rows = old.prepare(`select ${columns.join(', ')} from "${table}" order by 1 ${order}`).raw()
        for (const row of rows.iterate()) insert.run(...(row as unknown[]))
        return true
      } catch {
        return false
      }
    }
    if (read('asc')) continue
    read('desc')
    unreadable += 1
  }
  return unreadable
}
