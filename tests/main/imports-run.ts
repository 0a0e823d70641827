import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import ExcelJS from 'exceljs'
import { generateOffice } from '../../bench/iraq/index.ts'
import { householdColumns, individualColumns } from '../../scripts/fixtures/columns.ts'
import { registrationRows, type Row } from '../../scripts/fixtures/rows.ts'
import type { ImportReport, JobState } from '../../src/shared/contract/exchange.ts'
import type { Input } from '../../src/shared/contract/index.ts'
import type { TestOffice } from './open-office.ts'

/** The registration workbook met in practice, which is kept outside the repository. */
export const realRegistration = path.resolve('../shared/data/registry/households-and-individuals.xlsx')
export const fixture = (name: string): string => path.resolve('tests/fixtures/workbooks', name)

let tokens = 0
/** Gives an office a file as a dialog would, and answers its token. */
export const choose = (office: TestOffice, file: string): string => {
  const token = (++tokens).toString(16).padStart(32, '0')
  office.app.setPath(token, file)
  return token
}

/** Waits for the end of a job; `watch` sees it as it goes. */
export const ended = async (
  office: TestOffice,
  jobId: string,
  watch?: (job: JobState) => Promise<void>,
): Promise<JobState> => {
  for (;;) {
    // The link hears of a job's first step a moment after it was started.
    const job = (await office.get('jobs.list', {})).find((one) => one.jobId === jobId)
    if (job && job.state !== 'running') return job
    if (job) await watch?.(job)
    await wait(2)
  }
}

export const startImport = async (office: TestOffice, input: Input<'imports.start'>): Promise<JobState> =>
  await ended(office, (await office.get('imports.start', input)).jobId)

/** Imports a registration, or plans it, and answers its report. */
export const importRegistration = async (office: TestOffice, file: string, apply: boolean): Promise<ImportReport> => {
  const job = await startImport(office, { kind: 'registration', file: choose(office, file), apply })
  if (job.state !== 'done') throw new Error(`the import ended as ${JSON.stringify(job.error)}`)
  return job.result as ImportReport
}

/** Every row has one outcome: the outcomes of each sheet add up to its rows. */
export const addsUp = (report: ImportReport): boolean =>
  report.sheets.every((sheet) => sheet.create + sheet.update + sheet.unchanged + sheet.rejected === sheet.rows)

/** The problems of a report as `sheet row column code`, one word each, in order. */
export const told = (report: ImportReport, severity: 'rejected' | 'warning'): string[] =>
  report.problems
    .filter((problem) => problem.severity === severity)
    .map(({ sheet, row, column, code }) => `${sheet} ${row} ${column} ${code}`)

const folder = mkdtempSync(path.join(tmpdir(), 'waypost-workbooks-'))

/** Writes a workbook of the given sheets, each a header and rows of cells, and answers its path. */
export const writeWorkbook = async (
  name: string,
  sheets: Readonly<Record<string, readonly (readonly ExcelJS.CellValue[])[]>>,
  date1904: boolean,
): Promise<string> => {
  const file = path.join(folder, name)
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: file, useStyles: true, useSharedStrings: true })
  Object.assign(workbook, { properties: { date1904 } })
  for (const [sheetName, rows] of Object.entries(sheets)) {
    const sheet = workbook.addWorksheet(sheetName)
    for (const row of rows) {
      const line = sheet.addRow([...row])
      line.eachCell((cell) => {
        if (cell.value instanceof Date) cell.numFmt = 'yyyy-mm-dd'
      })
      line.commit()
    }
    sheet.commit()
  }
  await workbook.commit()
  return file
}

const cellsOf = (columns: readonly string[], rows: readonly Row[]): ExcelJS.CellValue[][] => [
  [...columns],
  ...rows.map((row) => columns.map((column) => row[column] ?? null)),
]

/** Writes a registration of generated households in the layout met in practice. */
export const writeRegistration = async (name: string, seed: number, count: number): Promise<string> => {
  const places = readFileSync('resources/places/iraq-places.csv', 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .filter(([level]) => level === '2')
    .map(([, code = '', , nameEn = '', nameAr = '']) => ({ level: 2, code, nameEn, nameAr }))
  const rows = registrationRows([
    ...generateOffice({ seed, households: count, startYear: 2024, places, kurdishShare: 0.2 }),
  ])
  const sheets = {
    Households: cellsOf(householdColumns, rows.households),
    Individuals: cellsOf(individualColumns, rows.individuals),
  }
  return await writeWorkbook(name, sheets, false)
}
