import { z } from 'zod'
import { relationship } from '../codes/idp.ts'
import { partialDate, recordId } from '../records/field.ts'
import { household } from '../records/household.ts'
import { call, done } from './call.ts'

const related = z.enum(relationship.codes)
/** Somebody and how they are related to the head of the household in which they will be. */
const relatedMember = z.strictObject({ id: recordId, relationship: related })
const reason = z.string().trim().min(1).max(1000)
/** What `households.takeBack` needs to take all of an action back at once. */
const action = z.strictObject({ id: recordId, save: z.string().min(1).max(80) })

const changes = ['households', 'people', 'pairs', 'home', 'places', 'search', 'history', 'conflicts']
const write = { needs: 'household.write', changes } as const

/** What happens to families: people move between households, households part and come together, members die. */
export const families = {
  // The same person, with the same number, lives in another household from now on. A head has to be followed first.
  'people.move': call({
    input: z.strictObject({ id: recordId, to: recordId, relationship: related }),
    output: action,
    ...write,
  }),
  'people.died': call({
    input: z.strictObject({
      id: recordId,
      died: partialDate,
      note: reason.nullable(),
      // Asked for when the head died and others are left.
      newHead: recordId.nullable(),
    }),
    output: action,
    ...write,
  }),
  'households.split': call({
    input: z.strictObject({
      id: recordId,
      // Who leaves; one of them is HEAD of the new household.
      members: z.array(relatedMember).min(1).max(60),
      // Who is head of those who stay, when the present head leaves.
      newHead: recordId.nullable(),
      // Without it the new household lives where the old one does.
      household: household.draft.nullable(),
    }),
    output: z.strictObject({ household: recordId, number: z.string(), undo: action }),
    ...write,
  }),
  'households.merge': call({
    // Everybody of `from` goes to `into`; who is not named is related in a way that nobody has told yet.
    input: z.strictObject({ from: recordId, into: recordId, members: z.array(relatedMember).max(100), reason }),
    output: action,
    ...write,
  }),
  'households.takeBack': call({
    // All that one of these actions wrote; without `save` the merging of this household. Refused once it was built on.
    input: z.strictObject({ id: recordId, save: z.string().min(1).max(80).nullable() }),
    output: done,
    ...write,
  }),
}
