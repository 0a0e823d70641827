import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { png, pdf } from '../../scripts/fixtures/pictures.ts'
import { filesOf } from '../../src/main/attachments/index.ts'
import { believed, countLacking } from '../../src/main/oplog/lacking.ts'
import { knowledgeOf } from '../../src/main/oplog/read.ts'
import { addToRanges, common, countBeyond, holds, type Range } from '../../src/main/oplog/ranges.ts'
import { member, registration } from './drafts.ts'
import { openOffice, type TestOffice } from './open-office.ts'
import { openOffices, stateOf, take } from './two-offices.ts'

let world: Awaited<ReturnType<typeof openOffices>>
const family = (name: string) => ({
  ...registration({ place: null, placeUnknown: 'Mosul' }, [member({ given: { la: name }, relationship: 'HEAD' })]),
  displacements: [],
})
const offices = (): [TestOffice, TestOffice, TestOffice] => {
  const [a, b, c] = world.offices
  if (!a || !b || !c) throw new Error('three offices')
  return [a, b, c]
}
const lacking = (from: TestOffice, to: TestOffice) => world.write(from, to, { content: 'lacking' })
const pass = async (from: TestOffice, to: TestOffice) => {
  const { file, result } = await lacking(from, to)
  return { sent: result.operations, ...(await take(to, file)).result }
}
const asks = async (from: TestOffice, to: TestOffice) =>
  await from.get('bundles.lacking', { store: 'registry', office: (await to.get('bundles.card', {})).office })

beforeEach(async () => {
  world = await openOffices(['AAA', 'BBB', 'CCC'])
})
afterEach(() => world.close())

describe('runs of counters', () => {
  it('answer as plain sets do', () => {
    let seed = 7
    const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below
    for (let round = 0; round < 300; round++) {
      const sets = [new Set<number>(), new Set<number>()] as const
      const runs: [Range[], Range[]] = [[], []]
      for (const side of [0, 1] as const)
        for (let i = 0; i < 25; i++) {
          const n = 1 + random(40)
          sets[side].add(n)
          addToRanges(runs[side], n)
        }
      for (let n = 0; n <= 42; n++) expect(holds(runs[0], n)).toBe(sets[0].has(n))
      expect(countBeyond(runs[0], runs[1])).toBe([...sets[0]].filter((n) => !sets[1].has(n)).length)
      const both = common(runs[0], runs[1])
      for (let n = 0; n <= 42; n++) expect(holds(both, n)).toBe(sets[0].has(n) && sets[1].has(n))
    }
  })
})

