import { z } from 'zod'
import type { BundleHeader, Knowledge } from '../../shared/bundle/v1/header.ts'
import { believed, heldByAll, type Held } from '../oplog/lacking.ts'
import { beginNewLife } from '../oplog/new-life.ts'
import type { WriteMark } from '../store/context.ts'
import type { AnyStore } from '../store/open.ts'
import type { InternalTables } from '../store/schema.ts'
import type { Internal } from './stores.ts'

/** What a laptop of an office said, in the last of its bundles taken in here, that it holds and lacks. */
interface Word {
  readonly replica: string
  readonly created: string
  readonly knowledge: Knowledge
  /** Pieces of photos it lacks. */
  readonly wants: string[]
}

/** What an office holds by the word of all its laptops. */
export interface Acknowledged {
  /** What each of them holds. */
  readonly held: Held
  /** Pieces of photos that any of them lacks. */
  readonly wants: readonly string[]
  /** When the oldest of their words was written. */
  readonly since: string
}

const runs = z.record(z.string(), z.array(z.strictObject({ from: z.int(), to: z.int(), digest: z.string() })))

const wordOf = (row: Pick<InternalTables['acknowledged'], 'replica' | 'created' | 'knowledge' | 'wants'>): Word => ({
  replica: row.replica,
  created: row.created,
  knowledge: runs.parse(JSON.parse(row.knowledge)),
  wants: z.array(z.string()).parse(JSON.parse(row.wants)),
})

/**
 * What an office acknowledged to the store that is open here; nothing when no bundle of it was taken in yet, or when
 * one of its laptops never spoke. Withdrawn laptops and this one have no say.
 */
export const findAcknowledged = async (
  reader: Internal,
  store: AnyStore,
  office: string,
  laptops: { readonly expected: readonly string[]; readonly ignored: readonly string[] },
): Promise<Acknowledged | undefined> => {
  const all = await reader.selectFrom('acknowledged').selectAll().where('office', '=', office).execute()
  const rows = all.filter(({ device }) => !laptops.ignored.includes(device))
  if (laptops.expected.some((device) => !rows.some((row) => row.device === device))) return undefined
  const words = rows.map(wordOf)
  const since = words.map(({ created }) => created).toSorted()[0]
  if (since === undefined) return undefined
  return {
    held: heldByAll(words.map(({ knowledge }) => believed(store, knowledge))),
    wants: [...new Set(words.flatMap(({ wants }) => wants))],
    since,
  }
}

const size = (knowledge: Knowledge): number =>
  Object.values(knowledge)
    .flat()
    .reduce((sum, { from, to }) => sum + to - from + 1, 0)

/**
 * True when the later word comes after the earlier one. Bundles arrive in any order, and clocks are not to be trusted:
 * within one life of a store knowledge only grows, and a new life, after a restore, knows the one before it.
 */
const comesAfter = (later: Word, earlier: Word): boolean => {
  const byTime = later.created >= earlier.created
  if (later.replica === earlier.replica) {
    const grown = size(later.knowledge) - size(earlier.knowledge)
    return grown === 0 ? byTime : grown > 0
  }
  const follows = earlier.replica in later.knowledge
  return follows === later.replica in earlier.knowledge ? byTime : follows
}

const findWord = async (trx: Internal, office: string, device: string): Promise<Word | undefined> => {
  const row = await trx
    .selectFrom('acknowledged')
    .selectAll()
    .where('office', '=', office)
    .where('device', '=', device)
    .executeTakeFirst()
  return row && wordOf(row)
}

const keepWord = async (trx: Internal, office: string, device: string, word: Word): Promise<void> => {
  const row = { ...word, knowledge: JSON.stringify(word.knowledge), wants: JSON.stringify(word.wants) }
  await trx
    .insertInto('acknowledged')
    .values({ office, device, ...row })
    .onConflict((conflict) => conflict.columns(['office', 'device']).doUpdateSet(row))
    .execute()
}

/** Remembers what the sender of a bundle holds, unless a later bundle of theirs was taken in before. */
export const noteAcknowledged = async (trx: Internal, header: BundleHeader): Promise<void> => {
  const { sender, created, knowledge, wants } = header
  const word: Word = { replica: sender.replica, created, knowledge, wants }
  const before = await findWord(trx, sender.office, sender.device)
  if (before && !comesAfter(word, before)) return
  await keepWord(trx, sender.office, sender.device, word)
}

/**
 * Remembers that a laptop took in what this store held when a set was written, beside what it said before. Of each
 * life the larger word counts: nobody forgets.
 */
export const noteConfirmed = async (
  trx: Internal,
  of: { readonly office: string; readonly device: string } & Omit<Word, 'wants'>,
): Promise<void> => {
  const { office, device, replica, created } = of
  const before = await findWord(trx, office, device)
  const known = before?.replica === replica ? before : undefined
  const knowledge: Knowledge = { ...known?.knowledge }
  for (const [life, list] of Object.entries(of.knowledge))
    if (size({ life: list }) > size({ life: knowledge[life] ?? [] })) knowledge[life] = list
  const since = known && known.created > created ? known.created : created
  await keepWord(trx, office, device, { replica, created: since, knowledge, wants: known?.wants ?? [] })
}

/**
 * Begins a new life when the sender knows more of this store than it knows itself: the disk was put back to an earlier
 * day. What was lost comes again with their next bundle, since they see from ours that it is not here.
 */
export const noticePutBack = ({ session }: WriteMark, knowledge: Knowledge): void => {
  const own = knowledge[session.own().hex] ?? []
  if (own.some(({ to }) => to > session.state.n)) beginNewLife(session)
}
