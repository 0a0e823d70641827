import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { BundlePreview } from '../../src/shared/contract/exchange.ts'
import { Failure } from '../../src/shared/errors.ts'
import { registration, member } from '../main/drafts.ts'
import { choose, ended, startImport, writeRegistration } from '../main/imports-run.ts'
import { openOffice, type TestOffice } from '../main/open-office.ts'

/** Something that is killed at a random moment while it works. */
export interface Scenario {
  readonly name: string
  /** How long its work takes at most, in milliseconds: kills are spread over it. */
  readonly longest: number
  /** Makes the folder that every try starts from a copy of. The office is in `office`, whatever else beside it. */
  prepare(folder: string): Promise<void>
  /** Works until it is killed or done. What `said` is told counts as promised to the user. */
  work(folder: string, said: (word: string) => void): Promise<void>
  /** Opens what the kill left, finishes what was begun, and answers how many promised words are missing. */
  lost(office: TestOffice, folder: string, words: readonly string[]): Promise<number>
}

const officeIn = (folder: string): string => path.join(folder, 'office')
/**
 * Opens the office of a try as a colleague would after the crash. A try to sign in counts before it is judged, so one
 * that was killed makes the next wait.
 */
export const reopen = async (folder: string): Promise<TestOffice> => {
  const office = await openOffice({ folder: officeIn(folder), setUp: false })
  for (;;) {
    const { name, passphrase } = office
    const opened = await office.call('accounts.unlock', { name, passphrase })
    if (opened.ok) return office
    const { error } = opened
    if (error.kind !== 'refused' || error.reason !== 'too_many_attempts') throw new Failure(error)
    await wait(500)
  }
}
const setUp = async (folder: string, code: string): Promise<TestOffice> => {
  mkdirSync(folder, { recursive: true })
  return await openOffice({ folder, code })
}
const family = (phone: string) => ({
  ...registration({ place: null, placeUnknown: 'Mosul', phone }, [
    member({ relationship: 'HEAD', sex: 'FEMALE' }),
    member({ birth: '2015' }),
  ]),
  displacements: [],
})

/** Registers and changes households without a pause; every answered call is a promise. */
const write: Scenario = {
  name: 'write',
  longest: 1500,
  prepare: async (folder) => {
    await (await setUp(officeIn(folder), 'BGD')).close()
  },
  work: async (folder, said) => {
    const office = await reopen(folder)
    said('begun')
    for (let turn = 0; ; turn++) {
      const { id } = await office.get('households.register', family('0770'))
      said(`${id} 0770`)
      for (let change = 1; change <= 5; change++) {
        const phone = `0770${turn}${change}`
        await office.get('households.update', { id, patch: { phone } })
        said(`${id} ${phone}`)
      }
    }
  },
  lost: async (office, _folder, words) => {
    const promised = new Map(words.map((word) => word.split(' ') as [string, string]))
    let lost = 0
    for (const [id, phone] of promised) {
      const found = await office.call('households.get', { id })
      const kept = found.ok ? (found.value as { household: { phone: string } }).household.phone : null
      // The save after the last promise may have been finished without being answered.
      if (kept === null || (kept < phone && kept.length <= phone.length)) lost++
      if (found.ok && (found.value as { members: unknown[] }).members.length !== 2) lost++
    }
    return lost
  },
}

const rows = 60

/** Imports a workbook; after the kill the same import ends with every row once. */
const importing: Scenario = {
  name: 'import',
  longest: 900,
  prepare: async (folder) => {
    await (await setUp(officeIn(folder), 'BGD')).close()
    cpSync(await writeRegistration('soak.xlsx', 3, rows), path.join(folder, 'soak.xlsx'))
  },
  work: async (folder, said) => {
    const office = await reopen(folder)
    said('begun')
    const job = await startImport(office, {
      kind: 'registration',
      file: choose(office, path.join(folder, 'soak.xlsx')),
      apply: true,
    })
    if (job.state === 'done') said('imported')
  },
  lost: async (office, folder, words) => {
    const households = async () => (await office.get('home.summary', {})).households
    const kept = await households()
    if (words.includes('imported') && kept !== rows) return rows - kept
    const file = choose(office, path.join(folder, 'soak.xlsx'))
    const job = await startImport(office, { kind: 'registration', file, apply: true })
    if (job.state !== 'done') throw new Error(`the import does not end: ${JSON.stringify(job.error)}`)
    return Math.abs(rows - (await households()))
  },
}

/** Takes a bundle in; after the kill the office holds what the sender holds. */
const taking: Scenario = {
  name: 'bundle in',
  longest: 700,
  prepare: async (folder) => {
    const here = await setUp(officeIn(folder), 'BGD')
    const there = await setUp(path.join(folder, 'sender'), 'EBL')
    const stick = path.join(folder, 'stick')
    mkdirSync(stick)
    for (let at = 0; at < 120; at++) await there.get('households.register', family(`0750${at}`))
    await there.get('bundles.addOffice', { card: await here.get('bundles.card', {}) })
    await here.get('bundles.addOffice', { card: await there.get('bundles.card', {}) })
    const { office } = await here.get('bundles.card', {})
    await ended(
      there,
      (await there.get('bundles.export', { store: 'registry', office, folder: choose(there, stick) })).jobId,
    )
    await here.close()
    await there.close()
  },
  work: async (folder, said) => {
    const office = await reopen(folder)
    said('begun')
    if (await takeIn(office, folder)) said('taken in')
  },
  lost: async (office, folder) => {
    if (!(await takeIn(office, folder))) return 120
    return 120 - (await office.get('home.summary', {})).households
  },
}
async function takeIn(office: TestOffice, folder: string): Promise<boolean> {
  const stick = path.join(folder, 'stick')
  const [name = ''] = readdirSync(stick).filter((file) => file.endsWith('.bundle'))
  const verified = await ended(
    office,
    (await office.get('bundles.verify', { file: choose(office, path.join(stick, name)) })).jobId,
  )
  if (verified.state !== 'done') return false
  const { bundle } = verified.result as BundlePreview
  return (await ended(office, (await office.get('bundles.apply', { bundle })).jobId)).state === 'done'
}

