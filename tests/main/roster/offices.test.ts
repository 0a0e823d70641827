import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exportResult } from '../../../src/shared/contract/exchange.ts'
import { family } from '../../../scripts/demo-people.ts'
import { choose, ended } from '../imports-run.ts'
import { openOffice, type TestOffice } from '../open-office.ts'
import { stateOf, take, type Store } from '../two-offices.ts'

let stick: string
let hq: TestOffice
let erbil: TestOffice
let baghdad: TestOffice

const idOf = async (office: TestOffice) => (await office.get('bundles.card', {})).office
const pin = async (at: TestOffice, of: TestOffice) =>
  await at.get('bundles.addOffice', { card: await of.get('bundles.card', {}) })

const write = async (from: TestOffice, office: string, store: Store = 'registry') => {
  const { jobId } = await from.get('bundles.export', { store, office, folder: choose(from, stick) })
  return await ended(from, jobId)
}
const send = async (from: TestOffice, to: TestOffice, store: Store = 'registry') => {
  const job = await write(from, await idOf(to), store)
  expect(job.error).toBeNull()
  return path.join(stick, exportResult.parse(job.result).file)
}
const refusal = async (office: TestOffice, file: string) =>
  (await ended(office, (await office.get('bundles.verify', { file: choose(office, file) })).jobId)).error

const known = async (at: TestOffice, of: TestOffice) => {
  const id = await idOf(of)
  return (await at.get('bundles.offices', {})).find((one) => one.id === id)
}

beforeAll(async () => {
  stick = mkdtempSync(path.join(tmpdir(), 'waypost-stick-'))
  hq = await openOffice({ code: 'HQQ', type: 'headquarters' })
  erbil = await openOffice({ code: 'EBL', builtInPlaces: true })
  baghdad = await openOffice({ code: 'BGD', builtInPlaces: true })
  // Field offices meet headquarters, never each other.
  for (const field of [erbil, baghdad]) {
    await pin(field, hq)
    await pin(hq, field)
  }
})
afterAll(async () => {
  for (const office of [hq, erbil, baghdad]) await office.close()
  rmSync(stick, { recursive: true, force: true })
})

describe('two field offices that know headquarters alone', () => {
  test('are unknown to each other at first, by name and by key', async () => {
    expect(await known(erbil, baghdad)).toBeUndefined()
    expect((await write(erbil, await idOf(baghdad))).error).toMatchObject({ kind: 'notFound' })
  })

  test('know each other once headquarters sent its word, and exchange records without a card', async () => {
    await take(erbil, await send(hq, erbil))
    await take(baghdad, await send(hq, baghdad))
    expect(await known(erbil, baghdad)).toMatchObject({
      code: 'BGD',
      name: { la: 'Test office' },
      by: 'headquarters',
      fingerprint: '',
      receivesMedical: true,
      laptops: [{ receivesMedical: true, revoked: null, own: false }],
    })
    await erbil.get('households.register', family)
    await take(baghdad, await send(erbil, baghdad))
    await take(baghdad, await send(erbil, baghdad, 'medical'))
    await take(erbil, await send(baghdad, erbil))
    await take(hq, await send(baghdad, hq))
    expect(await stateOf(erbil)).toBe(await stateOf(baghdad))
    expect((await baghdad.get('bundles.standing', {})).map(({ code, store }) => `${code} ${store}`)).toContain(
      'EBL registry',
    )
    expect((await baghdad.get('bundles.history', {})).map(({ office }) => office)).toContain('EBL')
  })

  test('accept a bundle whose own roster proves its sender', async () => {
    // Mosul is signed by headquarters after Baghdad heard from it last; Mosul brings the word itself.
    const mosul = await openOffice({ code: 'MOS' })
    await pin(mosul, hq)
    await pin(hq, mosul)
    await take(mosul, await send(hq, mosul))
    expect(await known(baghdad, mosul)).toBeUndefined()
    await take(baghdad, await send(mosul, baghdad))
    expect(await known(baghdad, mosul)).toMatchObject({ code: 'MOS', by: 'headquarters' })
    await mosul.close()
  })

  test('refuse a sender that headquarters never signed', async () => {
    const stranger = await openOffice({ code: 'XYZ' })
    await pin(stranger, baghdad)
    expect(await refusal(baghdad, await send(stranger, baghdad))).toMatchObject({ reason: 'UNKNOWN_SENDER' })
    await stranger.close()
  })
})

