import type { people } from '../../shared/contract/households.ts'
import { fail } from '../../shared/errors.ts'
import { mayRead } from '../../shared/permissions.ts'
import { household, type Household } from '../../shared/records/household.ts'
import { person, type Person } from '../../shared/records/person.ts'
import { noteView } from '../audit/views.ts'
import { mergedIssues, newlyBroken, refuse, rule } from '../checks/issues.ts'
import { brokenReferences } from '../checks/references.ts'
import { findHousehold } from '../households/repository.ts'
import { headedBy, isClosed, personIssues } from '../households/rules.ts'
import { change, remove, restore, saveNumbered } from '../oplog/save.ts'
import type { Handlers, Reader } from '../store/context.ts'
import { findPerson, listPeople } from './repository.ts'

const existing = async (db: Reader<'registry'>, id: string, deleted: boolean): Promise<Person> =>
  (await findPerson(db, id, deleted)) ?? fail({ kind: 'notFound', record: 'person', id })

const homeOf = async (db: Reader<'registry'>, member: Person): Promise<Household | undefined> =>
  member.household === null ? undefined : findHousehold(db, member.household)

export const handlers: Handlers<typeof people> = {
  'people.list': (ctx, query) => listPeople(ctx.db, query),
  'people.get': async (ctx, { id }) => {
    const stored = await existing(ctx.db, id, false)
    if (mayRead(ctx.user, 'sensitive')) await noteView(ctx, 'registry', 'people.get', id)
    return stored
  },

  'people.add': async (ctx, { draft }) => {
    const home = draft.household ? await findHousehold(ctx.db, draft.household) : undefined
    const asHead = draft.relationship === 'HEAD'
    refuse([
      ...rule(!draft.household, ['draft', 'household'], 'household_needed'),
      ...rule(!!home && isClosed(home), ['draft', 'household'], 'household_closed'),
      ...rule(asHead && !!home?.head, ['draft', 'relationship'], 'head_twice'),
      ...rule(asHead && draft.status !== 'active', ['draft', 'status'], 'head_not_active'),
      ...personIssues(draft, ['draft'], ctx.now()),
      ...(await brokenReferences(ctx.db, 'registry', person, draft, ['draft'], [])),
    ])
    return ctx.write('registry', async (trx) => {
      const saved = await saveNumbered(trx, person, draft)
      // A household imported without a head gets the first one that is named.
      if (asHead && home) {
        await change(trx, household, home.id, { head: saved.id, ...headedBy(draft, ctx.now()) })
      }
      return saved
    })
  },

  'people.update': async (ctx, { id, patch }) => {
    const stored = await existing(ctx.db, id, false)
    const isHead = (await homeOf(ctx.db, stored))?.head === id
    const relationship = patch.relationship ?? stored.relationship
    const moved = patch.household !== undefined && patch.household !== stored.household
    const becomesOrStopsHead = relationship !== stored.relationship && (relationship === 'HEAD' || isHead)
    refuse([
      ...rule(becomesOrStopsHead, ['patch', 'relationship'], 'head_by_choice'),
      ...rule(isHead && (patch.status ?? 'active') !== 'active', ['patch', 'status'], 'head_not_active'),
      ...rule(isHead && moved, ['patch', 'household'], 'head_cannot_leave'),
      ...rule(!isHead && moved, ['patch', 'household'], 'household_by_move'),
      ...newlyBroken(
        personIssues({ ...stored, ...patch }, ['patch'], ctx.now()),
        personIssues(stored, ['patch'], ctx.now()),
      ),
      ...mergedIssues(person, stored, patch, ['patch']),
      ...(await brokenReferences(ctx.db, 'registry', person, patch, ['patch'], [])),
    ])
    await ctx.write('registry', (trx) => change(trx, person, id, patch))
    return {}
  },

  'people.makeHead': async (ctx, { id }) => {
    const stored = await existing(ctx.db, id, false)
    const home = (await homeOf(ctx.db, stored)) ?? fail({ kind: 'refused', reason: 'no_household' })
    const collectsOnly = stored.relationship === 'NON_BENEFICIARY'
    refuse([
      ...rule(stored.status !== 'active', ['id'], 'head_not_active'),
      ...rule(collectsOnly, ['id'], 'head_not_a_member'),
    ])
    if (home.head === id && stored.relationship === 'HEAD') return {}
    const former = home.head === null || home.head === id ? undefined : await findPerson(ctx.db, home.head, false)
    await ctx.write('registry', async (trx) => {
      // How the former head is related to the new one is not known until somebody says so.
      // One whom another office moved meanwhile may be head where they are now.
      if (former?.relationship === 'HEAD' && former.household === home.id)
        await change(trx, person, former.id, { relationship: 'UNKNOWN' })
      await change(trx, person, id, { relationship: 'HEAD' })
      await change(trx, household, home.id, { head: id, ...headedBy(stored, ctx.now()) })
    })
    return {}
  },

  'people.remove': async (ctx, { id, undo }) => {
    const stored = await existing(ctx.db, id, undo)
    const home = await homeOf(ctx.db, stored)
    if (!undo && home?.head === id) fail({ kind: 'refused', reason: 'head_cannot_be_removed' })
    await ctx.write('registry', (trx) => (undo ? restore(trx, person, id) : remove(trx, person, id)))
    return {}
  },
}
