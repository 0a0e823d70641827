import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pdf } from '../../scripts/fixtures/pictures.ts'
import type { BackupPreview, BackupResult } from '../../src/shared/contract/backup.ts'
import type { JobState } from '../../src/shared/contract/exchange.ts'
import type { Result } from '../../src/shared/errors.ts'
import { outlived } from '../../src/main/backup/kept.ts'
import { faultsOf } from '../soak/check.ts'
import { evacuation, member, registration } from './drafts.ts'
import { choose, ended } from './imports-run.ts'
import { openOffice, type TestOffice } from './open-office.ts'

let today = new Date('2026-11-24T12:00:00Z')
let office: TestOffice
let stick: string
beforeEach(async () => {
  today = new Date('2026-11-24T12:00:00Z')
  stick = mkdtempSync(path.join(tmpdir(), 'waypost-stick-'))
  office = await openOffice({ now: () => today })
})
afterEach(async () => {
  await office.close()
  rmSync(stick, { recursive: true, force: true })
})

const family = (phone: string) => ({
  ...registration({ place: null, placeUnknown: 'Mosul', phone }, [
    member({ relationship: 'HEAD', given: { la: 'Canaryname' } }),
  ]),
  displacements: [],
})
const register = async (phone: string) => await office.get('households.register', family(phone))
const phones = async (): Promise<(string | null)[]> => {
  const list = { filter: {}, sort: 'number', descending: false, offset: 0, limit: 50 } as const
  const { rows } = await office.get('households.list', list)
  const files = []
  for (const { id } of rows) files.push((await office.get('households.get', { id })).household.phone)
  return files.toSorted((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1))
}
const backUp = async (folder: string | null): Promise<JobState> =>
  await ended(
    office,
    (await office.get('backup.start', { folder: folder === null ? null : choose(office, folder) })).jobId,
  )
const signIn = () => ({ name: office.name, passphrase: office.passphrase })
const look = (
  source: { kind: 'kept'; id: string } | { kind: 'folder'; folder: string } | { kind: 'salvage' },
): Promise<Result<unknown>> => office.call('backup.inspect', { source, ...signIn() })
const inspected = async (): Promise<BackupPreview> => {
  const [newest] = await office.get('backup.list', {})
  return await office.get('backup.inspect', { source: { kind: 'kept', id: newest?.id ?? '' }, ...signIn() })
}
const reason = (result: Result<unknown>) => (result.ok ? 'ok' : JSON.stringify(result.error))
const damage = (name: string, at: number, bytes: number) => {
  const file = path.join(office.folder, name)
  const content = readFileSync(file)
  for (let i = 0; i < bytes; i++) content.writeUInt8(content.readUInt8(at + i) ^ 0x5a, at + i)
  writeFileSync(file, content)
}

