import { z } from 'zod'
import { multiText, recordId } from '../records/field.ts'
import { call, nothing, searchText } from './call.ts'

/** One line of "needs attention": a stable kind, how many, and where it leads. */
const attention = z.strictObject({
  kind: z.enum([
    'households.unverified',
    'households.placeUnknown',
    'households.noHead',
    'projects.late',
    'projects.stuck',
    'cases.waiting',
    'cases.deteriorating',
    'conflicts.open',
    'bundles.never',
    'bundles.missing',
    'places.none',
    'backups.old',
    'backups.medicalOld',
  ]),
  count: z.int(),
})

const nameParts = z.strictObject({
  given: multiText.nullable(),
  father: multiText.nullable(),
  grandfather: multiText.nullable(),
  family: multiText.nullable(),
})

export const home = {
  'home.summary': call({
    input: nothing,
    output: z.strictObject({
      households: z.int(),
      people: z.int(),
      projects: z.int(),
      // Null without the medical role.
      cases: z.int().nullable(),
      attention: z.array(attention),
      recent: z.array(
        z.strictObject({
          record: z.enum(['household', 'capProject', 'evacuationCase']),
          id: recordId,
          number: z.string().nullable(),
          title: multiText.nullable(),
          at: z.string(),
        }),
      ),
    }),
    needs: 'signedIn',
    changes: [],
  }),
}

export const search = {
  // Everything at once, for Ctrl+K: numbers, names in any script, phones, papers, titles, places.
  'search.quick': call({
    input: z.strictObject({ text: searchText, limit: z.int().min(1).max(50) }),
    output: z.array(
      z.strictObject({
        record: z.enum(['household', 'person', 'capProject', 'evacuationCase', 'place']),
        id: recordId,
        // The household a person belongs to: where the hit leads.
        household: recordId.nullable(),
        number: z.string().nullable(),
        name: nameParts.nullable(),
        title: multiText.nullable(),
        detail: z.string().nullable(),
      }),
    ),
    needs: 'signedIn',
    changes: [],
  }),
}
