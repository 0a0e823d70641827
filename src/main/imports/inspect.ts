import type { z } from 'zod'
import type { imports } from '../../shared/contract/exchange.ts'
import { cellText, isBlank } from './cells.ts'
import { mapSheet } from './mapping.ts'
import { targets } from './targets.ts'
import { openTable, type RawSheet } from './workbook.ts'

export type Inspected = z.output<(typeof imports)['imports.inspect']['output']>

const EXAMPLES = 3
const QUOTED = 80

const examples = (rows: RawSheet['rows'], at: number): string[] => {
  const found = new Set<string>()
  for (const row of rows) {
    const cell = row[at] ?? null
    if (!isBlank(cell)) found.add(cellText(cell).slice(0, QUOTED))
    if (found.size === EXAMPLES) break
  }
  return [...found]
}

/** Reads a file's sheets and columns and proposes where each column goes. */
export const inspectFile = async (path: string, kind: string): Promise<Inspected> => {
  const file = await openTable(path)
  const sheets: Inspected['sheets'] = []
  for (const name of file.sheets) {
    const raw = await file.read(name, null)
    const mapped = mapSheet(raw, undefined)
    const data = raw.rows.slice(mapped.header + 1)
    sheets.push({
      sheet: name,
      rows: data.filter((row) => !row.every(isBlank)).length,
      columns: mapped.columns.map(({ at, column, target }) => ({
        column,
        examples: examples(data, at),
        target: kind === 'registration' ? target : null,
      })),
    })
  }
  const known = Object.entries(targets).map(([target, { record, field }]) => ({ target, record, field }))
  return { sheets, targets: kind === 'registration' ? known : [] }
}
