import { bundleOp, isSkeleton, noPrev, type BundleOp } from '../../shared/bundle/v1/operation.ts'
import type { AnyRecord } from '../../shared/records/field.ts'
import { operationHolds } from '../crypto/operation.ts'
import type { WriteMark } from '../store/context.ts'
import { covers, createsOf, headsOf, writeHeads, writesOf, type Head } from './heads.ts'
import { noteForeignNumber, renewTag } from './numbers.ts'
import { projectRecord, writeRow } from './project.ts'
import { isErased, recordOf, redact } from './redact.ts'
import { appendToLog, schemaVersion, type Session } from './session.ts'
import { decodeValue, numberRegister, understood } from './values.ts'

/** What became of the operations of a bundle. */
export interface Applied {
  /** New here, and in the tables now. */
  readonly applied: number
  /** Held already. */
  readonly held: number
  /** Kept and forwarded, but from a newer version: not in the tables yet. */
  readonly deferred: number
  /** Breaking a chain or a dot: set aside, never dropped. */
  readonly quarantined: number
  /** Registers on which offices disagree that did not before. */
  readonly conflicts: number
}

const day = 24 * 3600 * 1000

/**
 * Takes in operations of other replicas inside the caller's transaction. The tables depend on the set of operations
 * alone: order, duplicates and gaps do not matter (store design 5.2).
 */
export const apply = async (trx: WriteMark, ops: Iterable<BundleOp>): Promise<Applied> => {
  await Promise.resolve()
  const { session } = trx
  const before = countConflicts(session)
  const counts = { applied: 0, held: 0, deferred: 0, quarantined: 0 }
  for (const op of ops) counts[takeIn(session, op)] += 1
  return { ...counts, conflicts: Math.max(0, countConflicts(session) - before) }
}

const countConflicts = ({ store }: Session): number =>
  Number(store.prepare('select count(*) from conflict').pluck().get() ?? 0)

function takeIn(session: Session, op: BundleOp): Exclude<keyof Applied, 'conflicts'> {
  const fault = faultOf(session, op)
  if (fault === 'held') return 'held'
  if (fault !== null) {
    quarantine(session, op, fault)
    return 'quarantined'
  }
  const own = session.own()
  // Somebody knows more of this replica than we do: the disk was put back, and its dots must never be used again.
  if (op.replica === own.hex) {
    session.renewReplica()
    renewTag(session)
  }
  // The values of an erased record are never written, not even for a moment: a page that held them could be kept.
  const kept = op.kind !== 'erase' && isErased(session.store, op.entity) ? { ...op, fields: {}, salt: '' } : op
  const seq = appendToLog(session, kept)
  session.know(session.replicaId(op.replica), op.n)
  followClock(session, op)
  return project(session, kept, seq)
}

/** Brings one operation of the log into heads and tables; `seq` is its place in the log. */
export const project = (session: Session, op: BundleOp, seq: number): 'applied' | 'deferred' => {
  const { store } = session
  if (op.kind === 'erase' || isErased(store, op.entity)) {
    redact(session, op)
    return 'applied'
  }
  if (isSkeleton(op)) return 'applied'
  const record = understoodRecord(session, op)
  if (!record) {
    defer(session, seq)
    return 'deferred'
  }
  merge(session, record, op)
  return 'applied'
}

/** The record an operation belongs to, if this version understands all of it. */
export const understoodRecord = (session: Session, op: BundleOp): AnyRecord | undefined => {
  const record = recordOf(session, op.type)
  if (!record || op.kind === 'link' || op.schema > schemaVersion) return undefined
  return understood(record, op.fields, op.kind === 'create') ? record : undefined
}

/** Keeps an operation for a version that understands it. */
export const defer = ({ store }: Session, seq: number): void => {
  store.prepare('insert or ignore into deferred (seq) values (?)').run(seq)
}

