import { canonical } from '../crypto/canonical.ts'
import { sha256 } from '../crypto/hash.ts'
import type { Session } from '../oplog/session.ts'
import type { AnyStore } from '../store/open.ts'

/** Adds a row to the audit chain inside the current transaction: ids and codes, never contents. */
export const writeAudit = (session: Session, action: string, entity: string | null): void => {
  const { state, about, store } = session
  const n = state.auditN + 1
  const at = about.now.toISOString()
  const hash = auditHash(state.auditHash, { n, at, user: about.user, action, entity })
  store
    .prepare('insert into audit (n, at, user, action, entity, hash) values (?, ?, ?, ?, ?, ?)')
    .run(n, at, about.user, action, entity, hash)
  state.auditN = n
  state.auditHash = hash
}

interface AuditRow {
  readonly n: number
  readonly at: string
  readonly user: string
  readonly action: string
  readonly entity: string | null
}

const auditHash = (prev: Uint8Array, row: AuditRow): Buffer => sha256('audit v1\0', prev, canonical(row))

/** Walks the whole chain; answers the first row that does not follow from the one before, or null. */
export const brokenAuditRow = (store: AnyStore): number | null => {
  let prev: Uint8Array = Buffer.alloc(32)
  let expected = 1
  const rows = store.raw.prepare('select n, at, user, action, entity, hash from audit order by n').iterate()
  for (const row of rows as IterableIterator<AuditRow & { hash: Buffer }>) {
    const { hash, ...rest } = row
    if (rest.n !== expected || !auditHash(prev, rest).equals(hash)) return expected
    prev = hash
    expected += 1
  }
  const end = store.raw.prepare('select auditN, auditHash from feed').get() as { auditN: number; auditHash: Buffer }
  return end.auditN === expected - 1 && end.auditHash.equals(prev) ? null : expected
}
