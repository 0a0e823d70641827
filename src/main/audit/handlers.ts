import type { audit } from '../../shared/contract/audit.ts'
import type { ParsedInput } from '../../shared/contract/index.ts'
import { fail, type StoreName } from '../../shared/errors.ts'
import { findUser } from '../accounts/repository.ts'
import type { Ctx, Handlers } from '../store/context.ts'
import type { AnyStore } from '../store/open.ts'
import type { AuditRow } from './chain.ts'
import { conditionOf, numberOf } from './filter.ts'
import { writeViews } from './views.ts'

function storeOf(ctx: Ctx, store: StoreName): AnyStore {
  const stores = ctx.account.stores()
  if (store === 'registry') return stores.registry
  return ctx.user?.medical && stores.medical ? stores.medical : fail({ kind: 'forbidden' })
}

async function list(ctx: Ctx, { store: name, offset, limit, ...filter }: ParsedInput<'audit.list'>) {
  const store = storeOf(ctx, name)
  await writeViews(ctx.account)
  const { where, values } = conditionOf(store, filter)
  const { total } = store.prepare(`select count(*) as total from audit ${where}`).get(...values) as { total: number }
  const rows = store
    .prepare(`select n, at, user, action, entity from audit ${where} order by n desc limit ? offset ?`)
    .all(...values, limit, offset) as AuditRow[]
  const names = new Map<string, string | null>()
  for (const id of new Set(rows.map(({ user }) => user))) names.set(id, (await findUser(ctx.db, id))?.name ?? null)
  return {
    total,
    rows: rows.map((row) => ({ ...row, userName: names.get(row.user) ?? null, number: numberOf(store, row.entity) })),
  }
}

export const handlers: Handlers<typeof audit> = {
  'audit.list': list,
  'audit.verify': async (ctx, { store }) => {
    // Asked here as well as in the job: a refusal should come before the progress bar.
    storeOf(ctx, store)
    await writeViews(ctx.account)
    return { jobId: ctx.startJob({ kind: 'auditVerify', store }) }
  },
  'audit.export': async (ctx, { file, ...params }) => {
    storeOf(ctx, params.store)
    await writeViews(ctx.account)
    return { jobId: ctx.startJob({ kind: 'auditExport', path: ctx.pathOf(file), params }) }
  },
}