describe('a backup', () => {
  it('counts once it was opened again, and tells nobody anything', async () => {
    await register('0770')
    await office.get('cases.create', evacuation({}, {}))
    expect(await office.get('backup.status', {})).toMatchObject({ registry: null, medical: null, folder: null })
    const job = await backUp(stick)
    expect(job).toMatchObject({ state: 'done', error: null })
    const { id, stores, bytes } = job.result as BackupResult
    expect(stores).toEqual(['registry', 'medical'])
    const status = await office.get('backup.status', {})
    expect(status.registry).toBe((job.result as BackupResult).created)
    expect(status.medical).toBe(status.registry)
    expect(status.folder).toBe(status.registry)
    expect(readdirSync(stick)).toEqual([id])
    const files = readdirSync(path.join(stick, id))
    expect(files.toSorted()).toEqual([
      'backup.json',
      'medical.db',
      'medical.keys.json',
      'registry.db',
      'registry.keys.json',
      'slots.json',
    ])
    expect(bytes).toBeGreaterThan(100_000)
    for (const file of files) {
      const text = readFileSync(path.join(stick, id, file)).toString('latin1')
      for (const word of ['Canaryname', 'Valve', 'Test User', 'Test office']) expect(text).not.toContain(word)
    }
  })

  it('is made while others write, and holds one moment', async () => {
    for (let at = 0; at < 30; at++) await register(`0${at}`)
    const { jobId } = await office.get('backup.start', { folder: null })
    const writing = (async () => {
      for (let at = 0; at < 40; at++) await register(`1${at}`)
    })()
    const job = await ended(office, jobId)
    await writing
    expect(job.state).toBe('done')
    const preview = await inspected()
    expect(preview.households).toBeGreaterThanOrEqual(30)
    expect(preview.people).toBe(preview.households)
  })

  it('that is stopped leaves nothing behind', async () => {
    const { jobId } = await office.get('backup.start', { folder: choose(office, stick) })
    await office.get('jobs.cancel', { jobId })
    expect((await ended(office, jobId)).state).toBe('cancelled')
    expect(readdirSync(stick)).toEqual([])
    expect((await office.get('backup.status', {})).registry).toBeNull()
  })

  it('is made by itself once a day, for whoever signs in', async () => {
    await office.lock()
    await office.unlock()
    expect(await office.get('jobs.list', {})).toEqual([])
    await office.lock()
    today = new Date('2026-11-25T13:00:00Z')
    await office.unlock()
    const [job] = await office.get('jobs.list', {})
    expect(job?.kind).toBe('backup')
    await ended(office, job?.jobId ?? '')
    expect((await office.get('backup.list', {})).map(({ stores }) => stores)).toEqual([['registry', 'medical']])
  })

  it('goes when seven days and four weeks have newer ones', () => {
    const days = Array.from({ length: 60 }, (_, at) => new Date(Date.UTC(2026, 10, 24) - at * 86_400_000).toISOString())
    const kept = days.map((created) => ({ id: created.slice(0, 10), created }))
    const gone = new Set(outlived(kept))
    const stay = kept.map(({ id }) => id).filter((id) => !gone.has(id))
    expect(stay).toEqual([
      '2026-11-24',
      '2026-11-23',
      '2026-11-22',
      '2026-11-21',
      '2026-11-20',
      '2026-11-19',
      '2026-11-18',
      '2026-11-15',
      '2026-11-08',
    ])
    expect(outlived([])).toEqual([])
  })
})

