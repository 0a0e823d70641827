import type { families } from '../../shared/contract/families.ts'
import type { ParsedInput } from '../../shared/contract/index.ts'
import { fail, type Issue } from '../../shared/errors.ts'
import { household, type Household } from '../../shared/records/household.ts'
import { person, type Person } from '../../shared/records/person.ts'
import { refuse, rule } from '../checks/issues.ts'
import { existingHousehold } from '../households/file.ts'
import { findHousehold, findMembers } from '../households/repository.ts'
import { isClosed, personIssues } from '../households/rules.ts'
import { change } from '../oplog/save.ts'
import { findPerson } from '../people/repository.ts'
import type { Ctx, Handlers, Writer } from '../store/context.ts'
import { mayHead, setHead } from './head.ts'
import { split } from './split.ts'
import { takeBack } from './take-back.ts'

const existing = async (ctx: Ctx, id: string): Promise<Person> =>
  (await findPerson(ctx.db, id, false)) ?? fail({ kind: 'notFound', record: 'person', id })

/** The head of a household, if that is an active member of it. */
const headOf = (home: Household, members: readonly Person[]): Person | undefined =>
  members.find(({ id, status }) => id === home.head && status === 'active')

async function move(ctx: Ctx, { id, to, relationship }: ParsedInput<'people.move'>) {
  const stored = await existing(ctx, id)
  const target = await existingHousehold(ctx.db, to)
  const home = stored.household === null ? undefined : await findHousehold(ctx.db, stored.household)
  const asHead = relationship === 'HEAD'
  refuse([
    ...rule(stored.status !== 'active', ['id'], 'not_active_member'),
    ...rule(home?.head === id, ['id'], 'head_cannot_move'),
    ...rule(stored.household === to, ['to'], 'already_there'),
    ...rule(isClosed(target), ['to'], 'household_closed'),
    ...rule(asHead && !!headOf(target, await findMembers(ctx.db, to)), ['relationship'], 'head_twice'),
  ])
  return ctx.write('registry', async (trx) => {
    if (asHead) await setHead(trx, to, stored, ctx.now())
    else await change(trx, person, id, { household: to, relationship })
    return { id, save: trx.save.saveId }
  })
}

async function died(ctx: Ctx, { id, died: day, note, newHead }: ParsedInput<'people.died'>) {
  const stored = await existing(ctx, id)
  const home = stored.household === null ? undefined : await findHousehold(ctx.db, stored.household)
  const others = home ? (await findMembers(ctx.db, home.id)).filter((one) => one.id !== id && mayHead(one)) : []
  const wasHead = home?.head === id
  const follows = others.find((one) => one.id === newHead)
  refuse([
    ...rule(stored.status === 'deceased', ['id'], 'not_active_member'),
    ...personIssues({ birth: stored.birth, died: day }, [], ctx.now()),
    ...rule(wasHead && others.length > 0 && newHead === null, ['newHead'], 'head_needed'),
    ...rule(newHead !== null && (!wasHead || !follows), ['newHead'], 'head_not_a_member'),
  ])
  return ctx.write('registry', async (trx) => {
    // How the dead were related to the one who follows is not known until somebody says so.
    const left = follows && stored.relationship === 'HEAD' ? ({ relationship: 'UNKNOWN' } as const) : {}
    await change(trx, person, id, { status: 'deceased', died: day, deathNote: note, ...left })
    if (home && follows) await setHead(trx, home.id, follows, ctx.now())
    return { id, save: trx.save.saveId }
  })
}

/** What stands against putting one household into another. */
function mergeIssues(
  input: ParsedInput<'households.merge'>,
  from: Household,
  into: Household,
  leaving: readonly Person[],
  headThere: boolean,
): Issue[] {
  const known = new Set(leaving.map(({ id }) => id))
  const heads = input.members.filter(({ relationship }) => relationship === 'HEAD')
  const able = leaving.find(({ id }) => id === heads[0]?.id)
  return [
    ...rule(from.id === into.id, ['into'], 'same_household'),
    ...rule(from.status === 'duplicate_of', ['from'], 'household_closed'),
    ...rule(isClosed(into), ['into'], 'household_closed'),
    ...rule(heads.length > (headThere ? 0 : 1), ['members'], 'head_twice'),
    ...rule(heads.length > 0 && !!able && able.status !== 'active', ['members'], 'head_not_active'),
    ...input.members.flatMap(({ id }, i) => rule(!known.has(id), ['members', i, 'id'], 'not_of_this_household')),
  ]
}

async function merge(ctx: Ctx, input: ParsedInput<'households.merge'>) {
  const from = await existingHousehold(ctx.db, input.from)
  const into = await existingHousehold(ctx.db, input.into)
  const leaving = await findMembers(ctx.db, from.id)
  const headThere = !!headOf(into, await findMembers(ctx.db, into.id))
  refuse(mergeIssues(input, from, into, leaving, headThere))
  const told = new Map(input.members.map(({ id, relationship }) => [id, relationship]))
  return ctx.write('registry', async (trx) => {
    for (const member of leaving) {
      // What somebody was to the former head says nothing about this one.
      const relationship = told.get(member.id) ?? 'UNKNOWN'
      if (relationship === 'HEAD') await setHead(trx, into.id, member, ctx.now())
      else await change(trx, person, member.id, { household: into.id, relationship })
    }
    await closeMerged(trx, from.id, into.id, input.reason)
    return { id: from.id, save: trx.save.saveId }
  })
}

/** The emptied household stays readable and says where its members are. */
const closeMerged = (trx: Writer<'registry'>, from: string, into: string, reason: string) =>
  change(trx, household, from, { status: 'duplicate_of', statusReason: reason, mergedInto: into, head: null })

export const handlers: Handlers<typeof families> = {
  'people.move': move,
  'people.died': died,
  'households.split': split,
  'households.merge': merge,
  'households.takeBack': takeBack,
}
