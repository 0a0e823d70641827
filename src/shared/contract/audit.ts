import { z } from 'zod'
import { recordId } from '../records/field.ts'
import { call, fileToken, paging, searchText, started } from './call.ts'

const store = z.enum(['registry', 'medical'])
/** A moment, ISO 8601 in UTC: where a day begins and ends is known by the laptop that asks. */
const moment = z.iso.datetime()

/** What the log is narrowed by: `record` is a record's number or id, `until` the first moment after. */
export const auditFilter = z.strictObject({
  user: recordId.optional(),
  action: z.string().max(64).optional(),
  record: searchText.optional(),
  from: moment.optional(),
  until: moment.optional(),
})

/** The words of a spreadsheet in the language of whoever saves it: eight columns, and each action by its code. */
export const auditWords = z.strictObject({
  columns: z.array(z.string().max(100)).length(8),
  actions: z.record(z.string().max(64), z.string().max(200)),
})

/** What a finished check of the log carries. */
export const auditVerdict = z.strictObject({
  store,
  at: z.string(),
  /** How many entries are in order, from the first on. */
  rows: z.int(),
  problem: z
    .strictObject({
      kind: z.enum(['removed', 'changed', 'moved', 'cutShort', 'rewritten']),
      /** The entry at which it shows first, and its time or that of the last good one before it. */
      n: z.int(),
      at: z.string().nullable(),
    })
    .nullable(),
})
export type AuditVerdict = z.infer<typeof auditVerdict>

/** What a finished spreadsheet carries. */
export const auditExportResult = z.strictObject({ rows: z.int() })
export type AuditExportResult = z.infer<typeof auditExportResult>

export const audit = {
  'audit.list': call({
    // Newest first; the medical log is for those with the medical key.
    input: z.strictObject({ store, ...auditFilter.shape, ...paging }),
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
  // The finished job carries an auditVerdict.
  'audit.verify': call({ input: z.strictObject({ store }), output: started, needs: 'audit.read', changes: [] }),
  // Writes the filtered log into a chosen file; the finished job carries an auditExportResult.
  'audit.export': call({
    input: z.strictObject({ store, file: fileToken, filter: auditFilter, words: auditWords }),
    output: started,
    needs: 'audit.read',
    changes: [],
  }),
}

/** Served in main itself: asks where to save, then has the log written there. Null when the dialog was closed. */
export const auditShell = {
  'audit.saveCopy': call({
    input: z.strictObject({ store, filter: auditFilter, words: auditWords }),
    output: started.nullable(),
    needs: 'audit.read',
    changes: [],
    shell: true,
  }),
}
