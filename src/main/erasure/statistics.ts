import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { StatisticsResult } from '../../shared/contract/erasure.ts'
import { fail } from '../../shared/errors.ts'
import { Stopped, type JobTools, type Runner } from '../jobs/runner.ts'
import { readmeText } from './readme.ts'
import { ageBand, coarsen, csvOf, districtsOf, smallest, type Line, type Step } from './tables.ts'

/** One table of the copy: which columns it has, and how its groups become large enough. */
interface Table {
  readonly name: string
  readonly columns: readonly string[]
  readonly by: readonly string[]
  readonly steps: readonly Step[]
  readonly lines: () => Line[]
}

const who = ['governorate', 'age_band', 'sex'] as const
/** People: first the district goes, then the governorate, the age and at last the sex. */
const peopleSteps: readonly Step[] = [
  { by: ['district', ...who], empty: ['district'] },
  { by: who, empty: ['governorate', 'district'] },
  { by: who, empty: ['age_band'] },
  { by: who, empty: ['sex'] },
]
const placeSteps: readonly Step[] = [
  { by: ['governorate', 'district'], empty: ['district'] },
  { by: ['governorate'], empty: ['governorate', 'district'] },
]

const year = (date: string | null): string => date?.slice(0, 4) ?? ''
const text = (value: string | number | null): string => (value === null ? '' : String(value))

type Row = Record<string, string | number | null>
const words = (value: string | number | null | undefined): string | null =>
  value === null || value === undefined ? null : String(value)

function tablesOf(tools: JobTools, medical: boolean): Table[] {
  const { registry, medical: cases } = tools.stores
  const placed = districtsOf(registry)
  const today = tools.now().toISOString().slice(0, 10)
  const all = (sql: string): Row[] => registry.prepare(sql).all() as Row[]
  const tables: Table[] = [
    {
      name: 'households',
      columns: ['governorate', 'district', 'residence_status', 'shelter', 'status', 'members', 'registered_year'],
      by: ['governorate'],
      steps: placeSteps,
      lines: () =>
        all(
          `select place, residenceStatus, shelter, status, registered,
             (select count(*) from person p where p.household = h.id and p.deleted = 0 and p.status = 'active') as members
           from household h where deleted = 0`,
        ).map((row) => ({
          ...placed(words(row['place'])),
          residence_status: text(row['residenceStatus'] ?? null),
          shelter: text(row['shelter'] ?? null),
          status: text(row['status'] ?? null),
          members: Number(row['members']) > 9 ? '10+' : text(row['members'] ?? null),
          registered_year: year(words(row['registered'])),
        })),
    },
    {
      name: 'persons',
      columns: ['governorate', 'district', 'age_band', 'sex', 'residence_status', 'status'],
      by: who,
      steps: peopleSteps,
      lines: () =>
        all(
          `select h.place, p.birth, p.sex, h.residenceStatus, p.status
           from person p left join household h on h.id = p.household where p.deleted = 0`,
        ).map((row) => ({
          ...placed(words(row['place'])),
          age_band: ageBand(words(row['birth']), today),
          sex: text(row['sex'] ?? null),
          residence_status: text(row['residenceStatus'] ?? null),
          status: text(row['status'] ?? null),
        })),
    },
    {
      name: 'displacements',
      columns: ['from_governorate', 'to_governorate', 'left_year', 'arrived_year', 'whole_family'],
      by: ['from_governorate', 'to_governorate'],
      steps: [
        { by: ['from_governorate', 'to_governorate'], empty: ['from_governorate'] },
        { by: ['from_governorate', 'to_governorate'], empty: ['to_governorate'] },
      ],
      lines: () =>
        all(`select "from", "to", "left", arrived, wholeFamily from displacement where deleted = 0`).map((row) => ({
          from_governorate: placed(words(row['from'])).governorate,
          to_governorate: placed(words(row['to'])).governorate,
          left_year: year(words(row['left'])),
          arrived_year: year(words(row['arrived'])),
          whole_family: text(row['wholeFamily'] ?? null),
        })),
    },
    {
      name: 'projects',
      columns: ['governorate', 'district', 'type', 'sector', 'cluster', 'status', 'direct', 'indirect', 'start_year'],
      // Projects are no people: none of them is left out.
      by: [],
      steps: [],
      lines: () =>
        all(
          `select place, type, sector, cluster, status, beneficiariesDirect, beneficiariesIndirect, startActual
           from "capProject" where deleted = 0`,
        ).map((row) => ({
          ...placed(words(row['place'])),
          type: text(row['type'] ?? null),
          sector: text(row['sector'] ?? null),
          cluster: text(row['cluster'] ?? null),
          status: text(row['status'] ?? null),
          direct: masked(row['beneficiariesDirect']),
          indirect: masked(row['beneficiariesIndirect']),
          start_year: year(words(row['startActual'])),
        })),
    },
  ]
  if (!medical) return tables
  const clinical = cases ?? fail({ kind: 'forbidden' })
  tables.push({
    name: 'cases',
    columns: ['governorate', 'age_band', 'sex', 'specialty', 'stage', 'referred_year'],
    by: who,
    steps: [...peopleSteps.slice(1), { by: ['specialty', ...who], empty: ['specialty'] }],
    lines: () =>
      (
        clinical
          .prepare(
            `select p.place, p.birth, p.sex, c.specialty, c.stage, c.referred
             from "evacuationCase" c join patient p on p.id = c.patient where c.deleted = 0`,
          )
          .all() as Row[]
      ).map((row) => ({
        governorate: placed(words(row['place'])).governorate,
        age_band: ageBand(words(row['birth']), today),
        sex: text(row['sex'] ?? null),
        specialty: text(row['specialty'] ?? null),
        stage: text(row['stage'] ?? null),
        referred_year: year(words(row['referred'])),
      })),
  })
  return tables
}

const masked = (count: string | number | null | undefined): string =>
  typeof count !== 'number' ? '' : count > 0 && count < smallest ? `under ${smallest}` : String(count)

/** Writes the statistics copy into a folder of its own: whole, or not at all. */
export const statisticsJob: Runner<'statistics'> = async ({ folder, medical }, tools): Promise<StatisticsResult> => {
  const tables = tablesOf(tools, medical)
  const digits = tools
    .now()
    .toISOString()
    .replace(/[^0-9]/g, '')
  const name = `waypost-statistics-${digits.slice(0, 8)}-${digits.slice(8, 14)}`
  const partial = path.join(folder, `${name}.partial`)
  const files: StatisticsResult['files'] = []
  const counts = { merged: 0, left: 0 }
  try {
    await mkdir(partial)
    for (const [at, table] of tables.entries()) {
      if (tools.cancelled()) throw new Stopped(null)
      tools.progress(`statistics.${table.name}`, at, tables.length)
      await tools.pause()
      const { lines, merged, left } =
        table.by.length === 0
          ? { lines: table.lines(), merged: 0, left: 0 }
          : coarsen(table.lines(), table.steps, table.by)
      counts.merged += merged
      counts.left += left
      await writeFile(path.join(partial, `${table.name}.csv`), csvOf(table.columns, lines))
      files.push({ name: `${table.name}.csv`, rows: lines.length })
    }
    if (tools.cancelled()) throw new Stopped(null)
    await writeFile(path.join(partial, 'README.txt'), readmeText({ at: tools.now(), files, ...counts, medical }))
    await rename(partial, path.join(folder, name))
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    throw error
  }
  await tools.note('registry', 'erasure.statistics', null)
  if (medical) await tools.note('medical', 'erasure.statistics', null)
  return { folder: name, files, merged: counts.merged }
}
