import type { z } from 'zod'
import type { pairs } from '../../shared/contract/pairs.ts'
import type { personRow } from '../../shared/contract/households.ts'
import { fail } from '../../shared/errors.ts'
import { personPair, type PersonPair } from '../../shared/records/person-pair.ts'
import type { Person } from '../../shared/records/person.ts'
import { findHouseholds, findMembers, findPeople } from '../households/repository.ts'
import { change, remove, restore, save } from '../oplog/save.ts'
import { findPerson } from '../people/repository.ts'
import type { Ctx, Handlers, Reader } from '../store/context.ts'
import { findAlike } from './alike.ts'
import { findPair, groupOf, listPairs, mainOf, pairId, pairsOf } from './repository.ts'

type Row = z.output<typeof personRow>

/** People as lists show them, by id, with the number of their household. */
const rowsOf = async (db: Reader<'registry'>, people: Iterable<Person>): Promise<Map<string, Row>> => {
  const list = [...people]
  const homes = await findHouseholds(
    db,
    list.flatMap(({ household }) => household ?? []),
  )
  return new Map(
    list.map((one) => {
      const { id, number, household, given, father, grandfather, family, sex, birth, relationship, phone, status } = one
      const householdNumber = household === null ? null : (homes.get(household)?.number ?? null)
      const names = { given, father, grandfather, family }
      return [id, { id, number, household, householdNumber, ...names, sex, birth, relationship, phone, status }]
    }),
  )
}

const existing = async (ctx: Ctx, id: string): Promise<Person> =>
  (await findPerson(ctx.db, id, false)) ?? fail({ kind: 'notFound', record: 'person', id })

/** A link would say that two people are the same of whom somebody said that they are not. */
const refuseContradiction = async (ctx: Ctx, one: string, other: string): Promise<void> => {
  const [left, right] = [await groupOf(ctx.db, one), await groupOf(ctx.db, other)]
  const decided = await pairsOf(ctx.db, [...left.people])
  const own = pairId(one, other)
  const against = decided.some(
    (pair) =>
      pair.decision === 'different' &&
      pair.id !== own &&
      ((left.people.has(pair.one) && right.people.has(pair.other)) ||
        (left.people.has(pair.other) && right.people.has(pair.one))),
  )
  if (against) fail({ kind: 'refused', reason: 'pair_said_different' })
}

/** Saying that two are not the same is of no use while other links make them one. */
const refuseJoined = async (ctx: Ctx, one: string, other: string): Promise<void> => {
  const { people } = await groupOf(ctx.db, one, pairId(one, other))
  if (people.has(other)) fail({ kind: 'refused', reason: 'pair_joined_by_others' })
}

export const handlers: Handlers<typeof pairs> = {
  'pairs.alike': async (ctx, { person }) => {
    const found = await findAlike(ctx.db, await existing(ctx, person), 10)
    const rows = await rowsOf(
      ctx.db,
      found.map((one) => one.person),
    )
    const decided = new Map((await pairsOf(ctx.db, [person])).map((pair) => [pair.id, pair]))
    return found.flatMap(({ person: other, alike }) => {
      const row = rows.get(other.id)
      return row ? [{ row, alike, pair: decided.get(pairId(person, other.id)) ?? null }] : []
    })
  },

  'pairs.ofHousehold': async (ctx, { household }) => {
    const members = await findMembers(ctx.db, household)
    const ids = new Set(members.map(({ id }) => id))
    const decided = (await pairsOf(ctx.db, [...ids])).filter(({ decision }) => decision === 'same')
    const linked = [...new Set(decided.flatMap(({ one, other }) => [one, other]))].filter((id) => ids.has(id))
    const out = []
    for (const person of linked) {
      const group = await groupOf(ctx.db, person)
      const people = await findPeople(
        ctx.db,
        [...group.people].filter((id) => id !== person),
      )
      const others = [...(await rowsOf(ctx.db, people.values())).values()]
      if (others.length > 0) out.push({ person, main: mainOf(group.pairs, person), others })
    }
    return out
  },

  'pairs.list': async (ctx, page) => {
    const { total, rows } = await listPairs(ctx.db, page)
    const people = await findPeople(
      ctx.db,
      rows.flatMap(({ one, other }) => [one, other]),
    )
    const shown = await rowsOf(ctx.db, people.values())
    const of = (pair: PersonPair) => ({
      pair,
      one: shown.get(pair.one) ?? null,
      other: shown.get(pair.other) ?? null,
    })
    return { total, rows: rows.map(of) }
  },

  'pairs.decide': async (ctx, { decision, reason, ...given }) => {
    const [one = '', other = ''] = [given.one, given.other].toSorted()
    if (one === other) fail({ kind: 'refused', reason: 'pair_of_one' })
    await existing(ctx, one)
    await existing(ctx, other)
    const main = decision === 'same' ? given.main : null
    if (decision === 'same' && main !== one && main !== other)
      fail({ kind: 'invalid', issues: [{ path: ['main'], code: 'required' }] })
    await (decision === 'same' ? refuseContradiction(ctx, one, other) : refuseJoined(ctx, one, other))
    const id = pairId(one, other)
    const before = await findPair(ctx.db, id, true)
    await ctx.write('registry', async (trx) => {
      if (!before) await save(trx, personPair, { id, one, other, decision, main, reason })
      else {
        await restore(trx, personPair, id)
        await change(trx, personPair, id, { decision, main, reason })
      }
    })
    return { id }
  },

  'pairs.takeBack': async (ctx, { id, undo }) => {
    const pair = (await findPair(ctx.db, id, undo)) ?? fail({ kind: 'notFound', record: 'personPair', id })
    if (undo && pair.decision === 'same') await refuseContradiction(ctx, pair.one, pair.other)
    await ctx.write('registry', (trx) => (undo ? restore(trx, personPair, id) : remove(trx, personPair, id)))
    return {}
  },
}
