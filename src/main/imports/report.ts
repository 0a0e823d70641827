import type { z } from 'zod'
import type { importProblem, ImportReport } from '../../shared/contract/exchange.ts'

export type Problem = z.infer<typeof importProblem>
export type ImportKind = ImportReport['kind']
const outcomes = ['create', 'update', 'unchanged', 'rejected'] as const
/** What becomes of a row; every row has exactly one outcome. */
export type Outcome = (typeof outcomes)[number]

/** How many problems a report carries; the count of all is always exact. */
const CARRIED = 2000
/** Text found in a cell is quoted up to this length. */
const QUOTED = 200

const byPlace = (a: Problem, b: Problem): number => a.sheet.localeCompare(b.sheet) || a.row - b.row

/** Collects the outcomes of an import. Rejections are carried before warnings, so that none is crowded out. */
export class ReportBook {
  private readonly sheets = new Map<string, Record<Outcome | 'rows' | 'warnings', number>>()
  private readonly records = new Map<string, number>()
  private readonly rejections: Problem[] = []
  private readonly warnings: Problem[] = []
  private total = 0

  /** Names a sheet before its first row, so that an empty one is reported too. */
  open(sheet: string): void {
    this.counts(sheet)
  }

  /** Notes the one outcome of a row and what was found in it. */
  row(sheet: string, outcome: Outcome, problems: readonly Problem[]): void {
    const counts = this.counts(sheet)
    counts.rows += 1
    counts[outcome] += 1
    for (const problem of problems) this.problem(problem)
  }

  /** Notes something about a sheet's rows which decides no outcome. */
  problem(problem: Problem): void {
    this.total += 1
    if (problem.severity === 'warning') this.counts(problem.sheet).warnings += 1
    const list = problem.severity === 'warning' ? this.warnings : this.rejections
    if (list.length < CARRIED) {
      list.push({ ...problem, found: problem.found === null ? null : problem.found.slice(0, QUOTED) })
    }
  }

  created(record: string): void {
    this.records.set(record, (this.records.get(record) ?? 0) + 1)
  }

  createdInAll(): number {
    return [...this.records.values()].reduce((sum, count) => sum + count, 0)
  }

  rowsInAll(): number {
    return [...this.sheets.values()].reduce((sum, counts) => sum + counts.rows, 0)
  }

  rejectedInAll(): number {
    return [...this.sheets.values()].reduce((sum, counts) => sum + counts.rejected, 0)
  }

  report(importId: string, kind: ImportKind, dryRun: boolean): ImportReport {
    return {
      importId,
      kind,
      dryRun,
      sheets: [...this.sheets].map(([sheet, counts]) => ({ sheet, ...counts })),
      records: Object.fromEntries(this.records),
      problems: [...this.rejections.toSorted(byPlace), ...this.warnings.toSorted(byPlace)].slice(0, CARRIED),
      problemTotal: this.total,
    }
  }

  private counts(sheet: string): Record<Outcome | 'rows' | 'warnings', number> {
    const known = this.sheets.get(sheet)
    if (known) return known
    const fresh = { rows: 0, create: 0, update: 0, unchanged: 0, rejected: 0, warnings: 0 }
    this.sheets.set(sheet, fresh)
    return fresh
  }
}
