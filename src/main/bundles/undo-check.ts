import type { AuditAction } from '../../shared/codes/audit.ts'
import type { UndoRefusal } from '../../shared/contract/exchange.ts'
import type { Range } from '../oplog/ranges.ts'
import type { AnyStore } from '../store/open.ts'
import { runsOf } from './taken.ts'

/** Both stores as far as they are open: a medical record may refer to one of the registry. */
export interface OpenStores {
  readonly registry: AnyStore
  readonly medical?: AnyStore | null | undefined
}

/** An import: one bundle, or all bundles of a set, in the order in which they were taken in. */
export interface Import {
  readonly bundles: readonly string[]
  /** The how manieth it was, of the first of its bundles. */
  readonly taken: number
  readonly auditN: number
  readonly life: string
}

/** The import that a bundle belongs to, or null when it was not taken in. */
export const importOf = (store: AnyStore, bundle: string): Import | null => {
  const rows = store
    .prepare(
      `select b.bundle, b.taken, b.auditN, b.life from bundleJournal b join bundleJournal one on one.bundle = ?
       where b.direction = 'in' and b.taken is not null and one.taken is not null
       and (b.bundle = one.bundle or (b.setId = one.setId and b.setId <> '')) order by b.taken`,
    )
    .all(bundle) as { bundle: string; taken: number; auditN: number; life: string }[]
  const [first] = rows
  if (!first) return null
  const { taken, auditN, life } = first
  return { bundles: rows.map((row) => row.bundle), taken, auditN, life }
}

/** What the activity log calls it when something that may speak of an import leaves the laptop: a file, or a code. */
const leaving = ['bundles.export', 'bundles.receiptCode'] as const satisfies readonly AuditAction[]

/**
 * Why an import cannot be taken back, or null when it can: nothing was built on it, and nothing that speaks of it has
 * left the laptop. The activity log is asked for bundles, as it is written before a file is.
 */
export const whyNot = (stores: OpenStores, store: AnyStore, of: Import): UndoRefusal | null => {
  const one = (sql: string, ...values: unknown[]): boolean => store.prepare(sql).get(...values) !== undefined
  const names = of.bundles.map(() => '?').join(', ')
  if (
    one(
      `select 1 from bundleJournal where direction = 'in' and taken >= ? and bundle not in (${names})`,
      of.taken,
      ...of.bundles,
    )
  )
    return 'another_import_since'
  const marks = leaving.map(() => '?').join(', ')
  if (one(`select 1 from audit where n > ? and action in (${marks})`, of.auditN, ...leaving)) return 'left_laptop'
  if (!one("select 1 from storeMeta where key = 'replica' and value = ?", of.life)) return 'another_life'
  const runs = runsOf(store, of.bundles, 'log')
  const erasure =
    "select 1 from erased e join opLog o on o.entity = e.entity and o.kind = 'erase' where o.seq between ? and ?"
  if (runs.some(({ first, last }) => one(erasure, first, last))) return 'erasure'
  if (runs.length > 0 && isBuiltOn(store, runs)) return 'built_on'
  return store.store === 'registry' && runs.length > 0 ? medicalRefusal(stores, store, runs) : null
}

/** Rows of the log that came since and not by the import, with what they are about. */
function* rowsSince(
  store: AnyStore,
  runs: readonly Range[],
): Generator<{ seq: number; entity: string; fields: string }> {
  const find = store.prepare('select seq, entity, fields from opLog where seq > ? and seq < ? order by seq')
  for (const [at, { last }] of runs.entries()) {
    const next = runs[at + 1]?.first ?? Number.MAX_SAFE_INTEGER
    yield* find.iterate(last, next) as IterableIterator<{ seq: number; entity: string; fields: string }>
  }
}

/** Texts in the fields of an operation that may be ids; a reference is a text, and papers name their owner the same way. */
const textsIn = (fields: string): string[] =>
  Object.values(JSON.parse(fields) as Record<string, unknown>).flatMap((value) =>
    typeof value === 'string' && value.length <= 64 ? [value] : [],
  )

/**
 * True when an operation since then is about a record of the import or refers to one that the import created. What an
 * author had seen of a register names operations of that record alone, so that it need not be looked at.
 */
function isBuiltOn(store: AnyStore, runs: readonly Range[]): boolean {
  const touched = touchedBy(store, runs)
  const created = createdBy(store, runs)
  for (const { seq, entity, fields } of rowsSince(store, runs)) {
    if (touched(entity, seq)) return true
    if (textsIn(fields).some((id) => created(id))) return true
  }
  const decided = store
    .prepare(`select entity from erasureRequest where state = 'waiting' union select entity from retentionKeep`)
    .pluck()
    .all()
  return decided.some((entity) => created(String(entity)))
}

const within = (runs: readonly Range[], seq: number): boolean =>
  runs.some(({ first, last }) => seq >= first && seq <= last)

/** Whether rows of the import before a place in the log are about a record. */
const touchedBy = (store: AnyStore, runs: readonly Range[]) => {
  const find = store.prepare('select seq from opLog where entity = ? and seq < ?').pluck()
  return (entity: string, before: number): boolean =>
    (find.all(entity, before) as number[]).some((seq) => within(runs, seq))
}

/** Whether a record was created by the import and by nobody else. */
const createdBy = (store: AnyStore, runs: readonly Range[]) => {
  const find = store.prepare("select seq from opLog where entity = ? and kind = 'create'").pluck()
  return (entity: string): boolean => {
    const creates = find.all(entity) as number[]
    return creates.length > 0 && creates.every((seq) => within(runs, seq))
  }
}

/** Medical records may refer to people and places of the registry, which cannot be seen without their key. */
function medicalRefusal({ medical }: OpenStores, store: AnyStore, runs: readonly Range[]): UndoRefusal | null {
  if (!medical) {
    const brought = runs.some(
      ({ first, last }) =>
        store
          .prepare("select 1 from opLog where seq between ? and ? and kind = 'create' and type in ('person', 'place')")
          .get(first, last) !== undefined,
    )
    return brought ? 'medical_closed' : null
  }
  const created = createdBy(store, runs)
  const references = medical
    .prepare('select registryPerson from patient where registryPerson is not null union select place from patient')
    .pluck()
    .all()
  return references.some((id) => typeof id === 'string' && created(id)) ? 'built_on' : null
}
