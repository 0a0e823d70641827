import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { answer, issues, member, openOfficeToday, registration, zahra } from './drafts.ts'
import type { TestOffice } from './open-office.ts'

let office: TestOffice
beforeEach(async () => {
  office = await openOfficeToday()
})
afterEach(() => office.close())

const family = (members = zahra()) => answer(office, 'households.register', registration({}, members))
const file = (id: string) => answer(office, 'households.get', { id })
const lone = () => [member({ given: { ar: 'سعاد' }, sex: 'FEMALE', birth: '1960', relationship: 'HEAD' })]
const shapeOf = async (id: string) => {
  const { household, members } = await file(id)
  return {
    head: household.head,
    status: household.status,
    femaleHeaded: household.femaleHeaded,
    members: members.map((one) => `${one.id} ${one.relationship} ${one.status}`),
  }
}
const savesOf = (save: string) =>
  office.app.stores().registry.prepare('select count(*) n from opLog where saveId = ?').pluck().get(save)
const counted = async (id: string) => {
  const page = { sort: 'number' as const, descending: false, offset: 0, limit: 50 }
  const { rows } = await answer(office, 'households.list', { filter: {}, ...page })
  return rows.find((row) => row.id === id)?.members
}

describe('moving a member to another household', () => {
  it('moves the same person, with the same number, and is taken back', async () => {
    const [a, b] = [await family(), await family(lone())]
    const [, son = ''] = a.people
    const was = await answer(office, 'people.get', { id: son })
    const { save } = await answer(office, 'people.move', { id: son, to: b.id, relationship: 'GRANDDAUGHTER_GRANDSON' })
    const now = await answer(office, 'people.get', { id: son })
    expect(now).toMatchObject({ number: was.number, household: b.id, relationship: 'GRANDDAUGHTER_GRANDSON' })
    expect([await counted(a.id), await counted(b.id)]).toEqual([2, 2])
    await answer(office, 'households.takeBack', { id: son, save })
    expect(await answer(office, 'people.get', { id: son })).toMatchObject({
      household: a.id,
      relationship: 'SON_DAUGHTER',
    })
    expect([await counted(a.id), await counted(b.id)]).toEqual([3, 1])
  })

  it('is refused for the head, for one who is not there any more, and into a closed household', async () => {
    const [a, b, c] = [await family(), await family(lone()), await family(lone())]
    const [head = '', son = ''] = a.people
    const move = (id: string, to: string, relationship: 'OTHER' | 'HEAD' = 'OTHER') =>
      issues(office, 'people.move', { id, to, relationship })
    expect(await move(head, b.id)).toEqual(['id:head_cannot_move'])
    expect(await move(son, a.id)).toEqual(['to:already_there'])
    expect(await move(son, b.id, 'HEAD')).toEqual(['relationship:head_twice'])
    await answer(office, 'households.merge', { from: c.id, into: b.id, members: [], reason: 'One family' })
    expect(await move(son, c.id)).toEqual(['to:household_closed'])
    expect(await issues(office, 'people.update', { id: son, patch: { household: b.id } })).toEqual([
      'patch.household:household_by_move',
    ])
    await answer(office, 'people.died', { id: son, died: '2026', note: null, newHead: null })
    expect(await move(son, b.id)).toEqual(['id:not_active_member'])
    const draft = { ...member({}), household: c.id }
    expect(await issues(office, 'people.add', { draft })).toEqual(['draft.household:household_closed'])
  })

  it('is not taken back once somebody built on it', async () => {
    const [a, b] = [await family(), await family(lone())]
    const [, son = ''] = a.people
    const { save } = await answer(office, 'people.move', { id: son, to: b.id, relationship: 'OTHER' })
    await answer(office, 'people.makeHead', { id: son })
    const back = () => issues(office, 'households.takeBack', { id: son, save })
    expect(await back()).toEqual(['refused:changed_since'])
    expect(await issues(office, 'households.takeBack', { id: son, save: 'none' })).toEqual(['notFound'])
    // What another screen wrote is not taken back here.
    const other = office.app.stores().registry.prepare('select saveId from opLog where entity = ? order by seq')
    const registered = String(other.pluck().get(son))
    expect(await issues(office, 'households.takeBack', { id: son, save: registered })).toEqual([
      'refused:not_taken_back_here',
    ])
  })
})

