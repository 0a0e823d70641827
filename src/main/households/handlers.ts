import type { households, registration } from '../../shared/contract/households.ts'
import type { z } from 'zod'
import { fail, type Issue } from '../../shared/errors.ts'
import { mayRead } from '../../shared/permissions.ts'
import { displacement, household } from '../../shared/records/household.ts'
import { person } from '../../shared/records/person.ts'
import { noteView } from '../audit/views.ts'
import { mergedIssues, refuse, rule } from '../checks/issues.ts'
import { brokenReferences } from '../checks/references.ts'
import { change, remove, restore, save, saveNumbered } from '../oplog/save.ts'
import type { Ctx, Handlers, Reader } from '../store/context.ts'
import { existingHousehold, householdFile } from './file.ts'
import { listHouseholds } from './list.ts'
import { findDisplacement, findMembers } from './repository.ts'
import {
  displacementIssues,
  headedBy,
  headIssues,
  householdIssues,
  personIssues,
  registeredIssues,
  statusIssues,
} from './rules.ts'

type Registration = z.output<typeof registration>
/** Everything that is wrong with a registration, before any of it is written. */
async function registrationIssues(ctx: Ctx, draft: Registration): Promise<Issue[]> {
  const now = ctx.now()
  // Its head and its members' household are given by the store, whatever the form sent.
  const own = { ...draft.household, head: null, mergedInto: null, splitFrom: null }
  const issues = [
    ...headIssues(draft.members, ['members']),
    ...householdIssues(own, ['household'], now),
    ...rule(own.status !== 'draft' && own.status !== 'registered', ['household', 'status'], 'status_not_allowed'),
    ...(own.status === 'draft' ? [] : registeredIssues(own, ['household'])),
    ...(await brokenReferences(ctx.db, 'registry', household, own, ['household'], [])),
  ]
  for (const [i, member] of draft.members.entries()) issues.push(...personIssues(member, ['members', i], now))
  for (const [i, move] of draft.displacements.entries()) {
    const path = ['displacements', i]
    const places = { ...move, household: null }
    issues.push(...displacementIssues(move, path, now))
    issues.push(...(await brokenReferences(ctx.db, 'registry', displacement, places, path, [])))
  }
  return issues
}

/** Saves a household, its members and its moves as one action: all of it or nothing. */
async function register(ctx: Ctx, draft: Registration): Promise<{ id: string; number: string; people: string[] }> {
  refuse(await registrationIssues(ctx, draft))
  const head = draft.members.find(({ relationship }) => relationship === 'HEAD')
  const headed = head ? headedBy(head, ctx.now()) : { femaleHeaded: null, childHeaded: null }
  const headId = ctx.newId()
  return ctx.write('registry', async (trx) => {
    const { id, number } = await saveNumbered(trx, household, {
      ...draft.household,
      mergedInto: null,
      splitFrom: null,
      head: headId,
      femaleHeaded: draft.household.femaleHeaded ?? headed.femaleHeaded,
      childHeaded: draft.household.childHeaded ?? headed.childHeaded,
    })
    const people: string[] = []
    for (const member of draft.members) {
      const own = { ...member, household: id }
      const saved = await save(trx, person, member.relationship === 'HEAD' ? { ...own, id: headId } : own)
      people.push(saved.id)
    }
    for (const move of draft.displacements) await save(trx, displacement, { ...move, household: id })
    return { id, number, people }
  })
}

const existingMove = async (db: Reader<'registry'>, id: string, deleted: boolean) =>
  (await findDisplacement(db, id, deleted)) ?? fail({ kind: 'notFound', record: 'displacement', id })

export const handlers: Handlers<typeof households> = {
  'households.register': register,
  'households.list': (ctx, query) => listHouseholds(ctx.db, query),
  'households.get': async (ctx, { id }) => {
    const file = await householdFile(ctx.db, id)
    if (mayRead(ctx.user, 'sensitive')) await noteView(ctx, 'registry', 'households.get', id)
    return file
  },

  'households.update': async (ctx, { id, patch }) => {
    const stored = await existingHousehold(ctx.db, id)
    const status = patch.status ?? stored.status
    refuse([
      ...rule(status !== stored.status, ['patch', 'status'], 'status_by_transition'),
      ...rule(patch.head !== undefined && patch.head !== stored.head, ['patch', 'head'], 'head_by_choice'),
      ...rule(
        (patch.mergedInto ?? stored.mergedInto) !== stored.mergedInto,
        ['patch', 'mergedInto'],
        'status_by_transition',
      ),
      ...rule(
        (patch.splitFrom ?? stored.splitFrom) !== stored.splitFrom,
        ['patch', 'splitFrom'],
        'status_by_transition',
      ),
      ...householdIssues(patch, ['patch'], ctx.now()),
      ...mergedIssues(household, stored, patch, ['patch']),
      ...(await brokenReferences(ctx.db, 'registry', household, patch, ['patch'], stored.head ? [stored.head] : [])),
    ])
    await ctx.write('registry', (trx) => change(trx, household, id, patch))
    return {}
  },

  'households.setStatus': async (ctx, { id, to, reason }) => {
    const stored = await existingHousehold(ctx.db, id)
    const members = await findMembers(ctx.db, id)
    const hasHead = members.some((member) => member.id === stored.head && member.status === 'active')
    const why = reason?.trim() ?? ''
    refuse(statusIssues(stored, to, why, hasHead))
    await ctx.write('registry', (trx) =>
      change(trx, household, id, { status: to, statusReason: why === '' ? null : why, mergedInto: null }),
    )
    return {}
  },

  'households.addDisplacement': async (ctx, { draft }) => {
    refuse([
      ...displacementIssues(draft, ['draft'], ctx.now()),
      ...(await brokenReferences(ctx.db, 'registry', displacement, draft, ['draft'], [])),
    ])
    const { id } = await ctx.write('registry', (trx) => save(trx, displacement, draft))
    return { id }
  },

  'households.updateDisplacement': async (ctx, { id, patch }) => {
    const stored = await existingMove(ctx.db, id, false)
    refuse([
      ...rule((patch.household ?? stored.household) !== stored.household, ['patch', 'household'], 'household_fixed'),
      ...displacementIssues(patch, ['patch'], ctx.now()),
      ...mergedIssues(displacement, stored, patch, ['patch']),
      ...(await brokenReferences(ctx.db, 'registry', displacement, patch, ['patch'], [])),
    ])
    await ctx.write('registry', (trx) => change(trx, displacement, id, patch))
    return {}
  },

  'households.removeDisplacement': async (ctx, { id, undo }) => {
    await existingMove(ctx.db, id, undo)
    await ctx.write('registry', (trx) => (undo ? restore(trx, displacement, id) : remove(trx, displacement, id)))
    return {}
  },
}
