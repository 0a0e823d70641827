import { setImmediate } from 'node:timers/promises'
import type { audit } from '../../shared/contract/audit.ts'
import type { ParsedInput } from '../../shared/contract/index.ts'
import { fail, type StoreName } from '../../shared/errors.ts'
import { findUser } from '../accounts/repository.ts'
import type { Ctx, Handlers } from '../store/context.ts'
import type { AnyStore } from '../store/open.ts'
import type { AuditRow } from './chain.ts'
import { walkChain } from './verify.ts'

const numbered = {
  registry: ['household', 'person', 'capProject'],
  medical: ['evacuationCase'],
} as const satisfies Record<StoreName, readonly string[]>

function storeOf(ctx: Ctx, store: StoreName): AnyStore {
  const stores = ctx.account.stores()
  if (store === 'registry') return stores.registry
  return ctx.user?.medical && stores.medical ? stores.medical : fail({ kind: 'forbidden' })
}

/** The end of a day that a filter names: the first moment after it. */
const dayAfter = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString()

function idsOf(store: AnyStore, text: string): string[] {
  const wanted = text.trim()
  const found = numbered[store.store].flatMap(
    (table) =>
      store.prepare(`select id from "${table}" where number = ?`).all(wanted.toUpperCase()) as { id: string }[],
  )
  return [wanted, ...found.map(({ id }) => id)]
}

function numberOf(store: AnyStore, id: string | null): string | null {
  if (id === null) return null
  for (const table of numbered[store.store]) {
    const row = store.prepare(`select number from "${table}" where id = ?`).get(id) as { number: string } | undefined
    if (row) return row.number
  }
  return null
}

async function list(ctx: Ctx, query: ParsedInput<'audit.list'>) {
  const store = storeOf(ctx, query.store)
  const conditions: string[] = []
  const values: string[] = []
  const add = (condition: string, ...of: string[]) => {
    conditions.push(condition)
    values.push(...of)
  }
  if (query.user !== undefined) add('user = ?', query.user)
  if (query.action !== undefined) add('action = ?', query.action)
  if (query.from !== undefined) add('at >= ?', query.from)
  if (query.to !== undefined) add('at < ?', dayAfter(query.to))
  if (query.record !== undefined && query.record.trim() !== '') {
    const ids = idsOf(store, query.record)
    add(`entity in (${ids.map(() => '?').join(', ')})`, ...ids)
  }
  const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`
  const { total } = store.prepare(`select count(*) as total from audit ${where}`).get(...values) as { total: number }
  const rows = store
    .prepare(`select n, at, user, action, entity from audit ${where} order by n desc limit ? offset ?`)
    .all(...values, query.limit, query.offset) as AuditRow[]
  const names = new Map<string, string | null>()
  for (const id of new Set(rows.map(({ user }) => user))) names.set(id, (await findUser(ctx.db, id))?.name ?? null)
  return {
    total,
    rows: rows.map((row) => ({ ...row, userName: names.get(row.user) ?? null, number: numberOf(store, row.entity) })),
  }
}

async function verify(ctx: Ctx, { store }: ParsedInput<'audit.verify'>) {
  const walk = walkChain(storeOf(ctx, store))
  let rows = 0
  for (;;) {
    const step = walk.next()
    if (step.done) return { rows, problem: step.value }
    rows = step.value
    // Other calls go on between two pages.
    await setImmediate()
  }
}

export const handlers: Handlers<typeof audit> = {
  'audit.list': list,
  'audit.verify': verify,
}
