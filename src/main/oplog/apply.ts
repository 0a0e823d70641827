import { isBundleOp } from '../../shared/bundle/v1/operation-shape.ts'
import { bundleOp, isSkeleton, noPrev, type BundleOp } from '../../shared/bundle/v1/operation.ts'
import type { AnyRecord } from '../../shared/records/field.ts'
import { canonical } from '../crypto/canonical.ts'
import { operationHolds, spellingIn } from '../crypto/operation.ts'
import type { WriteMark } from '../store/context.ts'
import { createsOf, headsOf, mergedHeads, writeHeads, writesOf } from './heads.ts'
import { noteForeignNumber, renewTag } from './numbers.ts'
import { projectRecord, writeRow } from './project.ts'
import { isErased, recordOf, redact } from './redact.ts'
import { appendToLog, schemaVersion, type Session } from './session.ts'
import { decodeValue, numberRegister, understood } from './values.ts'

/** What became of the operations of a bundle. */
export interface Applied {
  /** How many were looked at. */
  readonly taken: number
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

interface How {
  /** Stops after an operation when it says so. */
  readonly enough?: () => boolean
  /** They are lines of a part of which every line was checked before: shape, spelling and hashes are right. */
  readonly checked?: boolean
  /** The lines they were read from, one for each, which carry values as the log keeps them; only with `checked`. */
  readonly lines?: readonly string[]
}

const day = 24 * 3600 * 1000

/**
 * Takes in operations of other replicas inside the caller's transaction. The tables depend on the set of operations
 * alone: order, duplicates and gaps do not matter (store design 5.2).
 */
export const apply = async (trx: WriteMark, ops: Iterable<BundleOp>, how: How = {}): Promise<Applied> => {
  await Promise.resolve()
  const { session } = trx
  const before = countConflicts(session)
  const counts = { taken: 0, applied: 0, held: 0, deferred: 0, quarantined: 0 }
  const tips: Tips = new Map()
  for (const op of ops) {
    const line = how.lines?.[counts.taken]
    counts[takeIn(session, op, tips, { checked: how.checked ?? false, line })] += 1
    counts.taken += 1
    if (how.enough?.()) break
  }
  return { ...counts, conflicts: Math.max(0, countConflicts(session) - before) }
}

/** The operation taken in last of each replica: nearly always the one before the next. */
type Tips = Map<string, { readonly n: number; readonly hash: string }>

const countConflicts = ({ store }: Session): number =>
  Number(store.prepare('select count(*) from conflict').pluck().get() ?? 0)

function takeIn(
  session: Session,
  op: BundleOp,
  tips: Tips,
  { checked, line }: { readonly checked: boolean; readonly line: string | undefined },
): Exclude<keyof Applied, 'conflicts' | 'taken'> {
  const replica = session.replicaId(op.replica)
  if (session.holds(replica, op.n)) {
    if (hashAt(session, replica, op.n) === op.hash) return 'held'
    quarantine(session, op, 'dot_used_twice')
    return 'quarantined'
  }
  const fault = (checked ? null : faultOf(op)) ?? breakOf(session, op, tips.get(op.replica))
  if (fault !== null) {
    quarantine(session, op, fault)
    return 'quarantined'
  }
  // Somebody knows more of this replica than we do: the disk was put back, and its dots must never be used again.
  if (op.replica === session.own().hex || hasSeenMore(session, op)) {
    session.renewReplica()
    renewTag(session)
  }
  // The values of an erased record are never written, not even for a moment: a page that held them could be kept.
  const gone = isErased(session.store, op.entity)
  const kept = op.kind !== 'erase' && gone ? { ...op, fields: {}, salt: '' } : op
  const first = op.kind === 'create' && !gone && isFirstOf(session, op.entity)
  const spelt = line !== undefined && kept === op ? spellingIn(line) : spell(kept)
  const seq = appendToLog(session, kept, spelt)
  session.know(replica, op.n)
  tips.set(op.replica, op)
  followClock(session, op)
  return project(session, kept, seq, { gone, first })
}

const spell = ({ fields, seen }: BundleOp) => ({ fields: canonical(fields), seen: canonical(seen) })

/** True when its author has seen what this life of the store did not write: what will be would count as seen as well. */
const hasSeenMore = (session: Session, { seen }: BundleOp): boolean => {
  const { hex } = session.own()
  return Object.values(seen).some((vector) => (vector[hex] ?? 0) > session.state.n)
}

/** True when the log has nothing of a record yet. */
const isFirstOf = ({ store }: Session, entity: string): boolean =>
  store.prepare('select 1 from opLog where entity = ? limit 1').get(entity) === undefined

/** What is known of an operation's record already, so that it need not be looked up again. */
interface Known {
  readonly gone: boolean
  /** The operation is the only one of its record, which has no row, heads or words in the index. */
  readonly first: boolean
}

/** Brings one operation of the log into heads and tables; `seq` is its place in the log. */
export const project = (
  session: Session,
  op: BundleOp,
  seq: number,
  known: Known = { gone: isErased(session.store, op.entity), first: false },
): 'applied' | 'deferred' => {
  if (op.kind === 'erase' || known.gone) {
    redact(session, op)
    return 'applied'
  }
  if (isSkeleton(op)) return 'applied'
  const record = understoodRecord(session, op)
  if (!record) {
    defer(session, seq)
    return 'deferred'
  }
  if (known.first && op.kind === 'create') {
    noteNumber(session, op)
    fastCreate(session, record, op, true)
  } else merge(session, record, op)
  return 'applied'
}

/** The record an operation belongs to, if this version understands all of it. */
export const understoodRecord = (session: Pick<Session, 'store'>, op: BundleOp): AnyRecord | undefined => {
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
  noteNumber(session, op)
  if (op.kind === 'create' && heads.size === 0 && creates.length === 1) {
    fastCreate(session, record, op, false)
    return
  }
  const registers = op.kind === 'create' ? [...Object.keys(record.fields), numberRegister] : Object.keys(op.fields)
  for (const register of registers) {
    // A register without heads shows its creates; one more create is among those by itself.
    if (op.kind === 'create' && !heads.has(register)) continue
    const next = mergedHeads(writesOf(heads, creates, register), op, register)
    if (!next) continue
    writeHeads(store, (hex) => session.replicaId(hex), { ...at, register }, next)
    heads.set(register, next)
  }
  projectRecord(store, record, op.entity, { creates, heads })
}

function noteNumber(session: Session, op: BundleOp): void {
  const number = op.fields[numberRegister]
  if (typeof number === 'string') noteForeignNumber(session, number)
}

/** The common case of an import: a record nobody has touched yet. */
function fastCreate(session: Session, record: AnyRecord, op: BundleOp, first: boolean): void {
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
    first,
  )
}

