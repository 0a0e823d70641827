import { sql, type RawBuilder } from 'kysely'
import type { z } from 'zod'
import type { householdFilter, householdRow } from '../../shared/contract/households.ts'
import { findPlaces, placeAndBelow } from '../places/repository.ts'
import { numberRange, paperKey, paperOf, phoneKey, phoneOf } from '../search/identifiers.ts'
import { idsNamed, nameQuery } from '../search/names.ts'
import type { Reader } from '../store/context.ts'
import { countMembers, findHouseholds, findPeople } from './repository.ts'

type Filter = z.output<typeof householdFilter>
type Sort = 'number' | 'registered' | 'updatedAt'
type Condition = RawBuilder<unknown>
/** Which rows of a list, in which order. */
export interface Page {
  readonly sort: Sort
  readonly descending: boolean
  readonly offset: number
  readonly limit: number
}

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

const sortIndex: Readonly<Record<Sort, string>> = {
  number: 'householdNumber',
  registered: 'householdRegistered',
  updatedAt: 'householdUpdated',
}

const orderOf = (sort: Sort, descending: boolean): Condition => {
  const direction = descending ? sql`desc` : sql`asc`
  return sql`${sql.ref(sort)} ${direction}, id ${direction}`
}

/**
 * One page of a list: ids in the order of an index. Left to itself SQLite collects and sorts every row of a common code;
 * the named index holds all filtered columns in order, so the walk ends with the page.
 */
export const pageQuery = (where: Condition, page: Page): RawBuilder<{ id: string }> =>
  sql<{ id: string }>`select id from household indexed by ${sql.ref(sortIndex[page.sort])} where ${where}
    order by ${orderOf(page.sort, page.descending)} limit ${page.limit} offset ${page.offset}`

/** One page and the total of households picked by place or text: few as a rule, so they are collected once and sorted. */
export const pickedQuery = (where: Condition, page: Page): RawBuilder<{ id: string; n: number }> =>
  sql<{ id: string; n: number }>`
    with fit as materialized (select id, ${sql.ref(page.sort)} from household where ${where})
    select id, (select count(*) from fit) n from fit
    order by ${orderOf(page.sort, page.descending)} limit ${page.limit} offset ${page.offset}`

/** The ids of a page and how many households fit in all. */
async function findPage(db: Reader<'registry'>, filter: Filter, page: Page): Promise<{ total: number; ids: string[] }> {
  const where = await conditionsOf(db, filter)
  const picked = filter.place !== undefined || filter.placeUnknown === true || !!filter.text?.trim()
  const rows = picked
    ? (await pickedQuery(where, page).execute(db)).rows
    : (await pageQuery(where, page).execute(db)).rows
  const ids = rows.map(({ id }) => id)
  const [first] = rows
  if (first && 'n' in first && typeof first.n === 'number') return { total: first.n, ids }
  if (picked && page.offset === 0) return { total: 0, ids }
  return { total: (await countQuery(where).execute(db)).rows[0]?.n ?? 0, ids }
}

/** A page of households with their heads' names, place names and counted members. */
export async function listHouseholds(
  db: Reader<'registry'>,
  query: Page & { readonly filter: Filter },
): Promise<{ total: number; rows: z.output<typeof householdRow>[] }> {
  const { total, ids } = await findPage(db, query.filter, query)
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
