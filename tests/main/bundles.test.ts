import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BundlePreview, JobState } from '../../src/shared/contract/exchange.ts'
import { family, patientCase } from '../../scripts/demo-people.ts'
import { choose, ended } from './imports-run.ts'
import { openOffice, type TestOffice } from './open-office.ts'

/** A folder that stands for a USB stick. */
const stick = mkdtempSync(path.join(tmpdir(), 'waypost-stick-'))
let erbil: TestOffice
let baghdad: TestOffice
let stranger: TestOffice

const idOf = async (office: TestOffice) => (await office.get('bundles.card', {})).office

const send = async (
  from: TestOffice,
  to: TestOffice,
  store: 'registry' | 'medical',
): Promise<{ file: string; job: JobState }> => {
  const folder = choose(from, stick)
  const { jobId } = await from.get('bundles.export', { store, office: await idOf(to), folder })
  const job = await ended(from, jobId)
  const result = job.result as { file: string } | null
  return { file: path.join(stick, result?.file ?? ''), job }
}

const verify = async (office: TestOffice, file: string): Promise<JobState> =>
  await ended(office, (await office.get('bundles.verify', { file: choose(office, file) })).jobId)

const receive = async (office: TestOffice, file: string) => {
  const preview = (await verify(office, file)).result as BundlePreview
  const job = await ended(office, (await office.get('bundles.apply', { bundle: preview.bundle })).jobId)
  return { preview, job }
}

const hash = async (office: TestOffice, store: 'registry' | 'medical') =>
  (await office.get('bundles.stateHash', { store })).hash

beforeAll(async () => {
  erbil = await openOffice({ code: 'EBL', builtInPlaces: true })
  baghdad = await openOffice({ code: 'BGD', builtInPlaces: true })
  stranger = await openOffice({ code: 'XYZ' })
  await erbil.get('bundles.addOffice', { card: await baghdad.get('bundles.card', {}) })
  await baghdad.get('bundles.addOffice', { card: await erbil.get('bundles.card', {}) })
  await stranger.get('bundles.addOffice', { card: await baghdad.get('bundles.card', {}) })
  await erbil.get('households.register', family)
  await erbil.get('cases.create', patientCase)
})
afterAll(async () => {
  for (const office of [erbil, baghdad, stranger]) await office.close()
  rmSync(stick, { recursive: true, force: true })
})

describe('carrying bundles', () => {
  it('ends with the same records in both offices, whatever each had before', async () => {
    for (const store of ['registry', 'medical'] as const) {
      const there = await receive(baghdad, (await send(erbil, baghdad, store)).file)
      expect(there.job.error).toBeNull()
      expect(there.preview.senderOffice).toBe('EBL')
      const back = await receive(erbil, (await send(baghdad, erbil, store)).file)
      expect(back.job.error).toBeNull()
      expect(await hash(baghdad, store)).toBe(await hash(erbil, store))
    }
    const { rows } = await baghdad.get('people.list', { text: 'Zhiyan', offset: 0, limit: 10 })
    expect(rows.map((row) => row.given.ckb)).toEqual(['ژیان'])
    expect((await baghdad.get('cases.list', { offset: 0, limit: 10 })).rows).toHaveLength(1)
    // The places both offices loaded by themselves are the same records, and nothing about them needs a decision.
    expect((await baghdad.get('home.summary', {})).attention.filter((one) => one.kind === 'conflicts.open')).toEqual([])
  })

  it('changes nothing the second time', async () => {
    const { file } = await send(erbil, baghdad, 'registry')
    await receive(baghdad, file)
    const before = await hash(baghdad, 'registry')
    const again = await receive(baghdad, file)
    expect(again.preview.newOperations).toBe(0)
    expect(again.preview.importedBefore).not.toBeNull()
    expect(again.job.result).toMatchObject({ applied: 0, conflicts: 0 })
    expect(await hash(baghdad, 'registry')).toBe(before)
  })

  it('keeps what two offices wrote at the same time, and shows a conflict only where they disagree', async () => {
    const [row] = (
      await erbil.get('households.list', { filter: {}, sort: 'number', descending: false, offset: 0, limit: 1 })
    ).rows
    if (!row) throw new Error('the office has no household')
    await erbil.get('households.update', { id: row.id, patch: { rationCard: '111', notes: 'written in Erbil' } })
    await baghdad.get('households.update', { id: row.id, patch: { unhcrNumber: '222', notes: 'written in Baghdad' } })
    await receive(baghdad, (await send(erbil, baghdad, 'registry')).file)
    await receive(erbil, (await send(baghdad, erbil, 'registry')).file)
    expect(await hash(baghdad, 'registry')).toBe(await hash(erbil, 'registry'))
    const { household } = await erbil.get('households.get', { id: row.id })
    expect(household).toMatchObject({ rationCard: '111', unhcrNumber: '222' })
    const open = (await erbil.get('home.summary', {})).attention.find((one) => one.kind === 'conflicts.open')
    expect(open?.count).toBe(1)
  })

  it('goes on by itself after it was cut off', async () => {
    await erbil.get('households.register', family)
    // So many that they take several transactions.
    for (let i = 0; i < 400; i++) await erbil.get('households.register', { ...family, displacements: [] })
    const { file } = await send(erbil, baghdad, 'registry')
    const preview = (await verify(baghdad, file)).result as BundlePreview
    const { jobId } = await baghdad.get('bundles.apply', { bundle: preview.bundle })
    // It is stopped as soon as it has saved something, and the lock comes; whatever was committed stays.
    const saving = () =>
      baghdad.messages.some(
        (said) => said.type === 'job' && said.job.jobId === jobId && said.job.step === 'bundle.apply',
      )
    while (!saving()) await new Promise((resolve) => setTimeout(resolve, 1))
    await baghdad.get('jobs.cancel', { jobId })
    const cut = await ended(baghdad, jobId)
    expect(cut.state).toBe('cancelled')
    await baghdad.lock()
    await baghdad.unlock()
    await expect
      .poll(
        async () => (await baghdad.get('bundles.history', {})).find((one) => one.bundle === preview.bundle)?.state,
        {
          timeout: 20_000,
        },
      )
      .toBe('applied')
    const people = async (office: TestOffice) =>
      (await office.get('people.list', { text: 'Zhiyan', offset: 0, limit: 1 })).total
    expect(await people(baghdad)).toBe(await people(erbil))
    expect(await people(erbil)).toBeGreaterThan(400)
  })
})

