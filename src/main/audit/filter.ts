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

/** Records without a number of their own, and the column that says to which numbered record they belong. */
const parts = {
  registry: [
    { part: 'displacement', column: 'household', owner: 'household' },
    { part: 'capStep', column: 'project', owner: 'capProject' },
  ],
  medical: [{ part: 'caseStep', column: 'case', owner: 'evacuationCase' }],
} as const satisfies Record<StoreName, readonly object[]>

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
    // One text for any number of ids, as prepared statements are kept.
    add('entity in (select value from json_each(?))', JSON.stringify(idsOf(store, filter.record)))
  }
  return { where: conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`, values }
}

/** The record of a number or id, and its parts. */
function idsOf(store: AnyStore, text: string): string[] {
  // Statements are shared by their text: none is made to answer bare values here.
  const ids = (sql: string, value: string) => (store.prepare(sql).all(value) as { id: string }[]).map(({ id }) => id)
  const wanted = text.trim()
  const found = numbered[store.store].flatMap((table) =>
    ids(`select id from "${table}" where number = ?`, wanted.toUpperCase()),
  )
  const owners = [wanted, ...found]
  const belonging = parts[store.store].flatMap(({ part, column }) =>
    owners.flatMap((id) => ids(`select id from "${part}" where "${column}" = ?`, id)),
  )
  return [...owners, ...belonging]
}

/** The number that people know a record by: its own, or that of the record it is a part of. */
export function numberOf(store: AnyStore, id: string | null): string | null {
  if (id === null) return null
  const ways = [
    ...numbered[store.store].map((table) => `select number from "${table}" where id = ?`),
    ...parts[store.store].map(
      ({ part, column, owner }) =>
        `select o.number from "${part}" p join "${owner}" o on o.id = p."${column}" where p.id = ?`,
    ),
  ]
  for (const sql of ways) {
    const found = store.prepare(sql).get(id) as { number: string | null } | undefined
    if (found) return found.number
  }
  return null
}
