import type { z } from 'zod'
import { importReport, type imports } from '../../shared/contract/exchange.ts'
import { fail } from '../../shared/errors.ts'
import type { Ctx, Handlers } from '../store/context.ts'
import type { Inspected } from './inspect.ts'
import { inspectInThread } from './inspect-thread.ts'
import { findReport, findRuns } from './repository.ts'

const inspect = async (ctx: Ctx, path: string, kind: string): Promise<Inspected> => {
  const inspected = await inspectInThread(path, kind)
  await ctx.note('registry', 'imports.inspect', null)
  return inspected
}

export const handlers: Handlers<typeof imports> = {
  'imports.inspect': (ctx, { file, kind }) => inspect(ctx, ctx.pathOf(file), kind),
  'imports.start': (ctx, { file, ...params }) => {
    const path = file === null ? null : ctx.pathOf(file)
    // The name of a file may hold a person's name: a job goes by its kind.
    return { jobId: ctx.startJob({ kind: 'import', path, name: params.kind, params }) }
  },
  'imports.history': (ctx) => findRuns(ctx.db) as Promise<z.output<(typeof imports)['imports.history']['output']>>,
  'imports.report': async (ctx, { importId }) => {
    const text = (await findReport(ctx.db, importId)) ?? fail({ kind: 'notFound', record: 'import', id: importId })
    return importReport.parse(JSON.parse(text))
  },
}
