import { noPrev, type BundleOp } from '../../shared/bundle/v1/operation.ts'
import { randomBytes } from '../crypto/random.ts'
import type { SaveContext } from '../store/context.ts'
import type { AnyStore } from '../store/open.ts'
import { addToRanges, holds, type Range } from './ranges.ts'

/** Grows with every change of what operations may contain. */
export const schemaVersion = 1

/** What one write transaction knows of the log; state is read at its start and written back once, at its end. */
export interface Session {
  readonly store: AnyStore
  readonly about: SaveContext
  readonly app: string
  readonly state: FeedState
  readonly meta: Map<string, string>
  /** Counters of human numbers that this transaction has used. */
  readonly counters: Map<string, number>
  /** The own replica's id, as text and as `replica.id`. */
  own(): { hex: string; id: number }
  replicaId(hex: string): number
  /** True when the log has this operation. */
  holds(replica: number, n: number): boolean
  /** Notes that an operation of another replica is held now. */
  know(replica: number, n: number): void
  setMeta(key: string, value: string): void
  /** Gives this store's life a new id, so that no dot is ever used twice; the old feed becomes a foreign one. */
  renewReplica(): void
  /** Writes the state back; called once before the commit. */
  finish(): void
}

interface FeedState {
  n: number
  hash: string
  ms: number
  c: number
  auditN: number
  auditHash: Uint8Array
}

interface FeedRow {
  n: number
  hash: Buffer
  ms: number
  c: number
  auditN: number
  auditHash: Buffer
}

const readState = (store: AnyStore): FeedState => {
  const row = store.prepare('select * from feed where id = 1').get() as FeedRow
  return { ...row, hash: row.hash.toString('hex') }
}

const readMeta = (store: AnyStore): Map<string, string> => {
  const rows = store.prepare('select key, value from storeMeta').all() as { key: string; value: string }[]
  return new Map(rows.map(({ key, value }) => [key, value]))
}

const internReplica = (store: AnyStore, hex: string): number => {
  const known = store.prepare('select id from replica where hex = ?').pluck().get(hex)
  if (typeof known === 'number') return known
  return Number(store.prepare('insert into replica (hex) values (?)').run(hex).lastInsertRowid)
}

/** Starts the log's part of a write transaction, which is open on the store's connection. */
export const beginSession = (store: AnyStore, about: SaveContext, app: string): Session => {
  const state = readState(store)
  const meta = readMeta(store)
  const ids = new Map<string, number>()
  const ranges = new Map<number, { list: Range[]; changed: boolean }>()
  let own: { hex: string; id: number } | undefined
  const rangesOf = (replica: number) => {
    let known = ranges.get(replica)
    if (!known) {
      const rows = store.prepare('select first, last from knownRange where replica = ? order by first').all(replica)
      known = { list: rows as Range[], changed: false }
      ranges.set(replica, known)
    }
    return known
  }

  const session: Session = {
    store,
    about,
    app,
    state,
    meta,
    counters: new Map(),
    own() {
      if (!own) {
        const hex = meta.get('replica') ?? ''
        own = { hex, id: session.replicaId(hex) }
      }
      return own
    },
    replicaId(hex) {
      const known = ids.get(hex)
      if (known !== undefined) return known
      const id = internReplica(store, hex)
      ids.set(hex, id)
      return id
    },
    holds: (replica, n) => (replica === session.own().id ? n <= state.n : holds(rangesOf(replica).list, n)),
    know(replica, n) {
      const known = rangesOf(replica)
      addToRanges(known.list, n)
      known.changed = true
    },
    setMeta(key, value) {
      meta.set(key, value)
      store
        .prepare(
          'insert into storeMeta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
        )
        .run(key, value)
    },
    renewReplica() {
      const old = session.own()
      for (let n = 1; n <= state.n; n++) session.know(old.id, n)
      session.setMeta('replica', randomBytes(16).toString('hex'))
      own = undefined
      state.n = 0
      state.hash = noPrev
    },
    finish() {
      store
        .prepare('update feed set n = ?, hash = ?, ms = ?, c = ?, auditN = ?, auditHash = ? where id = 1')
        .run(state.n, Buffer.from(state.hash, 'hex'), state.ms, state.c, state.auditN, state.auditHash)
      for (const [kind, value] of session.counters)
        store.prepare('insert or replace into counter (kind, value) values (?, ?)').run(kind, value)
      for (const [replica, { list, changed }] of ranges) {
        if (!changed) continue
        store.prepare('delete from knownRange where replica = ?').run(replica)
        const insert = store.prepare('insert into knownRange (replica, first, last) values (?, ?, ?)')
        for (const { first, last } of list) insert.run(replica, first, last)
      }
    },
  }
  return session
}

const bytes = (hex: string) => Buffer.from(hex, 'hex')

/** Appends an operation to the log table, with its values and vectors in canonical form, and answers its place in it. */
export const appendToLog = (
  session: Session,
  op: BundleOp,
  { fields, seen }: { readonly fields: string; readonly seen: string },
): number => {
  const run = session.store
    .prepare(
      `insert into opLog (replica, n, entity, type, kind, fields, seen, ms, c, wall, clockFlag, user, device, saveId,
       schema, app, salt, phash, prev, hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      session.replicaId(op.replica),
      op.n,
      op.entity,
      op.type,
      op.kind,
      fields,
      seen,
      op.hlc.ms,
      op.hlc.c,
      op.wall,
      op.clockFlag,
      op.user,
      op.device,
      op.save,
      op.schema,
      op.app,
      bytes(op.salt),
      bytes(op.phash),
      bytes(op.prev),
      bytes(op.hash),
    )
  return Number(run.lastInsertRowid)
}
