import { sql, type RawBuilder } from 'kysely'
import type { z } from 'zod'
import type { householdFilter, householdRow } from '../../shared/contract/households.ts'
import { displacement, type Displacement, household, type Household } from '../../shared/records/household.ts'
import { user, type User } from '../../shared/records/office.ts'
import { person, type Person } from '../../shared/records/person.ts'
import { findPlaces, placeAndBelow } from '../places/repository.ts'
import { numberRange, paperKey, paperOf, phoneKey, phoneOf } from '../search/identifiers.ts'
import { idsNamed, nameQuery } from '../search/names.ts'
import type { Reader } from '../store/context.ts'
import { fromRow } from '../store/rows.ts'

/** One household. */
export async function findHousehold(db: Reader<'registry'>, id: string): Promise<Household | undefined> {
  const row = await db
    .selectFrom('household')
    .selectAll()
    .where('id', '=', id)
    .where('deleted', '=', 0)
    .executeTakeFirst()
  return row && fromRow(household, row)
}

/** The members of a household: the head, then the others in the order they were registered. */
export async function findMembers(db: Reader<'registry'>, householdId: string): Promise<Person[]> {
  const rows = await db
    .selectFrom('person')
    .selectAll()
    .where('household', '=', householdId)
    .where('deleted', '=', 0)
    .orderBy(sql`relationship <> 'HEAD'`)
    .orderBy('number')
    .orderBy('id')
    .execute()
  return rows.map((row) => fromRow(person, row))
}

/** The moves of a household, oldest first; a move without any date stands last. */
export async function findDisplacements(db: Reader<'registry'>, householdId: string): Promise<Displacement[]> {
  const rows = await db
    .selectFrom('displacement')
    .selectAll()
    .where('household', '=', householdId)
    .where('deleted', '=', 0)
    .orderBy(sql`coalesce(arrived, "left", '9999')`)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  return rows.map((row) => fromRow(displacement, row))
}

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
    .where('deleted', '=', deleted ? 1 : 0)
    .executeTakeFirst()
  return row && fromRow(displacement, row)
}

/** Somebody who signs in here or in another office. */
export async function findUser(db: Reader<'registry'>, id: string): Promise<User | null> {
  const row = await db.selectFrom('user').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? fromRow(user, row) : null
}

type Filter = z.output<typeof householdFilter>
type Sort = 'number' | 'registered' | 'updatedAt'
type Condition = RawBuilder<unknown>

const oneOf = (column: string, codes: readonly string[] | undefined): Condition[] =>
  codes === undefined || codes.length === 0 ? [] : [sql`${sql.ref(column)} in (${sql.join(codes)})`]

/**
 * Households a text means: by their own number, phone or cards; failing that, by a member's number, phone or paper;
 * failing that, by a member's name. An exact hit never drowns among people who are only called alike.
 */
async function meaning(db: Reader<'registry'>, text: string): Promise<Condition> {
  const range = numberRange(text)
  const phone = phoneKey(text)
  const paper = paperKey(text)
  const ways: Condition[] = []
  if (range) {
    ways.push(sql`select id from household where deleted = 0 and number >= ${range.from} and number < ${range.to}`)
    ways.push(sql`select household from person where deleted = 0 and number >= ${range.from} and number < ${range.to}`)
  }
  if (phone !== null) {
    ways.push(sql`select id from household where deleted = 0 and phone is not null and ${phoneOf('phone')} = ${phone}`)
    ways.push(
      sql`select household from person where deleted = 0 and phone is not null and ${phoneOf('phone')} = ${phone}`,
    )
  }
  if (paper !== null) {
    ways.push(
      sql`select id from household where deleted = 0 and "rationCard" is not null and ${paperOf('rationCard')} = ${paper}`,
    )
    ways.push(
      sql`select id from household where deleted = 0 and "unhcrNumber" is not null and ${paperOf('unhcrNumber')} = ${paper}`,
    )
    ways.push(
      sql`select household from person where deleted = 0 and "paperNumber" is not null and ${paperOf('paperNumber')} = ${paper}`,
    )
  }
  for (const way of ways) {
    const hit = await sql`${way} limit 1`.execute(db)
    if (hit.rows.length > 0) return sql`id in (${way})`
  }
  const names = nameQuery(text)
  if (names === null) return sql`0`
  return sql`id in (select household from person where deleted = 0 and id in (${idsNamed(names.either)}))`
}

