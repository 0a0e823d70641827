import type { BundleHeader } from '../../shared/bundle/v1/header.ts'
import type { WriteMark } from '../store/context.ts'
import type { AnyStore } from '../store/open.ts'
import type { Range } from '../oplog/ranges.ts'

/*
 * Which rows came by a bundle, so that it can be taken back. Other writers' rows may stand in between, and a bundle may
 * be taken in by several goes, so that runs of rows are kept and not a first and a last one alone.
 */

type What = 'log' | 'quarantine'

const ends: Readonly<Record<What, string>> = {
  log: 'select coalesce(max(seq), 0) from opLog',
  quarantine: 'select coalesce(max(id), 0) from quarantine',
}

const endOf = (store: AnyStore, what: What): number => Number(store.prepare(ends[what]).pluck().get())

/** Notes where the store stands before the first row of a bundle; the second time changes nothing. */
export const beginTaking = ({ session }: WriteMark, bundle: string): void => {
  session.store
    .prepare(
      `update bundleJournal set taken = (select coalesce(max(taken), 0) + 1 from bundleJournal), auditN = ?, life = ?
       where bundle = ? and direction = 'in' and taken is null`,
    )
    .run(session.state.auditN, session.own().hex, bundle)
}

/** Runs a part of taking a bundle in, inside its transaction, and notes the rows that came by it. */
export const noteTaken = async <T>({ session }: WriteMark, bundle: string, run: () => Promise<T>): Promise<T> => {
  const { store } = session
  const before = { log: endOf(store, 'log'), quarantine: endOf(store, 'quarantine') }
  const out = await run()
  for (const what of ['log', 'quarantine'] as const) {
    const last = endOf(store, what)
    if (last > before[what]) addRun(store, bundle, what, { first: before[what] + 1, last })
  }
  return out
}

function addRun(store: AnyStore, bundle: string, what: What, { first, last }: Range): void {
  const grown = store
    .prepare('update bundleRun set last = ? where bundle = ? and what = ? and last = ?')
    .run(last, bundle, what, first - 1)
  if (grown.changes === 0)
    store
      .prepare('insert into bundleRun (bundle, what, first, last) values (?, ?, ?, ?)')
      .run(bundle, what, first, last)
  if (what === 'log')
    store
      .prepare(
        `update bundleJournal set firstSeq = coalesce(firstSeq, ?), lastSeq = ? where bundle = ? and direction = 'in'`,
      )
      .run(first, last, bundle)
}

/** The runs of rows that came by some bundles, in order. */
export const runsOf = (store: AnyStore, bundles: readonly string[], what: What): Range[] => {
  const find = store.prepare('select first, last from bundleRun where bundle = ? and what = ?')
  return bundles.flatMap((bundle) => find.all(bundle, what) as Range[]).toSorted((a, b) => a.first - b.first)
}

type WordRow = Record<'office' | 'device' | 'replica' | 'created' | 'knowledge' | 'wants', string>

type Laptop = Pick<WordRow, 'office' | 'device'>
interface WordChange {
  readonly of: Laptop
  readonly before: WordRow | null
  readonly after: WordRow | null
}

const wordOf = (store: AnyStore, { office, device }: Laptop): WordRow | null =>
  (store.prepare('select * from acknowledged where office = ? and device = ?').get(office, device) as
    WordRow | undefined) ?? null

/** Notes what the sender had said before, around what replaces its word. */
export const noteWord = async (
  { session }: WriteMark,
  bundle: string,
  header: Pick<BundleHeader, 'sender'>,
  run: () => Promise<void>,
): Promise<void> => {
  const { store } = session
  const before = wordOf(store, header.sender)
  await run()
  const word: WordChange = { of: header.sender, before, after: wordOf(store, header.sender) }
  store
    .prepare(`update bundleJournal set word = ? where bundle = ? and direction = 'in' and word is null`)
    .run(JSON.stringify(word), bundle)
}

/** Puts back what the sender of a bundle had said before it, unless it has said more since. */
export const restoreWord = ({ session }: WriteMark, word: string): void => {
  const { store } = session
  const { of, before, after } = JSON.parse(word) as WordChange
  if (JSON.stringify(wordOf(store, of)) !== JSON.stringify(after)) return
  store.prepare('delete from acknowledged where office = ? and device = ?').run(of.office, of.device)
  if (!before) return
  store
    .prepare('insert into acknowledged (office, device, replica, created, knowledge, wants) values (?, ?, ?, ?, ?, ?)')
    .run(of.office, of.device, before.replica, before.created, before.knowledge, before.wants)
}

/** Lets the journal say that an import was taken back, and nothing else of it. */
export const forgetTaken = (store: AnyStore, bundle: string): void => {
  store.prepare('delete from bundleRun where bundle = ?').run(bundle)
  store
    .prepare(
      `update bundleJournal set state = 'undone', position = 0, taken = null, auditN = null, life = '', word = null,
       firstSeq = null, lastSeq = null where bundle = ? and direction = 'in'`,
    )
    .run(bundle)
}
