import { localToday } from '../../shared/dates/partial.ts'
import type { ImportReport } from '../../shared/contract/exchange.ts'
import { household } from '../../shared/records/household.ts'
import { person } from '../../shared/records/person.ts'
import { inChunks, Stopped, type JobTools } from '../jobs/runner.ts'
import { change, save } from '../oplog/save.ts'
import { placeIndex } from '../places/repository.ts'
import type { Writer } from '../store/context.ts'
import type { ColumnMapping } from './mapping.ts'
import { planGroup, type RowPlan } from './registration-plan.ts'
import { readGroups, type Group } from './registration-rows.ts'
import { ReportBook } from './report.ts'
import { hasImported, rememberRow } from './repository.ts'
import type { TableFile } from './workbook.ts'

/** Pages whose queries are stale once households or people came in. */
export const registrationTopics = ['households', 'people', 'home', 'places', 'search']

/** Households planned between two looks at the cancel flag. */
const CHECKED_TOGETHER = 50

const writeRow = async (trx: Writer<'registry'>, plan: RowPlan, importId: string): Promise<void> => {
  const { id, outcome, values, record, hashes, row } = plan
  if (outcome === 'rejected' || (outcome === 'unchanged' && !plan.remember)) return
  if (outcome === 'create') {
    if (record === 'household') await save(trx, household, { ...household.draft.parse(values), id })
    else await save(trx, person, { ...person.draft.parse(values), id })
  } else if (outcome === 'update') {
    if (record === 'household') await change(trx, household, id, household.patch.parse(values))
    else await change(trx, person, id, person.patch.parse(values))
  }
  await rememberRow(trx, { sourceKey: row.sourceKey, type: record, entity: id, hashes, importId })
}

const count = (book: ReportBook, plans: readonly RowPlan[]): void => {
  for (const { row, outcome, problems, record } of plans) {
    book.row(row.sheet, outcome, problems)
    if (outcome === 'create') book.created(record)
  }
}

/** What an import of a registration needs to know. */
export interface RegistrationImport {
  readonly importId: string
  readonly mapping: readonly ColumnMapping[] | undefined
  readonly apply: boolean
}

/**
 * Imports a registration, or plans it in a dry run: the same code either way. A household and its members are one
 * write; stopped midway, what was committed stays, and the same file carries on where it stopped.
 */
export const importRegistration = async (
  file: TableFile,
  { importId, mapping, apply }: RegistrationImport,
  tools: JobTools,
  book: ReportBook,
): Promise<ImportReport> => {
  const places = await placeIndex(tools.db)
  const groups = await readGroups(file, mapping, places, localToday(tools.now()), book)
  const report = (): ImportReport => book.report(importId, 'registration', !apply)
  const changing = apply && !(await hasImported(tools.db)) ? groups : await check(groups, apply, tools, book)
  const handle = async (trx: Writer<'registry'>, group: Group): Promise<void> => {
    const plans = await planGroup(trx, group, tools)
    for (const plan of plans) await writeRow(trx, plan, importId)
    count(book, plans)
  }
  await inChunks(tools, 'importing', changing, handle, report)
  return report()
}

/** True when a plan leaves the store as it is. */
const isQuiet = ({ outcome, remember }: RowPlan): boolean =>
  outcome === 'rejected' || (outcome === 'unchanged' && !remember)

/**
 * Plans every household by reading alone, counts those that need no write, and answers the others; in a dry run all
 * are counted and none is answered. So the same file again never holds up a save elsewhere.
 */
const check = async (
  groups: readonly Group[],
  apply: boolean,
  tools: JobTools,
  book: ReportBook,
): Promise<readonly Group[]> => {
  const changing: Group[] = []
  for (let at = 0; at < groups.length; at += CHECKED_TOGETHER) {
    if (tools.cancelled()) throw new Stopped(null)
    for (const group of groups.slice(at, at + CHECKED_TOGETHER)) {
      const plans = await planGroup(tools.db, group, tools)
      if (apply && !plans.every(isQuiet)) changing.push(group)
      else count(book, plans)
    }
    tools.progress('checking', Math.min(at + CHECKED_TOGETHER, groups.length), groups.length)
    await tools.pause()
  }
  return changing
}
