import { sql } from 'kysely'
import type { z } from 'zod'
import type { relatedHow } from '../../shared/contract/households.ts'
import { displacement, type Displacement, household, type Household } from '../../shared/records/household.ts'
import { user, type User } from '../../shared/records/office.ts'
import { person, type Person } from '../../shared/records/person.ts'
import { byText } from '../store/by-text.ts'
import type { Reader } from '../store/context.ts'
import { fromRow, no, yes } from '../store/rows.ts'

/** One household. */
export async function findHousehold(db: Reader<'registry'>, id: string): Promise<Household | undefined> {
  const [row] = await householdById(db, id)
  return row && fromRow(household, row)
}
const householdById = byText((db, id) =>
  db.selectFrom('household').selectAll().where('id', '=', id).where('deleted', '=', no),
)

/** The members of a household: the head, then the others in the order they were registered. */
export async function findMembers(db: Reader<'registry'>, householdId: string): Promise<Person[]> {
  const rows = await membersOf(db, householdId)
  return rows.map((row) => fromRow(person, row))
}
const membersOf = byText((db, householdId) =>
  db
    .selectFrom('person')
    .selectAll()
    .where('household', '=', householdId)
    .where('deleted', '=', no)
    .orderBy(sql`relationship <> 'HEAD'`)
    .orderBy('number')
    .orderBy('id'),
)

/** The moves of a household, oldest first; a move without any date stands last. */
export async function findDisplacements(db: Reader<'registry'>, householdId: string): Promise<Displacement[]> {
  const rows = await movesOf(db, householdId)
  return rows.map((row) => fromRow(displacement, row))
}
const movesOf = byText((db, householdId) =>
  db
    .selectFrom('displacement')
    .selectAll()
    .where('household', '=', householdId)
    .where('deleted', '=', no)
    .orderBy(sql`coalesce(arrived, "left", '9999')`)
    .orderBy('createdAt')
    .orderBy('id'),
)

/** One move. */
export async function findDisplacement(
  db: Reader<'registry'>,
  id: string,
  deleted: boolean,
): Promise<Displacement | undefined> {
  const row = await db
    .selectFrom('displacement')
    .selectAll()
    .where('id', '=', id)
    .where('deleted', '=', deleted ? yes : no)
    .executeTakeFirst()
  return row && fromRow(displacement, row)
}

/** Somebody who signs in here or in another office. */
export async function findUser(db: Reader<'registry'>, id: string): Promise<User | null> {
  const [row] = await userById(db, id)
  return row ? fromRow(user, row) : null
}
const userById = byText((db, id) => db.selectFrom('user').selectAll().where('id', '=', id))

/** The households with these ids, by id. */
export async function findHouseholds(db: Reader<'registry'>, ids: readonly string[]): Promise<Map<string, Household>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('household').selectAll().where('id', 'in', ids).where('deleted', '=', no).execute()
  return new Map(rows.map((row) => [row.id, fromRow(household, row)]))
}

/** The people with these ids, by id. */
export async function findPeople(db: Reader<'registry'>, ids: readonly string[]): Promise<Map<string, Person>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('person').selectAll().where('id', 'in', ids).where('deleted', '=', no).execute()
  return new Map(rows.map((row) => [row.id, fromRow(person, row)]))
}

/** Counted members by household: active people on record. Somebody who only collects for a family is none of them. */
export async function countMembers(db: Reader<'registry'>, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await sql<{ household: string; n: number }>`
    select household, count(*) n from person where household in (${sql.join(ids)}) and deleted = 0
      and status = 'active' and relationship <> 'NON_BENEFICIARY' group by household`.execute(db)
  return new Map(rows.rows.map(({ household: id, n }) => [id, n]))
}

/** The query for households that were merged with one, or that split from one another; answered from indexes alone. */
export const relatedQuery = (
  db: Reader<'registry'>,
  { id, mergedInto, splitFrom }: Pick<Household, 'id' | 'mergedInto' | 'splitFrom'>,
) =>
  db
    .selectFrom('household')
    .select(['id', 'number', 'mergedInto'])
    .where('deleted', '=', no)
    .where('id', '!=', id)
    .where((where) =>
      where.or([
        where('mergedInto', '=', id),
        where('splitFrom', '=', id),
        where('id', 'in', [mergedInto ?? '', splitFrom ?? '']),
      ]),
    )
    .orderBy('number')

/** Households that were merged with one, or that split from one another, by number. */
export async function findRelated(
  db: Reader<'registry'>,
  stored: Household,
): Promise<{ id: string; number: string | null; how: z.output<typeof relatedHow> }[]> {
  const how = (other: { id: string; mergedInto: string | null }) => {
    if (other.mergedInto === stored.id) return 'mergedHere'
    if (other.id === stored.mergedInto) return 'mergedInto'
    return other.id === stored.splitFrom ? 'splitFrom' : 'splitOff'
  }
  const rows = await relatedQuery(db, stored).execute()
  return rows.map((row) => ({ id: row.id, number: row.number, how: how(row) }))
}
