import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BundlePreview } from '../../src/shared/contract/exchange.ts'
import { bundleHeader, type BundleHeader } from '../../src/shared/bundle/v1/header.ts'
import type { BundleOp } from '../../src/shared/bundle/v1/operation.ts'
import { packPart } from '../../src/main/bundles/format/parts.ts'
import { findIdentity } from '../../src/main/bundles/repository.ts'
import { internal } from '../../src/main/bundles/stores.ts'
import { canonical } from '../../src/main/crypto/canonical.ts'
import { randomBytes } from '../../src/main/crypto/random.ts'
import { generateSigningKey } from '../../src/main/crypto/sign.ts'
import { knowledgeOf, readLog } from '../../src/main/oplog/read.ts'
import { rebuild } from '../../src/main/oplog/rebuild.ts'
import { hostileBags } from './bundle-format/hostile-bags.ts'
import { hostileLines } from './bundle-format/hostile-lines.ts'
import { hostileOperations, type Target } from './bundle-format/hostile-operations.ts'
import { forge, type Forger, type Forgery } from './bundle-format/hostile.ts'
import { member, registration } from './drafts.ts'
import { choose, ended } from './imports-run.ts'
import type { TestOffice } from './open-office.ts'
import { check, openOffices, stateOf, take } from './two-offices.ts'

/*
 * An enrolled office with a writer of its own: its key is known and its signature holds. Whatever it signs is refused
 * or contained by the calls of the application, which answer afterwards as before.
 */
let world: Awaited<ReturnType<typeof openOffices>>
let victim: TestOffice
let forger: TestOffice
let by: Forger
let target: Target

const storeOf = (office: TestOffice) => office.app.stores().registry
const aside = (): number => Number(storeOf(victim).raw.prepare('select count(*) from quarantine').pluck().get())

beforeAll(async () => {
  world = await openOffices(['BGD', 'EBL'], true)
  const [first, second] = world.offices
  if (!first || !second) throw new Error('two offices')
  victim = first
  forger = second
  const family = {
    ...registration({ place: null, placeUnknown: 'Mosul' }, [member({ relationship: 'HEAD' })]),
    displacements: [],
  }
  await forger.get('households.register', family)
  await take(victim, (await world.write(forger, victim)).file)
  const own = await findIdentity(internal(forger.ctx.db))
  const { office } = await victim.get('bundles.card', {})
  const sample = (await forger.get('bundles.card', {})).office
  by = {
    seed: Buffer.from(own.signingSeed, 'hex'),
    recipients: [(await findIdentity(internal(victim.ctx.db))).receivingRecipient],
    header: {
      bundle: randomBytes(16).toString('hex'),
      set: randomBytes(16).toString('hex'),
      volume: { i: 1, n: 1 },
      store: 'registry',
      type: 'full',
      sender: { office: sample, device: own.device, replica: own.replica },
      offices: [office, 'HQ'],
      scope: {},
      schema: 1,
      created: '2026-11-24T08:00:00.000Z',
      knowledge: knowledgeOf(storeOf(forger)),
      acks: {},
      wants: [],
      receipt_secret: 'ef'.repeat(32),
      previous: null,
    },
  }
  const mine = [...readLog(storeOf(forger))].map(({ op }) => op).filter((op) => op.replica === own.replica)
  const of = (type: string): BundleOp => {
    const found = mine.find((op) => op.type === type && op.kind === 'create')
    if (!found) throw new Error(`no ${type}`)
    return found
  }
  const last = mine.at(-1)
  if (!last) throw new Error('no operation')
  target = { household: of('household'), person: of('person'), last, own: '', ownCount: 0 }
})
afterAll(() => world.close())

/** Everything a person would look at next. */
const answers = async (): Promise<void> => {
  const page = { offset: 0, limit: 100 }
  const { id } = { id: target.household.entity }
  const asked: [string, unknown][] = [
    ['home.summary', {}],
    ['households.list', { filter: {}, sort: 'number', descending: false, ...page }],
    ['households.get', { id }],
    ['people.list', { text: '', ...page }],
    ['people.list', { text: 'حسن', ...page }],
    ['people.get', { id: target.person.entity }],
    ['places.search', { text: 'Ring', limit: 10 }],
    ['places.count', {}],
    ['search.quick', { text: '"', limit: 10 }],
    ['conflicts.list', { record: null, field: null, ...page }],
    ['history.ofRecord', { record: 'household', id, ...page }],
    ['bundles.history', {}],
    ['bundles.standing', {}],
    ['bundles.offices', {}],
    ['attachments.list', { owner: { type: 'household', id } }],
  ]
  for (const [name, input] of asked) expect({ name, ...(await victim.call(name, input)) }).toMatchObject({ ok: true })
}

