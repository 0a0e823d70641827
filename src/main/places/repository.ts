import { sql } from 'kysely'
import {
  type PlaceAliasEntry,
  type PlaceEntry,
  type PlaceIndex,
  buildPlaceIndex,
  placePath,
} from '../../shared/places/codes.ts'
import { figure, type Figure, place, type Place, placeAlias, type PlaceAlias } from '../../shared/records/place.ts'
import type { Reader } from '../store/context.ts'
import { fromRow, no } from '../store/rows.ts'
import { startingWith } from '../search/identifiers.ts'

/** A place and everything below it, as a range of ids: COD-AB codes of lower units begin with their unit's code. */
export const placeAndBelow = startingWith

/** The places with these ids, by code; ids that are not on the list are left out. */
export async function findPlaces(db: Reader<'registry'>, ids: readonly string[]): Promise<Place[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('place')
    .selectAll()
    .where('id', 'in', [...new Set(ids)])
    .where('deleted', '=', no)
    .orderBy('id')
    .execute()
  return rows.map((row) => fromRow(place, row))
}

/** One place of the list. */
export async function findPlace(db: Reader<'registry'>, id: string): Promise<Place | undefined> {
  return (await findPlaces(db, [id]))[0]
}

/** The units a place lies in, nearest first. */
export async function findPlacesAbove(db: Reader<'registry'>, of: Place): Promise<Place[]> {
  const above: Place[] = []
  let parent = of.parent
  // The bound keeps a list whose parents form a ring from hanging the application.
  while (parent !== null && above.length < 10) {
    const next = await findPlace(db, parent)
    if (!next) break
    above.push(next)
    parent = next.parent
  }
  return above
}

/** The named places with all units they lie in, by code. */
export async function findPlacesWithAbove(db: Reader<'registry'>, ids: readonly (string | null)[]): Promise<Place[]> {
  const wanted = JSON.stringify([...new Set(ids)].filter((id) => id !== null))
  // A union adds every place once, so a list whose parents form a ring has an end.
  const rows = await sql<object>`with recursive up (id) as (
      select value from json_each(${wanted}) union select place.parent from up join place on place.id = up.id
    ) select place.* from up join place on place.id = up.id where place.deleted = 0 order by place.id`.execute(db)
  return rows.rows.map((row) => fromRow(place, row))
}

/** The units directly below a place; without a place the governorates. */
export async function findPlacesBelow(db: Reader<'registry'>, id: string | null, limit: number): Promise<Place[]> {
  const rows = await db
    .selectFrom('place')
    .selectAll()
    .where('parent', id === null ? 'is' : '=', id)
    .where('deleted', '=', no)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => fromRow(place, row))
}

/** Other codes and spellings of a place. */
export async function findAliases(db: Reader<'registry'>, placeId: string): Promise<PlaceAlias[]> {
  const rows = await db
    .selectFrom('placeAlias')
    .selectAll()
    .where('place', '=', placeId)
    .where('deleted', '=', no)
    .orderBy('system')
    .orderBy('codeOrName')
    .execute()
  return rows.map((row) => fromRow(placeAlias, row))
}

/** Published figures of a place, oldest first. */
export async function findFigures(db: Reader<'registry'>, placeId: string): Promise<Figure[]> {
  const rows = await db
    .selectFrom('figure')
    .selectAll()
    .where('place', '=', placeId)
    .where('deleted', '=', no)
    .orderBy('reported')
    .orderBy('id')
    .execute()
  return rows.map((row) => fromRow(figure, row))
}

/** Households on record at a place or below it and their counted members; duplicates count once. */
export async function countAt(db: Reader<'registry'>, id: string): Promise<{ households: number; people: number }> {
  const { from, to } = placeAndBelow(id)
  const counted = await sql<{ households: number; people: number }>`
    select count(*) households, coalesce(sum(members), 0) people from (
      select (select count(*) from person p where p.household = h.id and p.deleted = 0 and p.status = 'active'
        and p.relationship <> 'NON_BENEFICIARY') members
      from household h
      where h.place >= ${from} and h.place < ${to} and h.deleted = 0 and h.status <> 'duplicate_of'
    )`.execute(db)
  return counted.rows[0] ?? { households: 0, people: 0 }
}

/** How much of the list of places is loaded. */
export async function countPlaces(
  db: Reader<'registry'>,
): Promise<{ places: number; aliases: number; figures: number }> {
  const counted = await sql<{ places: number; aliases: number; figures: number }>`
    select (select count(*) from place where deleted = 0) places,
      (select count(*) from "placeAlias" where deleted = 0) aliases,
      (select count(*) from figure where deleted = 0) figures`.execute(db)
  return counted.rows[0] ?? { places: 0, aliases: 0, figures: 0 }
}

interface CachedIndex {
  readonly stamp: string
  readonly index: PlaceIndex
}
// The list changes a few times a year and is asked at every key stroke in a place picker. It holds nothing personal.
const indexes = new WeakMap<object, CachedIndex>()

/** All places prepared for look-up by name or code; rebuilt when the list has changed. */
export async function placeIndex(db: Reader<'registry'>): Promise<PlaceIndex> {
  const stamped = await sql<{ stamp: string }>`
    select (select count(*) || ' ' || coalesce(max("updatedAt"), '') from place) || ' ' ||
      (select count(*) || ' ' || coalesce(max("updatedAt"), '') from "placeAlias") stamp`.execute(db)
  const stamp = stamped.rows[0]?.stamp ?? ''
  const cached = indexes.get(db)
  if (cached?.stamp === stamp) return cached.index
  const places: PlaceEntry[] = await db
    .selectFrom('place')
    .select(['id as code', 'level', 'parent', 'nameEn', 'nameAr', 'nameKu', 'dtmCode'])
    .where('deleted', '=', no)
    .execute()
  const aliases: PlaceAliasEntry[] = await db
    .selectFrom('placeAlias')
    .select(['system', 'codeOrName', 'place', 'validFrom', 'validTo', 'note'])
    .where('deleted', '=', no)
    .execute()
  const index = buildPlaceIndex(places, aliases)
  indexes.set(db, { stamp, index })
  return index
}

/** Ids of the units above a place, nearest first. */
export const idsAbove = (index: PlaceIndex, code: string): string[] =>
  placePath(index, code)
    .slice(0, -1)
    .map((entry) => entry.code)
    .toReversed()
