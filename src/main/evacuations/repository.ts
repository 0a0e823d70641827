import { sql, type RawBuilder } from 'kysely'
import type { z } from 'zod'
import type { cases, caseRow } from '../../shared/contract/cases.ts'
import { evacuationStage } from '../../shared/codes/evacuation.ts'
import {
  caseStep,
  type CaseStep,
  evacuationCase,
  type EvacuationCase,
  patient,
  type Patient,
} from '../../shared/records/evacuation.ts'
import { daysSince } from '../checks/steps.ts'
import { numberRange, phoneKey, phoneOf } from '../search/identifiers.ts'
import { idsNamed, nameQuery } from '../search/names.ts'
import type { Reader } from '../store/context.ts'
import { fromRow, no } from '../store/rows.ts'

type Db = Reader<'medical'>

/** One case. */
export async function findCase(db: Db, id: string): Promise<EvacuationCase | undefined> {
  const row = await db
    .selectFrom('evacuationCase')
    .selectAll()
    .where('id', '=', id)
    .where('deleted', '=', no)
    .executeTakeFirst()
  return row && fromRow(evacuationCase, row)
}

/** One patient. */
export async function findPatient(db: Db, id: string): Promise<Patient | undefined> {
  const row = await db
    .selectFrom('patient')
    .selectAll()
    .where('id', '=', id)
    .where('deleted', '=', no)
    .executeTakeFirst()
  return row && fromRow(patient, row)
}

/** The cases of a patient, the newest first. */
export async function findCasesOf(db: Db, patientId: string): Promise<EvacuationCase[]> {
  const rows = await db
    .selectFrom('evacuationCase')
    .selectAll()
    .where('patient', '=', patientId)
    .where('deleted', '=', no)
    .orderBy('createdAt', 'desc')
    .execute()
  return rows.map((row) => fromRow(evacuationCase, row))
}

/** The steps of a case, oldest first; steps of one day in the order they were written. */
export async function findSteps(db: Db, caseId: string): Promise<CaseStep[]> {
  const rows = await db
    .selectFrom('caseStep')
    .selectAll()
    .where('case', '=', caseId)
    .where('deleted', '=', no)
    .orderBy('date')
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  return rows.map((row) => fromRow(caseStep, row))
}

type Condition = RawBuilder<unknown>
type Query = z.output<(typeof cases)['cases.list']['input']>

/** Cases a text means: by number, failing that by the patient's phone, failing that by name. */
export async function meaningOf(db: Db, text: string): Promise<Condition> {
  const range = numberRange(text)
  const phone = phoneKey(text)
  const ways: Condition[] = []
  if (range) {
    ways.push(
      sql`select id from "evacuationCase" where deleted = 0 and number >= ${range.from} and number < ${range.to}`,
    )
  }
  if (phone !== null) {
    const called = sql`select id from patient where deleted = 0 and phone is not null and ${phoneOf('phone')} = ${phone}`
    ways.push(sql`select id from "evacuationCase" where deleted = 0 and patient in (${called})`)
  }
  for (const way of ways) {
    const hit = await sql`${way} limit 1`.execute(db)
    if (hit.rows.length > 0) return sql`id in (${way})`
  }
  const names = nameQuery(text)
  return names === null ? sql`0` : sql`patient in (${idsNamed(names.either)})`
}

const oneOf = (column: string, codes: readonly string[] | undefined): Condition[] =>
  codes === undefined || codes.length === 0 ? [] : [sql`${sql.ref(column)} in (${sql.join(codes)})`]

// The most urgent first, then those who get worse, then those who have waited longest.
const byNeed = sql`case priority when 'emergency' then 0 when 'urgent' then 1 else 2 end,
  coalesce(deteriorating, 0) desc, referred, id`

/** A page of cases by need, with the count of each stage among all cases that match apart from their stage. */
export async function listCases(
  db: Db,
  query: Query,
  now: Date,
): Promise<z.output<(typeof cases)['cases.list']['output']>> {
  const all: Condition[] = [
    sql`deleted = 0`,
    ...oneOf('specialty', query.specialty),
    ...oneOf('priority', query.priority),
  ]
  if (query.text !== undefined && query.text.trim() !== '') all.push(await meaningOf(db, query.text))
  const matching = sql.join(all, sql` and `)
  const counted = await sql<{ stage: string; count: number }>`
    select stage, count(*) count from "evacuationCase" where ${matching} group by stage`.execute(db)
  const counts = new Map(counted.rows.map(({ stage, count }) => [stage, count]))
  const stages = evacuationStage.codes.flatMap((stage) => {
    const count = counts.get(stage)
    return count === undefined ? [] : [{ stage, count }]
  })
  const wanted = query.stage === undefined || query.stage.length === 0 ? evacuationStage.codes : query.stage
  const total = stages.filter(({ stage }) => wanted.includes(stage)).reduce((sum, { count }) => sum + count, 0)
  const fitting = sql.join([...all, ...oneOf('stage', query.stage)], sql` and `)
  const page = await sql<{ id: string; since: string | null }>`
    select id, (select max(date) from "caseStep" s where s."case" = "evacuationCase".id and s.deleted = 0) since
    from "evacuationCase" where ${fitting} order by ${byNeed} limit ${query.limit} offset ${query.offset}`.execute(db)
  return { total, stages, rows: await rowsOf(db, page.rows, now) }
}

async function rowsOf(
  db: Db,
  page: readonly { id: string; since: string | null }[],
  now: Date,
): Promise<z.output<typeof caseRow>[]> {
  const shown = await findCases(
    db,
    page.map(({ id }) => id),
  )
  const patients = await findPatients(
    db,
    [...shown.values()].map((row) => row.patient),
  )
  return page.flatMap(({ id, since }) => {
    const row = shown.get(id)
    const who = row && patients.get(row.patient)
    if (!row || !who) return []
    const { given, father, grandfather, family, sex, birth } = who
    const { number, specialty, priority, deteriorating, stage, referred } = row
    const daysInStage = daysSince(since ?? referred, now)
    const person = { id, number, given, father, grandfather, family, sex, birth }
    return [{ ...person, specialty, priority, deteriorating, stage, referred, daysInStage }]
  })
}

/** The cases with these ids, by id. */
export async function findCases(db: Db, ids: readonly string[]): Promise<Map<string, EvacuationCase>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('evacuationCase')
    .selectAll()
    .where('id', 'in', ids)
    .where('deleted', '=', no)
    .execute()
  return new Map(rows.map((row) => [row.id, fromRow(evacuationCase, row)]))
}

/** The patients with these ids, by id. */
export async function findPatients(db: Db, ids: readonly string[]): Promise<Map<string, Patient>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('patient').selectAll().where('id', 'in', ids).where('deleted', '=', no).execute()
  return new Map(rows.map((row) => [row.id, fromRow(patient, row)]))
}
