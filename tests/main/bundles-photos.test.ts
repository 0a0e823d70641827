import { randomBytes } from 'node:crypto'
import path from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { patientCase } from '../../scripts/demo-people.ts'
import { pdf, png } from '../../scripts/fixtures/pictures.ts'
import { readKeys } from '../../src/main/crypto/slot-files.ts'
import { unlockFile } from '../../src/main/store/open.ts'
import { overhead, VolumePlan } from '../../src/main/bundles/format/volumes.ts'
import { choosePieces, livingAttachments } from '../../src/main/bundles/pieces.ts'
import { filesOf, piecesOf } from '../../src/main/attachments/index.ts'
import type { AttachmentOwner } from '../../src/shared/contract/attachments.ts'
import { member, registration } from './drafts.ts'
import { addColleague, enterAs, eraseRecord } from './erasure-office.ts'
import { ended } from './imports-run.ts'
import type { TestOffice } from './open-office.ts'
import { accept, check, openOffices, stateOf, take } from './two-offices.ts'

let world: Awaited<ReturnType<typeof openOffices>>
let erbil: TestOffice
let baghdad: TestOffice
let owner: AttachmentOwner & { number: string }
const family = {
  ...registration({ place: null, placeUnknown: 'Mosul' }, [
    member({ given: { la: 'Karwan' }, relationship: 'HEAD' }),
    member({ given: { la: 'Second' } }),
  ]),
  displacements: [],
}
const photo = png(300, 200, (x, y) => [x, y, x ^ y])
const paper = (size: number) =>
  Buffer.concat([pdf(1), Buffer.from('\n%'), Buffer.from(randomBytes(size).toString('hex')), Buffer.from('\n%%EOF\n')])

beforeEach(async () => {
  world = await openOffices(['EBL', 'BGD'])
  const [first, second] = world.offices
  if (!first || !second) throw new Error('two offices')
  ;[erbil, baghdad] = [first, second]
  const { id } = await erbil.get('households.register', family)
  const { household } = await erbil.get('households.get', { id })
  owner = { type: 'household', id, number: household.number ?? '' }
})
afterEach(() => world.close())

const list = async (office: TestOffice) =>
  (await office.get('attachments.list', { owner: { type: owner.type, id: owner.id } })).map((one) => one.here)
const at = () => ({ type: owner.type, id: owner.id })
const pieces = (office: TestOffice, store: 'registry' | 'medical' = 'registry') => {
  const open = office.app.stores()[store]
  return (
    (open &&
      filesOf(open)
        ?.list()
        .map((one) => one.hash)) ??
    []
  )
}

/** Changes the bytes of a piece behind the back of the office, with its own key. */
const alter = (hash: string): void => {
  const { raw } = erbil.app.stores().registry
  const key = Buffer.from(
    String(raw.prepare("select value from storeMeta where key = 'filesKey'").pluck().get()),
    'hex',
  )
  const db = new Database(path.join(erbil.folder, 'registry.files.db'))
  unlockFile(db, readKeys(erbil.folder, 'registry').cipher, key)
  db.prepare('update chunk set bytes = ? where hash = ?').run(Buffer.from('other'), Buffer.from(hash, 'hex'))
  db.close()
}

