import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { z } from 'zod'
import { columnMapping, type ImportReport } from '../../shared/contract/exchange.ts'
import { fail } from '../../shared/errors.ts'
import { startHash } from '../crypto/hash.ts'
import { Stopped, type JobTools, type Runner } from '../jobs/runner.ts'
import { builtInTexts } from './builtin.ts'
import { importList, listTopics } from './lists.ts'
import { importRegistration, registrationTopics } from './registration.ts'
import { ReportBook } from './report.ts'
import { storeRun } from './repository.ts'
import { fileLimits, openTable } from './workbook.ts'

/** What the import job is asked, beside its file. */
const importParams = z.strictObject({
  kind: z.enum(['registration', 'places', 'aliases', 'figures']),
  mapping: z.array(columnMapping).optional(),
  apply: z.boolean(),
})
type ImportParams = z.infer<typeof importParams>

const fileHash = async (path: string | null): Promise<string> => {
  if (path === null) return ''
  const hash = startHash()
  for await (const part of createReadStream(path) as AsyncIterable<Buffer>) hash.update(part)
  return hash.hex()
}

const listText = async (kind: 'places' | 'aliases' | 'figures', path: string | null): Promise<string> => {
  if (path === null) {
    return kind === 'figures' ? fail({ kind: 'refused', reason: 'no_built_in_list' }) : builtInTexts[kind]
  }
  const { size } = await stat(path).catch(() => fail({ kind: 'refused', reason: 'unreadable' }))
  if (size === 0) return fail({ kind: 'refused', reason: 'empty' })
  if (size > fileLimits.bytes) return fail({ kind: 'refused', reason: 'too_large' })
  return await readFile(path, 'utf8')
}

const run = async (
  path: string | null,
  params: ImportParams,
  importId: string,
  tools: JobTools,
  book: ReportBook,
): Promise<ImportReport> => {
  const { kind, mapping, apply } = params
  if (kind !== 'registration') return importList(kind, await listText(kind, path), { importId, apply }, tools, book)
  if (path === null) return fail({ kind: 'refused', reason: 'no_file' })
  return importRegistration(await openTable(path), { importId, mapping, apply }, tools, book)
}

/** Runs one import. A dry run writes nothing; an import leaves its report in the history, also when it was stopped. */
export const importJob: Runner<'import'> = async (request, tools) => {
  const params = importParams.parse(request.params)
  const importId = tools.newId()
  const book = new ReportBook()
  tools.progress('reading', 0, 0)
  if (!params.apply) return await run(request.path, params, importId, tools, book)
  const about = { at: tools.now().toISOString(), by: tools.user.id }
  const keep = async (report: ImportReport): Promise<void> => {
    const hash = await fileHash(request.path)
    const counts = { created: book.createdInAll(), rejected: book.rejectedInAll() }
    await tools.write('registry', (trx) => storeRun(trx, { report, ...about, ...counts, fileHash: hash }))
  }
  try {
    const report = await run(request.path, params, importId, tools, book)
    await keep(report)
    return report
  } catch (error) {
    if (error instanceof Stopped) await keep(book.report(importId, params.kind, false))
    throw error
  } finally {
    tools.changed([...(params.kind === 'registration' ? registrationTopics : listTopics), 'imports'])
  }
}
