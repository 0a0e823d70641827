import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonical } from '../../../src/main/crypto/canonical.ts'
import { placesLacking } from '../../../src/main/oplog/lacking.ts'
import { canonicalFrom, readLinesAfter, readLinesAt, readLog } from '../../../src/main/oplog/read.ts'
import { beyond } from '../../../src/main/oplog/ranges.ts'
import { member, registration } from '../drafts.ts'
import type { TestOffice } from '../open-office.ts'
import { openOffices, stateOf, take } from '../two-offices.ts'

let world: Awaited<ReturnType<typeof openOffices>>
let erbil: TestOffice
let baghdad: TestOffice

beforeAll(async () => {
  world = await openOffices(['EBL', 'BGD'])
  const [first, second] = world.offices
  if (!first || !second) throw new Error('two offices')
  erbil = first
  baghdad = second
  const members = [member({ given: { la: 'Zhiyan "Z" O\\Neil', ar: 'ژیان' }, relationship: 'HEAD' })]
  const notes = 'one\ntwo\tthree\u0001 \u007f \u2028 ü 👩‍🌾 </script>'
  const draft = registration({ place: null, placeUnknown: 'Mosul', notes }, members)
  const { id } = await erbil.get('households.register', { ...draft, displacements: [] })
  await erbil.get('households.update', { id, patch: { phone: '0770 1', address: 'بغداد / "Baghdad"', notes: null } })
})
afterAll(async () => await world.close())

const storeOf = (office: TestOffice) => office.app.stores().registry
const written = (office: TestOffice, places?: ReadonlySet<number>): string =>
  [...readLog(storeOf(office))]
    .filter(({ seq }) => places?.has(seq) ?? true)
    .map(({ op }) => `${canonical(op)}\n`)
    .join('')

describe('lines of the log', () => {
  it('are the canonical form of its operations, whatever the values', () => {
    expect(canonicalFrom(storeOf(erbil))).toBe(1)
    expect(String(readLinesAfter(storeOf(erbil), 0, 10_000, '1 = 1')?.lines)).toBe(written(erbil))
  })

  it('are found by what somebody lacks', () => {
    const store = storeOf(erbil)
    const replica = String(store.prepare("select value from storeMeta where key = 'replica'").pluck().get())
    const held = new Map([[replica, [{ first: 2, last: 2 }]]])
    const places = placesLacking(store, held)
    expect(places).toHaveLength([...readLog(store)].length - 1)
    expect(String(readLinesAt(store, places, '1 = 1')?.lines)).toBe(written(erbil, new Set(places)))
    const runs = [{ first: 1, last: 9 }]
    const others = [
      { first: 1, last: 1 },
      { first: 4, last: 5 },
    ]
    expect(beyond(runs, others)).toEqual([
      { first: 2, last: 3 },
      { first: 6, last: 9 },
    ])
    expect(beyond(runs, [])).toEqual(runs)
  })

  it('leave a log of an earlier version all the same', async () => {
    const store = storeOf(erbil)
    const { seq, op } = [...readLog(store)].find(({ op: one }) => one.type === 'household') ?? { seq: 0, op: null }
    const turned = Object.fromEntries(Object.entries(op?.fields ?? {}).toReversed())
    store.prepare('update opLog set fields = ? where seq = ?').run(JSON.stringify(turned), seq)
    store.prepare("update storeMeta set value = ? where key = 'canonicalFrom'").run(String(seq + 1))
    await take(baghdad, (await world.write(erbil, baghdad)).file)
    expect(written(baghdad)).toContain(op?.hash)
    store.prepare("delete from storeMeta where key = 'canonicalFrom'").run()
    await erbil.get('households.update', { id: op?.entity ?? '', patch: { phone: '0770 2' } })
    await take(baghdad, (await world.write(erbil, baghdad)).file)
    await take(erbil, (await world.write(baghdad, erbil)).file)
    expect(await stateOf(baghdad)).toBe(await stateOf(erbil))
  })
})
