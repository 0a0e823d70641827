import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { BundlePreview } from '../../src/shared/contract/exchange.ts'
import { apply } from '../../src/main/oplog/apply.ts'
import { readLog } from '../../src/main/oplog/read.ts'
import { rebuild } from '../../src/main/oplog/rebuild.ts'
import { member, registration } from './drafts.ts'
import { addColleague, enterAs, eraseRecord, everyCell, plainBytes } from './erasure-office.ts'
import { choose, ended } from './imports-run.ts'
import { openOffice, type TestOffice } from './open-office.ts'

let stick: string
let erbil: TestOffice
let baghdad: TestOffice
beforeEach(async () => {
  stick = mkdtempSync(path.join(tmpdir(), 'waypost-stick-'))
  erbil = await openOffice({ code: 'EBL' })
  baghdad = await openOffice({ code: 'BGD' })
  await erbil.get('bundles.addOffice', { card: await baghdad.get('bundles.card', {}) })
  await baghdad.get('bundles.addOffice', { card: await erbil.get('bundles.card', {}) })
  for (const office of [erbil, baghdad]) {
    await addColleague(office, 'Dara', 'dataManager')
    await addColleague(office, 'Aso', 'auditor')
  }
})
afterEach(async () => {
  for (const office of [erbil, baghdad]) await office.close()
  rmSync(stick, { recursive: true, force: true })
})

const bundle = async (from: TestOffice, to: TestOffice): Promise<string> => {
  const office = (await to.get('bundles.card', {})).office
  const job = await ended(
    from,
    (await from.get('bundles.export', { store: 'registry', office, folder: choose(from, stick) })).jobId,
  )
  return path.join(stick, (job.result as { file: string }).file)
}
const take = async (office: TestOffice, file: string): Promise<void> => {
  const verified = await ended(office, (await office.get('bundles.verify', { file: choose(office, file) })).jobId)
  const preview = verified.result as BundlePreview
  const job = await ended(office, (await office.get('bundles.apply', { bundle: preview.bundle })).jobId)
  expect(job.state).toBe('done')
}
const carry = async (from: TestOffice, to: TestOffice): Promise<void> => await take(to, await bundle(from, to))
const hash = async (office: TestOffice) => (await office.get('bundles.stateHash', { store: 'registry' })).hash
const same = async () => expect(await hash(erbil)).toBe(await hash(baghdad))
const family = (phone: string) => ({
  ...registration({ place: null, placeUnknown: 'Mosul', phone }, [
    member({ given: { la: 'Zorqavix' }, relationship: 'HEAD' }),
    member({ given: { la: 'Second' } }),
  ]),
  displacements: [],
})
const holds = (office: TestOffice, word: string): boolean =>
  everyCell(office.app.stores().registry.raw).includes(word) ||
  office.app.stores().registry.raw.serialize().includes(word)

test('an edit elsewhere, meanwhile or later, brings nothing back', async () => {
  const made = await erbil.get('households.register', family('0770canary'))
  await carry(erbil, baghdad)
  const old = await bundle(erbil, baghdad)
  copyFileSync(old, `${old}.old`)

  await baghdad.get('households.update', { id: made.id, patch: { notes: 'Baghdadcanary' } })
  await baghdad.get('people.update', { id: made.people[1] ?? '', patch: { given: { la: 'Thirdcanary' } } })
  await eraseRecord(erbil, { kind: 'household', ...made })
  await enterAs(erbil)

  // The edits arrive where the record is erased, and the erasure where it was edited.
  await carry(baghdad, erbil)
  await carry(erbil, baghdad)
  await same()
  for (const office of [erbil, baghdad]) {
    for (const word of ['Zorqavix', '0770canary', 'Baghdadcanary', 'Thirdcanary', 'zorqavix', 'thirdcanary'])
      expect([word, holds(office, word)]).toEqual([word, false])
    expect(await office.get('erasure.find', { kind: 'household', id: made.id })).toMatchObject({ number: made.number })
    const { total, rows } = await office.get('erasure.done', { offset: 0, limit: 5 })
    expect(total).toBe(1)
    expect(rows[0]).toMatchObject({ kind: 'household', number: made.number, records: 3, here: office === erbil })
  }

  // An old bundle comes in again, and its operations by another way.
  await take(baghdad, `${old}.old`).catch(() => undefined)
  const ops = [...readLog(erbil.app.stores().registry)].map(({ op }) => op)
  await baghdad.ctx.write('registry', async (trx) => {
    await apply(trx, ops)
  })
  await same()
  expect(holds(baghdad, 'Zorqavix')).toBe(false)

  // Tables made anew from the log are the same tables.
  const before = await hash(erbil)
  await erbil.ctx.write('registry', rebuild)
  expect(await hash(erbil)).toBe(before)
})

