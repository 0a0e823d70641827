import { existsSync, mkdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { expiryOf } from '../../src/main/erasure/copies.ts'
import { evacuation, member, project, registration } from './drafts.ts'
import { addColleague, enterAs, eraseRecord } from './erasure-office.ts'
import { ended } from './imports-run.ts'
import { openOffice, type TestOffice } from './open-office.ts'

let today = new Date('2026-11-24T12:00:00Z')
let office: TestOffice
beforeEach(async () => {
  today = new Date('2026-11-24T12:00:00Z')
  office = await openOffice({ builtInPlaces: true, now: () => today })
  await addColleague(office, 'Dara', 'dataManager')
  await addColleague(office, 'Aso', 'auditor')
  await addColleague(office, 'Nadia', 'administrator', true)
})
afterEach(() => office.close())

const family = () => registration({}, [member({ relationship: 'HEAD' }), member({ given: { ar: 'نور' } })])
const refusal = (reason: string) => ({ ok: false, error: { kind: 'refused', reason } })
const conflict = (reason: string) => ({ ok: false, error: { kind: 'conflict', reason } })
const ask = async (id: string, kind: 'household' | 'person' = 'household') =>
  (await office.get('erasure.request', { kind, id, reason: 'recorded_by_mistake', reference: 'L-12/2026' })).id
const actions = async (entity: string) =>
  (await office.ctx.db.selectFrom('audit').select(['action', 'user']).where('entity', '=', entity).execute()).map(
    ({ action }) => action,
  )

describe('two people', () => {
  test('whoever asks can neither approve nor refuse, only take it back', async () => {
    const made = await office.get('households.register', family())
    const id = await ask(made.id)
    expect(await office.call('erasure.approve', { id, number: made.number })).toEqual(refusal('same_person'))
    expect(await office.call('erasure.refuse', { id })).toEqual(refusal('same_person'))
    expect(await office.get('erasure.waiting', {})).toMatchObject([
      { number: made.number, own: true, by: 'Test User', reference: 'L-12/2026', scope: { people: 2, moves: 1 } },
    ])
    expect(await office.call('erasure.request', { kind: 'household', id: made.id, reason: 'asked_by_person' })).toEqual(
      conflict('already_requested'),
    )
    await office.get('erasure.withdraw', { id })
    expect(await office.get('erasure.waiting', {})).toEqual([])
    expect(await office.call('erasure.approve', { id, number: made.number })).toEqual(conflict('already_decided'))
    expect((await office.get('households.get', { id: made.id })).members).toHaveLength(2)
    expect(await actions(made.id)).toEqual(expect.arrayContaining(['erasure.request', 'erasure.withdraw']))
  })

  test('the second one may refuse, has to type the number, and gets a certificate', async () => {
    const made = await office.get('households.register', family())
    await enterAs(office, 'Dara')
    const first = await ask(made.id)
    expect(await office.call('erasure.approve', { id: first, number: made.number })).toMatchObject({
      error: { kind: 'forbidden' },
    })
    await enterAs(office, 'Aso')
    expect(
      await office.call('erasure.request', { kind: 'household', id: made.id, reason: 'asked_by_person' }),
    ).toMatchObject({ error: { kind: 'forbidden' } })
    expect(await office.call('erasure.withdraw', { id: first })).toMatchObject({ error: { kind: 'forbidden' } })
    await office.get('erasure.refuse', { id: first })
    await enterAs(office, 'Dara')
    const second = await ask(made.id)
    await enterAs(office, 'Nadia')
    expect(await office.call('erasure.withdraw', { id: second })).toEqual(refusal('not_own_request'))
    expect(await office.call('erasure.approve', { id: second, number: 'BGD-HH-2026-XX00001' })).toEqual(
      refusal('number_differs'),
    )
    const certificate = await office.get('erasure.approve', { id: second, number: made.number.toLowerCase() })
    expect(certificate).toMatchObject({
      requestedBy: 'Dara',
      approvedBy: 'Nadia',
      records: 4,
      reason: 'recorded_by_mistake',
    })
    expect(await office.get('erasure.done', { offset: 0, limit: 10 })).toEqual({ total: 1, rows: [certificate] })
    expect(await actions(made.id)).toEqual(expect.arrayContaining(['erasure.refuse', 'erasure.approve']))
    expect(await office.call('erasure.scope', { kind: 'household', id: made.id })).toEqual(conflict('erased'))
    expect(await office.call('households.update', { id: made.id, patch: { notes: 'back again' } })).toMatchObject({
      error: { kind: 'notFound' },
    })
  })
})

describe('what goes', () => {
  test('a person alone, but never the head before another is named', async () => {
    const made = await office.get('households.register', family())
    const [head = '', child = ''] = made.people
    expect(await office.call('erasure.request', { kind: 'person', id: head, reason: 'asked_by_person' })).toEqual(
      refusal('person_is_head'),
    )
    const { number } = await office.get('erasure.scope', { kind: 'person', id: child })
    await eraseRecord(office, { kind: 'person', id: child, number })
    await enterAs(office)
    const file = await office.get('households.get', { id: made.id })
    expect(file.members.map(({ id }) => id)).toEqual([head])
  })

  test('a project with its steps', async () => {
    const { id, number } = await office.get('projects.create', project({}))
    await eraseRecord(office, { kind: 'capProject', id, number })
    expect(await office.get('erasure.find', { kind: 'capProject', id })).toMatchObject({ number })
  })

  test('a case with its patient, by two people who both hold the medical key', async () => {
    const { id, number } = await office.get('cases.create', evacuation({}, { diagnosis: 'Canarydiagnosis' }))
    await enterAs(office, 'Dara')
    expect(
      await office.call('erasure.request', { kind: 'evacuationCase', id, reason: 'asked_by_person' }),
    ).toMatchObject({
      error: { kind: 'forbidden' },
    })
    await enterAs(office)
    const request = await office.get('erasure.request', { kind: 'evacuationCase', id, reason: 'asked_by_person' })
    await enterAs(office, 'Aso')
    expect(await office.get('erasure.waiting', {})).toEqual([])
    expect(await office.call('erasure.approve', { id: request.id, number })).toMatchObject({
      error: { kind: 'forbidden' },
    })
    await enterAs(office, 'Nadia')
    const certificate = await office.get('erasure.approve', { id: request.id, number })
    expect(certificate).toMatchObject({ store: 'medical', records: 3, number })
    const { medical } = office.app.stores()
    expect(medical?.raw.serialize().includes('Canarydiagnosis')).toBe(false)
    expect(medical?.raw.prepare('select count(*) from patient').pluck().get()).toBe(0)
    await enterAs(office, 'Aso')
    // Without the medical key not even that there was one.
    expect((await office.get('erasure.done', { offset: 0, limit: 10 })).total).toBe(0)
    expect(await office.call('erasure.find', { kind: 'evacuationCase', id })).toMatchObject({
      error: { kind: 'forbidden' },
    })
  })
})

describe('older copies on the disk', () => {
  const backUp = async () => await ended(office, (await office.get('backup.start', { folder: null })).jobId)

  const daysBefore = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString()
  /** Moves the only backup to an earlier day. */
  const madeEarlier = async (day: string) => {
    const [kept] = await office.get('backup.list', {})
    const folder = path.join(office.folder, 'backups')
    const moved = path.join(folder, `waypost-backup-${day.replaceAll('-', '')}-080000`)
    renameSync(path.join(folder, kept?.id ?? ''), moved)
    const manifest = path.join(moved, 'backup.json')
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replaceAll(kept?.created ?? '', `${day}T08:00:00.000Z`))
  }

  test('are told with the day they go, and deleted only when chosen and when a newer one is there', async () => {
    const made = await office.get('households.register', family())
    await backUp()
    await madeEarlier(daysBefore(8).slice(0, 10))
    writeFileSync(path.join(office.folder, 'registry.db.before-4'), 'an older schema')
    utimesSync(path.join(office.folder, 'registry.db.before-4'), new Date(daysBefore(20)), new Date(daysBefore(20)))
    mkdirSync(path.join(office.folder, `replaced-${daysBefore(10).slice(0, 10).replaceAll('-', '')}-000000`))
    // Jobs go by the clock of the machine, whatever day the office believes it is.
    today = new Date(daysBefore(4))
    await eraseRecord(office, { kind: 'household', ...made })
    await enterAs(office)
    const copies = await office.get('erasure.oldCopies', {})
    expect(copies.map(({ kind, erasures }) => `${kind} ${erasures}`).toSorted()).toEqual([
      'backup 1',
      'replaced 1',
      'update 1',
    ])
    expect(copies.find(({ kind }) => kind === 'replaced')?.expires).toBe(daysBefore(-20).slice(0, 10))
    expect(copies.find(({ kind }) => kind === 'update')?.expires).toBeNull()
    const ids = copies.map(({ id }) => id)
    expect(await office.call('erasure.deleteCopies', { ids })).toEqual(refusal('no_newer_backup'))
    await backUp()
    expect(await office.get('erasure.deleteCopies', { ids: [...ids, '../registry.db'] })).toEqual({ deleted: 3 })
    expect(await office.get('erasure.oldCopies', {})).toEqual([])
    expect(await office.get('backup.list', {})).toHaveLength(1)
    expect(existsSync(path.join(office.folder, 'registry.db'))).toBe(true)
    expect(existsSync(path.join(office.folder, 'registry.db.before-4'))).toBe(false)
  })

  test('a backup goes when newer ones take its day and its week', () => {
    const now = new Date('2026-11-24T12:00:00Z')
    const backup = { id: 'x', created: '2026-11-24T11:00:00Z' }
    // A Tuesday gives way to the Sunday of its own week after seven days.
    expect(expiryOf('x', [backup], now)).toBe('2026-12-01')
    const sunday = { id: 's', created: '2026-11-22T11:00:00Z' }
    expect(expiryOf('s', [sunday, backup], now)).toBe('2026-12-14')
  })
})
