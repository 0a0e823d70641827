import { sql, type RawBuilder } from 'kysely'
import { findCases, findPatients, meaningOf } from '../evacuations/repository.ts'
import { findHouseholds, findPeople } from '../households/repository.ts'
import { findIdentified } from '../people/repository.ts'
import { findPlaces, idsAbove, placeIndex } from '../places/repository.ts'
import { findProjects, findProjectsByText } from '../projects/repository.ts'
import { searchPlaces } from '../../shared/places/search.ts'
import type { Output } from '../../shared/contract/index.ts'
import type { MultiText } from '../../shared/records/field.ts'
import type { Place } from '../../shared/records/place.ts'
import type { Reader } from '../store/context.ts'
import { numberRange, paperKey, paperOf, phoneKey, phoneOf } from './identifiers.ts'
import { findNamed, nameQuery } from './names.ts'

export type Hit = Output<'search.quick'>[number]

interface Named {
  readonly given: MultiText | null
  readonly father: MultiText | null
  readonly grandfather: MultiText | null
  readonly family: MultiText | null
}

const nameOf = ({ given, father, grandfather, family }: Named): Named => ({ given, father, grandfather, family })

/** A place's names as a text in several scripts. */
function placeTitle({ nameEn, nameAr, nameKu }: Place): MultiText {
  return { la: nameEn, ...(nameAr === null ? {} : { ar: nameAr }), ...(nameKu === null ? {} : { ckb: nameKu }) }
}

/** Households by their own number, phone or cards. */
export async function searchHouseholds(db: Reader<'registry'>, text: string, limit: number): Promise<Hit[]> {
  const range = numberRange(text)
  const phone = phoneKey(text)
  const paper = paperKey(text)
  const ways: RawBuilder<{ id: string }>[] = []
  if (range) {
    ways.push(
      sql`select id from household where deleted = 0 and number >= ${range.from} and number < ${range.to} order by number`,
    )
  }
  if (phone !== null) {
    ways.push(sql`select id from household where deleted = 0 and phone is not null and ${phoneOf('phone')} = ${phone}`)
  }
  if (paper !== null) {
    ways.push(
      sql`select id from household where deleted = 0 and "rationCard" is not null and ${paperOf('rationCard')} = ${paper}`,
    )
    ways.push(
      sql`select id from household where deleted = 0 and "unhcrNumber" is not null and ${paperOf('unhcrNumber')} = ${paper}`,
    )
  }
  const ids = new Set<string>()
  for (const way of ways) {
    for (const { id } of (await sql<{ id: string }>`${way} limit ${limit}`.execute(db)).rows) ids.add(id)
  }
  const households = await findHouseholds(db, [...ids])
  const heads = await findPeople(
    db,
    [...households.values()].flatMap(({ head }) => head ?? []),
  )
  return [...ids].flatMap((id) => {
    const row = households.get(id)
    if (!row) return []
    const head = row.head === null ? undefined : heads.get(row.head)
    const name = head ? nameOf(head) : null
    return [
      { record: 'household' as const, id, household: id, number: row.number, name, title: null, detail: row.status },
    ]
  })
}

/** People by number, phone or paper; failing that, by name in any script. */
export async function searchPeople(db: Reader<'registry'>, text: string, limit: number): Promise<Hit[]> {
  let ids = await findIdentified(db, text, limit)
  const names = ids.length === 0 ? nameQuery(text) : null
  if (names !== null) ids = (await findNamed(db, names, 0, limit)).ids
  const people = await findPeople(db, ids)
  return ids.flatMap((id) => {
    const row = people.get(id)
    if (!row) return []
    const shown = { household: row.household, number: row.number, name: nameOf(row), title: null, detail: row.birth }
    return [{ record: 'person' as const, id, ...shown }]
  })
}

/** Projects by number, title, donor, grant or implementer. */
export async function searchProjects(db: Reader<'registry'>, text: string, limit: number): Promise<Hit[]> {
  const ids = (await findProjectsByText(db, text)).slice(0, limit)
  const projects = await findProjects(db, ids)
  return ids.flatMap((id) => {
    const row = projects.get(id)
    if (!row) return []
    const shown = { household: null, number: row.number, name: null, title: row.title, detail: row.status }
    return [{ record: 'capProject' as const, id, ...shown }]
  })
}

/** Places by any name, spelling or code; the detail is the code. */
export async function searchPlaceHits(db: Reader<'registry'>, text: string, limit: number): Promise<Hit[]> {
  const index = await placeIndex(db)
  const codes = searchPlaces(index, text, limit).map(({ code }) => code)
  const places = new Map((await findPlaces(db, codes)).map((place) => [place.id, place]))
  return codes.flatMap((id) => {
    const row = places.get(id)
    if (!row) return []
    const detail = [...idsAbove(index, id).toReversed(), id].join(' › ')
    return [{ record: 'place' as const, id, household: null, number: null, name: null, title: placeTitle(row), detail }]
  })
}

/** Evacuation cases by number, patient's phone or name. Only asked for people who hold the medical key. */
export async function searchCases(db: Reader<'medical'>, text: string, limit: number): Promise<Hit[]> {
  const where = await meaningOf(db, text)
  const found = await sql<{ id: string }>`select id from "evacuationCase" where deleted = 0 and ${where}
    order by "createdAt" desc limit ${limit}`.execute(db)
  const cases = await findCases(
    db,
    found.rows.map(({ id }) => id),
  )
  const patients = await findPatients(
    db,
    [...cases.values()].map((row) => row.patient),
  )
  return found.rows.flatMap(({ id }) => {
    const row = cases.get(id)
    const who = row && patients.get(row.patient)
    if (!row || !who) return []
    const shown = { household: null, number: row.number, name: nameOf(who), title: null, detail: row.stage }
    return [{ record: 'evacuationCase' as const, id, ...shown }]
  })
}
