import type { ParsedInput } from '../../shared/contract/index.ts'
import { localToday } from '../../shared/dates/partial.ts'
import type { Issue } from '../../shared/errors.ts'
import type { DraftOf } from '../../shared/records/field.ts'
import { household, type Household } from '../../shared/records/household.ts'
import { person, type Person } from '../../shared/records/person.ts'
import { refuse, rule } from '../checks/issues.ts'
import { brokenReferences } from '../checks/references.ts'
import { existingHousehold } from '../households/file.ts'
import { findMembers } from '../households/repository.ts'
import { headedBy, householdIssues, isClosed, registeredIssues } from '../households/rules.ts'
import { change, saveNumbered } from '../oplog/save.ts'
import type { Ctx } from '../store/context.ts'
import { mayHead, setHead } from './head.ts'

type Input = ParsedInput<'households.split'>
type Draft = DraftOf<typeof household>

/** A household of its own that lives where the other one does; numbers of papers and phones stay with that one. */
function samePlace(old: Household, today: string): Draft {
  const { residenceStatus, place, placeUnknown, address, gps, shelter, consent, consentDate } = old
  const whole = registeredIssues(old, []).length === 0
  return {
    residenceStatus,
    place,
    placeUnknown,
    address,
    gps,
    shelter,
    consent,
    consentDate,
    registered: today,
    status: whole ? 'registered' : 'draft',
  }
}

/** What stands against some members leaving. */
function splitIssues(input: Input, old: Household, members: readonly Person[]): Issue[] {
  const byId = new Map(members.map((one) => [one.id, one]))
  const leaving = new Set(input.members.map(({ id }) => id))
  const staying = members.filter((one) => !leaving.has(one.id) && mayHead(one))
  const heads = input.members.filter(({ relationship }) => relationship === 'HEAD')
  const headLeaves = old.head !== null && leaving.has(old.head)
  const stays = staying.some(({ id }) => id === input.newHead)
  return [
    ...rule(isClosed(old), ['id'], 'household_closed'),
    ...rule(heads.length === 0, ['members'], 'head_missing'),
    ...rule(heads.length > 1, ['members'], 'head_twice'),
    ...rule(leaving.size < input.members.length, ['members'], 'duplicate'),
    ...rule(staying.length === 0, ['members'], 'nobody_stays'),
    ...rule(headLeaves && staying.length > 0 && input.newHead === null, ['newHead'], 'head_needed'),
    ...rule(input.newHead !== null && !(headLeaves && stays), ['newHead'], 'head_not_a_member'),
    ...input.members.flatMap(({ id }, i) => [
      ...rule(!byId.has(id), ['members', i, 'id'], 'not_of_this_household'),
      ...rule(byId.has(id) && byId.get(id)?.status !== 'active', ['members', i, 'id'], 'not_active_member'),
    ]),
  ]
}

/** Lets some members of a household become one of their own, in one save. */
export async function split(ctx: Ctx, input: Input) {
  const now = ctx.now()
  const old = await existingHousehold(ctx.db, input.id)
  const members = await findMembers(ctx.db, old.id)
  const draft = { ...(input.household ?? samePlace(old, localToday(now))), head: null, mergedInto: null }
  refuse([
    ...splitIssues(input, old, members),
    ...householdIssues(draft, ['household'], now),
    ...rule(draft.status !== 'draft' && draft.status !== 'registered', ['household', 'status'], 'status_not_allowed'),
    ...(draft.status === 'draft' ? [] : registeredIssues(draft, ['household'])),
    ...(await brokenReferences(ctx.db, 'registry', household, draft, ['household'], [])),
  ])
  const byId = new Map(members.map((one) => [one.id, one]))
  const head = byId.get(input.members.find(({ relationship }) => relationship === 'HEAD')?.id ?? '')
  const follows = byId.get(input.newHead ?? '')
  return ctx.write('registry', async (trx) => {
    const { id, number } = await saveNumbered(trx, household, {
      ...draft,
      head: head?.id ?? null,
      splitFrom: old.id,
      ...(head ? headedBy(head, now) : {}),
    })
    for (const { id: member, relationship } of input.members)
      await change(trx, person, member, { household: id, relationship })
    if (follows) await setHead(trx, old.id, follows, now)
    return { household: id, number, undo: { id, save: trx.save.saveId } }
  })
}
