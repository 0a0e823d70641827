import type { AnyRecord, Field, RecordOf } from '../../shared/records/field.ts'

/** What SQLite holds in a record's column. */
export type Cell = string | number | null

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
  const cells = new Map<string, unknown>(Object.entries(row))
  const out: Record<string, unknown> = {
    id: cells.get('id'),
    number: cells.get('number') ?? null,
    createdAt: cells.get('createdAt'),
    createdBy: cells.get('createdBy'),
    updatedAt: cells.get('updatedAt'),
    updatedBy: cells.get('updatedBy'),
    deleted: cells.get('deleted') === 1,
  }
  for (const [name, field] of Object.entries(record.fields)) out[name] = fromCell(field, cells.get(name))
  return out as RecordOf<R>
}
