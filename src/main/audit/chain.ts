import type { AuditAction } from '../../shared/codes/audit.ts'
import { canonical } from '../crypto/canonical.ts'
import { sha256 } from '../crypto/hash.ts'
import type { Session } from '../oplog/session.ts'
import { checkpointRows, writeCheckpoint } from './checkpoint.ts'

/** Adds a row to the audit chain inside the current transaction: ids and codes, never contents. */
export const writeAudit = (session: Session, action: AuditAction, entity: string | null): void => {
  const { state, about, store } = session
  const n = state.auditN + 1
  const at = about.now.toISOString()
  const hash = auditHash(state.auditHash, { n, at, user: about.user, action, entity })
  store
    .prepare('insert into audit (n, at, user, action, entity, hash) values (?, ?, ?, ?, ?, ?)')
    .run(n, at, about.user, action, entity, hash)
  state.auditN = n
  state.auditHash = hash
  const seed = session.meta.get('signingSeed')
  if (seed !== undefined && n % checkpointRows === 0) writeCheckpoint(store, { n, at, hash }, seed)
}

/** One row of the audit chain. */
export interface AuditRow {
  readonly n: number
  readonly at: string
  readonly user: string
  readonly action: string
  readonly entity: string | null
}

/** What a row's hash has to be after the row before it. */
export const auditHash = (prev: Uint8Array, row: AuditRow): Buffer => {
  const { n, at, user, action, entity } = row
  return sha256('audit v1\0', prev, canonical({ n, at, user, action, entity }))
}
