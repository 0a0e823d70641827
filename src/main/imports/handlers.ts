import type { z } from 'zod'
import { imports } from '../../shared/contract/exchange.ts'
import type { Ctx, Handlers } from '../store/context.ts'
import { cellText, isBlank } from './cells.ts'
import { mapSheet } from './mapping.ts'
import { findRuns } from './repository.ts'
import { targets } from './targets.ts'
import { openTable, type RawSheet } from './workbook.ts'

type Inspected = z.output<(typeof imports)['imports.inspect']['output']>

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
const inspect = async (ctx: Ctx, path: string, kind: string): Promise<Inspected> => {
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
  await ctx.note('registry', 'imports.inspect', null)
  const known = Object.entries(targets).map(([target, { record, field }]) => ({ target, record, field }))
  return { sheets, targets: kind === 'registration' ? known : [] }
}

export const handlers: Handlers<typeof imports> = {
  'imports.inspect': (ctx, { file, kind }) => inspect(ctx, ctx.pathOf(file), kind),
  'imports.start': (ctx, { file, ...params }) => {
    const path = file === null ? null : ctx.pathOf(file)
    // The name of a file may hold a person's name: a job goes by its kind.
    return { jobId: ctx.startJob({ kind: 'import', path, name: params.kind, params }) }
  },
  'imports.history': (ctx) => findRuns(ctx.db) as Promise<z.output<(typeof imports)['imports.history']['output']>>,
}
