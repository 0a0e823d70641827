import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { patientCase, project } from '../../scripts/demo-people.ts'
import { pdf } from '../../scripts/fixtures/pictures.ts'
import { bundleSummary, recheckResult, type BundleChoice } from '../../src/shared/contract/exchange.ts'
import type { Input } from '../../src/shared/contract/index.ts'
import { member, registration } from './drafts.ts'
import { choose, ended } from './imports-run.ts'
import type { TestOffice } from './open-office.ts'
import { openOffices, stateOf, take } from './two-offices.ts'

let world: Awaited<ReturnType<typeof openOffices>>
let erbil: TestOffice
let baghdad: TestOffice

const family = (name: string, place: string | null = null) => ({
  ...registration({ place, placeUnknown: place === null ? 'Mosul' : null }, [
    member({ given: { la: name }, relationship: 'HEAD', needs: ['DS-BD'] }),
  ]),
  displacements: [],
})
const idOf = async (office: TestOffice) => (await office.get('bundles.card', {})).office
const summary = async (from: TestOffice, choice: Input<'bundles.summary'>) =>
  bundleSummary.parse((await ended(from, (await from.get('bundles.summary', choice)).jobId)).result)
const standing = async (of: TestOffice) =>
  (await of.get('bundles.standing', {})).find((one) => one.store === 'registry')
/** Both hold the same, once the names that the second office gave itself came back too. */
const same = async () => {
  await take(erbil, (await world.write(baghdad, erbil)).file)
  expect(await stateOf(baghdad)).toBe(await stateOf(erbil))
}
const lastSent = async (of: TestOffice) => (await of.get('bundles.history', {})).find((row) => row.direction === 'out')

beforeEach(async () => {
  world = await openOffices(['EBL', 'BGD'], true)
  const [first, second] = world.offices
  if (!first || !second) throw new Error('two offices')
  erbil = first
  baghdad = second
})
afterEach(() => world.close())

describe('a set of several files', () => {
  const paper = (kilobytes: number, at: number) => Buffer.concat([pdf(at), Buffer.alloc(kilobytes * 1024, at)])

  it('carries photos that have no room in one, and each file is good by itself, in any order', async () => {
    const { id } = await erbil.get('households.register', family('Karwan'))
    for (let at = 1; at <= 4; at++) await world.attach(erbil, { type: 'household', id }, paper(700, at))
    const { result } = await world.write(erbil, baghdad, { volumeBytes: 6_000_000 })
    expect(result.photos).toMatchObject({ count: 4, leftOut: 0 })
    expect(result.files.map(({ file }) => /-(\dof\d)\.bundle$/.exec(file)?.[1])).toEqual(['1of2', '2of2'])
    for (const { file, bytes } of result.files) {
      expect(readFileSync(path.join(world.stick, file))).toHaveLength(bytes)
      expect(bytes).toBeLessThan(6_000_000)
    }
    expect(await lastSent(erbil)).toMatchObject({ volumes: 2, state: 'written', bytes: result.bytes })
    const taken = []
    for (const { file } of result.files.toReversed()) {
      const { preview, result: one } = await take(baghdad, path.join(world.stick, file))
      taken.push(one)
      const code = baghdad.get('bundles.receiptCode', { bundle: preview.bundle })
      // The code stands for all files of the set.
      if (taken.length === 1) await expect(code).rejects.toMatchObject({ error: { reason: 'set_incomplete' } })
      else await erbil.get('bundles.confirm', { bundle: result.bundle, code: (await code).code })
    }
    expect(await standing(erbil)).toMatchObject({ changes: 0 })
    // The photos of the second file came before the records of the first: with them what names them, twice in the set.
    expect(taken[0]).toMatchObject({ applied: 2, photos: 2 })
    expect(taken[0]?.missing).toBeGreaterThan(0)
    expect(taken[1]).toMatchObject({ applied: result.operations - 4, held: 2, missing: 0, photos: 2 })
    const seen = await baghdad.get('attachments.list', { owner: { type: 'household', id } })
    expect(seen.map(({ here }) => here)).toEqual(['here', 'here', 'here', 'here'])
    await same()
  })
})

