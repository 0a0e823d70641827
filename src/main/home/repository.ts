import { sql, type Kysely, type RawBuilder } from 'kysely'
import { type CapStatus, capStatus, iatiStatusOf } from '../../shared/codes/cap.ts'
import { stageGroups } from '../../shared/codes/evacuation.ts'
import type { Output } from '../../shared/contract/index.ts'
import { nameForms } from '../../shared/names/display.ts'
import type { MultiText } from '../../shared/records/field.ts'
import { findCases, findPatients } from '../evacuations/repository.ts'
import { findHouseholds, findPeople } from '../households/repository.ts'
import { findProjects } from '../projects/repository.ts'
import { metaOf } from '../accounts/repository.ts'
import { backupMark } from '../backup/marks.ts'
import type { Reader } from '../store/context.ts'

type Summary = Output<'home.summary'>
export type Recent = Summary['recent'][number]
export type Attention = Summary['attention'][number]

async function count<DB>(db: Kysely<DB>, query: RawBuilder<{ n: number }>): Promise<number> {
  return (await query.execute(db)).rows[0]?.n ?? 0
}

/** Living records of one kind. */
export const countAll = <DB>(db: Kysely<DB>, table: string): Promise<number> =>
  count(db, sql`select count(*) n from ${sql.table(table)} where deleted = 0`)

/** Households that wait for somebody: unverified since before `limit`, at an unknown place, without a head. */
export async function householdAttention(db: Reader<'registry'>, limit: string): Promise<Attention[]> {
  return [
    {
      kind: 'households.unverified',
      count: await count(
        db,
        sql`select count(*) n from household where deleted = 0 and status = 'registered' and registered <= ${limit}`,
      ),
    },
    {
      kind: 'households.placeUnknown',
      count: await count(
        db,
        sql`select count(*) n from household where deleted = 0 and place is null and "placeUnknown" is not null`,
      ),
    },
    {
      kind: 'households.noHead',
      count: await count(db, sql`select count(*) n from household where deleted = 0 and head is null`),
    },
  ]
}

const statusesAs = (wanted: readonly number[]): CapStatus[] =>
  capStatus.codes.filter((status) => wanted.includes(iatiStatusOf[status]))

/** Projects past their planned end before completion, and projects without a step since before `limit`. */
export async function projectAttention(db: Reader<'registry'>, today: string, limit: string): Promise<Attention[]> {
  const open = sql.join(statusesAs([1, 2, 6]))
  return [
    {
      kind: 'projects.late',
      count: await count(
        db,
        sql`select count(*) n from "capProject" where deleted = 0 and status in (${open}) and "endPlanned" < ${today}`,
      ),
    },
    {
      kind: 'projects.stuck',
      count: await count(
        db,
        sql`select count(*) n from "capProject" p where deleted = 0 and status in (${open})
          and (select max(date) from "capStep" s where s.project = p.id and s.deleted = 0) < ${limit}`,
      ),
    },
  ]
}

/** Patients who wait before a decision or an offer, and open cases that get worse. */
export async function caseAttention(db: Reader<'medical'>): Promise<Attention[]> {
  const waiting = sql.join([...stageGroups.waiting, ...stageGroups.decision, ...stageGroups.offer])
  const closed = sql.join(stageGroups.closed)
  return [
    {
      kind: 'cases.waiting',
      count: await count(db, sql`select count(*) n from "evacuationCase" where deleted = 0 and stage in (${waiting})`),
    },
    {
      kind: 'cases.deteriorating',
      count: await count(
        db,
        sql`select count(*) n from "evacuationCase" where deleted = 0 and deteriorating = 1 and stage not in (${closed})`,
      ),
    },
  ]
}

/** What the store itself asks for: a first bundle, a list of places. */
export async function storeAttention(db: Reader<'registry'>): Promise<Attention[]> {
  const sent = await count(
    db,
    sql`select count(*) n from "bundleJournal" where direction = 'out' and state = 'written'`,
  )
  const places = await countAll(db, 'place')
  return [
    { kind: 'bundles.never', count: sent === 0 ? 1 : 0 },
    { kind: 'places.none', count: places === 0 ? 1 : 0 },
  ]
}

async function lastChanged<DB>(db: Kysely<DB>, table: string, limit: number): Promise<string[]> {
  const rows = await sql<{ id: string }>`select id from ${sql.table(table)} where deleted = 0
    order by "updatedAt" desc, id desc limit ${limit}`.execute(db)
  return rows.rows.map(({ id }) => id)
}

function nameTitle(name: Parameters<typeof nameForms>[0] | undefined): MultiText | null {
  const forms = name === undefined ? [] : nameForms(name)
  return forms.length === 0 ? null : Object.fromEntries(forms.map(({ script, text }) => [script, text]))
}

/** Households changed last, under their head's name. */
export async function recentHouseholds(db: Reader<'registry'>, limit: number): Promise<Recent[]> {
  const households = [...(await findHouseholds(db, await lastChanged(db, 'household', limit))).values()]
  const heads = await findPeople(
    db,
    households.flatMap(({ head }) => head ?? []),
  )
  return households.map(({ id, number, head, updatedAt }) => {
    const title = nameTitle(head === null ? undefined : heads.get(head))
    return { record: 'household', id, number, title, at: updatedAt }
  })
}

/** Projects changed last. */
export async function recentProjects(db: Reader<'registry'>, limit: number): Promise<Recent[]> {
  const projects = await findProjects(db, await lastChanged(db, 'capProject', limit))
  return [...projects.values()].map(({ id, number, title, updatedAt }) => ({
    record: 'capProject',
    id,
    number,
    title,
    at: updatedAt,
  }))
}

/** Cases changed last, under the patient's name. */
export async function recentCases(db: Reader<'medical'>, limit: number): Promise<Recent[]> {
  const cases = [...(await findCases(db, await lastChanged(db, 'evacuationCase', limit))).values()]
  const patients = await findPatients(
    db,
    cases.map((row) => row.patient),
  )
  return cases.map(({ id, number, patient, updatedAt }) => {
    return { record: 'evacuationCase', id, number, title: nameTitle(patients.get(patient)), at: updatedAt }
  })
}

const oldBackupDays = 7

/** Stores whose last good backup is more than a week old, or which have none a day after the office was made. */
export async function backupAttention(db: Reader<'registry'>, now: Date): Promise<Attention[]> {
  const made = await sql<{ at: string | null }>`select min("createdAt") at from office`.execute(db)
  const isOld = async (store: 'registry' | 'medical'): Promise<number> => {
    const last = await metaOf(db, backupMark[store])
    const days = (now.getTime() - Date.parse(last ?? made.rows[0]?.at ?? now.toISOString())) / 86_400_000
    return days > (last === undefined ? 1 : oldBackupDays) ? 1 : 0
  }
  return [
    { kind: 'backups.old', count: await isOld('registry') },
    { kind: 'backups.medicalOld', count: await isOld('medical') },
  ]
}
