import type { AnyStore } from '../store/open.ts'
import { auditHash, type AuditRow } from './chain.ts'
import { checkpointRows, signedHere } from './checkpoint.ts'

/** What is wrong with the chain, and the first row at which it shows. */
export interface ChainProblem {
  readonly kind: 'removed' | 'changed' | 'moved' | 'cutShort' | 'rewritten'
  readonly n: number
  /** The time of the row there, or of the last good row before it. */
  readonly at: string | null
}

type Hashed = AuditRow & { readonly hash: Buffer }
interface Signed {
  readonly n: number
  readonly at: string
  readonly hash: Buffer
  readonly signature: Buffer
}

const columns = 'n, at, user, action, entity, hash'
const pageRows = 2000

/** Walks the whole chain in pages, telling after each how many rows were good; answers the first problem or null. */
export function* walkChain(store: AnyStore): Generator<number, ChainProblem | null> {
  const signed = new Map(
    (store.prepare('select n, at, hash, signature from auditCheckpoint').all() as Signed[]).map((row) => [row.n, row]),
  )
  const firstSigned = Math.min(...signed.keys())
  let prev: Buffer = Buffer.alloc(32)
  let last: Hashed | undefined
  for (let expected = 1; ;) {
    const page = store
      .prepare(`select ${columns} from audit where n >= ? order by n limit ?`)
      .all(expected, pageRows) as Hashed[]
    for (const row of page) {
      if (row.n !== expected) return { kind: 'removed', n: expected, at: last?.at ?? null }
      if (!auditHash(prev, row).equals(row.hash))
        return { kind: isElsewhere(store, prev, expected) ? 'moved' : 'changed', n: expected, at: row.at }
      const point = signed.get(row.n)
      if (point && (!point.hash.equals(row.hash) || !signedHere(store, point)))
        return { kind: 'rewritten', n: row.n, at: row.at }
      if (!point && row.n > firstSigned && row.n % checkpointRows === 0)
        return { kind: 'rewritten', n: row.n, at: row.at }
      prev = row.hash
      last = row
      expected += 1
    }
    yield expected - 1
    if (page.length < pageRows) return endOf(store, expected, prev, last, signed)
  }
}

function endOf(
  store: AnyStore,
  expected: number,
  prev: Buffer,
  last: Hashed | undefined,
  signed: ReadonlyMap<number, Signed>,
): ChainProblem | null {
  const feed = store.prepare('select auditN, auditHash from feed').get() as { auditN: number; auditHash: Buffer }
  const at = last?.at ?? null
  if (feed.auditN >= expected || [...signed.keys()].some((n) => n >= expected))
    return { kind: 'cutShort', n: expected, at }
  return feed.auditN === expected - 1 && feed.auditHash.equals(prev) ? null : { kind: 'rewritten', n: expected - 1, at }
}

/** True when the row that belongs here stands under a later number. */
function isElsewhere(store: AnyStore, prev: Buffer, n: number): boolean {
  for (let after = n; ;) {
    const page = store
      .prepare(`select ${columns} from audit where n > ? order by n limit ?`)
      .all(after, pageRows) as Hashed[]
    if (page.some((row) => auditHash(prev, { ...row, n }).equals(row.hash))) return true
    const end = page.at(-1)
    if (!end || page.length < pageRows) return false
    after = end.n
  }
}

/** Walks the whole chain at once; answers the first problem or null. */
export function chainProblem(store: AnyStore): ChainProblem | null {
  const walk = walkChain(store)
  for (;;) {
    const step = walk.next()
    if (step.done) return step.value
  }
}
