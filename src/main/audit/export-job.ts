import { rename, rm } from 'node:fs/promises'
import { z } from 'zod'
import { auditFilter, auditWords, type AuditExportResult } from '../../shared/contract/audit.ts'
import { fail } from '../../shared/errors.ts'
import { findUser } from '../accounts/repository.ts'
import { Stopped, type JobTools, type Runner } from '../jobs/runner.ts'
import type { AnyStore } from '../store/open.ts'
import { byteOrderMark, csvLine } from '../csv.ts'
import { withFile } from '../with-file.ts'
import type { AuditRow } from './chain.ts'
import { conditionOf, numberOf } from './filter.ts'

const exportParams = z.strictObject({
  store: z.enum(['registry', 'medical']),
  filter: auditFilter,
  words: auditWords,
})

const pageRows = 2000

/**
 * Writes the entries that a filter leaves, newest first, as a spreadsheet. Codes and ids stand beside the words, so
 * that what was said in a language can be compared with what the log holds.
 */
export const auditExportJob: Runner<'auditExport'> = async (request, tools): Promise<AuditExportResult> => {
  const { store: name, filter, words } = exportParams.parse(request.params)
  const store = name === 'registry' ? tools.stores.registry : (tools.stores.medical ?? fail({ kind: 'forbidden' }))
  const end = Number(store.prepare('select auditN from feed').pluck().get() ?? 0) + 1
  const all = conditionOf(store, filter, end)
  const total = Number(
    store
      .prepare(`select count(*) from audit ${all.where}`)
      .pluck()
      .get(...all.values),
  )
  // Before the first line is written: a copy that nobody can know of must not exist.
  await tools.note(name, 'audit.export', null)
  const partial = `${request.path}.partial`
  try {
    const rows = await withFile(partial, 'w+', async (handle) => {
      let written = 0
      await handle.writeFile(byteOrderMark + csvLine(words.columns))
      for await (const page of pagesOf(store, filter, end)) {
        if (tools.cancelled()) throw new Stopped(null)
        const lines = await linesOf(store, page, words.actions, tools)
        await handle.writeFile(lines)
        written += page.length
        tools.progress('audit.export', written, total)
        await tools.pause()
      }
      await handle.sync()
      return written
    })
    await rename(partial, request.path)
    return { rows }
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined)
    throw error
  }
}

async function* pagesOf(store: AnyStore, filter: z.infer<typeof auditFilter>, end: number): AsyncGenerator<AuditRow[]> {
  for (let below = end; ;) {
    const { where, values } = conditionOf(store, filter, below)
    const page = store
      .prepare(`select n, at, user, action, entity from audit ${where} order by n desc limit ?`)
      .all(...values, pageRows) as AuditRow[]
    const last = page.at(-1)
    if (!last) return
    yield page
    below = last.n
    await Promise.resolve()
  }
}

async function linesOf(
  store: AnyStore,
  page: readonly AuditRow[],
  actions: Readonly<Record<string, string>>,
  tools: JobTools,
): Promise<string> {
  const names = new Map<string, string>()
  for (const id of new Set(page.map(({ user }) => user))) names.set(id, (await findUser(tools.db, id))?.name ?? '')
  return page
    .map(({ n, at, user, action, entity }) =>
      csvLine([n, at, names.get(user) ?? '', actions[action] ?? action, numberOf(store, entity), action, user, entity]),
    )
    .join('')
}
