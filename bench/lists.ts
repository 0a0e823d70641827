import type Database from 'better-sqlite3-multiple-ciphers'
import { Kysely, SqliteDialect } from 'kysely'
import { listHouseholds } from '../src/main/households/list.ts'
import type { RegistryDatabase } from '../src/main/store/schema.ts'
import type { OpenStore } from '../src/main/store/open.ts'
import type { Input } from '../src/shared/contract/index.ts'
import { inTurn, type Row } from './measure.ts'
import type { LocalOffice } from './seed-office.ts'

type Query = Parameters<typeof listHouseholds>[1]

const ROUNDS = 60
const page = { sort: 'registered', descending: true, offset: 0, limit: 100 } as const satisfies Partial<
  Input<'households.list'>
>

/** A district and a name which many households have, so that the questions are not easy by chance. */
const commonWords = (raw: Database.Database): { district: string; name: string } => {
  const district = raw
    .prepare(
      `select place from household where deleted = 0 and place is not null group by place order by count(*) desc`,
    )
    .pluck()
    .get()
  const name = raw
    .prepare(`select json_extract(given, '$.ar') n from person where n is not null group by n order by count(*) desc`)
    .pluck()
    .get()
  if (typeof district !== 'string' || typeof name !== 'string') throw new Error('the office has no people')
  return { district, name }
}

/** As the store does it: a query that was asked before is prepared already. */
const databaseOf = (raw: Database.Database, seen?: (sql: string, values: readonly unknown[]) => void) => {
  const kept = new Map<string, Database.Statement>()
  const prepare = (sql: string): Database.Statement => {
    const statement = kept.get(sql) ?? raw.prepare(sql)
    kept.set(sql, statement)
    return statement
  }
  return new Kysely<RegistryDatabase>({
    dialect: new SqliteDialect({ database: { prepare, close: () => {} } }),
    ...(seen ? { log: ({ query }) => seen(query.sql, query.parameters) } : {}),
  })
}

/** The statements a list asks for one page, prepared, with their values. */
const statementsOf = async (raw: Database.Database, query: Query) => {
  const asked: { sql: string; values: readonly unknown[] }[] = []
  await listHouseholds(
    databaseOf(raw, (sql, values) => asked.push({ sql, values })),
    query,
  )
  return asked.map(({ sql, values }) => ({ statement: raw.prepare(sql), values }))
}

/**
 * The household list three ways. Each is measured twice: the application's query on the encrypted store beside the same
 * query on plain SQLite, and the whole call through dispatch beside nothing but its SQL on plain SQLite.
 */
export const listRows = async (
  office: LocalOffice,
  store: OpenStore<'registry'>,
  plain: Database.Database,
): Promise<Row[]> => {
  const { district, name } = commonWords(store.raw)
  const lists: readonly (readonly [string, Query['filter']])[] = [
    ['list, first 100 of all', {}],
    ['list by district and status', { place: district, status: ['active'] }],
    ['list by a common name', { text: name }],
  ]
  const rows: Row[] = []
  for (const [measure, filter] of lists) {
    const query = { filter, ...page }
    const plainDb = databaseOf(plain)
    const same = await inTurn(
      ROUNDS,
      () => listHouseholds(store.db, query),
      () => listHouseholds(plainDb, query),
    )
    rows.push({
      measure: `${measure}: query`,
      value: same.run,
      unit: 'ms',
      baseline: { name: 'same query, plain SQLite', value: same.baseline },
      target: { kind: 'ratio', most: 2 },
    })
    const statements = await statementsOf(plain, query)
    const bare = await inTurn(
      ROUNDS,
      () => office.get('households.list', query),
      () => {
        for (const { statement, values } of statements) statement.all(...values)
      },
    )
    rows.push({
      measure: `${measure}: whole call`,
      value: bare.run,
      unit: 'ms',
      baseline: { name: 'its SQL alone, plain SQLite', value: bare.baseline },
    })
  }
  return rows
}