/** What is wrong with an operation by itself, or null. */
function faultOf(op: BundleOp): 'malformed' | 'hash' | null {
  if (!isBundleOp(op) && !bundleOp.safeParse(op).success) return 'malformed'
  try {
    return operationHolds(op) ? null : 'hash'
  } catch {
    // It has no canonical form.
    return 'malformed'
  }
}

const hashAt = ({ store }: Session, replica: number, n: number): string | undefined => {
  const row = store.prepare('select hash from opLog where replica = ? and n = ?').pluck().get(replica, n)
  return row instanceof Buffer ? row.toString('hex') : undefined
}

/** Why an operation does not fit the chain of its replica as far as it is here, or names itself as seen; or null. */
function breakOf(
  session: Session,
  op: BundleOp,
  tip: { readonly n: number; readonly hash: string } | undefined,
): 'chain' | 'malformed' | null {
  if (Object.values(op.seen).some((vector) => (vector[op.replica] ?? 0) >= op.n)) return 'malformed'
  const replica = session.replicaId(op.replica)
  const before = op.n === 1 ? noPrev : tip?.n === op.n - 1 ? tip.hash : hashAt(session, replica, op.n - 1)
  if (before !== undefined && before !== op.prev) return 'chain'
  if (!session.holds(replica, op.n + 1)) return null
  const after = session.store
    .prepare('select prev from opLog where replica = ? and n = ?')
    .pluck()
    .get(replica, op.n + 1)
  return after instanceof Buffer && after.toString('hex') !== op.hash ? 'chain' : null
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
    // Below the largest number by far, so that ours can always be counted on.
    state.c = ms === op.hlc.ms ? Math.min(op.hlc.c, 2 ** 31) : 0
  }
}
