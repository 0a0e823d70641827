import { z } from 'zod'
import { multiText, recordId } from '../records/field.ts'
import { call, done, fileToken, nothing, started } from './call.ts'

const storeName = z.enum(['registry', 'medical'])

/** What an office hands to another so that bundles can pass between them; plain JSON, nothing secret in it. */
export const officeCard = z.strictObject({
  format: z.literal('waypost-office-card-v1'),
  office: recordId,
  code: z.string().regex(/^[A-Z]{3}$/),
  name: multiText,
  replica: z.string(),
  keys: z.strictObject({
    registry: z.strictObject({ signing: z.string(), receiving: z.string() }),
    medical: z.strictObject({ signing: z.string(), receiving: z.string() }).optional(),
  }),
})

const knownOffice = z.strictObject({
  id: recordId,
  code: z.string(),
  name: multiText,
  own: z.boolean(),
  /** Words two people read to each other to know that the card is the right one. */
  fingerprint: z.string(),
  receivesMedical: z.boolean(),
})

/** What a verified bundle would do, shown before anything is applied. Counts are operations unless named otherwise. */
export const bundlePreview = z.strictObject({
  bundle: z.string(),
  store: storeName,
  senderOffice: z.string(),
  created: z.string(),
  operations: z.int(),
  newOperations: z.int(),
  heldOperations: z.int(),
  records: z.array(z.strictObject({ record: z.string(), create: z.int(), change: z.int() })),
  /** Photos and papers whose bytes come along: how many, how many of them are not here yet, and all their bytes. */
  photos: z.strictObject({ count: z.int(), fresh: z.int(), bytes: z.int() }),
  /** Set when this bundle was imported before. */
  importedBefore: z.string().nullable(),
})

export const bundles = {
  'bundles.card': call({ input: nothing, output: officeCard, needs: 'bundle.export', changes: [] }),
  'bundles.addOffice': call({
    input: z.strictObject({ card: officeCard }),
    output: knownOffice,
    needs: 'office.write',
    changes: ['bundles'],
  }),
  // What a card says, before anybody trusts it: refuses what `bundles.addOffice` would refuse, adds nothing.
  'bundles.checkCard': call({
    input: z.strictObject({ card: officeCard }),
    output: knownOffice,
    needs: 'office.write',
    changes: [],
  }),
  'bundles.offices': call({ input: nothing, output: z.array(knownOffice), needs: 'signedIn', changes: [] }),
  // What an office lacks by its own word: the bundles of theirs that were taken in here.
  'bundles.lacking': call({
    input: z.strictObject({ store: storeName, office: recordId }),
    output: z.strictObject({
      /** When the last of their bundles was written; null when none was taken in, so that they may lack everything. */
      since: z.string().nullable(),
      /** Operations here that they lack, and all operations here. */
      changes: z.int(),
      all: z.int(),
    }),
    needs: 'bundle.export',
    changes: [],
  }),
  'bundles.export': call({
    input: z.strictObject({
      store: storeName,
      office: recordId,
      folder: fileToken,
      // Everything when not given.
      content: z.enum(['lacking', 'everything']).optional(),
      // Further age recipients, such as headquarters' recovery recipient.
      alsoTo: z
        .array(z.string().regex(/^age1[0-9a-z]{50,70}$/))
        .max(5)
        .optional(),
    }),
    output: started,
    needs: 'bundle.export',
    changes: [],
  }),
  // Copies and verifies the whole file, applies nothing; the finished job carries a bundlePreview.
  'bundles.verify': call({
    input: z.strictObject({ file: fileToken }),
    output: started,
    needs: 'bundle.import',
    changes: [],
  }),
  // Applies a verified bundle; goes on by itself after a crash.
  'bundles.apply': call({
    input: z.strictObject({ bundle: z.string().max(80) }),
    output: started,
    needs: 'bundle.import',
    changes: [],
  }),
  'bundles.discard': call({
    input: z.strictObject({ bundle: z.string().max(80) }),
    output: done,
    needs: 'bundle.import',
    changes: ['bundles'],
  }),
  'bundles.history': call({
    input: nothing,
    output: z.array(
      z.strictObject({
        bundle: z.string(),
        direction: z.enum(['out', 'in']),
        store: storeName,
        office: z.string(),
        at: z.string(),
        operations: z.int(),
        bytes: z.int(),
        state: z.enum(['written', 'verified', 'applying', 'applied', 'discarded']),
      }),
    ),
    needs: 'signedIn',
    changes: [],
  }),
  // SHA-256 over everything a store holds, in canonical order: equal hashes mean equal records.
  'bundles.stateHash': call({
    input: z.strictObject({ store: storeName }),
    output: z.strictObject({ hash: z.string(), operations: z.int(), records: z.record(z.string(), z.int()) }),
    needs: 'bundle.export',
    changes: [],
  }),
}