/** The conditions a filter puts on a household. */
export async function conditionsOf(db: Reader<'registry'>, filter: Filter): Promise<Condition> {
  const all: Condition[] = [sql`deleted = 0`]
  if (filter.place !== undefined) {
    const { from, to } = placeAndBelow(filter.place)
    all.push(sql`place >= ${from} and place < ${to}`)
  }
  all.push(...oneOf('status', filter.status))
  all.push(...oneOf('residenceStatus', filter.residenceStatus))
  all.push(...oneOf('shelter', filter.shelter))
  if (filter.registeredFrom !== undefined) all.push(sql`registered >= ${filter.registeredFrom}`)
  if (filter.registeredTo !== undefined) all.push(sql`registered <= ${filter.registeredTo}`)
  if (filter.placeUnknown === true) all.push(sql`place is null and "placeUnknown" is not null`)
  if (filter.placeUnknown === false) all.push(sql`"placeUnknown" is null`)
  if (filter.text !== undefined && filter.text.trim() !== '') all.push(await meaning(db, filter.text))
  return sql.join(all, sql` and `)
}

/** How many households fit; answered from an index that holds every filtered column. */
export const countQuery = (where: Condition): RawBuilder<{ n: number }> =>
  sql<{ n: number }>`select count(*) n from household where ${where}`

/** One page of a list: ids in the order of an index; everything shown is then read for these rows alone. */
export function pageQuery(
  where: Condition,
  sort: Sort,
  descending: boolean,
  offset: number,
  limit: number,
): RawBuilder<{ id: string }> {
  const direction = descending ? sql`desc` : sql`asc`
  return sql<{ id: string }>`select id from household where ${where}
    order by ${sql.ref(sort)} ${direction}, id ${direction} limit ${limit} offset ${offset}`
}

/** The households with these ids, by id. */
export async function findHouseholds(db: Reader<'registry'>, ids: readonly string[]): Promise<Map<string, Household>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('household').selectAll().where('id', 'in', ids).where('deleted', '=', 0).execute()
  return new Map(rows.map((row) => [row.id, fromRow(household, row)]))
}

/** The people with these ids, by id. */
export async function findPeople(db: Reader<'registry'>, ids: readonly string[]): Promise<Map<string, Person>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('person').selectAll().where('id', 'in', ids).where('deleted', '=', 0).execute()
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

/** A page of households with their heads' names, place names and counted members. */
export async function listHouseholds(
  db: Reader<'registry'>,
  query: { filter: Filter; sort: Sort; descending: boolean; offset: number; limit: number },
): Promise<{ total: number; rows: z.output<typeof householdRow>[] }> {
  const where = await conditionsOf(db, query.filter)
  const total = (await countQuery(where).execute(db)).rows[0]?.n ?? 0
  const page = await pageQuery(where, query.sort, query.descending, query.offset, query.limit).execute(db)
  const ids = page.rows.map(({ id }) => id)
  const shown = await findHouseholds(db, ids)
  const households = [...shown.values()]
  const heads = await findPeople(
    db,
    households.flatMap(({ head }) => head ?? []),
  )
  const places = new Map(
    (
      await findPlaces(
        db,
        households.flatMap((row) => row.place ?? []),
      )
    ).map((p) => [p.id, p]),
  )
  const members = await countMembers(db, ids)
  const rows = ids.flatMap((id) => {
    const row = shown.get(id)
    if (!row) return []
    const head = row.head === null ? undefined : heads.get(row.head)
    const place = row.place === null ? undefined : places.get(row.place)
    return [
      {
        id,
        number: row.number,
        given: head?.given ?? null,
        father: head?.father ?? null,
        grandfather: head?.grandfather ?? null,
        family: head?.family ?? null,
        residenceStatus: row.residenceStatus,
        status: row.status,
        place: row.place,
        placeNameEn: place?.nameEn ?? null,
        placeNameAr: place?.nameAr ?? null,
        placeNameKu: place?.nameKu ?? null,
        placeUnknown: row.placeUnknown,
        members: members.get(id) ?? 0,
        sizeReported: row.sizeReported,
        phone: row.phone,
        registered: row.registered,
        updatedAt: row.updatedAt,
      },
    ]
  })
  return { total, rows }
}
