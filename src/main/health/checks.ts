import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { Failure, type StoreName } from '../../shared/errors.ts'
import { checkAttachments } from '../attachments/index.ts'
import { chainProblem } from '../audit/verify.ts'
import { uuidv7 } from '../crypto/random.ts'
import { readKeys } from '../crypto/slot-files.ts'
import { rebuild } from '../oplog/rebuild.ts'
import { stateHash } from '../oplog/read.ts'
import { hasFiles, openFiles } from '../store/files.ts'
import { openStore, storeFile, unlockFile, type AnyStore } from '../store/open.ts'
import { storageFailure } from '../store/storage-failure.ts'
import { writeTransaction } from '../store/transaction.ts'

/** A store to look into, by a connection that has read nothing yet. */
export interface Patient {
  readonly folder: string
  readonly store: StoreName
  readonly key: Uint8Array
  readonly user: string
  readonly version: string
}

/** What a check found. */
export interface Found {
  readonly sound: boolean
  /** Where the audit log breaks first. */
  readonly entry: number | null
  /** How many photos and papers are damaged. */
  readonly damaged: number | null
}

/** Hears how far a long check is, and may throw to end it. */
type Each = (done: number, total: number) => Promise<void>
type Check = (patient: Patient, each: Each) => Found | Promise<Found>

const whetherSound = (sound: boolean): Found => ({ sound, entry: null, damaged: null })

const openFresh = ({ folder, store, key }: Patient): Database.Database => {
  const raw = new Database(storeFile(folder, store), { fileMustExist: true })
  try {
    unlockFile(raw, readKeys(folder, store).cipher, key)
    return raw
  } catch (error) {
    raw.close()
    throw error
  }
}

const withFresh = async (patient: Patient, look: (store: AnyStore) => Found | Promise<Found>): Promise<Found> => {
  const raw = openFresh(patient)
  try {
    return await look({ store: patient.store, folder: patient.folder, raw, prepare: (sql) => raw.prepare(sql) })
  } finally {
    raw.close()
  }
}

/** Every page in use is read from the disk, which checks its seal, and every index is compared with its table. */
const pages: Check = (patient) =>
  withFresh(patient, ({ raw }) => whetherSound(raw.pragma('integrity_check(1)', { simple: true }) === 'ok'))

const references: Check = (patient) =>
  withFresh(patient, ({ raw }) => {
    const broken = raw.pragma('foreign_key_check')
    return whetherSound(Array.isArray(broken) && broken.length === 0)
  })

const audit: Check = (patient) =>
  withFresh(patient, (store) => {
    const entry = chainProblem(store)?.n ?? null
    return { sound: entry === null, entry, damaged: null }
  })

/** Makes the tables of a copy anew from its log; they must come out as they were. The copy is under the same key. */
const tables: Check = async (patient) => {
  const { folder, store, key, user, version } = patient
  const parent = path.join(folder, checkFolder)
  mkdirSync(parent, { recursive: true })
  const copyFolder = mkdtempSync(path.join(parent, 'copy-'))
  try {
    copyFileSync(path.join(folder, `${store}.keys.json`), path.join(copyFolder, `${store}.keys.json`))
    const raw = openFresh(patient)
    try {
      raw.prepare('vacuum into ?').run(storeFile(copyFolder, store))
    } finally {
      raw.close()
    }
    const fresh = openFresh({ ...patient, folder: copyFolder })
    // The key file knows the first bytes as they are in this mode.
    fresh.pragma('journal_mode = WAL')
    fresh.close()
    const copy = openStore(copyFolder, store, key, { create: false })
    try {
      const before = stateHash(copy).hash
      const about = { store, saveId: uuidv7(), user, now: new Date(), action: 'health.check' as const }
      await writeTransaction(copy, about, version, rebuild)
      return whetherSound(stateHash(copy).hash === before)
    } finally {
      copy.close()
    }
  } finally {
    rmSync(parent, { recursive: true, force: true })
  }
}

/** Photos and papers that are on another laptop are no fault; a piece that is not what it was is one. */
const attachments: Check = (patient, each) =>
  withFresh(patient, async (store) => {
    if (!hasFiles(store)) return whetherSound(true)
    const files = openFiles(store, unlockFile)
    try {
      const { damaged } = await checkAttachments({ ...store, files: () => files }, each)
      return { sound: damaged.length === 0, entry: null, damaged: damaged.length }
    } finally {
      files.close()
    }
  })

const checkFolder = 'health.partial'

/** What is looked at in each store, in this order; another check is one more line here. */
export const checks = { pages, references, audit, tables, attachments } as const

/** Runs one check; a store too damaged for it is not sound, and anything else that fails is said as it is. */
export const runCheck = async (check: keyof typeof checks, patient: Patient, each: Each): Promise<Found> => {
  try {
    return await checks[check](patient, each)
  } catch (error) {
    const known = storageFailure(error)
    if (known instanceof Failure && known.error.kind === 'storage' && damage.has(known.error.reason))
      return whetherSound(false)
    throw error
  }
}

const damage = new Set(['damaged', 'unreadable', 'wrong_key', 'missing'])
