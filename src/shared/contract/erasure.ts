import { z } from 'zod'
import { erasureReason, keepReason } from '../codes/erasure.ts'
import { isoDate, recordId } from '../records/field.ts'
import { call, done, fileToken, nothing, paging, started } from './call.ts'

/** What can be erased as one: each with everything that hangs on it. */
const erasureKind = z.enum(['household', 'person', 'capProject', 'evacuationCase'])
export type ErasureKind = z.infer<typeof erasureKind>

const storeName = z.enum(['registry', 'medical'])
const record = { kind: erasureKind, id: recordId }
const requestId = z.string().regex(/^(?:registry|medical)-[A-Za-z0-9-]{1,60}$/)

/** How many records of each kind are erased together. */
const scope = z.strictObject({
  people: z.int(),
  moves: z.int(),
  steps: z.int(),
  files: z.int(),
  patients: z.int(),
})

const waitingRequest = z.strictObject({
  id: requestId,
  kind: erasureKind,
  record: recordId,
  number: z.string(),
  reason: z.enum(erasureReason.codes),
  reference: z.string().nullable(),
  by: z.string().nullable(),
  at: z.string(),
  /** Asked by the person who reads this: they may withdraw it and never approve it. */
  own: z.boolean(),
  scope,
})

const certificate = z.strictObject({
  /** The save that erased; the same in every office. */
  id: z.string(),
  store: storeName,
  kind: erasureKind.nullable(),
  record: recordId,
  number: z.string().nullable(),
  at: z.string(),
  /** Null where the request was made on another laptop. */
  requestedBy: z.string().nullable(),
  requestedAt: z.string().nullable(),
  reason: z.enum(erasureReason.codes).nullable(),
  reference: z.string().nullable(),
  approvedBy: z.string().nullable(),
  here: z.boolean(),
  records: z.int(),
  /** The erase operations: which life of which store, and their counters. */
  dots: z.array(z.strictObject({ replica: z.string(), from: z.int(), to: z.int() })),
})
export type Certificate = z.infer<typeof certificate>

const dueRecord = z.strictObject({
  ...record,
  number: z.string(),
  /** Closed on this day; for a draft the day of its last change. */
  closed: isoDate,
  due: isoDate,
  reason: z.enum(['draft', 'household', 'project', 'patient', 'child', 'left_over', 'erased_person']),
  /** A request to erase it waits already. */
  waiting: z.boolean(),
})
export type DueRecord = z.infer<typeof dueRecord>

/** What a finished statistics copy carries. */
export const statisticsResult = z.strictObject({
  folder: z.string(),
  files: z.array(z.strictObject({ name: z.string(), rows: z.int() })),
  /** People in groups too small to be shown apart. */
  merged: z.int(),
})
export type StatisticsResult = z.infer<typeof statisticsResult>

export const erasure = {
  // What would go with a record, and why it cannot be asked for now.
  'erasure.scope': call({
    input: z.strictObject(record),
    output: z.strictObject({ number: z.string(), scope, refused: z.string().nullable() }),
    needs: 'erasure.request',
    changes: [],
  }),
  'erasure.request': call({
    input: z.strictObject({
      ...record,
      reason: z.enum(erasureReason.codes),
      // The number of a letter or order. Never a name: the request outlives what it erases.
      reference: z
        .string()
        .regex(/^[A-Za-z0-9/.-]{1,40}$/)
        .optional(),
    }),
    output: z.strictObject({ id: requestId }),
    needs: 'erasure.request',
    changes: ['erasure', 'home'],
  }),
  'erasure.withdraw': call({
    input: z.strictObject({ id: requestId }),
    output: done,
    needs: 'erasure.request',
    changes: ['erasure', 'home'],
  }),
  'erasure.refuse': call({
    input: z.strictObject({ id: requestId }),
    output: done,
    needs: 'erasure.approve',
    changes: ['erasure', 'home'],
  }),
  // The second person. Everything about the record is gone when this answers.
  'erasure.approve': call({
    input: z.strictObject({ id: requestId, number: z.string().trim().max(40) }),
    output: certificate,
    needs: 'erasure.approve',
    changes: ['erasure', 'households', 'people', 'projects', 'cases', 'history', 'search', 'home', 'attachments'],
  }),
  'erasure.waiting': call({
    input: nothing,
    output: z.array(waitingRequest),
    needs: 'erasure.read',
    changes: [],
  }),
  // Newest first; those that came in bundles too.
  'erasure.done': call({
    input: z.strictObject(paging),
    output: z.strictObject({ total: z.int(), rows: z.array(certificate) }),
    needs: 'erasure.read',
    changes: [],
  }),
  // What remains of an erased record: its number and the day.
  'erasure.find': call({
    input: z.strictObject(record),
    output: z.strictObject({ number: z.string().nullable(), at: z.string() }).nullable(),
    needs: 'signedIn',
    changes: [],
  }),
  // Older copies on this disk which still hold something that was erased since.
  'erasure.oldCopies': call({
    input: nothing,
    output: z.array(
      z.strictObject({
        id: z.string(),
        kind: z.enum(['backup', 'replaced', 'update']),
        created: z.string(),
        /** The day it goes by itself; null when it never does. */
        expires: isoDate.nullable(),
        erasures: z.int(),
      }),
    ),
    needs: 'erasure.read',
    changes: [],
  }),
  'erasure.deleteCopies': call({
    input: z.strictObject({ ids: z.array(z.string().max(80)).min(1).max(100) }),
    output: z.strictObject({ deleted: z.int() }),
    needs: 'backup.restore',
    changes: ['erasure', 'backup'],
  }),
  // What is kept longer than the rules allow, the longest overdue first.
  'erasure.due': call({
    input: z.strictObject(paging),
    output: z.strictObject({ total: z.int(), rows: z.array(dueRecord) }),
    needs: 'erasure.read',
    changes: [],
  }),
  'erasure.keep': call({
    input: z.strictObject({ ...record, until: isoDate, reason: z.enum(keepReason.codes) }),
    output: done,
    needs: 'erasure.request',
    changes: ['erasure'],
  }),
  // Tables without names, numbers or places below the district, into a folder a person chose.
  'erasure.statistics': call({
    input: z.strictObject({ folder: fileToken, medical: z.boolean() }),
    output: started,
    needs: 'bundle.export',
    changes: [],
  }),
}
