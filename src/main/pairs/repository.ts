import { sql } from 'kysely'
import { sha256Hex } from '../crypto/hash.ts'
import { personPair, type PersonPair } from '../../shared/records/person-pair.ts'
import type { Reader } from '../store/context.ts'
import { fromRow, no } from '../store/rows.ts'

/** The id of a pair, whoever writes it and in whichever order the two are named. */
export const pairId = (a: string, b: string): string =>
  `pair-${sha256Hex('person pair v1', [a, b].toSorted().join(' ')).slice(0, 40)}`

/** A decided pair; one that was taken back only when asked for. */
export async function findPair(
  db: Reader<'registry'>,
  id: string,
  alsoRemoved = false,
): Promise<PersonPair | undefined> {
  const row = await db.selectFrom('personPair').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined || (row.deleted !== 0 && !alsoRemoved) ? undefined : fromRow(personPair, row)
}

/** Everything that was decided about any of some people. */
export async function pairsOf(db: Reader<'registry'>, people: readonly string[]): Promise<PersonPair[]> {
  if (people.length === 0) return []
  const rows = await db
    .selectFrom('personPair')
    .selectAll()
    .where('deleted', '=', no)
    .where((where) => where.or([where('one', 'in', people), where('other', 'in', people)]))
    .orderBy('updatedAt', 'desc')
    .orderBy('id')
    .execute()
  return rows.map((row) => fromRow(personPair, row))
}

/** Decided pairs, the latest first. */
export async function listPairs(
  db: Reader<'registry'>,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ total: number; rows: PersonPair[] }> {
  const rows = await db
    .selectFrom('personPair')
    .selectAll()
    .where('deleted', '=', no)
    .orderBy('updatedAt', 'desc')
    .orderBy('id')
    .limit(limit)
    .offset(offset)
    .execute()
  const count = await sql<{ n: number }>`select count(*) n from "personPair" where deleted = 0`.execute(db)
  return { total: count.rows[0]?.n ?? 0, rows: rows.map((row) => fromRow(personPair, row)) }
}

/** Everybody who is the same as a person, through any number of links but one; that person is among them. */
export async function groupOf(
  db: Reader<'registry'>,
  person: string,
  without?: string,
): Promise<{ people: Set<string>; pairs: PersonPair[] }> {
  const people = new Set([person])
  const pairs = new Map<string, PersonPair>()
  for (let next = [person]; next.length > 0;) {
    const found = (await pairsOf(db, next)).filter(({ id, decision }) => decision === 'same' && id !== without)
    next = []
    for (const pair of found) {
      pairs.set(pair.id, pair)
      for (const id of [pair.one, pair.other]) {
        if (!people.has(id)) next.push(id)
        people.add(id)
      }
    }
  }
  return { people, pairs: [...pairs.values()] }
}

/** The main record of a group: what its latest link says, since that was decided with the others in view. */
export const mainOf = (pairs: readonly PersonPair[], fallback: string): string =>
  pairs.toSorted((a, b) =>
    a.updatedAt === b.updatedAt ? (a.id < b.id ? -1 : 1) : a.updatedAt < b.updatedAt ? 1 : -1,
  )[0]?.main ?? fallback
