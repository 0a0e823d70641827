import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { exportResult } from '../../../src/shared/contract/exchange.ts'
import { family, patientCase } from '../../../scripts/demo-people.ts'
import { member, registration } from '../drafts.ts'
import { choose, ended } from '../imports-run.ts'
import { openOffice, type TestOffice } from '../open-office.ts'
import { stateOf, take, type Store } from '../two-offices.ts'
import { joinLaptop } from './network.ts'

let stick: string
let first: TestOffice
let erbil: TestOffice
let clock = new Date('2026-11-24T12:00:00Z')
const opened: TestOffice[] = []

const officeOf = async (office: TestOffice) => (await office.get('bundles.card', {})).office
const send = async (from: TestOffice, office: string, store: Store = 'registry', content?: 'lacking') => {
  const folder = choose(from, stick)
  const { jobId } = await from.get('bundles.export', { store, office, folder, ...(content ? { content } : {}) })
  const job = await ended(from, jobId)
  expect(job.error).toBeNull()
  const result = exportResult.parse(job.result)
  return { file: path.join(stick, result.file), result }
}
const verified = async (office: TestOffice, file: string) =>
  await ended(office, (await office.get('bundles.verify', { file: choose(office, file) })).jobId)
const joining = async (more: Parameters<typeof joinLaptop>[2] = {}) => {
  const one = await joinLaptop(first, stick, { now: () => clock, ...more })
  opened.push(one.laptop)
  return one
}

beforeAll(async () => {
  stick = mkdtempSync(path.join(tmpdir(), 'waypost-stick-'))
  first = await openOffice({ code: 'BGD', builtInPlaces: true, now: () => clock })
  erbil = await openOffice({ code: 'EBL', builtInPlaces: true })
  await first.get('bundles.addOffice', { card: await erbil.get('bundles.card', {}) })
  await erbil.get('bundles.addOffice', { card: await first.get('bundles.card', {}) })
  await first.get('households.register', family)
  await first.get('cases.create', patientCase)
})
afterEach(async () => {
  clock = new Date('2026-11-24T12:00:00Z')
  for (const office of opened.splice(0)) await office.close()
})
afterAll(async () => {
  for (const office of [first, erbil]) await office.close()
  rmSync(stick, { recursive: true, force: true })
})

describe('a second laptop of an office', () => {
  test('gets everything, speaks for the office, and both end with the same records', async () => {
    const { laptop, invited, input, join, answer, finish } = await joining({ name: 'Front desk' })
    expect(invited.code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{2}$/)
    const { file, code } = input(laptop)
    expect(await laptop.get('roster.readInvitation', { file, code })).toEqual({
      office: { code: 'BGD', name: { la: 'Test office' } },
      name: 'Front desk',
      medical: true,
      until: '2026-12-08T12:00:00.000Z',
    })
    const { recoveryKeys } = await join()
    expect(recoveryKeys.registry).not.toBe(first.recoveryKeys.registry)
    const session = await laptop.get('accounts.session', {})
    expect(session.office).toMatchObject({ id: await officeOf(first), code: 'BGD' })
    expect(session.deviceTag).not.toBe((await first.get('accounts.session', {})).deviceTag)
    expect((await laptop.get('roster.status', {})).joining).not.toBeNull()

    expect(await finish(await answer())).toMatchObject({ name: 'Front desk', medical: true })
    const office = await officeOf(first)
    for (const store of ['registry', 'medical'] as const) await take(laptop, (await send(first, office, store)).file)
    expect((await laptop.get('roster.status', {})).joining).toBeNull()
    expect(await stateOf(laptop)).not.toBe(await stateOf(first)) // its first user is new to the first laptop
    await laptop.get('households.register', family)
    const back = await send(laptop, office)
    await take(first, back.file)
    expect(await stateOf(laptop)).toBe(await stateOf(first))
    expect(await stateOf(laptop, 'medical')).toBe(await stateOf(first, 'medical'))
    const numbers = first.app.stores().registry.prepare('select number from household').pluck().all()
    expect(new Set(numbers).size).toBe(2)
    // Only the new things go the next time, since each knows what the other laptop holds.
    expect((await send(first, office, 'registry', 'lacking')).result.operations).toBe(0)

    // The other office opens what the second laptop writes, and writes to both laptops.
    const there = await officeOf(erbil)
    await take(erbil, (await send(first, there)).file)
    await take(erbil, (await send(laptop, there)).file)
    const both = (await send(erbil, office)).file
    await take(first, both)
    await take(laptop, both)
    expect(await stateOf(laptop)).toBe(await stateOf(erbil))
    expect((await erbil.get('bundles.offices', {})).find((one) => one.code === 'BGD')?.laptops).toHaveLength(2)
  })

  test('that was not given the medical key neither reads nor signs medical records', async () => {
    const { laptop, join, answer, finish } = await joining({ name: 'Gate', medical: false })
    await join()
    expect((await laptop.get('accounts.session', {})).medical).toBe(false)
    expect((await finish(await answer())).medical).toBe(false)
    const office = await officeOf(first)
    const own = (await first.get('bundles.offices', {})).find((one) => one.own)
    expect(own?.laptops.find(({ name }) => name === 'Gate')?.receivesMedical).toBe(false)
    const job = await verified(laptop, (await send(first, office)).file)
    expect(job.error).toBeNull()
  })

  test('is withdrawn by the office: its bundles are refused and it gets no more', async () => {
    const { laptop, join, answer, finish } = await joining({ name: 'Car' })
    await join()
    const { device } = await finish(await answer())
    const office = await officeOf(first)
    await take(laptop, (await send(first, office)).file)
    await laptop.get('households.register', family)
    const bundle = (await send(laptop, office)).file
    await first.get('roster.revoke', { office, device, reason: 'lost' })
    expect((await verified(first, bundle)).error).toMatchObject({ reason: 'REVOKED_SENDER' })
    expect((await verified(laptop, (await send(first, office)).file)).error).toMatchObject({ reason: 'WRONG_KEY' })
    // A laptop that joined does not hold the key of the office.
    expect((await laptop.get('roster.status', {})).signs).toBe(false)
    expect(
      await laptop.call('roster.invite', { folder: choose(laptop, stick), name: 'x', medical: false }),
    ).toMatchObject({ error: { reason: 'no_office_key' } })
  })

  test('is unknown until its answer is taken in', async () => {
    const { laptop, join } = await joining()
    await join()
    const { file } = await send(laptop, await officeOf(erbil))
    expect((await verified(erbil, file)).error).toMatchObject({ reason: 'UNKNOWN_SENDER' })
  })
})