const send = async (forgery: Forgery, more: Partial<BundleHeader> = {}): Promise<string> => {
  const { sender, ...rest } = more
  const header = { ...by.header, bundle: randomBytes(16).toString('hex'), ...rest }
  return await forge(world.stick, forgery, {
    ...by,
    header: {
      ...header,
      sender: { ...by.header.sender, ...(sender ? { replica: sender.replica, device: sender.device } : {}) },
    },
  })
}

describe('what breaks a rule of the format is refused by the application', () => {
  it.each([...hostileBags, ...hostileLines])('%s', async (_name, forgery, refusal) => {
    const before = { state: await stateOf(victim), aside: aside() }
    const job = await ended(
      victim,
      (await victim.get('bundles.verify', { file: choose(victim, await send(forgery)) })).jobId,
    )
    expect(job.state).toBe('failed')
    const [code = ''] = refusal.split(':')
    expect(job.error).toMatchObject({ kind: 'refused', ...(code === '' ? {} : { reason: code }) })
    expect({ state: await stateOf(victim), aside: aside() }).toEqual(before)
  })

  it('also by a key that is not the one of the office it names, and for another office', async () => {
    const reason = async (file: string) => {
      const { jobId } = await victim.get('bundles.verify', { file: choose(victim, file) })
      return (await ended(victim, jobId)).error
    }
    const stranger = { ...by, seed: generateSigningKey().seed }
    expect(await reason(await forge(world.stick, {}, stranger))).toMatchObject({ reason: 'UNKNOWN_SENDER' })
    const { office } = await victim.get('bundles.card', {})
    const asVictim = { ...by, header: { ...by.header, sender: { ...by.header.sender, office } } }
    expect(await reason(await forge(world.stick, {}, asVictim))).toMatchObject({ reason: 'UNKNOWN_SENDER' })
    expect(await reason(await send({}, { offices: ['HQ'] }))).toMatchObject({ reason: 'NOT_FOR_THIS_OFFICE' })
    expect(await reason(await send({}, { store: 'medical' }))).toMatchObject({ reason: 'UNKNOWN_SENDER' })
    await answers()
  })
})

describe('what keeps the format is contained', () => {
  it.each(hostileOperations.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    const { hex, n } = storeOf(victim)
      .raw.prepare("select (select value from storeMeta where key = 'replica') as hex, (select n from feed) as n")
      .get() as { hex: string; n: number }
    const at = { ...target, own: hex, ownCount: n }
    const ops = one.make(at)
    const before = { state: await stateOf(victim), aside: aside() }
    const header = one.header?.(at)
    if (header) expect(bundleHeader.partial().safeParse({ ...header, sender: undefined }).success).toBe(true)
    const part = packPart(Buffer.from(ops.map((op) => `${canonical(op)}\n`).join('')))
    const parts = ops.length === 0 ? [] : [part]
    const preview: BundlePreview = await check(victim, await send({ parts, counts: { ops: ops.length } }, header))
    const job = await ended(victim, (await victim.get('bundles.apply', { bundle: preview.bundle })).jobId)
    expect(job.error).toBeNull()
    if (one.changes !== 'kept') expect(await stateOf(victim)).toBe(before.state)
    expect(aside() - before.aside).toBe(one.changes === 'aside' ? ops.length : 0)
    await answers()
    // The office goes on working, and nothing it writes is lost on the way back.
    const notes = `after ${one.name}`
    await victim.get('households.update', { id: target.household.entity, patch: { notes } })
    expect((await victim.get('households.get', { id: target.household.entity })).household.notes).toBe(notes)
    const state = await stateOf(victim)
    const store = storeOf(victim)
    await victim.ctx.write('registry', async (trx) => {
      await rebuild(trx)
    })
    expect(store.raw.pragma('quick_check', { simple: true })).toBe('ok')
    expect(await stateOf(victim)).toBe(state)
  })

  it('and travels on: an office that takes it all from there holds the same', async () => {
    const { file } = await world.write(victim, forger)
    expect(path.dirname(file)).toBe(world.stick)
    await take(forger, file)
    await take(victim, (await world.write(forger, victim)).file)
    expect(await stateOf(forger)).toBe(await stateOf(victim))
    const notes = 'written at the end'
    await victim.get('households.update', { id: target.household.entity, patch: { notes } })
    await take(forger, (await world.write(victim, forger)).file)
    expect((await forger.get('households.get', { id: target.household.entity })).household.notes).toBe(notes)
    expect(await stateOf(forger)).toBe(await stateOf(victim))
  })
})