describe('a part of the records', () => {
  const mosul = 'IQG15Q05'

  it('by place holds the families there with all that belongs to them, and the rest comes with a later whole one', async () => {
    const there = await erbil.get('households.register', family('Karwan', mosul))
    const elsewhere = await erbil.get('households.register', family('Shilan', 'IQG11Q01'))
    const cap = await erbil.get('projects.create', project)
    await world.attach(erbil, { type: 'household', id: there.id }, pdf(1))
    await world.attach(erbil, { type: 'household', id: elsewhere.id }, pdf(2))
    const part = { programmes: ['families' as const], place: 'IQG15', since: null }
    const office = await idOf(baghdad)
    const before = await summary(erbil, { store: 'registry', office, part })
    const count = (of: string) => before.records.find(({ record }) => record === of)?.count ?? 0
    expect([count('household'), count('person'), count('attachment'), count('capProject')]).toEqual([1, 1, 1, 0])
    expect(before.sensitive).toContainEqual({ record: 'person', field: 'needs', count: 1 })
    expect(before.photos.count).toBe(1)
    const { file, result } = await world.write(erbil, baghdad, { part })
    expect(result.operations).toBe(before.operations)
    expect(result.bytes).toBeGreaterThan(before.bytes / 4)
    expect(result.bytes).toBeLessThan(before.bytes * 4)
    await take(baghdad, file)
    expect((await baghdad.get('households.get', { id: there.id })).members).toHaveLength(1)
    await expect(baghdad.get('households.get', { id: elsewhere.id })).rejects.toMatchObject({
      error: { kind: 'notFound' },
    })
    await expect(baghdad.get('projects.get', { id: cap.id })).rejects.toMatchObject({ error: { kind: 'notFound' } })
    await take(baghdad, (await world.write(erbil, baghdad)).file)
    await same()
  })

  it('by day holds what changed since, also when only a member did', async () => {
    const { id } = await erbil.get('households.register', family('Karwan', mosul))
    const office = await idOf(baghdad)
    const since = (day: string): Promise<{ records: { record: string; count: number }[] }> =>
      summary(erbil, { store: 'registry', office, part: { programmes: ['families'], place: null, since: day } })
    expect((await since('2000-01-01')).records).toContainEqual({ record: 'household', count: 1 })
    expect((await since('2999-01-01')).records.some(({ record }) => record === 'household')).toBe(false)
    expect(id).not.toBe('')
  })

  it('by day holds what a file was added to since', async () => {
    const { id } = await erbil.get('households.register', family('Karwan', mosul))
    const cap = await erbil.get('projects.create', project)
    const made = await erbil.get('cases.create', patientCase)
    const { registry, medical } = erbil.app.stores()
    for (const table of ['household', 'person', 'capProject', 'capStep'])
      registry.prepare(`update "${table}" set updatedAt = '2020-01-01T00:00:00.000Z'`).run()
    for (const table of ['evacuationCase', 'caseStep', 'patient'])
      medical?.prepare(`update "${table}" set updatedAt = '2020-01-01T00:00:00.000Z'`).run()
    const office = await idOf(baghdad)
    const since = async (store: 'registry' | 'medical') => {
      const programmes = store === 'registry' ? (['families', 'projects'] as const) : (['cases'] as const)
      const part = { programmes: [...programmes], place: null, since: '2025-01-01' }
      const { records } = await summary(erbil, { store, office, part })
      return records.filter(({ record }) => ['household', 'capProject', 'evacuationCase'].includes(record))
    }
    expect([await since('registry'), await since('medical')]).toEqual([[], []])
    await world.attach(erbil, { type: 'household', id }, pdf(1))
    await world.attach(erbil, { type: 'capProject', id: cap.id }, pdf(2))
    await world.attach(erbil, { type: 'evacuationCase', id: made.id }, pdf(3))
    expect(await since('registry')).toHaveLength(2)
    expect(await since('medical')).toHaveLength(1)
  })

  it('of the medical store goes by day alone', async () => {
    await erbil.get('cases.create', patientCase)
    const office = await idOf(baghdad)
    const of = async (day: string) =>
      (await summary(erbil, { store: 'medical', office, part: { programmes: ['cases'], place: null, since: day } }))
        .records
    expect(await of('2000-01-01')).toContainEqual({ record: 'patient', count: 1 })
    expect(await of('2999-01-01')).toEqual([])
  })

  it('tells who reads the header that it is a part, and counts on', async () => {
    await erbil.get('households.register', family('Karwan', mosul))
    const part = { programmes: ['families' as const], place: 'IQG15', since: '2020-01-01' }
    await world.write(erbil, baghdad, { part })
    await world.write(erbil, baghdad)
    const office = await idOf(baghdad)
    const sent = (await erbil.get('bundles.history', {})).filter((row) => row.direction === 'out')
    const choice: BundleChoice = { store: 'registry', office, content: 'everything' }
    expect(sent.map((row) => [row.kind, row.choice])).toEqual([
      ['full', choice],
      ['extract', { ...choice, part }],
    ])
  })
})