/** Writes bundles; after the kill everything under a bundle's name on the stick is whole. */
const sending: Scenario = {
  name: 'bundle out',
  longest: 1500,
  prepare: async (folder) => {
    await taking.prepare(folder)
  },
  work: async (folder, said) => {
    const sender = await openOffice({ folder: path.join(folder, 'sender'), setUp: false })
    await sender.unlock()
    const other = (await sender.get('bundles.offices', {})).find(({ own }) => !own)
    const stick = path.join(folder, 'stick')
    said('begun')
    for (;;) {
      const { jobId } = await sender.get('bundles.export', {
        store: 'registry',
        office: other?.id ?? '',
        folder: choose(sender, stick),
      })
      const { state, error } = await ended(sender, jobId)
      if (state !== 'done') throw new Error(`nothing was written: ${JSON.stringify(error)}`)
      said('written')
    }
  },
  lost: async (office, folder, words) => {
    const stick = path.join(folder, 'stick')
    const bundles = readdirSync(stick).filter((file) => file.endsWith('.bundle'))
    let bad = Math.max(0, words.filter((word) => word === 'written').length + 1 - bundles.length)
    for (const name of bundles) {
      const { jobId } = await office.get('bundles.verify', { file: choose(office, path.join(stick, name)) })
      if ((await ended(office, jobId)).state !== 'done') bad++
    }
    return bad
  },
}

/** Opens an office of the first version, which brings its stores up to date. */
const migrating: Scenario = {
  name: 'migration',
  longest: 250,
  prepare: (folder) => {
    cpSync(path.resolve('tests/fixtures/stores/v1'), officeIn(folder), { recursive: true })
    return Promise.resolve()
  },
  work: async (folder, said) => {
    said('begun')
    await reopen(folder)
    said('opened')
  },
  lost: async (office) => {
    const { households, people } = await office.get('home.summary', {})
    return existsSync(office.folder) ? 1 - households + (2 - people) : 3
  },
}

const before = 12

/** Makes backups onto a stick; after the kill every folder with a backup's name opens. */
const backingUp: Scenario = {
  name: 'backup',
  longest: 1500,
  prepare: async (folder) => {
    const office = await setUp(officeIn(folder), 'BGD')
    mkdirSync(path.join(folder, 'stick'))
    for (let at = 0; at < before; at++) await office.get('households.register', family(`0770${at}`))
    await office.close()
  },
  work: async (folder, said) => {
    const office = await reopen(folder)
    said('begun')
    for (;;) {
      const stick = choose(office, path.join(folder, 'stick'))
      const { jobId } = await office.get('backup.start', { folder: stick })
      if ((await ended(office, jobId)).state === 'done') said('backed up')
    }
  },
  lost: async (office, folder, words) => {
    const stick = path.join(folder, 'stick')
    const names = readdirSync(stick).filter((name) => !name.endsWith('.partial'))
    let bad = Math.max(0, words.length - names.length)
    for (const name of names) {
      const source = { kind: 'folder', folder: choose(office, path.join(stick, name)) } as const
      const { name: who, passphrase } = office
      const found = await office.call('backup.inspect', { source, name: who, passphrase })
      if (!found.ok || (found.value as { households: number }).households !== before) bad++
    }
    return bad
  },
}

/** Goes back to a backup; after the kill the office is the one before or the one of the backup, whole. */
const restoring: Scenario = {
  name: 'restore',
  longest: 200,
  prepare: async (folder) => {
    const office = await setUp(officeIn(folder), 'BGD')
    for (let at = 0; at < before; at++) await office.get('households.register', family(`0770${at}`))
    await ended(office, (await office.get('backup.start', { folder: null })).jobId)
    await office.get('households.register', family('0779'))
    await office.close()
  },
  work: async (folder, said) => {
    const office = await reopen(folder)
    const [kept] = await office.get('backup.list', {})
    const { name, passphrase } = office
    said('begun')
    const source = { kind: 'kept', id: kept?.id ?? '' } as const
    const { stage } = await office.get('backup.inspect', { source, name, passphrase })
    await office.get('backup.restore', { stage, bringBack: false })
    said('restored')
  },
  lost: async (office, _folder, words) => {
    const { households } = await office.get('home.summary', {})
    if (words.includes('restored')) return Math.abs(before - households)
    return households === before || households === before + 1 ? 0 : 1
  },
}

/** Gives both stores new keys; after the kill the office opens and holds everything. */
const rotating: Scenario = {
  name: 'new key',
  longest: 1500,
  prepare: async (folder) => {
    await backingUp.prepare(folder)
  },
  work: async (folder, said) => {
    const office = await reopen(folder)
    said('begun')
    for (;;) {
      for (const store of ['registry', 'medical'] as const) {
        await office.get('accounts.rotateKey', { store })
        said('changed')
      }
    }
  },
  lost: async (office) => Math.abs(before - (await office.get('home.summary', {})).households),
}

/** What is killed, in turn. */
export const scenarios: readonly Scenario[] = [
  write,
  importing,
  taking,
  sending,
  backingUp,
  restoring,
  rotating,
  migrating,
]
