import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Input } from '../../src/shared/contract/index.ts'
import { member, registration } from './drafts.ts'
import { addColleague, enterAs, eraseRecord } from './erasure-office.ts'
import type { TestOffice } from './open-office.ts'
import { openOffices, stateOf, take } from './two-offices.ts'

let world: Awaited<ReturnType<typeof openOffices>>
let erbil: TestOffice
let baghdad: TestOffice

const register = async (office: TestOffice, head: Partial<Parameters<typeof member>[0]>) => {
  const draft = {
    ...registration({ place: null, placeUnknown: 'Mosul' }, [member({ relationship: 'HEAD', ...head })]),
    displacements: [],
  }
  const { id, number, people } = await office.get('households.register', draft)
  return { household: id, number, person: people[0] ?? '' }
}
const exchange = async () => {
  await take(baghdad, (await world.write(erbil, baghdad)).file)
  await take(erbil, (await world.write(baghdad, erbil)).file)
}
const same = (one: string, other: string, main: string): Input<'pairs.decide'> => ({
  one,
  other,
  decision: 'same',
  main,
  reason: null,
})
const different = (one: string, other: string): Input<'pairs.decide'> => ({
  one,
  other,
  decision: 'different',
  main: null,
  reason: 'Cousins; both came to the office',
})
const linkOf = async (office: TestOffice, household: string) =>
  (await office.get('pairs.ofHousehold', { household }))[0]

beforeEach(async () => {
  world = await openOffices(['EBL', 'BGD'])
  const [first, second] = world.offices
  if (!first || !second) throw new Error('two offices')
  erbil = first
  baghdad = second
})
afterEach(() => world.close())

const shilan = { given: { la: 'Shilan' }, father: { la: 'Karwan' }, sex: 'FEMALE' as const, birth: '1990-05-02' }
const shilanArabic = { given: { ar: 'شيلان' }, father: { ar: 'كاروان' }, sex: 'FEMALE' as const, birth: '1990' }

describe('people who look alike', () => {
  it('are found in any script, with what they share; brothers and sisters are not', async () => {
    const here = await register(erbil, { ...shilan, paper: 'NATIONAL_ID', paperNumber: '1990-777' })
    const arabic = await register(erbil, shilanArabic)
    const paper = await register(erbil, {
      given: { la: 'Narin' },
      sex: 'FEMALE',
      paper: 'NATIONAL_ID',
      paperNumber: '1990 777',
    })
    await register(erbil, { given: { la: 'Rawand' }, father: { la: 'Karwan' }, sex: 'MALE', birth: '1990-05-02' })
    await register(erbil, { ...shilan, birth: '1961' })
    const found = await erbil.get('pairs.alike', { person: here.person })
    expect(found.map(({ row, alike }) => [row.id, alike])).toEqual(
      expect.arrayContaining([
        [arabic.person, ['name', 'birthYear']],
        [paper.person, ['paper']],
      ]),
    )
    expect(found).toHaveLength(2)
    expect(found.every(({ pair }) => pair === null)).toBe(true)
  })
})

describe('a link between two people', () => {
  it('travels, shows the chosen main record everywhere, and can be taken back there', async () => {
    const [a, b] = [await register(erbil, shilan), await register(baghdad, shilanArabic)]
    await exchange()
    const { id } = await baghdad.get('pairs.decide', same(a.person, b.person, b.person))
    await exchange()
    for (const office of [erbil, baghdad]) {
      expect(await linkOf(office, a.household)).toMatchObject({ main: b.person, others: [{ id: b.person }] })
      expect(await linkOf(office, b.household)).toMatchObject({ main: b.person, others: [{ id: a.person }] })
    }
    // Nothing was merged: both records are as they were.
    expect((await erbil.get('people.get', { id: a.person })).given).toEqual(shilan.given)
    await erbil.get('pairs.takeBack', { id, undo: false })
    await exchange()
    expect(await baghdad.get('pairs.list', { offset: 0, limit: 10 })).toEqual({ total: 0, rows: [] })
    expect(await stateOf(erbil)).toBe(await stateOf(baghdad))
    await baghdad.get('pairs.takeBack', { id, undo: true })
    expect(await linkOf(baghdad, a.household)).toMatchObject({ main: b.person })
  })

  it('made in two offices with different main records is one pair, which a person decides', async () => {
    const [a, b] = [await register(erbil, shilan), await register(baghdad, shilanArabic)]
    await exchange()
    const here = await erbil.get('pairs.decide', same(a.person, b.person, a.person))
    const there = await baghdad.get('pairs.decide', same(b.person, a.person, b.person))
    expect(there.id).toBe(here.id)
    await exchange()
    await exchange()
    expect(await stateOf(erbil)).toBe(await stateOf(baghdad))
    const shown = await linkOf(erbil, a.household)
    expect(await linkOf(baghdad, a.household)).toEqual(shown)
    const open = await erbil.get('conflicts.list', { record: null, field: null, offset: 0, limit: 10 })
    expect(open.rows.map(({ record, field }) => [record, field])).toEqual([['personPair', 'main']])
  })

  it('joins groups, and never against what somebody said', async () => {
    const [a, b, c] = [
      await register(erbil, shilan),
      await register(erbil, shilanArabic),
      await register(erbil, { ...shilan, birth: '1991' }),
    ]
    await erbil.get('pairs.decide', different(a.person, c.person))
    await erbil.get('pairs.decide', same(a.person, b.person, a.person))
    await expect(erbil.get('pairs.decide', same(b.person, c.person, b.person))).rejects.toMatchObject({
      error: { reason: 'pair_said_different' },
    })
    // The one who knows better says so about the very pair; then the others follow.
    await erbil.get('pairs.decide', same(a.person, c.person, a.person))
    await erbil.get('pairs.decide', same(b.person, c.person, c.person))
    const link = await linkOf(erbil, a.household)
    expect(link?.others.map(({ id }) => id).toSorted()).toEqual([b.person, c.person].toSorted())
    await expect(erbil.get('pairs.decide', different(a.person, b.person))).rejects.toMatchObject({
      error: { reason: 'pair_joined_by_others' },
    })
    await expect(erbil.get('pairs.decide', same(a.person, a.person, a.person))).rejects.toMatchObject({
      error: { reason: 'pair_of_one' },
    })
    await expect(erbil.get('pairs.decide', same(a.person, b.person, c.person))).rejects.toMatchObject({
      error: { kind: 'invalid' },
    })
  })

  it('goes with a person who is erased, also when it came from another office', async () => {
    const [a, b] = [await register(erbil, shilan), await register(erbil, shilanArabic)]
    const { id } = await erbil.get('pairs.decide', same(a.person, b.person, b.person))
    await addColleague(erbil, 'Dara', 'dataManager')
    await addColleague(erbil, 'Aso', 'auditor')
    await eraseRecord(erbil, { kind: 'household', id: a.household, number: a.number })
    const { registry } = erbil.app.stores()
    expect(registry.prepare('select count(*) from "personPair" where id = ?').pluck().get(id)).toBe(0)
    await enterAs(erbil)
    expect(await linkOf(erbil, b.household)).toBeUndefined()
  })

  it('leaves with a part that holds both', async () => {
    const [a, b] = [await register(erbil, shilan), await register(erbil, shilanArabic)]
    await erbil.get('pairs.decide', same(a.person, b.person, b.person))
    const part = { programmes: ['families' as const], place: null, since: null }
    await take(baghdad, (await world.write(erbil, baghdad, { part })).file)
    expect(await linkOf(baghdad, a.household)).toMatchObject({ main: b.person })
  })
})
