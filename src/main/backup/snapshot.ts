import { existsSync } from 'node:fs'
import { copyFile, mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { fail, type StoreName } from '../../shared/errors.ts'
import { readKeys } from '../crypto/slot-files.ts'
import type { JobStores, JobTools } from '../jobs/runner.ts'
import { Stopped } from '../jobs/runner.ts'
import { stateHash } from '../oplog/read.ts'
import { filesFile } from '../store/files.ts'
import { openStore, storeFile, unlockFile, type OpenStore } from '../store/open.ts'
import { fingerprintOf, flush, keyFiles, writeFlushed } from './files.ts'
import { manifestName, sealed, type Manifest } from './manifest.ts'
import { copyPieces } from './pieces.ts'

/** What a snapshot is made of. */
export type SnapshotTools = Pick<JobTools, 'folder' | 'stores' | 'progress' | 'cancelled' | 'now' | 'pause'> & {
  readonly version: string
}

/** A writer may come between the two looks that a copy needs; more often in a row than this it does not. */
const mostTries = 20

/**
 * Writes a backup into a new folder: a copy of each store that is open, the files that hold its keys, and a manifest.
 * It is opened with its keys and compared before it gets its name, so that a folder of that name can be restored.
 */
export const writeSnapshot = async (
  tools: SnapshotTools,
  target: string,
): Promise<{ manifest: Manifest; leftOut: number }> => {
  const partial = `${target}.partial`
  if (existsSync(target)) fail({ kind: 'conflict', reason: 'exists' })
  await rm(partial, { recursive: true, force: true })
  try {
    await mkdir(partial, { recursive: true })
    const { registry, medical } = tools.stores
    const stores: readonly OpenStore<StoreName>[] = medical ? [registry, medical] : [registry]
    const states: Manifest['stores'] = []
    let leftOut = 0
    for (const name of keyFiles) await copyFile(path.join(tools.folder, name), path.join(partial, name))
    for (const [at, store] of stores.entries()) {
      stopIfAsked(tools)
      tools.progress('backup.copy', at, stores.length)
      const hash = await copyStore(store, keyOf(tools.stores, store.store), path.join(partial, `${store.store}.db`))
      stopIfAsked(tools)
      tools.progress('backup.check', at, stores.length)
      leftOut += await tryRestore(tools, partial, store, hash)
      states.push({ store: store.store, stateHash: hash })
    }
    const files: Manifest['files'] = []
    const names = [...stores.flatMap(({ store }) => filesOfStore(partial, store)), ...keyFiles]
    for (const name of names) {
      stopIfAsked(tools)
      tools.progress('backup.write', files.length, names.length)
      await flush(path.join(partial, name), false)
      files.push({ name, ...(await fingerprintOf(path.join(partial, name))) })
    }
    const open = { format: 'waypost-backup-v1', created: tools.now().toISOString(), version: tools.version } as const
    const manifest = sealed({ ...open, stores: states, files }, keyOf(tools.stores, 'registry'))
    await writeFlushed(path.join(partial, manifestName), `${JSON.stringify(manifest, null, 1)}\n`)
    await flush(partial, true)
    await rename(partial, target)
    await flush(path.dirname(target), true)
    return { manifest, leftOut }
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined)
    throw error
  }
}

function stopIfAsked(tools: SnapshotTools): void {
  if (tools.cancelled()) throw new Stopped(null)
}

const keyOf = (stores: JobStores, store: StoreName): Uint8Array => stores.keys[store] ?? fail({ kind: 'forbidden' })

/**
 * Copies a store under its own key, and answers the state hash of what was copied. Nobody has to wait: the copy is made
 * on a second connection while the first holds on to the same moment, and both look whether it really is the same.
 */
async function copyStore(store: OpenStore<StoreName>, key: Uint8Array, file: string): Promise<string> {
  const second = openStore(store.folder, store.store, key, { create: false })
  try {
    for (let tried = 0; tried < mostTries; tried++) {
      // The copy wants a place without a file, and a try before this one left one.
      await rm(file, { force: true })
      store.raw.exec('begin')
      try {
        const moment = momentOf(store.raw)
        second.raw.prepare('vacuum into ?').run(file)
        if (momentOfCopy(store, key, file) === moment) return stateHash(store).hash
      } finally {
        store.raw.exec('rollback')
      }
    }
  } finally {
    second.close()
  }
  return fail({ kind: 'storage', reason: 'busy' })
}

/** Changes with every commit of ours: each writes the log or the audit chain. */
const momentOf = (raw: Database.Database): string =>
  JSON.stringify(
    raw.prepare('select n, auditN, (select max(seq) from opLog) seq, lower(hex(auditHash)) h from feed').get(),
  )

function momentOfCopy(store: OpenStore<StoreName>, key: Uint8Array, file: string): string {
  const copy = new Database(file, { fileMustExist: true })
  try {
    unlockFile(copy, readKeys(store.folder, store.store).cipher, key)
    const moment = momentOf(copy)
    // A copy comes without the write-ahead log's mark, which the key file expects in the header.
    copy.pragma('journal_mode = WAL')
    return moment
  } finally {
    copy.close()
  }
}

/**
 * Opens the copy as a restored office would, reads all of it, and compares; then its photos and papers are written
 * beside it, each compared with its hash. Answers how many pieces are damaged where they came from.
 */
async function tryRestore(
  tools: SnapshotTools,
  folder: string,
  live: OpenStore<StoreName>,
  expected: string,
): Promise<number> {
  const { store } = live
  const copy = openStore(folder, store, keyOf(tools.stores, store), { create: false })
  let whole: boolean
  let leftOut = 0
  try {
    whole = copy.raw.pragma('quick_check(1)', { simple: true }) === 'ok' && stateHash(copy).hash === expected
    if (whole) {
      const { damaged } = await copyPieces(live, copy, async (done, total) => {
        if (done % piecesBetweenPauses !== 0) return
        stopIfAsked(tools)
        tools.progress('backup.pieces', done, total)
        await tools.pause()
      })
      leftOut = damaged
    }
  } finally {
    copy.close()
  }
  if (!whole || existsSync(`${storeFile(folder, store)}-wal`)) fail({ kind: 'refused', reason: 'backup_not_whole' })
  return leftOut
}

/** Between two looks at whether somebody wants to stop. */
const piecesBetweenPauses = 20

const filesOfStore = (folder: string, store: StoreName): string[] =>
  [storeFile(folder, store), filesFile(folder, store)]
    .filter((file) => existsSync(file))
    .map((file) => path.basename(file))
