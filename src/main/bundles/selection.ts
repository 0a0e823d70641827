import type { BundleOp } from '../../shared/bundle/v1/operation.ts'
import type { BundlePart } from '../../shared/contract/exchange.ts'
import type { JobTools } from '../jobs/runner.ts'
import { isHeld, placesLacking, type Held } from '../oplog/lacking.ts'
import { canonicalFrom, endOfLog, readLinesAfter, readLinesAt, readOpsExcept } from '../oplog/read.ts'
import type { AnyStore } from '../store/open.ts'
import { startingWith } from '../search/identifiers.ts'

/*
 * What of a store goes into a bundle. A part of it is a set of records: those a person asked for, and everything that
 * they refer to, so that the part can be read by itself. Erasures always go along.
 */

/** Which records leave: all of them, or those in the table `temp.leaving` of this connection. */
export interface Selection {
  /** A condition on a column of record ids. */
  readonly where: (column: string) => string
  readonly has: (entity: string) => boolean
}

const everything: Selection = { where: () => '1 = 1', has: () => true }

/** Whom a photo or paper was added to, or taken from, since then. */
const filedSince = (of: 'attachment' | 'caseAttachment', changed: string): string =>
  `select owner from "${of}" where "updatedAt" >= ${changed}`

/** What each programme of the registry holds: its records by the place they are at, and what belongs to them. */
const families = (changed: string, at: string): string[] => [
  `insert or ignore into temp.leaving select h.id from household h where ${at.replaceAll('$', 'h')} and (
    h."updatedAt" >= ${changed} or exists (select 1 from person p where p.household = h.id and p."updatedAt" >= ${changed})
    or exists (select 1 from displacement d where d.household = h.id and d."updatedAt" >= ${changed})
    or h.id in (${filedSince('attachment', changed)})
    or h.id in (select p.household from person p where p.id in (${filedSince('attachment', changed)}))
    or h.id in (select d.household from displacement d where d.id in (${filedSince('attachment', changed)}))
    or h.id in (select p.household from "personPair" pair cross join person p on p.id in (pair.one, pair.other)
      where pair."updatedAt" >= ${changed}))`,
  `insert or ignore into temp.leaving select id from person where household in (select entity from temp.leaving)`,
  `insert or ignore into temp.leaving select id from displacement where household in (select entity from temp.leaving)`,
  `insert or ignore into temp.leaving select id from "personPair" where one in (select entity from temp.leaving)
    and other in (select entity from temp.leaving)`,
]
const projects = (changed: string, at: string): string[] => [
  `insert or ignore into temp.leaving select c.id from "capProject" c where ${at.replaceAll('$', 'c')} and (
    c."updatedAt" >= ${changed} or exists (select 1 from "capStep" s where s.project = c.id and s."updatedAt" >= ${changed})
    or c.id in (${filedSince('attachment', changed)}))`,
  `insert or ignore into temp.leaving select id from "capStep" where project in (select entity from temp.leaving)`,
]
const cases = (changed: string): string[] => [
  `insert or ignore into temp.leaving select c.id from "evacuationCase" c where
    c."updatedAt" >= ${changed} or exists (select 1 from "caseStep" s where s."case" = c.id and s."updatedAt" >= ${changed})
    or exists (select 1 from patient p where p.id = c.patient and p."updatedAt" >= ${changed})
    or c.id in (${filedSince('caseAttachment', changed)}) or c.patient in (${filedSince('caseAttachment', changed)})`,
  `insert or ignore into temp.leaving select id from "caseStep" where "case" in (select entity from temp.leaving)`,
  `insert or ignore into temp.leaving select patient from "evacuationCase" where id in (select entity from temp.leaving)`,
]

/** Chooses the records of a part; without one, all of the store. */
export const select = (store: AnyStore, part: BundlePart | undefined): Selection => {
  if (!part) return everything
  store.raw.exec('create temp table if not exists leaving (entity text primary key) without rowid; delete from leaving')
  const values = { since: part.since ?? '', ...startingWith(part.place ?? '') }
  const at = part.place === null ? '1 = 1' : '$.place between @from and @to'
  const medical = store.store === 'medical'
  const statements = [
    `insert or ignore into temp.leaving select entity from erased`,
    // Names of offices, colleagues and places, so that what refers to them can be read.
    ...(medical
      ? []
      : ['office', 'user', 'place'].map((of) => `insert or ignore into temp.leaving select id from "${of}"`)),
    ...(medical ? cases('@since') : []),
    ...(!medical && part.programmes.includes('families') ? families('@since', at) : []),
    ...(!medical && part.programmes.includes('projects') ? projects('@since', at) : []),
    `insert or ignore into temp.leaving select id from "${medical ? 'caseAttachment' : 'attachment'}"
      where owner in (select entity from temp.leaving)`,
  ]
  for (const sql of statements) {
    const statement = store.raw.prepare(sql)
    const used = Object.fromEntries(Object.entries(values).filter(([name]) => sql.includes(`@${name}`)))
    if (Object.keys(used).length > 0) statement.run(used)
    else statement.run()
  }
  return {
    where: (column) => `${column} in (select entity from temp.leaving)`,
    has: (entity) => store.prepare('select 1 from temp.leaving where entity = ?').get(entity) !== undefined,
  }
}

const batch = 2000

/**
 * The operations of a selection that the receiver lacks, in order of arrival, in batches, so that memory stays small.
 * What they hold is not even looked at: a day's changes leave without reading the years before.
 */
export async function* opsBeyond(
  store: AnyStore,
  { selection, theirs, total }: { readonly selection: Selection; readonly theirs: Held; readonly total: number },
  tools: Pick<JobTools, 'progress' | 'pause'>,
): AsyncGenerator<BundleOp | Buffer> {
  const where = selection.where('o.entity')
  const from = canonicalFrom(store)
  const end = endOfLog(store)
  let done = 0
  const step = async (count: number): Promise<void> => {
    done += count
    tools.progress('bundle.collect', done, total)
    await tools.pause()
  }
  for (let after: number | null = 0; after < from - 1;) {
    const until = `o.seq < ${from} and ${where}`
    const page: ReturnType<typeof readOpsExcept> = readOpsExcept(
      store,
      after,
      batch,
      (replica, n) => isHeld(theirs, replica, n),
      from === Infinity ? where : until,
    )
    if (page.last === null) break
    after = page.last
    for (const { op } of page.ops) yield op
    await step(page.ops.length)
  }
  if (from === Infinity) return
  let after = from - 1
  if (theirs.size > 0) {
    const places = placesLacking(store, theirs).filter((place) => place >= from && place <= end)
    for (let at = 0; at < places.length; at += batch) {
      const found = readLinesAt(store, places.slice(at, at + batch), where)
      if (found) yield found.lines
      await step(found?.count ?? 0)
    }
    // What was written meanwhile goes along: an erasure above all, as what it emptied may have been read after it.
    after = Math.max(after, end)
  }
  for (let next = readLinesAfter(store, after, batch, where); next;) {
    yield next.lines
    await step(next.count)
    next = readLinesAfter(store, next.last, batch, where)
  }
}
