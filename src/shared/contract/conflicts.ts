import { z } from 'zod'
import { multiText, recordId } from '../records/field.ts'
import { records } from '../records/index.ts'
import { call, paging } from './call.ts'

const recordName = z.enum(Object.keys(records) as [keyof typeof records, ...(keyof typeof records)[]])
const fieldName = z.string().min(1).max(64)
/** One field of one record; `deleted` stands for whether the record is removed. */
const place = { record: recordName, id: recordId, field: fieldName }
const write = z.string().regex(/^[0-9a-f]{32}-[1-9][0-9]{0,14}$/)

/** What stands where: enough to name the record and to open the page it is on. */
const about = {
  ...place,
  number: z.string().nullable(),
  title: multiText.nullable(),
  /** The page that shows the record, or the one it belongs to. */
  page: z
    .strictObject({ record: z.enum(['household', 'capProject', 'evacuationCase', 'place']), id: recordId })
    .nullable(),
  at: z.string(),
  /** The reader may see the record but not this field: it is for somebody else to decide. */
  withheld: z.boolean(),
  mayDecide: z.boolean(),
}

const author = z.strictObject({
  at: z.string(),
  user: z.string().nullable(),
  office: multiText.nullable(),
  /** The first digits of the laptop's id, and whether it is this one. */
  device: z.string(),
  here: z.boolean(),
})

const option = z.strictObject({
  id: write,
  value: z.json(),
  /** True for the one that every office shows until somebody decides. */
  shown: z.boolean(),
  by: z.array(author),
  /** Changes that whoever removed the record had not seen; for the option that keeps it. */
  edits: z.array(z.strictObject({ field: fieldName, before: z.json(), after: z.json(), withheld: z.boolean() })),
})

/** How several are decided at once: the newest value, or the only one that is not empty. */
const conflictRule = z.enum(['newest', 'filled'])

const topics = [
  'conflicts',
  'households',
  'people',
  'pairs',
  'projects',
  'cases',
  'home',
  'places',
  'search',
  'history',
  'attachments',
]
const decision = z.strictObject({ ...place, decision: write })

export const conflicts = {
  'conflicts.list': call({
    // Newest first; what the reader may not read is not counted.
    input: z.strictObject({ record: recordName.nullable(), field: fieldName.nullable(), ...paging }),
    output: z.strictObject({
      total: z.int(),
      rows: z.array(z.strictObject(about)),
      /** How many wait per field, whatever the filter; `rule` where several may be decided at once. */
      groups: z.array(z.strictObject({ record: recordName, field: fieldName, count: z.int(), rule: z.boolean() })),
    }),
    needs: 'signedIn',
    changes: [],
  }),
  'conflicts.get': call({
    input: z.strictObject(place),
    output: z.strictObject({
      ...about,
      kind: z.enum(['field', 'status', 'removal']),
      /** Changes with every write that comes in: a decision names what it saw. */
      version: z.string(),
      /** What everybody had seen before they wrote; null when there was nothing. */
      ancestor: z.strictObject({ value: z.json(), by: author }).nullable(),
      options: z.array(option),
      /** What people are called whose ids stand among the values. */
      names: z.record(z.string(), multiText),
      /** Another value may be written instead of one of these. */
      mayWrite: z.boolean(),
    }),
    needs: 'signedIn',
    changes: [],
  }),
  'conflicts.decide': call({
    input: z.strictObject({
      ...place,
      version: z.string().max(64),
      choice: z.union([z.strictObject({ keep: write }), z.strictObject({ value: z.json() })]),
    }),
    output: decision,
    needs: 'signedIn',
    changes: topics,
  }),
  'conflicts.decideAll': call({
    input: z.strictObject({ record: recordName, field: fieldName, rule: conflictRule }),
    // At most 500 at a time; `left` wait for the next one or for a person.
    output: z.strictObject({ decisions: z.array(decision), left: z.int() }),
    needs: 'signedIn',
    changes: topics,
  }),
  'conflicts.undo': call({
    // Of one store, nothing is taken back unless all of it can be.
    input: z.strictObject({ decisions: z.array(decision).min(1).max(500) }),
    output: z.strictObject({}),
    needs: 'signedIn',
    changes: topics,
  }),
}
