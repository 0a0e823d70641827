import { sql, type RawBuilder } from 'kysely'
import type { z } from 'zod'
import type { personRow } from '../../shared/contract/households.ts'
import { person, type Person } from '../../shared/records/person.ts'
import { findHouseholds, findPeople } from '../households/repository.ts'
import { numberRange, paperKey, paperOf, phoneKey, phoneOf } from '../search/identifiers.ts'
import { findNamed, nameQuery } from '../search/names.ts'
import type { Reader } from '../store/context.ts'
import { fromRow, no, yes } from '../store/rows.ts'

/** One person; a removed one only when asked for. */
export async function findPerson(db: Reader<'registry'>, id: string, deleted: boolean): Promise<Person | undefined> {
  const row = await db
    .selectFrom('person')
    .selectAll()
    .where('id', '=', id)
    .where('deleted', '=', deleted ? yes : no)
    .executeTakeFirst()
  return row && fromRow(person, row)
}

/** People a text means by number, phone or paper; empty when it is none of these or nobody has it. */
export async function findIdentified(db: Reader<'registry'>, text: string, limit: number): Promise<string[]> {
  const range = numberRange(text)
  const phone = phoneKey(text)
  const paper = paperKey(text)
  const ways: RawBuilder<{ id: string }>[] = []
  if (range)
    ways.push(sql`select id from person where deleted = 0 and number >= ${range.from} and number < ${range.to}`)
  if (phone !== null)
    ways.push(sql`select id from person where deleted = 0 and phone is not null and ${phoneOf('phone')} = ${phone}`)
  if (paper !== null) {
    ways.push(
      sql`select id from person where deleted = 0 and "paperNumber" is not null and ${paperOf('paperNumber')} = ${paper}`,
    )
  }
  for (const way of ways) {
    const found = await sql<{ id: string }>`${way} limit ${limit}`.execute(db)
    if (found.rows.length > 0) return found.rows.map(({ id }) => id)
  }
  return []
}

/** More people than this under one phone or paper number is no longer a search but a data error. */
const MOST_IDENTIFIED = 500

async function pageOfIds(
  db: Reader<'registry'>,
  text: string,
  offset: number,
  limit: number,
): Promise<{ total: number; ids: string[] }> {
  if (text.trim() === '') {
    const total = await sql<{ n: number }>`select count(*) n from person where deleted = 0`.execute(db)
    const page = await peoplePage(offset, limit).execute(db)
    return { total: total.rows[0]?.n ?? 0, ids: page.rows.map(({ id }) => id) }
  }
  const identified = await findIdentified(db, text, MOST_IDENTIFIED)
  if (identified.length > 0) return { total: identified.length, ids: identified.slice(offset, offset + limit) }
  const names = nameQuery(text)
  return names === null ? { total: 0, ids: [] } : findNamed(db, names, offset, limit)
}

/** One page of everybody, in the order of their numbers. */
export const peoplePage = (offset: number, limit: number): RawBuilder<{ id: string }> =>
  sql<{ id: string }>`select id from person where deleted = 0 order by number, id limit ${limit} offset ${offset}`

/** A page of people with the number of their household. */
export async function listPeople(
  db: Reader<'registry'>,
  query: { text: string; offset: number; limit: number },
): Promise<{ total: number; rows: z.output<typeof personRow>[] }> {
  const { total, ids } = await pageOfIds(db, query.text, query.offset, query.limit)
  const people = await findPeople(db, ids)
  const homes = await findHouseholds(
    db,
    [...people.values()].flatMap((row) => row.household ?? []),
  )
  const rows = ids.flatMap((id) => {
    const row = people.get(id)
    if (!row) return []
    const { number, household, given, father, grandfather, family, sex, birth, relationship, phone, status } = row
    const householdNumber = household === null ? null : (homes.get(household)?.number ?? null)
    const shown = { id, number, household, householdNumber, given, father, grandfather, family, sex, birth }
    return [{ ...shown, relationship, phone, status }]
  })
  return { total, rows }
}
