import type { ImportReport } from '../../shared/contract/exchange.ts'
import { figure, place, placeAlias } from '../../shared/records/place.ts'
import type { DraftOf } from '../../shared/records/field.ts'
import { inChunks, Stopped, type JobTools } from '../jobs/runner.ts'
import { change, save, type Savable } from '../oplog/save.ts'
import { fromRow, no } from '../store/rows.ts'
import type { Reader, Writer } from '../store/context.ts'
import { parseAliases, parseFigures, parsePlaces, placeFigures, type Parsed, type ParsedRow } from './places.ts'
import type { Problem, ReportBook } from './report.ts'
import { sameValue } from './row-plan.ts'

type ListKind = 'places' | 'aliases' | 'figures'
type Draft = DraftOf<typeof place> | DraftOf<typeof placeAlias> | DraftOf<typeof figure>

const lists = { places: place, aliases: placeAlias, figures: figure } as const
export const listTopics = ['places', 'home', 'search', 'households']

/** Ids travel between offices as letters, digits and hyphens. */
const travelling = (id: string): string => id.replace(/[^A-Za-z0-9-]/g, '-').slice(0, 64)

const parseList = async (kind: ListKind, text: string, db: Reader<'registry'>): Promise<Parsed<Draft>> => {
  if (kind === 'places') return parsePlaces(text)
  const places = await db.selectFrom('place').select(['id', 'dtmCode']).where('deleted', '=', no).execute()
  if (kind === 'figures') {
    const byDtm = places.flatMap(({ id, dtmCode }): [string, string][] => (dtmCode === null ? [] : [[dtmCode, id]]))
    return placeFigures(parseFigures(text), new Map(byDtm))
  }
  const known = new Set(places.map(({ id }) => id))
  const { rows, problems } = parseAliases(text)
  const lost = rows.filter(({ values }) => !known.has(values.place))
  const unknown = lost.map(({ row, values }) => {
    return { row, column: 'pcode', code: 'unknown_place', found: values.place, severity: 'rejected' as const }
  })
  return { rows: rows.filter(({ values }) => known.has(values.place)), problems: [...problems, ...unknown] }
}

/** What becomes of one line, against the record of the same id. */
const planLine = async (db: Reader<'registry'>, kind: ListKind, id: string, values: Draft) => {
  const row = await db.selectFrom(lists[kind].name).selectAll().where('id', '=', id).executeTakeFirst()
  if (row === undefined) return { outcome: 'create' as const, patch: {} }
  const current = new Map<string, unknown>(Object.entries(fromRow(lists[kind], row)))
  // A blank cell never empties a field, and somebody's removal stands.
  const differing = Object.entries(values).filter(
    ([field, value]) => value !== null && value !== undefined && !sameValue(current.get(field), value),
  )
  if (differing.length === 0 || current.get('deleted') === true) return { outcome: 'unchanged' as const, patch: {} }
  return { outcome: 'update' as const, patch: Object.fromEntries(differing) }
}

/** Imports a list of places, of other spellings, or of published figures, or plans it in a dry run. */
export const importList = async (
  kind: ListKind,
  text: string,
  run: { readonly importId: string; readonly apply: boolean },
  tools: JobTools,
  book: ReportBook,
): Promise<ImportReport> => {
  const parsed = await parseList(kind, text, tools.db)
  const report = (): ImportReport => book.report(run.importId, kind, !run.apply)
  const sheet = kind
  book.open(sheet)
  const rejectedRows = Map.groupBy(parsed.problems, ({ row }) => row)
  for (const [, found] of rejectedRows) {
    const problems: Problem[] = found.map((problem) => ({ ...problem, sheet }))
    if (found.some(({ severity }) => severity === 'rejected')) book.row(sheet, 'rejected', problems)
    else for (const problem of problems) book.problem(problem)
  }
  const record: Savable = lists[kind]
  const line = async (
    db: Reader<'registry'>,
    trx: Writer<'registry'> | null,
    item: ParsedRow<Draft>,
  ): Promise<void> => {
    const id = travelling(item.id)
    const { outcome, patch } = await planLine(db, kind, id, item.values)
    if (trx && outcome === 'create') await save(trx, record, { ...item.values, id })
    if (trx && outcome === 'update') await change(trx, record, id, patch as never)
    book.row(sheet, outcome, [])
    if (outcome === 'create') book.created(record.name)
  }
  if (run.apply) {
    await inChunks(tools, 'importing', parsed.rows, (trx, item) => line(trx, trx, item), report)
    return report()
  }
  for (const [at, item] of parsed.rows.entries()) {
    await line(tools.db, null, item)
    if (at % 200 !== 0) continue
    if (tools.cancelled()) throw new Stopped(null)
    tools.progress('checking', at, parsed.rows.length)
    await tools.pause()
  }
  return report()
}
