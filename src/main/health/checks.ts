import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { Failure, type StoreName } from '../../shared/errors.ts'
import { chainProblem } from '../audit/verify.ts'
import { uuidv7 } from '../crypto/random.ts'
import { readKeys } from '../crypto/slot-files.ts'
import { rebuild } from '../oplog/rebuild.ts'
import { stateHash } from '../oplog/read.ts'
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
  readonly entry: number | null
}

type Check = (patient: Patient) => Found | Promise<Found>

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

const withFresh = (patient: Patient, look: (store: AnyStore) => Found): Found => {
  const raw = openFresh(patient)
  try {
    return look({ store: patient.store, folder: patient.folder, raw, prepare: (sql) => raw.prepare(sql) })
  } finally {
    raw.close()
  }
}

/** Every page in use is read from the disk, which checks its seal, and every index is compared with its table. */
const pages: Check = (patient) =>
  withFresh(patient, ({ raw }) => ({ sound: raw.pragma('integrity_check(1)', { simple: true }) === 'ok', entry: null }))

const references: Check = (patient) =>
  withFresh(patient, ({ raw }) => {
    const broken = raw.pragma('foreign_key_check')
    return { sound: Array.isArray(broken) && broken.length === 0, entry: null }
  })

const audit: Check = (patient) =>
  withFresh(patient, (store) => {
    const entry = chainProblem(store)?.n ?? null
    return { sound: entry === null, entry }
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
      const about = { store, saveId: uuidv7(), user, now: new Date(), action: 'health.check' }
      await writeTransaction(copy, about, version, rebuild)
      return { sound: stateHash(copy).hash === before, entry: null }
    } finally {
      copy.close()
    }
  } finally {
    rmSync(parent, { recursive: true, force: true })
  }
}

const checkFolder = 'health.partial'

/** What is looked at in each store, in this order; another check is one more line here. */
export const checks = { pages, references, audit, tables } as const

/** Runs one check; a store too damaged for it is not sound, and anything else that fails is said as it is. */
export const runCheck = async (check: keyof typeof checks, patient: Patient): Promise<Found> => {
  try {
    return await checks[check](patient)
  } catch (error) {
    const known = storageFailure(error)
    if (known instanceof Failure && known.error.kind === 'storage' && damage.has(known.error.reason))
      return { sound: false, entry: null }
    throw error
  }
}

const damage = new Set(['damaged', 'unreadable', 'wrong_key', 'missing'])
