import { z } from 'zod'
import type { BundleHeader, Knowledge } from '../../shared/bundle/v1/header.ts'
import { beginNewLife } from '../oplog/new-life.ts'
import type { WriteMark } from '../store/context.ts'
import type { Internal } from './stores.ts'

/** What an office said, in the last of its bundles taken in here, that it holds, and which pieces of photos it lacks. */
export interface Acknowledged {
  readonly replica: string
  readonly created: string
  readonly knowledge: Knowledge
  readonly wants: string[]
}

const runs = z.record(z.string(), z.array(z.strictObject({ from: z.int(), to: z.int(), digest: z.string() })))

/** What an office acknowledged; nothing when none of its bundles was taken in yet. */
export const findAcknowledged = async (reader: Internal, office: string): Promise<Acknowledged | undefined> => {
  const row = await reader.selectFrom('acknowledged').selectAll().where('office', '=', office).executeTakeFirst()
  return (
    row && {
      replica: row.replica,
      created: row.created,
      knowledge: runs.parse(JSON.parse(row.knowledge)),
      wants: z.array(z.string()).parse(JSON.parse(row.wants)),
    }
  )
}

const size = (knowledge: Knowledge): number =>
  Object.values(knowledge)
    .flat()
    .reduce((sum, { from, to }) => sum + to - from + 1, 0)

/**
 * True when the later word comes after the earlier one. Bundles arrive in any order, and clocks are not to be trusted:
 * within one life of a store knowledge only grows, and a new life, after a restore, knows the one before it.
 */
const comesAfter = (later: Acknowledged, earlier: Acknowledged): boolean => {
  const byTime = later.created >= earlier.created
  if (later.replica === earlier.replica) {
    const grown = size(later.knowledge) - size(earlier.knowledge)
    return grown === 0 ? byTime : grown > 0
  }
  const follows = earlier.replica in later.knowledge
  return follows === later.replica in earlier.knowledge ? byTime : follows
}

/** Remembers what the sender of a bundle holds, unless a later bundle of theirs was taken in before. */
export const noteAcknowledged = async (trx: Internal, header: BundleHeader): Promise<void> => {
  const { sender, created, knowledge, wants } = header
  const word: Acknowledged = { replica: sender.replica, created, knowledge, wants }
  const before = await findAcknowledged(trx, sender.office)
  if (before && !comesAfter(word, before)) return
  const row = { replica: sender.replica, created, knowledge: JSON.stringify(knowledge), wants: JSON.stringify(wants) }
  await trx
    .insertInto('acknowledged')
    .values({ office: sender.office, ...row })
    .onConflict((conflict) => conflict.column('office').doUpdateSet(row))
    .execute()
}

/**
 * Begins a new life when the sender knows more of this store than it knows itself: the disk was put back to an earlier
 * day. What was lost comes again with their next bundle, since they see from ours that it is not here.
 */
export const noticePutBack = ({ session }: WriteMark, knowledge: Knowledge): void => {
  const own = knowledge[session.own().hex] ?? []
  if (own.some(({ to }) => to > session.state.n)) beginNewLife(session)
}