describe('cards', () => {
  test('of headquarters bring its key, and there is one headquarters', async () => {
    expect((await erbil.get('bundles.offices', {})).filter(({ headquarters }) => headquarters)).toHaveLength(1)
    const other = await openOffice({ code: 'HQX', type: 'headquarters' })
    const card = await other.get('bundles.card', {})
    expect(await erbil.call('bundles.checkCard', { card })).toMatchObject({
      ok: false,
      error: { kind: 'refused', reason: 'another_headquarters' },
    })
    await other.close()
  })

  test('are another card as soon as a key of the office or of headquarters is another', async () => {
    const card = await hq.get('bundles.card', {})
    for (const key of ['office', 'root'] as const) {
      const forged = { ...card, keys: { ...card.keys, [key]: 'ab'.repeat(32) } }
      expect(await erbil.call('bundles.checkCard', { card: forged })).toMatchObject({
        error: { kind: 'refused', reason: 'card_differs' },
      })
    }
  })

  test('of another laptop of a known office need not be added, and replace nothing', async () => {
    const card = await hq.get('bundles.card', {})
    const registry = { signing: 'ab'.repeat(32), receiving: `age1${'q'.repeat(58)}` }
    const other = { ...card, device: 'another', keys: { ...card.keys, registry } }
    expect(await erbil.call('bundles.checkCard', { card: other })).toMatchObject({
      error: { kind: 'refused', reason: 'card_of_other_laptop' },
    })
    expect(await erbil.call('bundles.addOffice', { card: other })).toMatchObject({ ok: false })
  })

  test('of an office from before there were keys are read as they are', async () => {
    const old = await openOffice({ code: 'OLD' })
    const { statement: _, device: __, ...card } = await old.get('bundles.card', {})
    const { registry } = card.keys
    await baghdad.get('bundles.addOffice', { card: { ...card, keys: { registry } } })
    await pin(old, baghdad)
    await take(baghdad, await send(old, baghdad))
    expect(await known(baghdad, old)).toMatchObject({ by: 'card', receivesMedical: false })
    await old.close()
  })
})

describe('withdrawing', () => {
  test('a laptop: its bundles are refused with the date wherever the word has come, and nothing is sent to it', async () => {
    const before = await send(erbil, baghdad)
    const device = (await known(hq, erbil))?.laptops[0]?.device ?? ''
    await hq.get('roster.revoke', { office: await idOf(erbil), device, reason: 'stolen' })
    // Baghdad has not heard of it yet, and what Erbil wrote before is still taken.
    await take(baghdad, before)
    await take(baghdad, await send(hq, baghdad))
    const error = await refusal(baghdad, await send(erbil, baghdad))
    expect(error).toMatchObject({ kind: 'refused', reason: 'REVOKED_SENDER' })
    expect(error).toHaveProperty('params.at')
    expect((await known(baghdad, erbil))?.laptops[0]?.revoked).not.toBeNull()
    expect((await write(baghdad, await idOf(erbil))).error).toMatchObject({ reason: 'office_revoked' })
    // What it wrote before stays, here and wherever others carry it.
    expect((await baghdad.get('bundles.stateHash', { store: 'registry' })).records['household']).toBe(1)
    const audit = await hq.get('audit.list', { store: 'registry', offset: 0, limit: 50 })
    expect(audit.rows.map(({ action }) => action)).toContain('roster.revoke')
  })

  test('is not for a field office to say of another, nor for anybody of the laptop they sit at', async () => {
    const office = await idOf(hq)
    const device = (await known(baghdad, hq))?.laptops[0]?.device ?? ''
    expect(await baghdad.call('roster.revoke', { office, device, reason: 'lost' })).toMatchObject({
      error: { reason: 'no_root_key' },
    })
    const own = (await baghdad.get('bundles.offices', {})).find((one) => one.own)
    expect(
      await baghdad.call('roster.revoke', { office: own?.id, device: own?.laptops[0]?.device, reason: 'lost' }),
    ).toMatchObject({ error: { reason: 'own_laptop' } })
  })

  test('a whole office is for headquarters', async () => {
    await hq.get('roster.revoke', { office: await idOf(baghdad), device: null, reason: 'other' })
    expect((await known(hq, baghdad))?.revoked).not.toBeNull()
    expect(await refusal(hq, await send(baghdad, hq))).toMatchObject({ reason: 'REVOKED_SENDER' })
  })
})
