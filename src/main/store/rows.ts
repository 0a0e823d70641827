import { sql } from 'kysely'
import type { AnyRecord, Field, RecordOf } from '../../shared/records/field.ts'

/** What SQLite holds in a record's column. */
export type Cell = string | number | null

/**
 * What a flag's column is compared with: a literal, since SQLite prepares a query again for every value bound to a column
 * that a partial index names, which costs more than the query.
 */
export const no = sql.lit(0 as const)
/** The same for a flag that is set. */
export const yes = sql.lit(1 as const)

/** Turns a field's value into what its column holds: JSON as text, flags as 0 and 1. */
export const toCell = (field: Field<unknown, boolean>, value: unknown): Cell => {
  if (value === null || value === undefined) return null
  if (field.storage === 'json') return JSON.stringify(value)
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'string' || typeof value === 'number') return value
  throw new Error('a value does not fit its column')
}

/** Turns what a column holds into the field's value. */
const fromCell = (field: Field<unknown, boolean>, cell: unknown): unknown => {
  if (cell === null || cell === undefined) return null
  if (field.storage === 'json') return typeof cell === 'string' ? JSON.parse(cell) : null
  return field.kind === 'flag' ? cell === 1 : cell
}

/** Reads a row of a record's table as the record; columns that are not the record's are left out. */
export const fromRow = <R extends AnyRecord>(record: R, row: object): RecordOf<R> => {
  const cells = row as Readonly<Record<string, unknown>>
  const out: Record<string, unknown> = {
    id: cells['id'],
    number: cells['number'] ?? null,
    createdAt: cells['createdAt'],
    createdBy: cells['createdBy'],
    updatedAt: cells['updatedAt'],
    updatedBy: cells['updatedBy'],
    deleted: cells['deleted'] === 1,
  }
  for (const name in record.fields) {
    const field = record.fields[name]
    if (field) out[name] = fromCell(field, cells[name])
  }
  return out as RecordOf<R>
}