describe('splitting a household', () => {
  it('makes a new one at the same place in one save, and is taken back as one', async () => {
    const a = await family()
    const [, son = '', daughter = ''] = a.people
    const before = await shapeOf(a.id)
    const split = await answer(office, 'households.split', {
      id: a.id,
      members: [
        { id: son, relationship: 'HEAD' },
        { id: daughter, relationship: 'BROTHER_SISTER' },
      ],
      newHead: null,
      household: null,
    })
    const made = await file(split.household)
    expect(made.household).toMatchObject({
      head: son,
      status: 'registered',
      place: 'IQG08Q01',
      consent: true,
      splitFrom: a.id,
      childHeaded: true,
      femaleHeaded: false,
      registered: '2026-11-24',
      phone: null,
      number: split.number,
    })
    expect(made.members.map(({ id, relationship }) => [id, relationship])).toEqual([
      [son, 'HEAD'],
      [daughter, 'BROTHER_SISTER'],
    ])
    expect(made.related).toEqual([{ id: a.id, number: a.number, how: 'splitFrom' }])
    expect((await file(a.id)).related).toEqual([{ id: split.household, number: split.number, how: 'splitOff' }])
    expect([await counted(a.id), await counted(split.household)]).toEqual([1, 2])
    expect(savesOf(split.undo.save)).toBe(3)
    await answer(office, 'households.takeBack', split.undo)
    expect(await shapeOf(a.id)).toEqual(before)
    expect(await issues(office, 'households.get', { id: split.household })).toEqual(['notFound'])
  })

  it('lets the head leave when another stays, and never leaves a household empty', async () => {
    const a = await family()
    const [head = '', son = '', daughter = ''] = a.people
    const split = (members: string[], newHead: string | null, first: 'HEAD' | 'OTHER' = 'HEAD') =>
      issues(office, 'households.split', {
        id: a.id,
        members: members.map((id, i) => ({ id, relationship: i === 0 ? first : 'OTHER' })),
        newHead,
        household: null,
      })
    expect(await split([head], null)).toEqual(['newHead:head_needed'])
    expect(await split([head, son, daughter], null)).toEqual(['members:nobody_stays'])
    expect(await split([son], null, 'OTHER')).toEqual(['members:head_missing'])
    expect(await split([son], daughter)).toEqual(['newHead:head_not_a_member'])
    expect(await split(['unknown'], null)).toEqual(['members.0.id:not_of_this_household'])
    expect(await split([head, daughter], son)).toEqual([])
    expect(await shapeOf(a.id)).toMatchObject({ head: son, femaleHeaded: false, members: [`${son} HEAD active`] })
  })

  it('takes another place where one is given, with the rules of a registration', async () => {
    const a = await family()
    const split = (values: object) =>
      issues(office, 'households.split', {
        id: a.id,
        members: [{ id: a.people[1] ?? '', relationship: 'HEAD' }],
        newHead: null,
        household: { ...registration({}, []).household, ...values },
      })
    expect(await split({ status: 'active' })).toEqual(['household.status:status_not_allowed'])
    expect(await split({ registered: '2999-01-01' })).toEqual(['household.registered:future_date'])
    expect(await split({ place: null })).toEqual(['household.place:place_needed'])
    expect(await split({ place: 'IQG15Q02' })).toEqual([])
  })
})

