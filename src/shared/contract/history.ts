import { z } from 'zod'
import { multiText, recordId } from '../records/field.ts'
import { call, paging } from './call.ts'

/** The records whose page shows their history; members, moves and steps come with the one they belong to. */
const historyRecord = z.enum([
  'household',
  'person',
  'displacement',
  'capProject',
  'evacuationCase',
  'patient',
  'place',
])

/** One field of one change; both values are empty where `withheld` says that the reader may not see them. */
const changedField = z.strictObject({
  field: z.string(),
  before: z.json(),
  after: z.json(),
  withheld: z.boolean(),
  /** The author had not seen the value that stood before: two offices wrote at the same time. */
  concurrent: z.boolean(),
  mayPutBack: z.boolean(),
})

const change = z.strictObject({
  id: z.string(),
  record: z.string(),
  entity: recordId,
  kind: z.enum(['create', 'change', 'remove', 'restore', 'erase']),
  at: z.string(),
  user: z.string().nullable(),
  office: multiText.nullable(),
  /** The first digits of the laptop's id, and whether it is this one. */
  device: z.string(),
  here: z.boolean(),
  fields: z.array(changedField),
})

export const history = {
  'history.ofRecord': call({
    // Newest first. Which right is needed follows from the record and is asked by the handler.
    input: z.strictObject({ record: historyRecord, id: recordId, ...paging }),
    output: z.strictObject({ total: z.int(), rows: z.array(change) }),
    needs: 'signedIn',
    changes: [],
  }),
  'history.restoreField': call({
    // Writes the value that stood before a change, as a new change with every rule of the record.
    input: z.strictObject({
      record: historyRecord,
      id: recordId,
      change: z.string().regex(/^[0-9a-f]{32}-[1-9][0-9]{0,14}$/),
      field: z.string().max(64),
    }),
    // The change that this made, so that it can be put back in turn; null when the value was there already.
    output: z.strictObject({ change: z.string().nullable() }),
    needs: 'signedIn',
    changes: ['households', 'people', 'projects', 'cases', 'home', 'places', 'search', 'history'],
  }),
}