describe('photos in bundles', () => {
  it('come along, are counted before, and can be looked at afterwards', async () => {
    const id = await world.attach(erbil, at(), photo, 'a.png')
    await world.attach(erbil, at(), paper(900_000))
    const { file, result } = await world.write(erbil, baghdad)
    expect(result.photos).toMatchObject({ count: 2, leftOut: 0, damaged: 0, elsewhere: 0 })
    expect(result.photos.bytes).toBeGreaterThan(1_800_000)
    const preview = await check(baghdad, file)
    expect(preview.photos).toEqual({ count: 2, fresh: 2, bytes: result.photos.bytes })
    expect(pieces(baghdad)).toEqual([])
    expect(await accept(baghdad, preview.bundle)).toMatchObject({ photos: 2 })
    expect(await list(baghdad)).toEqual(['here', 'here'])
    const [here, there] = [
      await erbil.get('attachments.preview', { type: 'household', id }),
      await baghdad.get('attachments.preview', { type: 'household', id }),
    ]
    expect(Buffer.from(there.bytes).equals(Buffer.from(here.bytes))).toBe(true)
    expect(await baghdad.get('attachments.thumbnail', { type: 'household', id })).not.toBeNull()
    await take(erbil, (await world.write(baghdad, erbil)).file)
    expect(await stateOf(baghdad)).toBe(await stateOf(erbil))

    // A second time it does no harm, and says so.
    const kept = pieces(baghdad).toSorted()
    const again = await take(baghdad, file)
    expect(again.preview.photos).toMatchObject({ count: 2, fresh: 0 })
    expect(again.result).toMatchObject({ applied: 0, photos: 0 })
    expect(pieces(baghdad).toSorted()).toEqual(kept)
    expect(await list(baghdad)).toEqual(['here', 'here'])
  })

  it('go on to a third office that the first never met', async () => {
    const three = await openOffices(['AAA', 'BBB', 'CCC'])
    const [a, b, c] = three.offices
    if (!a || !b || !c) throw new Error('three offices')
    try {
      const { id } = await a.get('households.register', family)
      await three.attach(a, { type: 'household', id }, photo, 'a.png')
      await take(b, (await three.write(a, b)).file)
      expect((await take(c, (await three.write(b, c)).file)).result.photos).toBe(1)
    } finally {
      await three.close()
    }
  })

  it('stay out when they are damaged, and the others come', async () => {
    for (const size of [1000, 2000]) await world.attach(erbil, at(), paper(size))
    await world.attach(erbil, at(), photo, 'a.png')
    const { registry } = erbil.app.stores()
    const [newest, older] = livingAttachments(registry)
    if (!newest || !older) throw new Error('no attachments')
    // Lost, as after damage that a restore could not mend: its record stays.
    filesOf(registry)?.drop(piecesOf(newest))
    alter(piecesOf(older)[0] ?? '')
    const { file, result } = await world.write(erbil, baghdad)
    expect(result.photos).toMatchObject({ count: 1, elsewhere: 1, damaged: 1 })
    expect((await take(baghdad, file)).result).toMatchObject({ photos: 1 })
    expect((await list(baghdad)).toSorted()).toEqual(['elsewhere', 'elsewhere', 'here'])
  })

  it('of patients travel with medical records alone', async () => {
    await world.attach(erbil, at(), photo, 'a.png')
    const { id } = await erbil.get('cases.create', {
      ...patientCase,
      patient: { ...patientCase.patient, place: null },
    })
    await world.attach(erbil, { type: 'evacuationCase', id }, paper(2000))
    const { result } = await world.write(erbil, baghdad)
    expect(result.photos.count).toBe(1)
    const medical = await world.write(erbil, baghdad, { store: 'medical' })
    expect(medical.result.photos).toMatchObject({ count: 1 })
    await take(baghdad, medical.file)
    expect(pieces(baghdad)).toEqual([])
    expect(pieces(baghdad, 'medical')).toHaveLength(1)
    expect((await baghdad.get('attachments.list', { owner: { type: 'evacuationCase', id } }))[0]?.here).toBe('here')
  })

  it('go on by themselves when they were cut off, and are whole then', async () => {
    for (let i = 0; i < 3; i++) await world.attach(erbil, at(), paper(10_000_000))
    const { file } = await world.write(erbil, baghdad)
    const preview = await check(baghdad, file)
    const { jobId } = await baghdad.get('bundles.apply', { bundle: preview.bundle })
    const cut = await ended(baghdad, jobId, async (job) => {
      if (job.step === 'bundle.photos') await baghdad.get('jobs.cancel', { jobId })
    })
    expect(cut.state).toBe('cancelled')
    expect(pieces(baghdad).length).toBeLessThan(60)
    await baghdad.lock()
    await baghdad.unlock()
    const state = async () =>
      (await baghdad.get('bundles.history', {})).find((one) => one.bundle === preview.bundle)?.state
    await expect.poll(state, { timeout: 20_000 }).toBe('applied')
    expect(await list(baghdad)).toEqual(['here', 'here', 'here'])
  })

  it('that were removed stay out', async () => {
    const id = await world.attach(erbil, at(), photo, 'a.png')
    await erbil.get('attachments.remove', { type: 'household', id })
    expect((await world.write(erbil, baghdad)).result.photos).toMatchObject({ count: 0, bytes: 0, elsewhere: 0 })
  })

  it('of an erased family neither leave nor come back with an old bundle', async () => {
    for (const [name, role] of [
      ['Dara', 'dataManager'],
      ['Aso', 'auditor'],
    ] as const)
      await addColleague(baghdad, name, role)
    await world.attach(erbil, at(), photo, 'a.png')
    const old = await world.write(erbil, baghdad)
    await take(baghdad, old.file)
    expect(pieces(baghdad)).not.toEqual([])
    await eraseRecord(baghdad, { kind: 'household', id: owner.id, number: owner.number })
    await enterAs(baghdad)
    expect(pieces(baghdad)).toEqual([])
    expect((await take(baghdad, old.file)).result).toMatchObject({ photos: 0 })
    // Written by an office that has not heard of it, after the erasure: a new photo of the same family.
    await world.attach(erbil, at(), paper(3000))
    const later = await world.write(erbil, baghdad)
    expect(later.result.photos.count).toBe(2)
    await take(baghdad, later.file)
    expect(pieces(baghdad)).toEqual([])
    const back = await world.write(baghdad, erbil)
    expect(back.result.photos).toMatchObject({ count: 0, bytes: 0 })
    await take(erbil, back.file)
    expect(await stateOf(baghdad)).toBe(await stateOf(erbil))
  })

  it('are left out, oldest first, when a bundle has no room for all', async () => {
    const ids: string[] = []
    for (const size of [1000, 2000, 3000]) ids.unshift(await world.attach(erbil, at(), paper(size)))
    const { registry } = erbil.app.stores()
    const watch = { progress: () => undefined, cancelled: () => false, pause: () => Promise.resolve() }
    const rows = livingAttachments(registry)
    expect(rows.map((row) => row.id)).toEqual(ids)
    const most = rows.reduce((sum, row) => sum + row.bytes, 0)
    const plan = new VolumePlan({ volumes: 1, volumeBytes: overhead + most })
    expect(await choosePieces(registry, rows, plan, watch)).toMatchObject({ photos: 2, leftOut: 1 })
    const [volume] = plan.volumes
    expect(volume?.chunks.map((one) => one.sha256)).toEqual(rows.slice(0, 2).flatMap(piecesOf))
    const small = new VolumePlan({ volumes: 1, volumeBytes: overhead + 100 })
    expect(await choosePieces(registry, rows, small, watch)).toMatchObject({ photos: 0, leftOut: 3 })
    expect(small.volumes).toMatchObject([{ chunks: [] }])
  })
})
