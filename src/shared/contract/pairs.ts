import { z } from 'zod'
import { pairDecision } from '../codes/pair.ts'
import { recordId } from '../records/field.ts'
import { personPair } from '../records/person-pair.ts'
import { call, done, paging } from './call.ts'
import { personRow } from './households.ts'

/** In what two records are alike. */
const likeness = z.enum(['paper', 'name', 'birth', 'birthYear', 'phone'])
export type Likeness = z.infer<typeof likeness>

const pairRow = z.strictObject({ pair: personPair.stored, one: personRow.nullable(), other: personRow.nullable() })

export const pairs = {
  // Who may be the same person as this one, and what was decided about them before.
  'pairs.alike': call({
    input: z.strictObject({ person: recordId }),
    output: z.array(z.strictObject({ row: personRow, alike: z.array(likeness), pair: personPair.stored.nullable() })),
    needs: 'household.read',
    changes: [],
  }),
  // What was decided about the members of a household; `main` is the record that is kept up of everybody who is the same.
  'pairs.ofHousehold': call({
    input: z.strictObject({ household: recordId }),
    output: z.array(z.strictObject({ person: recordId, main: recordId, others: z.array(personRow) })),
    needs: 'household.read',
    changes: [],
  }),
  'pairs.list': call({
    input: z.strictObject({ ...paging }),
    output: z.strictObject({ total: z.int(), rows: z.array(pairRow) }),
    needs: 'household.read',
    changes: [],
  }),
  'pairs.decide': call({
    input: z.strictObject({
      one: recordId,
      other: recordId,
      decision: z.enum(pairDecision.codes),
      // Of two that are the same: whose record is kept up.
      main: recordId.nullable(),
      reason: z.string().trim().min(1).max(1000).nullable(),
    }),
    output: z.strictObject({ id: recordId }),
    needs: 'household.write',
    changes: ['pairs', 'history'],
  }),
  'pairs.takeBack': call({
    input: z.strictObject({ id: recordId, undo: z.boolean() }),
    output: done,
    needs: 'household.write',
    changes: ['pairs', 'history'],
  }),
}