describe('going back to a backup', () => {
  it('says what would be lost, keeps the old files, and starts a new life of the store', async () => {
    const first = await register('0770')
    await backUp(null)
    await register('0771')
    const replicaOf = () =>
      office.app.stores().registry.prepare("select value from storeMeta where key = 'replica'").pluck().get()
    const before = replicaOf()
    const preview = await inspected()
    expect(preview).toMatchObject({ households: 1, people: 1, cases: 0, stores: ['registry', 'medical'] })
    expect(preview.later).toBeGreaterThan(0)
    expect(await phones()).toEqual(['0770', '0771'])
    const { session, broughtBack } = await office.get('backup.restore', { stage: preview.stage, bringBack: false })
    expect(session.user.name).toBe(office.name)
    expect(broughtBack).toBeNull()
    expect(await phones()).toEqual(['0770'])
    expect(replicaOf()).not.toBe(before)
    const next = await register('0772')
    expect(next.number.split('-').slice(0, 3)).toEqual(first.number.split('-').slice(0, 3))
    expect(next.number).not.toBe(first.number)
    const replaced = readdirSync(office.folder).filter((name) => name.startsWith('replaced-'))
    expect(replaced).toHaveLength(1)
    expect(readdirSync(path.join(office.folder, replaced[0] ?? ''))).toContain('registry.db')
    expect(await faultsOf(office.app.stores().registry)).toEqual([])
    // The same backup serves once; a second click changes nothing.
    expect(reason(await office.call('backup.restore', { stage: preview.stage, bringBack: false }))).toContain(
      'notFound',
    )
    await office.lock()
    await office.unlock()
    expect(await phones()).toEqual(['0770', '0772'])
  })

  it('brings over what was entered since, when that is wanted', async () => {
    const { id } = await register('0770')
    await backUp(null)
    await register('0771')
    await office.get('households.update', { id, patch: { phone: '0775' } })
    const patient = await office.get('cases.create', evacuation({}, {}))
    const preview = await inspected()
    const { broughtBack, unreadable } = await office.get('backup.restore', { stage: preview.stage, bringBack: true })
    expect(broughtBack).toBe(preview.later)
    expect(unreadable).toBe(0)
    expect(await phones()).toEqual(['0771', '0775'])
    expect((await office.get('cases.get', { id: patient.id })).case.id).toBe(patient.id)
    for (const store of ['registry', 'medical'] as const) {
      const open = office.app.stores()[store]
      expect(open && (await faultsOf(open))).toEqual([])
    }
  })

  it('has the photos and papers of its day, and those added since come along', async () => {
    const { id } = await register('0770')
    const owner = { type: 'household', id } as const
    const add = async (name: string, pages: number) => {
      writeFileSync(path.join(stick, name), pdf(pages))
      const files = [{ file: choose(office, path.join(stick, name)), name }]
      const { jobId } = await office.get('attachments.add', { owner, kind: 'receipt', files })
      expect(await ended(office, jobId)).toMatchObject({ state: 'done', result: { added: 1 } })
    }
    const papers = async () =>
      (await office.get('attachments.list', { owner })).map((one) => [one.stored.title, one.here])
    await add('Before.pdf', 1)
    const { id: name } = (await backUp(stick)).result as BackupResult
    expect(readdirSync(path.join(stick, name))).toContain('registry.files.db')
    await add('Since.pdf', 2)
    const source = () => ({ kind: 'folder', folder: choose(office, path.join(stick, name)) }) as const
    const back = async (bringBack: boolean) => {
      const { stage } = await office.get('backup.inspect', { source: source(), ...signIn() })
      await office.get('backup.restore', { stage, bringBack })
    }
    await back(true)
    expect(await papers()).toEqual([
      ['Before', 'here'],
      ['Since', 'here'],
    ])
    // Even where the office's own photos and papers are gone.
    await office.lock()
    rmSync(path.join(office.folder, 'registry.files.db'))
    await back(true)
    expect(await papers()).toEqual([
      ['Before', 'here'],
      ['Since', 'elsewhere'],
    ])
    const [before] = await office.get('attachments.list', { owner })
    const preview = { type: 'household', id: before?.stored.id ?? '' } as const
    expect(
      Buffer.from((await office.get('attachments.preview', preview)).bytes)
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
  })

  it('is the way out of a damaged store: what can still be read comes along', async () => {
    for (let at = 10; at < 60; at++) await register(`0${at}`)
    await backUp(null)
    for (let at = 60; at < 90; at++) await register(`0${at}`)
    await office.lock()
    // One page in the middle: SQLite refuses the store, and most of the log can be read.
    damage('registry.db', 60 * 4096 + 100, 16)
    expect(reason(await office.call('accounts.unlock', signIn()))).toContain('damaged')
    const preview = await inspected()
    expect(preview.later).toBeNull()
    await office.get('backup.restore', { stage: preview.stage, bringBack: true })
    const kept = await phones()
    expect(kept.length).toBeGreaterThanOrEqual(50)
    expect(kept).toEqual(expect.arrayContaining(['010', '059']))
    expect(await faultsOf(office.app.stores().registry)).toEqual([])
  })

  it('is not needed where the damaged files can still be read: the office is made anew from them', async () => {
    for (let at = 10; at < 60; at++) await register(`0${at}`)
    const patient = await office.get('cases.create', evacuation({}, {}))
    expect(reason(await look({ kind: 'salvage' }))).toContain('not_damaged')
    const life = () =>
      office.app.stores().registry.prepare("select value from storeMeta where key = 'replica'").pluck().get()
    const before = life()
    const leaves = "select pageno from dbstat where name = 'opLog' and pagetype = 'leaf' order by pageno"
    const pagesOfLog = (office.app.stores().registry.raw.prepare(leaves).pluck().all() as number[]).slice(2, 4)
    await office.lock()
    const was = readFileSync(path.join(office.folder, 'registry.db'))
    for (const page of pagesOfLog) damage('registry.db', (page - 1) * 4096 + 100, 16)
    expect(reason(await office.call('accounts.unlock', signIn()))).toContain('damaged')
    const wrong = { source: { kind: 'salvage' }, name: office.name, passphrase: 'wrong' }
    expect(reason(await office.call('backup.inspect', wrong))).toContain('wrong_passphrase')
    rmSync(path.join(office.folder, 'sign-in.json'))
    const preview = await office.get('backup.inspect', { source: { kind: 'salvage' }, ...signIn() })
    expect(preview).toMatchObject({ salvaged: true, stores: ['registry'], cases: 1 })
    await office.get('backup.restore', { stage: preview.stage, bringBack: false })
    expect((await office.get('accounts.session', {})).user.name).toBe(office.name)
    // A damaged page costs what stood on it and no more, and the places that could not be read are counted.
    const kept = (await phones()).length
    expect(kept).toBeGreaterThanOrEqual(40)
    expect(kept < 50).toBe(preview.unreadable > 0)
    expect((await office.get('cases.get', { id: patient.id })).case.id).toBe(patient.id)
    expect(life()).not.toBe(before)
    expect(await faultsOf(office.app.stores().registry)).toEqual([])
    await register('0999')
    await office.lock()
    await office.unlock()
    expect(await phones()).toContain('0999')
    const [replaced = ''] = readdirSync(office.folder).filter((name) => name.startsWith('replaced-'))
    expect(readFileSync(path.join(office.folder, replaced, 'registry.db')).length).toBe(was.length)
  })

  it('opens an office whose key files are gone', async () => {
    await register('0770')
    await backUp(null)
    await office.lock()
    for (const name of ['slots.json', 'slots.json.copy', 'registry.keys.json', 'registry.keys.json.copy'])
      rmSync(path.join(office.folder, name))
    const preview = await inspected()
    await office.get('backup.restore', { stage: preview.stage, bringBack: false })
    expect(await phones()).toEqual(['0770'])
    await office.lock()
    await office.unlock()
    expect(await phones()).toEqual(['0770'])
  })

  it('brings the office to a new computer, which has nothing to lose', async () => {
    await register('0770')
    await backUp(stick)
    const there = await openOffice({ setUp: false })
    try {
      const source = { kind: 'folder', folder: choose(there, stick) } as const
      const preview = await there.get('backup.inspect', { source, ...signIn() })
      expect(preview).toMatchObject({ households: 1, later: 0 })
      await there.get('backup.restore', { stage: preview.stage, bringBack: false })
      expect((await there.get('home.summary', {})).households).toBe(1)
      const numberOf = async (at: TestOffice) => (await at.get('households.register', family('0771'))).number
      expect(await numberOf(there)).not.toBe(await numberOf(office))
    } finally {
      await there.close()
    }
  })

  it('takes a folder on a stick, or the newest of several in it', async () => {
    await register('0770')
    await backUp(stick)
    today = new Date('2026-11-24T13:00:00Z')
    await register('0771')
    const { id } = (await backUp(stick)).result as BackupResult
    const token = () => choose(office, stick)
    expect(await look({ kind: 'folder', folder: token() })).toMatchObject({ ok: true, value: { households: 2 } })
    rmSync(path.join(stick, id), { recursive: true })
    expect(await look({ kind: 'folder', folder: token() })).toMatchObject({ ok: true, value: { households: 1 } })
    const [only = ''] = readdirSync(stick)
    const itself = choose(office, path.join(stick, only))
    expect(await look({ kind: 'folder', folder: itself })).toMatchObject({ ok: true, value: { households: 1 } })
  })

  it('refuses what is no backup, was changed, or is not opened by this passphrase, and changes nothing', async () => {
    await register('0770')
    const { id } = (await backUp(stick)).result as BackupResult
    const whole = path.join(stick, id)
    const broken = (change: (folder: string) => void): string => {
      const folder = path.join(mkdtempSync(path.join(stick, 'x')), id)
      cpSync(whole, folder, { recursive: true })
      change(folder)
      return choose(office, folder)
    }
    const flip = (name: string, at: number) => (folder: string) => {
      const content = readFileSync(path.join(folder, name))
      const place = at < 0 ? content.length + at : at
      content.writeUInt8(content.readUInt8(place) ^ 1, place)
      writeFileSync(path.join(folder, name), content)
    }
    const edit = (from: string, to: string) => (folder: string) => {
      const file = path.join(folder, 'backup.json')
      writeFileSync(file, readFileSync(file, 'utf8').replace(from, to))
    }
    const cases: [string, (folder: string) => void, string][] = [
      ['no manifest', (folder) => rmSync(path.join(folder, 'backup.json')), 'not_a_backup'],
      ['nonsense', (folder) => writeFileSync(path.join(folder, 'backup.json'), '{"a":'), 'backup_damaged'],
      ['changed page', flip('registry.db', 50_000), 'backup_damaged'],
      ['changed last byte', flip('medical.db', -1), 'backup_damaged'],
      ['changed keys', flip('slots.json', 40), 'backup_damaged'],
      ['missing file', (folder) => rmSync(path.join(folder, 'medical.db')), 'backup_damaged'],
      ['another version', edit('"version": "', '"version": "9'), 'backup_damaged'],
      ['a path for a name', edit('"slots.json"', '"../../x.json"'), 'backup_damaged'],
    ]
    for (const [what, change, expected] of cases)
      expect(reason(await look({ kind: 'folder', folder: broken(change) })), what).toContain(expected)
    const wrong = { source: { kind: 'folder', folder: choose(office, whole) }, name: office.name, passphrase: 'wrong' }
    expect(reason(await office.call('backup.inspect', wrong))).toContain('wrong_passphrase')
    expect(reason(await office.call('backup.inspect', wrong))).toContain('too_many_attempts')
    expect(await phones()).toEqual(['0770'])
    expect(readdirSync(office.folder).filter((name) => name.startsWith('restor'))).toEqual([])
  })

  it('is not for everybody', async () => {
    const person = {
      name: 'Rana',
      role: 'registrar',
      language: 'en',
      digits: 'latn',
      passphrase: 'silver ladder morning four',
    } as const
    await office.get('accounts.addUser', { ...person, medical: false })
    await backUp(null)
    const [newest] = await office.get('backup.list', {})
    const source = { kind: 'kept', id: newest?.id ?? '' } as const
    const { name, passphrase } = person
    expect(reason(await office.call('backup.inspect', { source, name, passphrase }))).toContain('forbidden')
  })

  it('leaves the medical store alone when the backup has none', async () => {
    const person = {
      name: 'Dara',
      role: 'dataManager',
      language: 'en',
      digits: 'latn',
      passphrase: 'silver ladder morning four',
    } as const
    await office.get('accounts.addUser', { ...person, medical: false })
    const patient = await office.get('cases.create', evacuation({}, {}))
    await office.lock()
    await office.get('accounts.unlock', { name: person.name, passphrase: person.passphrase })
    await register('0770')
    expect(((await backUp(null)).result as BackupResult).stores).toEqual(['registry'])
    await office.lock()
    const preview = await inspected()
    expect(preview).toMatchObject({ stores: ['registry'], cases: null })
    await office.get('backup.restore', { stage: preview.stage, bringBack: false })
    await office.lock()
    await office.unlock()
    expect(await phones()).toEqual(['0770'])
    expect((await office.get('cases.get', { id: patient.id })).case.id).toBe(patient.id)
  })

  it.each([0, 1, 3, 5])('is finished at the next start when it was cut off after %i of its moves', async (moves) => {
    await register('0770')
    const { id } = (await backUp(stick)).result as BackupResult
    await register('0771')
    await office.lock()
    // What a restore leaves when the power goes: a note, a stage, and some files moved already.
    const [stage, replaced] = ['restoring-0', 'replaced-20261124-120000']
    cpSync(path.join(stick, id), path.join(office.folder, stage), { recursive: true })
    rmSync(path.join(office.folder, stage, 'backup.json'))
    mkdirSync(path.join(office.folder, replaced))
    writeFileSync(path.join(office.folder, 'restore.json'), JSON.stringify({ stage, replaced }))
    const names = readdirSync(path.join(office.folder, stage))
    const steps = names.flatMap((name) => [
      // A store's witness goes with the store, and before it.
      ...(name.endsWith('.db')
        ? [[name.replace(/db$/, 'witness'), path.join(replaced, name.replace(/db$/, 'witness'))] as const]
        : []),
      [name, path.join(replaced, name)] as const,
      [path.join(stage, name), name] as const,
    ])
    for (const [from, to] of steps.slice(0, moves))
      renameSync(path.join(office.folder, from), path.join(office.folder, to))
    const again = await openOffice({ folder: office.folder, setUp: false, now: () => today })
    await again.unlock()
    expect((await again.get('home.summary', {})).households).toBe(1)
    expect(existsSync(path.join(office.folder, 'restore.json'))).toBe(false)
    expect(existsSync(path.join(office.folder, stage))).toBe(false)
    await again.close()
  })
})