/** The targets a workbook column can be mapped to; `null` leaves a column out. */
export const columnMapping = z.strictObject({
  sheet: z.string().max(200),
  column: z.string().max(300),
  target: z.string().max(100).nullable(),
})
export const importProblem = z.strictObject({
  sheet: z.string(),
  /** As the spreadsheet program counts: the first row is 1. */
  row: z.int(),
  column: z.string().nullable(),
  code: z.string(),
  found: z.string().nullable(),
  severity: z.enum(['rejected', 'warning']),
})
export const importReport = z.strictObject({
  importId: z.string(),
  kind: z.enum(['registration', 'places', 'aliases', 'figures']),
  dryRun: z.boolean(),
  sheets: z.array(
    z.strictObject({
      sheet: z.string(),
      rows: z.int(),
      create: z.int(),
      update: z.int(),
      unchanged: z.int(),
      rejected: z.int(),
      warnings: z.int(),
    }),
  ),
  records: z.record(z.string(), z.int()),
  problems: z.array(importProblem),
  /** How many problems there are in all; `problems` carries the first 2,000. */
  problemTotal: z.int(),
})
const importKind = z.enum(['registration', 'places', 'aliases', 'figures'])

export const imports = {
  // Reads the head of a chosen file: sheets, columns with examples, and the mapping the preset proposes.
  'imports.inspect': call({
    input: z.strictObject({ file: fileToken, kind: importKind }),
    output: z.strictObject({
      sheets: z.array(
        z.strictObject({
          sheet: z.string(),
          rows: z.int(),
          columns: z.array(
            z.strictObject({ column: z.string(), examples: z.array(z.string()), target: z.string().nullable() }),
          ),
        }),
      ),
      targets: z.array(z.strictObject({ target: z.string(), record: z.string(), field: z.string() })),
    }),
    needs: 'import.run',
    changes: [],
  }),
  // A dry run unless `apply`; the finished job carries an importReport.
  'imports.start': call({
    input: z.strictObject({
      kind: importKind,
      // Null takes the list built into the application (places and aliases only).
      file: fileToken.nullable(),
      mapping: z.array(columnMapping).max(2000).optional(),
      apply: z.boolean(),
    }),
    output: started,
    needs: 'import.run',
    changes: [],
  }),
  'imports.history': call({
    input: nothing,
    output: z.array(
      z.strictObject({
        importId: z.string(),
        kind: importKind,
        at: z.string(),
        by: z.string(),
        created: z.int(),
        rejected: z.int(),
      }),
    ),
    needs: 'import.run',
    changes: [],
  }),
  // The report of an earlier import, also of one that was stopped.
  'imports.report': call({
    input: z.strictObject({ importId: z.string().max(80) }),
    output: importReport,
    needs: 'import.run',
    changes: [],
  }),
}

const jobState = z.strictObject({
  jobId: z.string(),
  kind: z.enum([
    'import',
    'backup',
    'bundleExport',
    'bundleVerify',
    'bundleApply',
    'health',
    'healthRebuild',
    'attachmentAdd',
    'statistics',
    'auditVerify',
    'auditExport',
  ]),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  /** What is being done: a stable code for the window's sentence. */
  step: z.string(),
  done: z.number(),
  total: z.number(),
  /** The outcome: an importReport, a bundlePreview, or what an export wrote. */
  result: z.unknown().nullable(),
  error: z.unknown().nullable(),
})
/** What a finished export job carries. */
export const exportResult = z.strictObject({
  bundle: z.string(),
  file: z.string(),
  bytes: z.int(),
  operations: z.int(),
  sha256: z.string(),
  /** Photos and papers that went along, and those that did not: for want of room, damaged, or not on this laptop. */
  photos: z.strictObject({
    count: z.int(),
    bytes: z.int(),
    leftOut: z.int(),
    damaged: z.int(),
    elsewhere: z.int(),
  }),
})
/** What a finished apply job carries. */
export const applyResult = z.strictObject({
  bundle: z.string(),
  applied: z.int(),
  held: z.int(),
  conflicts: z.int(),
  /** Photos and papers that can be looked at now and could not before. */
  photos: z.int(),
  /** Operations that the sender knows and that are still not here: an earlier bundle was lost. */
  missing: z.int(),
})

export const jobs = {
  'jobs.get': call({
    input: z.strictObject({ jobId: z.string().max(60) }),
    output: jobState,
    needs: 'signedIn',
    changes: [],
  }),
  'jobs.list': call({ input: nothing, output: z.array(jobState), needs: 'signedIn', changes: [] }),
  'jobs.cancel': call({
    input: z.strictObject({ jobId: z.string().max(60) }),
    output: done,
    needs: 'signedIn',
    changes: ['jobs'],
  }),
}
export type ImportReport = z.infer<typeof importReport>
export type ExportPhotos = z.infer<typeof exportResult>['photos']
export type BundlePreview = z.infer<typeof bundlePreview>
export type JobState = z.infer<typeof jobState>
export type OfficeCard = z.infer<typeof officeCard>
