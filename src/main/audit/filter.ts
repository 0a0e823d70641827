import type { ParsedInput } from '../../shared/contract/index.ts'
import type { StoreName } from '../../shared/errors.ts'
import type { AnyStore } from '../store/open.ts'

/** What an auditor narrows the log by. */
export type AuditFilter = Omit<ParsedInput<'audit.list'>, 'store' | 'offset' | 'limit'>

/** A filter as SQL: `where` is empty when nothing is narrowed. */
export interface Condition {
  readonly where: string
  readonly values: readonly (string | number)[]
}

const numbered = {
  registry: ['household', 'person', 'capProject'],
  medical: ['evacuationCase'],
} as const satisfies Record<StoreName, readonly string[]>

/** Turns a filter into SQL; `below` leaves out every row from that number on. */
export function conditionOf(store: AnyStore, filter: AuditFilter, below?: number): Condition {
  const conditions: string[] = []
  const values: (string | number)[] = []
  const add = (condition: string, ...of: (string | number)[]) => {
    conditions.push(condition)
    values.push(...of)
  }
  if (below !== undefined) add('n < ?', below)
  if (filter.user !== undefined) add('user = ?', filter.user)
  if (filter.action !== undefined) add('action = ?', filter.action)
  if (filter.from !== undefined) add('at >= ?', filter.from)
  if (filter.until !== undefined) add('at < ?', filter.until)
  if (filter.record !== undefined && filter.record.trim() !== '') {
    const ids = idsOf(store, filter.record)
    add(`entity in (${ids.map(() => '?').join(', ')})`, ...ids)
  }
  return { where: conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`, values }
}

function idsOf(store: AnyStore, text: string): string[] {
  const wanted = text.trim()
  const found = numbered[store.store].flatMap(
    (table) =>
      store.prepare(`select id from "${table}" where number = ?`).all(wanted.toUpperCase()) as { id: string }[],
  )
  return [wanted, ...found.map(({ id }) => id)]
}

/** The number that people know a record by, if it has one. */
export function numberOf(store: AnyStore, id: string | null): string | null {
  if (id === null) return null
  for (const table of numbered[store.store]) {
    const row = store.prepare(`select number from "${table}" where id = ?`).get(id) as { number: string } | undefined
    if (row) return row.number
  }
  return null
}