/** Brings one understood operation of the log into heads and tables. */
export function merge(session: Session, record: AnyRecord, op: BundleOp): void {
  const { store } = session
  const at = { type: record.name, entity: op.entity }
  const heads = headsOf(store, record.name, op.entity)
  // This operation is in the log already, so its own create is among them.
  const creates = createsOf(store, record.name, op.entity)
  const number = op.fields[numberRegister]
  if (typeof number === 'string') noteForeignNumber(session, number)
  if (op.kind === 'create' && heads.size === 0 && creates.length === 1) {
    fastCreate(session, record, op)
    return
  }
  const registers = op.kind === 'create' ? [...Object.keys(record.fields), numberRegister] : Object.keys(op.fields)
  for (const register of registers) {
    // A register without heads shows its creates; one more create is among those by itself.
    if (op.kind === 'create' && !heads.has(register)) continue
    const next = mergedHeads(writesOf(heads, creates, register), op, register)
    if (next) writeHeads(store, (hex) => session.replicaId(hex), { ...at, register }, next)
  }
  projectRecord(store, record, op.entity)
}

/** The heads of a register after one more write, or null when a head already replaced it. */
function mergedHeads(current: readonly Head[], op: BundleOp, register: string): Head[] | null {
  if (current.some((head) => covers(head.seen, op))) return null
  const seen = op.seen[register] ?? {}
  const rest = current.filter((head) => !covers(seen, head) && !(head.replica === op.replica && head.n === op.n))
  const { replica, n, hlc, wall, user } = op
  return [...rest, { replica, n, ms: hlc.ms, c: hlc.c, wall, user, seen, value: op.fields[register] ?? null }]
}

/** The common case of an import: a record nobody has touched yet. */
function fastCreate(session: Session, record: AnyRecord, op: BundleOp): void {
  const values = new Map<string, unknown>()
  for (const [name, field] of Object.entries(record.fields)) {
    values.set(name, decodeValue(field, op.fields[name] ?? null))
  }
  const number = op.fields[numberRegister]
  const meta = { createdAt: op.wall, createdBy: op.user, updatedAt: op.wall, updatedBy: op.user }
  writeRow(
    session.store,
    record,
    { id: op.entity, number: typeof number === 'string' ? number : null, ...meta, deleted: false },
    values,
  )
}

/** Why an operation is not taken in as it is: `held`, a reason for quarantine, or null. */
function faultOf(session: Session, op: BundleOp): string | null {
  const { store } = session
  const hashAt = (n: number): Buffer | undefined => {
    const row = store
      .prepare('select hash from opLog where replica = ? and n = ?')
      .pluck()
      .get(session.replicaId(op.replica), n)
    return row instanceof Buffer ? row : undefined
  }
  const same = hashAt(op.n)
  if (same) return same.toString('hex') === op.hash ? 'held' : 'dot_used_twice'
  if (!bundleOp.safeParse(op).success) return 'malformed'
  if (!operationHolds(op)) return 'hash'
  const before = op.n === 1 ? Buffer.from(noPrev, 'hex') : hashAt(op.n - 1)
  if (before && before.toString('hex') !== op.prev) return 'chain'
  const after = store
    .prepare('select prev from opLog where replica = ? and n = ?')
    .pluck()
    .get(session.replicaId(op.replica), op.n + 1)
  if (after instanceof Buffer && after.toString('hex') !== op.hash) return 'chain'
  return null
}

function quarantine(session: Session, op: BundleOp, reason: string): void {
  const kept = isErased(session.store, op.entity) ? { ...op, fields: {}, salt: '' } : op
  session.store
    .prepare('insert into quarantine (replica, n, hash, op, reason, at) values (?, ?, ?, ?, ?, ?)')
    .run(op.replica, op.n, op.hash, JSON.stringify(kept), reason, session.about.now.toISOString())
}

/** Another office's clock moves ours a day ahead at most: clocks only break ties and never block work. */
function followClock({ state, about }: Session, op: BundleOp): void {
  const ms = Math.min(op.hlc.ms, about.now.getTime() + day)
  if (ms > state.ms || (ms === state.ms && op.hlc.c > state.c)) {
    state.ms = ms
    state.c = ms === op.hlc.ms ? op.hlc.c : 0
  }
}
