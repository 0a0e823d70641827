import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exportResult, type OfficeCard } from '../../../src/shared/contract/exchange.ts'
import { office as officeRecord } from '../../../src/shared/records/office.ts'
import { change } from '../../../src/main/oplog/save.ts'
import { packAnswer, parseCode, readAnswer } from '../../../src/main/roster/invitation.ts'
import { choose, ended } from '../imports-run.ts'
import { openOffice, type TestOffice } from '../open-office.ts'
import { check, take } from '../two-offices.ts'
import { joinLaptop } from './network.ts'

let stick: string
let hq: TestOffice
let erbil: TestOffice
let baghdad: TestOffice
let stranger: TestOffice

const cardOf = async (office: TestOffice) => await office.get('bundles.card', {})
const pin = async (at: TestOffice, of: TestOffice) => await at.get('bundles.addOffice', { card: await cardOf(of) })
const send = async (from: TestOffice, to: TestOffice) => {
  const { office } = await cardOf(to)
  const { jobId } = await from.get('bundles.export', { store: 'registry', office, folder: choose(from, stick) })
  const job = await ended(from, jobId)
  expect(job.error).toBeNull()
  return path.join(stick, exportResult.parse(job.result).file)
}
const refuses = async (at: TestOffice, card: OfficeCard, reason = 'card_differs') =>
  expect(await at.call('bundles.addOffice', { card })).toMatchObject({
    error: { kind: 'refused', reason },
  })

beforeAll(async () => {
  stick = mkdtempSync(path.join(tmpdir(), 'waypost-stick-'))
  hq = await openOffice({ code: 'HQQ', type: 'headquarters' })
  erbil = await openOffice({ code: 'EBL' })
  baghdad = await openOffice({ code: 'BGD' })
  stranger = await openOffice({ code: 'XYZ' })
  for (const field of [erbil, baghdad]) await pin(hq, field)
  await pin(erbil, hq)
})
afterAll(async () => {
  for (const office of [hq, erbil, baghdad, stranger]) await office.close()
  rmSync(stick, { recursive: true, force: true })
})

describe('the card of an office that is known by an older one', () => {
  test('is taken when it only adds keys, so that a network from before there were keys can go on', async () => {
    const { statement: _, device: __, ...card } = await cardOf(hq)
    const { registry } = card.keys
    await baghdad.get('bundles.addOffice', { card: { ...card, keys: { registry } } })
    const after = await pin(baghdad, hq)
    expect(after).toMatchObject({ headquarters: true, receivesMedical: true, laptops: [{ revoked: null }] })
    // The older one takes nothing away again.
    await refuses(baghdad, { ...card, keys: { registry } })
    const other = (await cardOf(stranger)).keys
    await refuses(baghdad, { ...card, keys: { ...card.keys, registry: other.registry } }, 'card_of_other_laptop')
    await refuses(baghdad, { ...card, keys: { ...card.keys, medical: other.registry } }, 'card_of_other_laptop')
    await take(baghdad, await send(hq, baghdad))
    await take(erbil, await send(hq, erbil))
    expect((await baghdad.get('bundles.offices', {})).map(({ code }) => code)).toContain('EBL')
  })
})

describe('the card of an office that headquarters signed', () => {
  test('is refused when its keys are not those of a laptop of that office', async () => {
    const [card, other] = [await cardOf(erbil), await cardOf(stranger)]
    const { statement: _, ...bare } = card
    await refuses(baghdad, { ...other, office: card.office })
    await refuses(baghdad, { ...bare, keys: other.keys })
    const { signing } = card.keys.registry
    const { receiving } = other.keys.registry
    await refuses(baghdad, { ...card, keys: { ...card.keys, registry: { signing, receiving } } })
    await pin(baghdad, erbil)
  })
})

describe('a card with an id that no statement could carry', () => {
  test('is no card', async () => {
    const card = await cardOf(stranger)
    expect(await hq.call('bundles.addOffice', { card: { ...card, office: 'a b:c' } })).toMatchObject({
      error: { kind: 'invalid' },
    })
    await hq.get('bundles.offices', {})
  })
})