test('operations of an erased record are never written, not even when they come for the first time', async () => {
  const made = await erbil.get('households.register', family('0771canary'))
  const full = [...readLog(erbil.app.stores().registry)].map(({ op }) => op)
  await eraseRecord(erbil, { kind: 'household', ...made })
  await enterAs(erbil)
  const known = new Set(full.map(({ hash: own }) => own))
  const erasing = [...readLog(erbil.app.stores().registry)].map(({ op }) => op).filter((op) => !known.has(op.hash))
  await baghdad.ctx.write('registry', async (trx) => {
    await apply(trx, erasing)
  })
  await baghdad.ctx.write('registry', async (trx) => {
    await apply(trx, full)
  })
  expect(holds(baghdad, 'Zorqavix')).toBe(false)
  expect(holds(baghdad, '0771canary')).toBe(false)
  await carry(erbil, baghdad)
  await carry(baghdad, erbil)
  await same()
})

test('what was added elsewhere is due in both offices, and can be erased too', async () => {
  const made = await erbil.get('households.register', family('0772'))
  await carry(erbil, baghdad)
  const added = await baghdad.get('people.add', {
    draft: { ...member({ given: { la: 'Latecanary' } }), household: made.id },
  })
  await eraseRecord(erbil, { kind: 'household', ...made })
  await enterAs(erbil)
  await carry(baghdad, erbil)
  await carry(erbil, baghdad)
  await same()
  for (const office of [erbil, baghdad]) {
    expect((await office.get('erasure.due', { offset: 0, limit: 5 })).rows).toMatchObject([
      { kind: 'household', id: made.id, number: made.number, reason: 'left_over', waiting: false },
    ])
  }
  await eraseRecord(baghdad, { kind: 'household', ...made })
  await enterAs(baghdad)
  await carry(baghdad, erbil)
  await carry(erbil, baghdad)
  await same()
  expect(holds(erbil, 'Latecanary')).toBe(false)
  expect(await erbil.get('erasure.find', { kind: 'person', id: added.id })).toMatchObject({ number: added.number })
  expect((await erbil.get('erasure.due', { offset: 0, limit: 5 })).rows).toEqual([])
})

test.each([true, false])(
  'going back to an older backup erases again (bringing the rest over: %s)',
  async (bringBack) => {
    const made = await erbil.get('households.register', family('0773canary'))
    const paper = path.join(stick, 'papercanary.txt')
    writeFileSync(paper, `bytescanary ${'x'.repeat(2000)}\n`)
    const add = { owner: { type: 'household', id: made.id }, kind: 'other' } as const
    const files = [{ file: choose(erbil, paper), name: 'papercanary.txt' }]
    await ended(erbil, (await erbil.get('attachments.add', { ...add, files })).jobId)
    expect(plainBytes(erbil, 'files').includes('bytescanary')).toBe(true)
    await ended(erbil, (await erbil.get('backup.start', { folder: null })).jobId)
    const later = await erbil.get('households.register', family('0774'))
    await eraseRecord(erbil, { kind: 'household', ...made })
    await enterAs(erbil)
    const [kept] = await erbil.get('backup.list', {})
    const { stage } = await erbil.get('backup.inspect', {
      source: { kind: 'kept', id: kept?.id ?? '' },
      name: erbil.name,
      passphrase: erbil.passphrase,
    })
    await erbil.get('backup.restore', { stage, bringBack })
    expect(holds(erbil, '0773canary')).toBe(false)
    expect(holds(erbil, 'papercanary')).toBe(false)
    expect(erbil.app.stores().registry.files().list()).toEqual([])
    expect(plainBytes(erbil, 'files').includes('bytescanary')).toBe(false)
    expect(await erbil.get('erasure.find', { kind: 'household', id: made.id })).toMatchObject({ number: made.number })
    expect((await erbil.call('households.get', { id: later.id })).ok).toBe(bringBack)
  },
)
