import { chainProblem } from '../../src/main/audit/verify.ts'
import { rebuild } from '../../src/main/oplog/rebuild.ts'
import { stateHash } from '../../src/main/oplog/read.ts'
import type { AnyStore, OpenStore } from '../../src/main/store/open.ts'
import { writeTransaction } from '../../src/main/store/transaction.ts'
import type { StoreName } from '../../src/shared/errors.ts'

/** What stands against an open store, as words; empty when it is whole. */
export const faultsOf = async (store: OpenStore<StoreName>): Promise<string[]> => {
  const { raw } = store
  const faults: string[] = []
  if (raw.pragma('integrity_check(1)', { simple: true }) !== 'ok') faults.push('pages')
  const references = raw.pragma('foreign_key_check')
  if (Array.isArray(references) && references.length > 0) faults.push('references')
  const audit = chainProblem(store)
  if (audit !== null) faults.push(`audit row ${audit.n} ${audit.kind}`)
  faults.push(...holesOf(store))
  const before = stateHash(store).hash
  const about = { store: store.store, saveId: 'check', user: 'check', now: new Date(), action: 'health.check' as const }
  await writeTransaction(store, about, 'check', (trx) => rebuild(trx))
  if (stateHash(store).hash !== before) faults.push('tables differ from the log')
  return faults
}

/** The own feed counts without holes and each operation names the one before. */
function holesOf({ raw }: AnyStore): string[] {
  const rows = raw
    .prepare(
      `select o.n, lower(hex(o.prev)) prev, lower(hex(o.hash)) hash from opLog o join replica r on r.id = o.replica
       where r.hex = (select value from storeMeta where key = 'replica') order by o.n`,
    )
    .all() as { n: number; prev: string; hash: string }[]
  let last = { n: 0, hash: '0'.repeat(64) }
  for (const row of rows) {
    if (row.n !== last.n + 1 || row.prev !== last.hash) return [`operation ${row.n}`]
    last = row
  }
  const feed = raw.prepare('select n, lower(hex(hash)) hash from feed').get() as { n: number; hash: string }
  return feed.n === last.n && feed.hash === last.hash ? [] : ['the end of the log']
}
