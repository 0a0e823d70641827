import type { Reader, Writer } from '../store/context.ts'
import type { ImportReport } from '../../shared/contract/exchange.ts'

/** What an earlier import made of a source row: the record, and a hash of each field it gave. */
export interface KnownRow {
  readonly entity: string
  readonly hashes: Readonly<Record<string, string>>
  /** False for a record that came another way, such as a bundle, and was never compared with a file here. */
  readonly imported: boolean
}

const hashesOf = (text: string): Record<string, string> => {
  const parsed: unknown = JSON.parse(text)
  return typeof parsed === 'object' && parsed !== null ? Object.fromEntries(Object.entries(parsed)) : {}
}

/** What is known of these source keys, by key. */
export const findKnownRows = async (
  db: Reader<'registry'>,
  type: 'household' | 'person',
  keys: readonly string[],
): Promise<Map<string, KnownRow>> => {
  const known = new Map<string, KnownRow>()
  if (keys.length === 0) return known
  const records = await db.selectFrom(type).select(['id', 'sourceKey']).where('sourceKey', 'in', keys).execute()
  for (const { id, sourceKey } of records) {
    if (sourceKey !== null) known.set(sourceKey, { entity: id, hashes: {}, imported: false })
  }
  const rows = await db
    .selectFrom('importRow')
    .select(['sourceKey', 'entity', 'rowHash'])
    .where('sourceKey', 'in', keys)
    .where('type', '=', type)
    .execute()
  for (const { sourceKey, entity, rowHash } of rows) {
    known.set(sourceKey, { entity, hashes: hashesOf(rowHash), imported: true })
  }
  return known
}

/** Whether any registration was imported here before, or records with source keys came another way. */
export const hasImported = async (db: Reader<'registry'>): Promise<boolean> =>
  (await db.selectFrom('household').select('id').where('sourceKey', 'is not', null).limit(1).executeTakeFirst()) !==
  undefined

/** Remembers what a source row became; in the transaction that saves the record. */
export const rememberRow = async (
  trx: Writer<'registry'>,
  row: { sourceKey: string; type: string; entity: string; hashes: Record<string, string>; importId: string },
): Promise<void> => {
  const { hashes, ...columns } = row
  const rowHash = JSON.stringify(hashes)
  await trx
    .insertInto('importRow')
    .values({ ...columns, rowHash })
    .onConflict((conflict) =>
      conflict.columns(['sourceKey', 'type']).doUpdateSet({ entity: row.entity, rowHash, importId: row.importId }),
    )
    .execute()
}

/** Stores or replaces the report of a run; a run cut short keeps what its last chunk stored. */
export const storeRun = async (
  trx: Writer<'registry'>,
  run: { report: ImportReport; at: string; by: string; created: number; rejected: number; fileHash: string },
): Promise<void> => {
  const report = JSON.stringify(run.report)
  const { importId, kind } = run.report
  const { at, by, created, rejected, fileHash } = run
  await trx
    .insertInto('importRun')
    .values({ importId, kind, at, by, created, rejected, fileHash, report })
    .onConflict((conflict) => conflict.column('importId').doUpdateSet({ created, rejected, report }))
    .execute()
}

/** Earlier imports, newest first. */
export const findRuns = async (db: Reader<'registry'>) =>
  await db
    .selectFrom('importRun')
    .select(['importId', 'kind', 'at', 'by', 'created', 'rejected'])
    .orderBy('at', 'desc')
    .orderBy('importId', 'desc')
    .limit(500)
    .execute()

/** The stored report of one import, as JSON. */
export const findReport = async (db: Reader<'registry'>, importId: string): Promise<string | undefined> =>
  (await db.selectFrom('importRun').select('report').where('importId', '=', importId).executeTakeFirst())?.report