describe('merging two households', () => {
  it('moves everybody, leaves the emptied one readable with a pointer, and is taken back as one', async () => {
    const [a, b] = [await family(), await family(lone())]
    const [aunt = ''] = b.people
    const [before, there] = [await shapeOf(a.id), await shapeOf(b.id)]
    const { save } = await answer(office, 'households.merge', {
      from: b.id,
      into: a.id,
      members: [{ id: aunt, relationship: 'AUNT_UNCLE' }],
      reason: 'Both were entered at one door',
    })
    const emptied = await file(b.id)
    expect(emptied.household).toMatchObject({
      status: 'duplicate_of',
      statusReason: 'Both were entered at one door',
      mergedInto: a.id,
      head: null,
    })
    expect(emptied.members).toEqual([])
    expect(emptied.displacements).toHaveLength(1)
    expect(emptied.related).toEqual([{ id: a.id, number: a.number, how: 'mergedInto' }])
    const kept = await file(a.id)
    expect(kept.household.head).toBe(before.head)
    expect(kept.displacements).toHaveLength(1)
    expect(kept.members.map(({ id }) => id)).toContain(aunt)
    expect(kept.related).toEqual([{ id: b.id, number: b.number, how: 'mergedHere' }])
    expect([await counted(a.id), await counted(b.id)]).toEqual([4, 0])
    expect(savesOf(save)).toBe(2)
    await answer(office, 'households.takeBack', { id: b.id, save: null })
    expect([await shapeOf(a.id), await shapeOf(b.id)]).toEqual([before, there])
    expect((await file(a.id)).related).toEqual([])
  })

  it('asks for two households, a reason, and one head', async () => {
    const [a, b] = [await family(), await family(lone())]
    const merge = (from: string, into: string, relationship: 'HEAD' | 'OTHER' = 'OTHER', reason = 'One family') =>
      issues(office, 'households.merge', {
        from,
        into,
        reason,
        members: [{ id: b.people[0] ?? '', relationship }],
      })
    expect(await merge(b.id, b.id)).toEqual(['into:same_household'])
    expect(await merge(b.id, a.id, 'HEAD')).toEqual(['members:head_twice'])
    expect(await merge(b.id, a.id, 'OTHER', ' ')).toEqual(['reason:required'])
    expect(await merge(a.id, b.id)).toEqual(['members.0.id:not_of_this_household'])
    expect(await merge(b.id, a.id)).toEqual([])
    expect(await merge(b.id, a.id)).toContain('from:household_closed')
    // Reopened by its status, it no longer points to the other one.
    await answer(office, 'households.setStatus', { id: b.id, to: 'draft', reason: 'Two families after all' })
    expect((await file(b.id)).household.mergedInto).toBeNull()
  })
})

describe('a death', () => {
  it('is dated as far as it is known, and a head is followed by another', async () => {
    const a = await family()
    const [head = '', son = ''] = a.people
    const before = await shapeOf(a.id)
    const died = (id: string, day: string, newHead: string | null) =>
      issues(office, 'people.died', { id, died: day, note: 'Told by her brother', newHead })
    expect(await died(head, '2027', son)).toEqual(['died:future_date'])
    expect(await died(head, '1980', son)).toEqual(['died:died_before_birth'])
    expect(await died(head, '2026-11', null)).toEqual(['newHead:head_needed'])
    expect(await died(son, '2026-11', head)).toEqual(['newHead:head_not_a_member'])
    const { save } = await answer(office, 'people.died', { id: head, died: '2026-11', note: null, newHead: son })
    expect(await shapeOf(a.id)).toMatchObject({ head: son, femaleHeaded: false })
    expect(await answer(office, 'people.get', { id: head })).toMatchObject({
      status: 'deceased',
      died: '2026-11',
      relationship: 'UNKNOWN',
      household: a.id,
    })
    expect(await counted(a.id)).toBe(2)
    expect(await died(head, '2026', null)).toEqual(['id:not_active_member'])
    await answer(office, 'households.takeBack', { id: head, save })
    expect(await shapeOf(a.id)).toEqual(before)
    expect((await answer(office, 'people.get', { id: head })).died).toBeNull()
  })

  it('of somebody who lived alone needs nobody to follow', async () => {
    const a = await family(lone())
    expect(
      await issues(office, 'people.died', { id: a.people[0] ?? '', died: '2026~', note: null, newHead: null }),
    ).toEqual([])
  })
})

it('a child is born to a mother of the household, never in the future', async () => {
  const a = await family()
  const draft = {
    ...member({ given: { ar: 'ياسين' }, birth: '2026-11-20', mother: a.people[0] ?? '' }),
    household: a.id,
  }
  expect(await issues(office, 'people.add', { draft: { ...draft, birth: '2026-12' } })).toEqual([
    'draft.birth:future_date',
  ])
  expect(await issues(office, 'people.add', { draft: { ...draft, mother: 'nobody' } })).toEqual([
    'draft.mother:unknown_reference',
  ])
  await answer(office, 'people.add', { draft })
  expect(await counted(a.id)).toBe(4)
})
