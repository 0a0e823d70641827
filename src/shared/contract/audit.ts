import { z } from 'zod'
import { isoDate, recordId } from '../records/field.ts'
import { call, paging, searchText } from './call.ts'

const store = z.enum(['registry', 'medical'])

export const audit = {
  'audit.list': call({
    // Newest first. `record` is a record's number or id; the medical log is for those with the medical key.
    input: z.strictObject({
      store,
      user: recordId.optional(),
      action: z.string().max(64).optional(),
      record: searchText.optional(),
      from: isoDate.optional(),
      to: isoDate.optional(),
      ...paging,
    }),
    output: z.strictObject({
      total: z.int(),
      rows: z.array(
        z.strictObject({
          n: z.int(),
          at: z.string(),
          user: z.string(),
          userName: z.string().nullable(),
          action: z.string(),
          entity: z.string().nullable(),
          number: z.string().nullable(),
        }),
      ),
    }),
    needs: 'audit.read',
    changes: [],
  }),
  'audit.verify': call({
    input: z.strictObject({ store }),
    output: z.strictObject({
      rows: z.int(),
      problem: z
        .strictObject({
          kind: z.enum(['removed', 'changed', 'moved', 'cutShort', 'rewritten']),
          n: z.int(),
          at: z.string().nullable(),
        })
        .nullable(),
    }),
    needs: 'audit.read',
    changes: [],
  }),
}