describe('refusing bundles', () => {
  const refusal = async (office: TestOffice, file: string) => {
    const before = await hash(office, 'registry')
    const job = await verify(office, file)
    expect(job.state).toBe('failed')
    expect(await hash(office, 'registry')).toBe(before)
    expect(readdirSync(path.join(office.folder, 'inbox'))).toEqual([])
    return (job.error as { reason: string }).reason
  }
  const copyOf = (file: string, change: (content: Buffer) => Buffer): string => {
    const copy = path.join(stick, 'changed.bundle')
    writeFileSync(copy, change(readFileSync(file)))
    return copy
  }

  it('says what is wrong with each and changes nothing', async () => {
    const { file } = await send(erbil, baghdad, 'registry')
    const flipped = copyOf(file, (content) => {
      const at = Math.floor(content.length / 2)
      content[at] = (content[at] ?? 0) ^ 1
      return content
    })
    // One chunk only, so a changed byte and a cut look the same to age; both are refused, each with its class.
    expect(['DAMAGED', 'CUT_SHORT']).toContain(await refusal(baghdad, flipped))
    const cut = copyOf(file, (content) => content)
    truncateSync(cut, Math.floor(readFileSync(file).length / 3))
    expect(await refusal(baghdad, cut)).toBe('CUT_SHORT')
    expect(
      await refusal(
        baghdad,
        copyOf(file, () => Buffer.from('PK not a bundle')),
      ),
    ).toBe('NOT_A_BUNDLE')
    expect(await refusal(stranger, file)).toBe('WRONG_KEY')
    const unknown = await send(stranger, baghdad, 'registry')
    expect(await refusal(baghdad, unknown.file)).toBe('UNKNOWN_SENDER')
  })

  it('leaves a verified bundle aside when a person says so', async () => {
    const { file } = await send(erbil, baghdad, 'registry')
    const preview = (await verify(baghdad, file)).result as BundlePreview
    await baghdad.get('bundles.discard', { bundle: preview.bundle })
    expect(readdirSync(path.join(baghdad.folder, 'inbox'))).toEqual([])
    expect(await baghdad.call('bundles.discard', { bundle: preview.bundle })).toMatchObject({
      error: { kind: 'conflict', reason: 'bundle_not_waiting' },
    })
  })

  it('never replaces the keys of an office it knows', async () => {
    const card = await baghdad.get('bundles.card', {})
    const forged = { ...card, keys: { registry: (await stranger.get('bundles.card', {})).keys.registry } }
    expect(await erbil.call('bundles.addOffice', { card: forged })).toMatchObject({
      error: { kind: 'refused', reason: 'card_differs' },
    })
    expect(await erbil.call('bundles.addOffice', { card: await erbil.get('bundles.card', {}) })).toMatchObject({
      error: { kind: 'refused', reason: 'own_card' },
    })
  })
})
