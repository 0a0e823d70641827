import { sql } from 'kysely'
import type { z } from 'zod'
import type { projectRow } from '../../shared/contract/projects.ts'
import { foldName } from '../../shared/names/fold.ts'
import { scripts, type MultiText } from '../../shared/records/field.ts'
import { capProject, type CapProject, capStep, type CapStep } from '../../shared/records/project.ts'
import { daysSince } from '../checks/steps.ts'
import { findPlaces, placeAndBelow } from '../places/repository.ts'
import { numberRange } from '../search/identifiers.ts'
import type { Reader } from '../store/context.ts'
import { fromRow, no } from '../store/rows.ts'

/** One project. */
export async function findProject(db: Reader<'registry'>, id: string): Promise<CapProject | undefined> {
  const row = await db
    .selectFrom('capProject')
    .selectAll()
    .where('id', '=', id)
    .where('deleted', '=', no)
    .executeTakeFirst()
  return row && fromRow(capProject, row)
}

/** The steps of a project, oldest first; steps of one day in the order they were written. */
export async function findSteps(db: Reader<'registry'>, projectId: string): Promise<CapStep[]> {
  const rows = await db
    .selectFrom('capStep')
    .selectAll()
    .where('project', '=', projectId)
    .where('deleted', '=', no)
    .orderBy('date')
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  return rows.map((row) => fromRow(capStep, row))
}

const written = (title: MultiText): string => scripts.map((script) => title[script] ?? '').join(' ')

/** Projects whose number, title, donor, grant or implementer a text means. An office has hundreds, so no index is kept. */
export async function findProjectsByText(db: Reader<'registry'>, text: string): Promise<string[]> {
  const range = numberRange(text)
  const words = foldName(text)
  const rows = await db
    .selectFrom('capProject')
    .select(['id', 'number', 'title', 'donor', 'grant', 'implementer'])
    .where('deleted', '=', no)
    .execute()
  return rows
    .filter(({ number, title, donor, grant, implementer }) => {
      if (range && number !== null && number >= range.from && number < range.to) return true
      const { title: names } = capProject.fields
      const parsed = names.schema.safeParse(JSON.parse(title))
      const own = foldName([parsed.success ? written(parsed.data) : '', donor, grant, implementer].join(' '))
      return words !== '' && ` ${own}`.includes(` ${words}`)
    })
    .map(({ id }) => id)
}

interface ProjectQuery {
  readonly text?: string | undefined
  readonly status?: readonly string[] | undefined
  readonly type?: readonly string[] | undefined
  readonly place?: string | undefined
  readonly offset: number
  readonly limit: number
}

/** A page of projects, those worked on last first. */
export async function listProjects(
  db: Reader<'registry'>,
  query: ProjectQuery,
  now: Date,
): Promise<{ total: number; rows: z.output<typeof projectRow>[] }> {
  const where = [sql`deleted = 0`]
  if (query.status?.length) where.push(sql`status in (${sql.join(query.status)})`)
  if (query.type?.length) where.push(sql`type in (${sql.join(query.type)})`)
  if (query.place !== undefined) {
    const { from, to } = placeAndBelow(query.place)
    where.push(sql`place >= ${from} and place < ${to}`)
  }
  if (query.text !== undefined && query.text.trim() !== '') {
    const ids = await findProjectsByText(db, query.text)
    where.push(ids.length === 0 ? sql`0` : sql`id in (${sql.join(ids)})`)
  }
  const fitting = sql.join(where, sql` and `)
  const total = await sql<{ n: number }>`select count(*) n from "capProject" where ${fitting}`.execute(db)
  const page = await sql<{ id: string; since: string | null }>`
    select id, (select max(date) from "capStep" s where s.project = "capProject".id and s.deleted = 0) since
    from "capProject" where ${fitting}
    order by "updatedAt" desc, id desc limit ${query.limit} offset ${query.offset}`.execute(db)
  const shown = await findProjects(
    db,
    page.rows.map(({ id }) => id),
  )
  const placeIds = [...shown.values()].flatMap((row) => row.place ?? [])
  const places = new Map((await findPlaces(db, placeIds)).map((place) => [place.id, place]))
  const rows = page.rows.flatMap(({ id, since }) => {
    const row = shown.get(id)
    if (!row) return []
    const place = row.place === null ? undefined : places.get(row.place)
    const { number, title, type, sector, donor, estimate, endPlanned, status } = row
    const named = {
      place: row.place,
      placeNameEn: place?.nameEn ?? null,
      placeNameAr: place?.nameAr ?? null,
      placeNameKu: place?.nameKu ?? null,
    }
    const daysInStatus = daysSince(since ?? row.createdAt, now)
    return [{ id, number, title, type, sector, donor, ...named, estimate, endPlanned, status, daysInStatus }]
  })
  return { total: total.rows[0]?.n ?? 0, rows }
}

/** The projects with these ids, by id. */
export async function findProjects(db: Reader<'registry'>, ids: readonly string[]): Promise<Map<string, CapProject>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('capProject').selectAll().where('id', 'in', ids).where('deleted', '=', no).execute()
  return new Map(rows.map((row) => [row.id, fromRow(capProject, row)]))
}