describe('the answer to an invitation', () => {
  test('adds a laptop and never changes the keys of one that is known', async () => {
    const { laptop, invited, join, answer, finish } = await joinLaptop(erbil, stick)
    await join()
    const file = await answer()
    const { card, invitation } = await readAnswer(file)
    const { device } = await cardOf(erbil)
    const forged = packAnswer(invitation, parseCode(invited.code), { ...card, device })
    const good = readFileSync(file)
    writeFileSync(file, forged)
    await expect(finish(file)).rejects.toMatchObject({ error: { kind: 'refused', reason: 'wrong_answer' } })
    writeFileSync(file, good)
    await finish(file)
    await laptop.close()
  })
})

describe('an office that is called headquarters later', () => {
  test('does not become a second one', async () => {
    const { office } = await cardOf(baghdad)
    await baghdad.ctx.write('registry', (trx) => change(trx, officeRecord, office, { type: 'headquarters' }))
    expect((await cardOf(baghdad)).keys.root).toBeUndefined()
    await take(baghdad, await send(hq, baghdad))
    expect((await baghdad.get('bundles.offices', {})).filter(({ headquarters }) => headquarters)).toHaveLength(1)
    await baghdad.ctx.write('registry', (trx) => change(trx, officeRecord, office, { type: 'country' }))
  })
})

describe('an office that was set up as headquarters by mistake', () => {
  test('follows the real one once that is put right, and not before', async () => {
    const mosul = await openOffice({ code: 'MOS', type: 'headquarters' })
    await mosul.get('bundles.card', {})
    const card = await cardOf(hq)
    const add = async () => await mosul.call('bundles.addOffice', { card })
    expect(await add()).toMatchObject({ error: { reason: 'another_headquarters' } })
    await mosul.get('accounts.updateOffice', { patch: { type: 'country' } })
    expect(await add()).toMatchObject({ ok: true })
    expect((await cardOf(mosul)).keys.root).toBeUndefined()
    expect((await mosul.get('roster.status', {})).headquarters).toBe(false)
    await pin(hq, mosul)
    await take(mosul, await send(hq, mosul))
    expect((await mosul.get('bundles.offices', {})).map(({ code }) => code)).toContain('EBL')
    await mosul.close()
  })

  test('keeps its word where it has signed others', async () => {
    const other = await openOffice({ code: 'OTH', type: 'headquarters' })
    await pin(other, stranger)
    await other.get('accounts.updateOffice', { patch: { type: 'country' } })
    expect(await other.call('bundles.addOffice', { card: await cardOf(hq) })).toMatchObject({
      error: { reason: 'another_headquarters' },
    })
    await other.close()
  })
})

describe('an office that is known by a card from before there were keys alone', () => {
  test('is withdrawn by headquarters, here and wherever its word comes', async () => {
    const old = await openOffice({ code: 'OLD' })
    for (const at of [hq, baghdad]) {
      const { statement: _, device: __, ...card } = await cardOf(old)
      await at.get('bundles.addOffice', { card: { ...card, keys: { registry: card.keys.registry } } })
      await pin(old, at)
    }
    await take(baghdad, await send(old, baghdad))
    const { office } = await cardOf(old)
    await hq.get('roster.revoke', { office, device: null, reason: 'stolen' })
    expect((await hq.get('bundles.offices', {})).find(({ id }) => id === office)?.revoked).not.toBeNull()
    await take(baghdad, await send(hq, baghdad))
    const late = await send(old, baghdad)
    const { jobId } = await baghdad.get('bundles.verify', { file: choose(baghdad, late) })
    expect((await ended(baghdad, jobId)).error).toMatchObject({ reason: 'REVOKED_SENDER' })
    const folder = choose(baghdad, stick)
    const sent = await baghdad.get('bundles.export', { store: 'registry', office, folder })
    expect((await ended(baghdad, sent.jobId)).error).toMatchObject({ reason: 'office_revoked' })
    await old.close()
  })
})

describe('a bundle that waits while its sender is withdrawn', () => {
  test('is not taken in', async () => {
    const { bundle } = await check(baghdad, await send(erbil, baghdad))
    const device = (await cardOf(erbil)).device ?? null
    await hq.get('roster.revoke', { office: (await cardOf(erbil)).office, device, reason: 'stolen' })
    await take(baghdad, await send(hq, baghdad))
    const job = await ended(baghdad, (await baghdad.get('bundles.apply', { bundle })).jobId)
    expect(job.error).toMatchObject({ kind: 'refused', reason: 'REVOKED_SENDER' })
    expect(job.error).toHaveProperty('params.at')
    await baghdad.get('bundles.discard', { bundle })
  })
})
