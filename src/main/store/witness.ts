import { closeSync, constants, existsSync, fdatasyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { cpus, hostname } from 'node:os'
import path from 'node:path'
import type Database from 'better-sqlite3-multiple-ciphers'
import { z } from 'zod'
import { fail, type StoreName } from '../../shared/errors.ts'
import { canonical } from '../crypto/canonical.ts'
import { sha256Hex } from '../crypto/hash.ts'
import { randomBytes } from '../crypto/random.ts'
import { open, seal, sealingKey, type SealingKey } from '../crypto/seal.ts'
import { framesOf, writeLog } from '../log.ts'

/*
 * SQLite does not notice when its last commits are gone: a log whose end was spoiled is read up to there, and an older
 * copy of the file is a good file. So where the store stands is written beside it after each commit (store design 3.4,
 * ADR 13). A witness that is behind is normal after a crash; one that is ahead means lost commits.
 */

/** Which thread writes: each has two places of its own, of which one is always whole. */
export type WitnessWriter = 'office' | 'jobs'

const seen = z.strictObject({
  machine: z.string(),
  at: z.string(),
  /** The last row of the operation log. */
  seq: z.int(),
  auditN: z.int(),
  auditHash: z.string(),
})
type Seen = z.infer<typeof seen>
type Head = Pick<Seen, 'seq' | 'auditN' | 'auditHash'>

/** What a store's witness does while the store is open. */
export interface Witness {
  /** False when there was none, or it was of another computer: then this may be a copy, and needs a life of its own. */
  readonly known: boolean
  /**
   * Has it noted where the store stands after a commit, once whoever waits for that has the answer. A witness that
   * cannot be written does not stop the work.
   */
  note(at: Date): void
  close(): void
}

const placeBytes = 1024
const places: Readonly<Record<WitnessWriter, readonly [number, number]>> = { office: [0, 1], jobs: [2, 3] }
const flushAfterMs = 250

const keyName = 'witnessKey'

/** Where a store's witness is. */
const witnessFile = (folder: string, store: StoreName): string => path.join(folder, `${store}.witness`)

/** Names this computer without saying anything about it. */
const machine = sha256Hex(`waypost machine v1\0${hostname()}\0${cpus()[0]?.model ?? ''}`)

/** Its bytes; to be read before the store is, as others may go on writing in between. */
export const readWitness = (folder: string, store: StoreName): Buffer | null => {
  const file = witnessFile(folder, store)
  return existsSync(file) ? readFileSync(file) : null
}

/** Takes the witness away, where somebody has accepted that commits are lost. */
export const dropWitness = (folder: string, store: StoreName): void =>
  rmSync(witnessFile(folder, store), { force: true })

const headSql = 'select auditN, lower(hex(auditHash)) as auditHash, (select max(seq) from opLog) as seq from feed'

/** Reads where a store stands, by a statement that is prepared once. */
function headReader(raw: Database.Database): () => Head {
  const find = raw.prepare(headSql)
  return () => {
    const row = find.get() as { auditN: number; auditHash: string; seq: number | null }
    return { ...row, seq: row.seq ?? 0 }
  }
}

/** The key of the witness is kept in the store, as a change of the store's key does not concern it. */
function keyOf(raw: Database.Database): Buffer {
  const find = raw.prepare('select value from storeMeta where key = ?').pluck()
  if (find.get(keyName) === undefined)
    raw
      .prepare('insert or ignore into storeMeta (key, value) values (?, ?)')
      .run(keyName, randomBytes(32).toString('hex'))
  return Buffer.from(String(find.get(keyName)), 'hex')
}

/** The newest record in the file, and the place it stands in. */
function newestIn(bytes: Buffer | null, key: Uint8Array): { seen: Seen; at: number } | null {
  let newest: { seen: Seen; at: number } | null = null
  if (bytes === null) return null
  for (let at = 0; (at + 1) * placeBytes <= bytes.length; at++) {
    const found = openPlace(bytes.subarray(at * placeBytes, (at + 1) * placeBytes), key)
    if (!found) continue
    if (newest === null || comesAfter(found, newest.seen)) newest = { seen: found, at }
  }
  return newest
}

/** The audit chain only grows; the log does too, but for an import that is taken back, which the chain tells of. */
const comesAfter = (a: Head, b: Head): boolean => a.auditN > b.auditN || (a.auditN === b.auditN && a.seq > b.seq)

/** One place; null where nothing was written yet, or not to its end. */
function openPlace(place: Buffer, key: Uint8Array): Seen | null {
  const length = place.readUInt16BE(0)
  if (length === 0 || 14 + length > placeBytes) return null
  try {
    const box = { nonce: place.subarray(2, 14), ct: place.subarray(14, 14 + length) }
    return seen.parse(JSON.parse(open(key, box, 'witness v1').toString()))
  } catch {
    return null
  }
}

function blockOf(of: Seen, key: SealingKey): Buffer {
  const { nonce, ct } = seal(key, Buffer.from(canonical(of)), 'witness v1')
  const block = Buffer.alloc(placeBytes)
  block.writeUInt16BE(ct.length, 0)
  nonce.copy(block, 2)
  ct.copy(block, 14)
  return block
}

/**
 * Compares an open store with the bytes of its witness, read before it was opened, and goes on writing them. Throws
 * `storage` `behind` when the store lacks commits that the witness has seen.
 */
export const openWitness = (
  of: { readonly folder: string; readonly store: StoreName; readonly raw: Database.Database },
  before: Buffer | null,
  writer: WitnessWriter,
): Witness => {
  const { folder, store, raw } = of
  const key = keyOf(raw)
  const newest = newestIn(before, key)
  const last = newest?.seen
  const sealing = sealingKey(key)
  key.fill(0)
  const headOf = headReader(raw)
  if (last) refuseLost(last, headOf())
  const write = newWriter(witnessFile(folder, store), places[writer], newest?.at)
  let latest = new Date(0)
  let due: NodeJS.Immediate | undefined
  const put = (): void => {
    clearImmediate(due)
    due = undefined
    // What another write has begun meanwhile does not count before its own commit, which notes it.
    if (raw.inTransaction) return
    write.put(() => blockOf({ machine, at: latest.toISOString(), ...headOf() }, sealing))
  }
  return {
    known: last?.machine === machine,
    note: (at) => {
      latest = at
      due ??= setImmediate(put)
    },
    close: () => {
      if (due) put()
      write.close()
    },
  }
}

function refuseLost(last: Seen, head: Head): void {
  const another = last.auditN === head.auditN && last.auditHash !== head.auditHash
  if (!comesAfter(last, head) && !another) return
  const changes = last.seq - head.seq
  fail({ kind: 'storage', reason: 'behind', params: { changes: Math.max(changes, 0), at: last.at } })
}

/** Writes into two places in turn, and never over the newest record first: a torn write leaves it. */
function newWriter(file: string, [even, odd]: readonly [number, number], newest: number | undefined) {
  let handle: number | undefined
  let next = newest === even ? odd : even
  let flushing: NodeJS.Timeout | undefined
  let told = false
  const flush = (): void => {
    flushing = undefined
    if (handle !== undefined) fdatasyncSync(handle)
  }
  const guarded = (run: () => void): void => {
    try {
      run()
    } catch (error) {
      // The commit it is about is on the disk; a witness that stays behind is what a crash leaves too.
      if (!told) writeLog({ event: 'witness not written', frames: framesOf(error) })
      told = true
    }
  }
  return {
    put: (block: () => Buffer): void =>
      guarded(() => {
        handle ??= openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600)
        writeSync(handle, block(), 0, placeBytes, next * placeBytes)
        next = next === even ? odd : even
        // The processor's word is enough against a crash of ours; against a power cut the disk has it soon.
        flushing ??= setTimeout(() => guarded(flush), flushAfterMs).unref()
      }),
    close: (): void =>
      guarded(() => {
        clearTimeout(flushing)
        const held = handle
        handle = undefined
        if (held === undefined) return
        try {
          fdatasyncSync(held)
        } finally {
          closeSync(held)
        }
      }),
  }
}