describe('a receipt', () => {
  it('says what arrived, as a small bundle without records', async () => {
    await erbil.get('households.register', family('Karwan'))
    expect(await standing(erbil)).toMatchObject({ since: null })
    await take(baghdad, (await world.write(erbil, baghdad)).file)
    const receipt = await world.write(baghdad, erbil, { content: 'receipt' })
    expect(receipt.result).toMatchObject({ operations: 0, photos: { count: 0 } })
    expect(receipt.result.bytes).toBeLessThan(16_000)
    await take(erbil, receipt.file)
    expect(await standing(erbil)).toMatchObject({ changes: 0 })
    expect((await standing(erbil))?.since).not.toBeNull()
  })

  it('may be twelve characters over the phone, which nobody else can know', async () => {
    await erbil.get('households.register', family('Karwan'))
    const { preview } = await take(baghdad, (await world.write(erbil, baghdad)).file)
    const { code } = await baghdad.get('bundles.receiptCode', { bundle: preview.bundle })
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{12}$/)
    const wrong = `${code.startsWith('0') ? '1' : '0'}${code.slice(1)}`
    await expect(erbil.get('bundles.confirm', { bundle: preview.bundle, code: wrong })).rejects.toMatchObject({
      error: { reason: 'wrong_receipt_code' },
    })
    expect(await standing(erbil)).toMatchObject({ since: null })
    const spoken = `${code.slice(0, 4).toLowerCase()} ${code.slice(4, 8)}-${code.slice(8)}`
    await erbil.get('bundles.confirm', { bundle: preview.bundle, code: spoken })
    expect(await standing(erbil)).toMatchObject({ changes: 0 })
    expect(await lastSent(erbil)).toMatchObject({ confirmed: true })
    // The next bundle leaves out what they hold by that word.
    const { id } = await erbil.get('households.register', family('Shilan'))
    const next = await world.write(erbil, baghdad, { content: 'lacking' })
    expect(next.result.operations).toBeLessThan(6)
    await take(baghdad, next.file)
    expect((await baghdad.get('households.get', { id })).members).toHaveLength(1)
    await same()
  })
})

describe('an export that does not come to its end', () => {
  it('leaves no word of a bundle when nothing got its name, and no file', async () => {
    const office = await idOf(baghdad)
    const gone = path.join(world.stick, 'pulled-out')
    const start = async (folder: string) => {
      const { jobId } = await erbil.get('bundles.export', { store: 'registry', office, folder: choose(erbil, folder) })
      return await ended(erbil, jobId)
    }
    expect((await start(gone)).error).toMatchObject({ kind: 'storage', reason: 'gone' })
    // What stands where the partial file would be stops the writing.
    writeFileSync(path.join(world.stick, 'file'), '')
    expect((await start(path.join(world.stick, 'file'))).state).toBe('failed')
    expect(await lastSent(erbil)).toBeUndefined()
    expect(readdirSync(world.stick)).toEqual(['file'])
  })
})

describe('a stick that is plugged in again', () => {
  const again = async (file: string) =>
    recheckResult.parse(
      (await ended(erbil, (await erbil.get('bundles.recheck', { file: choose(erbil, file) })).jobId)).result,
    ).outcome

  it('is compared with what was written, byte by byte', async () => {
    const { file } = await world.write(erbil, baghdad)
    expect(await again(file)).toBe('same')
    const bytes = readFileSync(file)
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    writeFileSync(file, bytes)
    expect(await again(file)).toBe('different')
    const other = path.join(world.stick, 'wp-00000000-1of1.bundle')
    copyFileSync(file, other)
    expect(await again(other)).toBe('unknown')
    expect(readdirSync(world.stick).some((name) => name.endsWith('.partial'))).toBe(false)
  })
})