describe('a bundle of what the other office lacks', () => {
  it('holds everything until they have answered, and then only what is new', async () => {
    const [a, b] = offices()
    await a.get('households.register', family('Karwan'))
    const before = await asks(a, b)
    expect(before).toMatchObject({ since: null, changes: before.all })
    expect((await pass(a, b)).sent).toBe(before.all)
    // Sent is not received: until their word comes, it all goes again.
    expect((await asks(a, b)).changes).toBe(before.all)
    await pass(b, a)
    expect(await asks(a, b)).toMatchObject({ changes: 0 })
    expect((await asks(a, b)).since).not.toBeNull()
    const { id } = await a.get('households.register', family('Shilan'))
    const after = await asks(a, b)
    expect(after.changes).toBeGreaterThan(0)
    expect(after.changes).toBeLessThan(after.all)
    expect(await pass(a, b)).toMatchObject({ sent: after.changes, applied: after.changes, held: 0, missing: 0 })
    expect((await b.get('households.get', { id })).members).toHaveLength(1)
    expect(await stateOf(a)).toBe(await stateOf(b))
    // Everything can still be chosen.
    expect((await world.write(a, b, { content: 'everything' })).result.operations).toBe(after.all)
  })

  it('makes good for a lost one by itself', async () => {
    const [a, b] = offices()
    await pass(a, b)
    await pass(b, a)
    await a.get('households.register', family('Lost'))
    await lacking(a, b)
    await a.get('households.register', family('Kept'))
    const { applied } = await pass(a, b)
    expect(applied).toBeGreaterThan(0)
    expect(await stateOf(a)).toBe(await stateOf(b))
  })

  it('does no harm when two were written, whichever is read first', async () => {
    const [a, b, c] = offices()
    await pass(a, b)
    await pass(b, a)
    await pass(c, b)
    await pass(b, c)
    await pass(c, b)
    await a.get('households.register', family('Karwan'))
    await pass(a, b)
    const first = await lacking(b, c)
    const second = await lacking(b, c)
    expect(second.result.operations).toBe(first.result.operations)
    expect((await take(c, second.file)).result.missing).toBe(0)
    expect((await take(c, first.file)).result).toMatchObject({ applied: 0, missing: 0 })
    expect(await stateOf(b)).toBe(await stateOf(c))
  })

  it('goes back to nothing when the other office was put back to an earlier day', async () => {
    const [a] = offices()
    const folder = mkdtempSync(path.join(tmpdir(), 'waypost-put-back-'))
    const copy = mkdtempSync(path.join(tmpdir(), 'waypost-copy-'))
    const b = await openOffice({ folder, code: 'DDD' })
    try {
      await a.get('bundles.addOffice', { card: await b.get('bundles.card', {}) })
      await b.get('bundles.addOffice', { card: await a.get('bundles.card', {}) })
      await pass(a, b)
      await b.lock()
      cpSync(folder, copy, { recursive: true })
      await b.unlock()
      await b.get('households.register', family('Afterwards'))
      const old = await lacking(b, a)
      await take(a, old.file)
      await a.get('households.register', family('Karwan'))
      await pass(a, b)
      await pass(b, a)
      expect((await asks(a, b)).changes).toBe(0)

      // The disk of a whole day is lost, and nobody here notices: the witness was put back with it.
      await b.lock()
      rmSync(folder, { recursive: true })
      cpSync(copy, folder, { recursive: true })
      await b.unlock()
      const life = (await b.get('bundles.card', {})).replica
      // What A sends has nothing they lack by their earlier word; what it says of B's own life tells the loss.
      expect((await pass(a, b)).missing).toBeGreaterThan(0)
      expect((await b.get('bundles.card', {})).replica).not.toBe(life)
      await b.get('households.register', family('New'))
      await pass(b, a)
      expect((await asks(a, b)).changes).toBeGreaterThan(0)
      // A late bundle of the earlier life does not make them forget that.
      await take(a, old.file)
      expect((await pass(a, b)).missing).toBe(0)
      await pass(b, a)
      expect(await stateOf(a)).toBe(await stateOf(b))
      expect((await b.get('people.list', { text: 'Afterwards', offset: 0, limit: 10 })).rows).toHaveLength(1)
    } finally {
      await b.close()
      for (const one of [folder, copy]) rmSync(one, { recursive: true, force: true })
    }
  })

  it('leaves out nothing under counters that mean other operations here', async () => {
    const [a, b] = offices()
    await pass(a, b)
    await pass(b, a)
    const { registry } = a.app.stores()
    const knowledge = knowledgeOf(registry)
    expect(countLacking(registry, believed(registry, knowledge))).toBe(0)
    const own = (await a.get('bundles.card', {})).replica
    const forged = { ...knowledge, [own]: (knowledge[own] ?? []).map((run) => ({ ...run, digest: '0'.repeat(64) })) }
    expect(countLacking(registry, believed(registry, forged))).toBe(knowledge[own]?.[0]?.to)
  })

  it('brings the photos they asked for, and not those they have', async () => {
    const [a, b] = offices()
    const { id } = await a.get('households.register', family('Karwan'))
    const owner = { type: 'household' as const, id }
    await world.attach(
      a,
      owner,
      png(300, 200, (x, y) => [x, y, x ^ y]),
      'a.png',
    )
    const first = await lacking(a, b)
    expect(first.result.photos.count).toBe(1)
    await take(b, first.file)
    await pass(b, a)
    expect((await lacking(a, b)).result.photos).toMatchObject({ count: 0, bytes: 0 })
    await world.attach(a, owner, pdf(1))
    expect((await lacking(a, b)).result.photos.count).toBe(1)
    expect((await world.write(a, b)).result.photos.count).toBe(2)

    // Lost there, as when there was no room for it: the next word of theirs asks for it.
    const files = filesOf(b.app.stores().registry)
    files?.drop(files.list().map((one) => one.hash))
    await pass(b, a)
    const again = await lacking(a, b)
    expect(again.result.photos.count).toBe(2)
    expect((await take(b, again.file)).result.photos).toBe(2)
    expect((await b.get('attachments.list', { owner })).map((one) => one.here)).toEqual(['here', 'here'])
  })
})

describe('bundles that are lost, doubled and shuffled', () => {
  it.each([3, 11, 29])('end with the same records everywhere (seed %i)', async (seed) => {
    const all = offices()
    let state = seed
    const random = (below: number) => (state = (state * 48271) % 2147483647) % below
    const pick = <T>(list: readonly T[]): T => {
      const one = list[random(list.length)]
      if (one === undefined) throw new Error('nothing to pick')
      return one
    }
    const { id } = await all[0].get('households.register', family('Shared'))
    const pool: { to: TestOffice; file: string }[] = []
    for (let step = 0; step < 30; step++) {
      const from = pick(all)
      if (random(3) === 0) await from.get('households.register', family(`Name${step}`))
      const knows = await from.call('households.get', { id })
      if (knows.ok && random(2) === 0) await from.get('households.update', { id, patch: { notes: `note ${step}` } })
      const to = pick(all.filter((one) => one !== from))
      if (random(2) === 0) pool.push({ to, file: (await lacking(from, to)).file })
      // Each bundle of the pool may be read never, once or many times, in any order.
      if (pool.length > 0 && random(2) === 0) {
        const one = pick(pool)
        await take(one.to, one.file)
      }
    }
    // Then everybody hears everybody, twice, and nothing may be left over.
    for (let round = 0; round < 2; round++)
      for (const from of all) for (const to of all) if (from !== to) await pass(from, to)
    const states = await Promise.all(all.map((one) => stateOf(one)))
    expect(new Set(states).size).toBe(1)
    for (const from of all)
      for (const to of all)
        if (from !== to) expect((await take(to, (await world.write(from, to)).file)).result.applied).toBe(0)
  })
})