describe('an invitation', () => {
  test('does not open by another code, and a mistyped one is told apart at once', async () => {
    const { laptop, input } = await joining()
    const other = await joining()
    for (const code of [other.invited.code, 'AAAA-AAAA-AAAA-AAAA-AA', 'nonsense'])
      expect(await laptop.call('roster.join', input(laptop, code))).toMatchObject({
        error: { kind: 'refused', reason: 'wrong_invitation_code' },
      })
    expect(await laptop.get('accounts.status', {})).toMatchObject({ state: 'new' })
  })

  test('is not any other file', async () => {
    const { laptop, input } = await joining()
    const file = path.join(stick, 'other.waypost')
    writeFileSync(file, 'no invitation')
    expect(await laptop.call('roster.join', { ...input(laptop), file: choose(laptop, file) })).toMatchObject({
      error: { reason: 'not_an_invitation' },
    })
    const { invitation } = await joining()
    const cut = readFileSync(invitation)
    writeFileSync(file, cut.subarray(0, cut.length - 20))
    const refused = await laptop.call('roster.join', { ...input(laptop), file: choose(laptop, file) })
    expect(refused).toMatchObject({ error: { kind: 'refused' } })
  })

  test('is over after 14 days, on both sides', async () => {
    const { laptop, input, join, answer, finish } = await joining()
    const late = await joining()
    await join()
    const file = await answer()
    clock = new Date('2026-12-08T12:00:00Z')
    await expect(finish(file)).rejects.toMatchObject({ error: { reason: 'invitation_expired' } })
    expect(await late.laptop.call('roster.join', late.input(late.laptop))).toMatchObject({
      error: { reason: 'invitation_expired' },
    })
    expect(input(laptop).code).not.toBe('')
  })

  test('that is too old is followed by a newer one, and what was entered meanwhile is not lost', async () => {
    const { laptop, join, answer, finish } = await joining({ name: 'Late' })
    await join()
    // The list of places comes with the first bundle.
    const draft = registration({ place: null, placeUnknown: 'Mosul' }, [member({ relationship: 'HEAD' })])
    const { id } = await laptop.get('households.register', { ...draft, displacements: [] })
    clock = new Date('2026-12-20T12:00:00Z')
    await expect(finish(await answer())).rejects.toMatchObject({ error: { reason: 'invitation_expired' } })
    const newer = await joining({ name: 'Late' })
    const renewed = newer.input(laptop)
    await laptop.get('roster.renew', { file: renewed.file, code: renewed.code })
    await finish(await answer())
    const office = await officeOf(first)
    await take(laptop, (await send(first, office)).file)
    await take(first, (await send(laptop, office)).file)
    expect((await first.get('households.get', { id })).members.length).toBeGreaterThan(0)
    // It belongs to the office now: there is nothing left to renew.
    const more = await joining()
    const { file, code } = more.input(laptop)
    expect(await laptop.call('roster.renew', { file, code })).toMatchObject({ error: { reason: 'not_joining' } })
    clock = new Date('2026-11-25T12:00:00Z')
    const foreign = await joinLaptop(erbil, stick)
    opened.push(foreign.laptop)
    await more.join()
    const other = { file: choose(more.laptop, foreign.invitation), code: foreign.invited.code }
    expect(await more.laptop.call('roster.renew', other)).toMatchObject({
      error: { reason: 'invitation_of_other_office' },
    })
  })

  test('adds one laptop', async () => {
    const { join, answer, finish } = await joining()
    await join()
    const file = await answer()
    await finish(file)
    await expect(finish(file)).rejects.toMatchObject({ error: { kind: 'refused' } })
  })

  test('is not answered by somebody who does not know the code', async () => {
    const { join, answer, finish } = await joining()
    await join()
    const file = await answer()
    const said = JSON.parse(readFileSync(file, 'utf8')) as { card: { keys: object } }
    const { keys } = await erbil.get('bundles.card', {})
    writeFileSync(file, JSON.stringify({ ...said, card: { ...said.card, keys } }))
    await expect(finish(file)).rejects.toMatchObject({ error: { reason: 'wrong_answer' } })
    writeFileSync(file, '{}')
    await expect(finish(file)).rejects.toMatchObject({ error: { reason: 'not_an_answer' } })
  })
})
