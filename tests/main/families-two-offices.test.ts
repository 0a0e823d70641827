import { afterEach, beforeEach, expect, it } from 'vitest'
import { member, registration, zahra } from './drafts.ts'
import type { TestOffice } from './open-office.ts'
import { openOffices, stateOf, take } from './two-offices.ts'

let world: Awaited<ReturnType<typeof openOffices>>
let erbil: TestOffice
let baghdad: TestOffice
beforeEach(async () => {
  world = await openOffices(['EBL', 'BGD'])
  const [first, second] = world.offices
  if (!first || !second) throw new Error('two offices')
  erbil = first
  baghdad = second
})
afterEach(() => world.close())

const family = (members = zahra()) =>
  erbil.get('households.register', {
    ...registration({ place: null, placeUnknown: 'Mosul' }, members),
    displacements: [],
  })
const lone = () => [member({ relationship: 'HEAD' })]
const exchange = async () => {
  await take(baghdad, (await world.write(erbil, baghdad)).file)
  await take(erbil, (await world.write(baghdad, erbil)).file)
}
const open = async (office: TestOffice) =>
  (await office.get('conflicts.list', { record: null, field: null, offset: 0, limit: 50 })).rows
const membersOf = async (office: TestOffice, id: string) =>
  (await office.get('households.get', { id })).members.map((one) => one.id)

it('a person whom two offices moved lives in one household everywhere, and a person decides which', async () => {
  const [home, one, other] = [await family(), await family(lone()), await family(lone())]
  const [, son = ''] = home.people
  await exchange()
  await erbil.get('people.move', { id: son, to: one.id, relationship: 'COUSIN' })
  await baghdad.get('people.move', { id: son, to: other.id, relationship: 'COUSIN' })
  await exchange()
  await exchange()
  expect(await stateOf(erbil)).toBe(await stateOf(baghdad))
  const { household } = await erbil.get('people.get', { id: son })
  for (const office of [erbil, baghdad]) {
    expect((await office.get('people.get', { id: son })).household).toBe(household)
    const homes = await Promise.all([home, one, other].map(({ id }) => membersOf(office, id)))
    expect(homes.flat().filter((id) => id === son)).toHaveLength(1)
    expect((await open(office)).map(({ record, field }) => `${record}.${field}`)).toEqual(['person.household'])
  }
  const at = { record: 'person', id: son, field: 'household' } as const
  const { version, options } = await erbil.get('conflicts.get', at)
  expect(new Set(options.map(({ value }) => value))).toEqual(new Set([one.id, other.id]))
  const chosen = options.find(({ value }) => value !== household)
  await erbil.get('conflicts.decide', { ...at, version, choice: { keep: chosen?.id ?? '' } })
  await exchange()
  for (const office of [erbil, baghdad]) {
    expect((await office.get('people.get', { id: son })).household).toBe(chosen?.value)
    expect(await open(office)).toEqual([])
  }
})

it('a split here and an edit there lose nothing', async () => {
  const home = await family()
  const [, son = '', daughter = ''] = home.people
  await exchange()
  const { household } = await erbil.get('households.split', {
    id: home.id,
    members: [{ id: son, relationship: 'HEAD' }],
    newHead: null,
    household: null,
  })
  await baghdad.get('people.update', { id: son, patch: { occupation: 'Baker', phone: '0750 111 2222' } })
  await baghdad.get('households.update', { id: home.id, patch: { address: 'Street 14' } })
  const baby = await baghdad.get('people.add', {
    draft: { ...member({ given: { ar: 'ياسين' } }), household: home.id },
  })
  await exchange()
  await exchange()
  expect(await stateOf(erbil)).toBe(await stateOf(baghdad))
  for (const office of [erbil, baghdad]) {
    expect(await open(office)).toEqual([])
    expect(await office.get('people.get', { id: son })).toMatchObject({
      household,
      relationship: 'HEAD',
      occupation: 'Baker',
      phone: '0750 111 2222',
    })
    expect((await office.get('households.get', { id: home.id })).household.address).toBe('Street 14')
    expect(new Set(await membersOf(office, home.id))).toEqual(new Set([home.people[0], daughter, baby.id]))
  }
})

it('somebody entered there into a household that was merged here stays on record in it', async () => {
  const [home, other] = [await family(), await family(lone())]
  await exchange()
  await erbil.get('households.merge', { from: other.id, into: home.id, members: [], reason: 'One family' })
  const { id } = await baghdad.get('people.add', { draft: { ...member({}), household: other.id } })
  await exchange()
  await exchange()
  for (const office of [erbil, baghdad]) {
    expect(await membersOf(office, other.id)).toEqual([id])
    expect(await membersOf(office, home.id)).toHaveLength(4)
  }
  await baghdad.get('people.move', { id, to: home.id, relationship: 'UNKNOWN' })
  // The merging of another laptop is taken back here as one, too; who was moved since stays where they are.
  await baghdad.get('households.takeBack', { id: other.id, save: null })
  expect(await membersOf(baghdad, other.id)).toEqual(other.people)
  expect(await membersOf(baghdad, home.id)).toHaveLength(4)
})

it('two households that were put into each other lose nobody, and one of the mergings is taken back', async () => {
  const [a, b] = [await family(), await family(lone())]
  await exchange()
  await erbil.get('households.merge', { from: a.id, into: b.id, members: [], reason: 'One family' })
  await baghdad.get('households.merge', { from: b.id, into: a.id, members: [], reason: 'One family' })
  await exchange()
  await exchange()
  expect(await stateOf(erbil)).toBe(await stateOf(baghdad))
  for (const office of [erbil, baghdad]) {
    expect(await membersOf(office, a.id)).toEqual(b.people)
    expect(new Set(await membersOf(office, b.id))).toEqual(new Set(a.people))
  }
  await erbil.get('households.takeBack', { id: a.id, save: null })
  await exchange()
  for (const office of [erbil, baghdad]) {
    const { household, members } = await office.get('households.get', { id: a.id })
    expect(household).toMatchObject({ status: 'registered', mergedInto: null, head: a.people[0] })
    expect(new Set(members.map(({ id }) => id))).toEqual(new Set([...a.people, ...b.people]))
    expect(await membersOf(office, b.id)).toEqual([])
  }
})

it('who was made head there while they moved away here is head of nobody they left', async () => {
  const [home, other] = [await family(), await family(lone())]
  const [head = '', son = '', daughter = ''] = home.people
  await exchange()
  await erbil.get('people.move', { id: son, to: other.id, relationship: 'COUSIN' })
  await baghdad.get('people.makeHead', { id: son })
  await exchange()
  await exchange()
  for (const office of [erbil, baghdad]) expect((await office.get('people.get', { id: son })).household).toBe(other.id)
  const { relationship } = await erbil.get('people.get', { id: son })
  await erbil.get('people.makeHead', { id: daughter })
  expect((await erbil.get('people.get', { id: son })).relationship).toBe(relationship)
  const { household, members } = await erbil.get('households.get', { id: home.id })
  expect(household.head).toBe(daughter)
  expect(new Set(members.map(({ id }) => id))).toEqual(new Set([head, daughter]))
})
