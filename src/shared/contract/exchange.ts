import { z } from 'zod'
import { bundleRoster } from '../bundle/v1/header.ts'
import { isoDate, multiText, recordId } from '../records/field.ts'
import { call, done, fileToken, nothing, started } from './call.ts'

const storeName = z.enum(['registry', 'medical'])

const ed25519Key = z.string().regex(/^[0-9a-f]{64}$/)
/** As roster statements name offices, which a card becomes the subject of. */
const officeId = recordId.regex(/^[A-Za-z0-9._-]{1,64}$/)
const storeKeys = z.strictObject({ signing: ed25519Key, receiving: z.string().regex(/^age1[a-z0-9]{58}$/) })

/** What an office hands to another so that bundles can pass between them; plain JSON, nothing secret in it. */
export const officeCard = z.strictObject({
  format: z.literal('waypost-office-card-v1'),
  office: officeId,
  code: z.string().regex(/^[A-Z]{3}$/),
  name: multiText,
  replica: z.string(),
  /** The laptop the card was made on. */
  device: z.string().optional(),
  keys: z.strictObject({
    registry: storeKeys,
    medical: storeKeys.optional(),
    /** Signs the laptops of this office. */
    office: ed25519Key.optional(),
    /** Of headquarters: signs offices. Whoever adds this card trusts every office that it signed. */
    root: ed25519Key.optional(),
  }),
  /** The office's own word on the laptop that wrote this card. */
  statement: bundleRoster.shape.statements.element.optional(),
})

/** A laptop of an office, as its office or headquarters signed it. */
const laptop = z.strictObject({
  device: z.string(),
  name: z.string(),
  since: z.string(),
  /** The laptop this is seen on. */
  own: z.boolean(),
  receivesMedical: z.boolean(),
  revoked: z.string().nullable(),
})

const knownOffice = z.strictObject({
  id: recordId,
  code: z.string(),
  name: multiText,
  own: z.boolean(),
  /** Words two people read to each other to know that the card is the right one. */
  fingerprint: z.string(),
  receivesMedical: z.boolean(),
  /** `card`: its card was compared here. `headquarters`: known by headquarters' signature alone, without fingerprint. */
  by: z.enum(['card', 'headquarters']),
  /** True for the office whose word brings others. */
  headquarters: z.boolean(),
  laptops: z.array(laptop),
  /** When headquarters withdrew the whole office. */
  revoked: z.string().nullable(),
  /** True when two different statements carry one version: somebody else may hold a key of this office. */
  disputed: z.boolean(),
})

/** One record of a group, as an example; its name where the reader may see it. */
const sample = z.strictObject({
  record: z.string(),
  id: z.string(),
  number: z.string().nullable(),
  name: multiText.nullable(),
})
/** How many there are, and the first of them. */
const sampled = z.strictObject({ count: z.int(), samples: z.array(sample).max(5) })

/** What a verified bundle would do, shown before anything is applied. Counts are records unless named otherwise. */
export const bundlePreview = z.strictObject({
  bundle: z.string(),
  store: storeName,
  senderOffice: z.string(),
  created: z.string(),
  operations: z.int(),
  newOperations: z.int(),
  heldOperations: z.int(),
  /** By kind: records that are new here, that would look different, and that stay as they are. */
  records: z.array(z.strictObject({ record: z.string(), added: z.int(), changed: z.int(), same: z.int() })),
  added: sampled,
  changed: sampled,
  same: sampled,
  /** Values that would have to be decided: what is shown here, and what the bundle says instead. */
  conflicts: z.strictObject({
    count: z.int(),
    samples: z
      .array(
        z.strictObject({
          ...sample.shape,
          field: z.string(),
          here: z.json(),
          there: z.json(),
          /** The reader may not see the values of this field. */
          withheld: z.boolean(),
        }),
      )
      .max(5),
  }),
  /** Records that would be removed from view, and records that would be erased for good. */
  removed: sampled,
  erased: sampled,
  /** New people or patients who may be somebody already here; only so many are compared. */
  duplicates: z.strictObject({
    count: z.int(),
    compared: z.int(),
    all: z.int(),
    samples: z.array(z.strictObject({ ...sample.shape, like: sample })).max(5),
  }),
  /** From a newer version: kept, passed on, and shown once Waypost here is newer. */
  newer: sampled,
  /** Of kinds that belong into the other store, medical or registry: kept and passed on, never shown. */
  elsewhere: sampled,
  /** Changes of records whose beginning is not here and does not come along: kept until it does. */
  waiting: sampled,
  /** Operations that contradict what is here or each other: set aside, never shown. */
  setAside: sampled,
  /** After taking it in: operations that the sender knows and that are still not here, and earlier bundles missing. */
  missing: z.strictObject({ operations: z.int(), bundles: z.int() }),
  /** The header's type. */
  kind: z.string(),
  /** Which file of its set this is. */
  volume: z.int(),
  volumes: z.int(),
  /** Photos and papers whose bytes come along: how many, how many of them are not here yet, and all their bytes. */
  photos: z.strictObject({ count: z.int(), fresh: z.int(), bytes: z.int() }),
  /** Set when this bundle was imported before. */
  importedBefore: z.string().nullable(),
})

/** A part of a store: some programmes, the records at a place, those that changed since a day; null for any. */
const bundlePart = z.strictObject({
  programmes: z.array(z.enum(['families', 'projects', 'cases'])).min(1),
  place: recordId.nullable(),
  since: isoDate.nullable(),
})
export type BundlePart = z.infer<typeof bundlePart>

/** What a person chose to send to which office. */
export const bundleChoice = z.strictObject({
  store: storeName,
  office: recordId,
  /** `receipt` holds no records: it says what has arrived here. */
  content: z.enum(['lacking', 'everything', 'receipt']).default('everything'),
  part: bundlePart.optional(),
})
export type BundleChoice = z.infer<typeof bundleChoice>

/** What would leave, before anything is written. Counts are records; bytes are an estimate. */
export const bundleSummary = z.strictObject({
  operations: z.int(),
  records: z.array(z.strictObject({ record: z.string(), count: z.int() })),
  /** Fields that may hurt somebody in the wrong hands, and how many of those records say something in them. */
  sensitive: z.array(z.strictObject({ record: z.string(), field: z.string(), count: z.int() })),
  photos: z.strictObject({ count: z.int(), bytes: z.int() }),
  bytes: z.int(),
})
export type BundleSummary = z.infer<typeof bundleSummary>

/** Why an import cannot be taken back any more. */
const undoRefusal = z.enum([
  /** Something was written since about a record it brought or changed, or refers to one it brought. */
  'built_on',
  /** A bundle or receipt was written since, which tells others of it. */
  'left_laptop',
  'another_import_since',
  /** It brought an erasure, which is for good. */
  'erasure',
  /** This store was put back, restored or copied since. */
  'another_life',
  /** Medical records may refer to what it brought, and they are not open to this person. */
  'medical_closed',
])

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
      ...bundleChoice.shape,
      folder: fileToken,
      // Bytes of one file of the set at most; 1.9 GB when not given.
      volumeBytes: z.int().min(6_000_000).max(1_900_000_000).optional(),
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
  // Counts what an export of the same choice would hold; the finished job carries a bundleSummary.
  'bundles.summary': call({ input: bundleChoice, output: started, needs: 'bundle.export', changes: [] }),
  // What the other offices hold of what is here, as far as they said.
  'bundles.standing': call({
    input: nothing,
    output: z.array(
      z.strictObject({
        office: recordId,
        code: z.string(),
        name: multiText,
        headquarters: z.boolean(),
        store: storeName,
        /** When the word was written; null when they never said anything. */
        since: z.string().nullable(),
        /** Operations here that they lack, and all operations here. */
        changes: z.int(),
        all: z.int(),
      }),
    ),
    needs: 'signedIn',
    changes: [],
  }),
  // The 12 characters that acknowledge a bundle taken in here, to be read to its sender by phone.
  'bundles.receiptCode': call({
    input: z.strictObject({ bundle: z.string().max(80) }),
    output: z.strictObject({ code: z.string() }),
    needs: 'bundle.import',
    changes: ['bundles'],
  }),
  // Takes the 12 characters another office read out for a bundle written here.
  'bundles.confirm': call({
    input: z.strictObject({ bundle: z.string().max(80), code: z.string().max(40) }),
    output: done,
    needs: 'bundle.import',
    changes: ['bundles', 'home'],
  }),
  // Compares a file with what was written here, after the stick was plugged in again.
  'bundles.recheck': call({
    input: z.strictObject({ file: fileToken }),
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
  // What a bundle that waits for a decision would do, as it was found when it was checked; null from an earlier version.
  'bundles.preview': call({
    input: z.strictObject({ bundle: z.string().max(80) }),
    output: z.strictObject({ preview: bundlePreview.nullable() }),
    needs: 'bundle.import',
    changes: [],
  }),
  // What other offices hold by their own word and this one does not, as far as the stores are open.
  'bundles.gaps': call({
    input: nothing,
    output: z.array(
      z.strictObject({
        store: storeName,
        office: z.string(),
        code: z.string(),
        name: multiText.nullable(),
        /** Operations not here, and bundles written for this office before the latest that never came. */
        operations: z.int(),
        bundles: z.int(),
        /** Files of the latest set that have not come. */
        parts: z.array(z.strictObject({ volume: z.int(), volumes: z.int() })),
        /** False where they only have not sent it yet, or sent a part of the records. */
        lost: z.boolean(),
      }),
    ),
    needs: 'signedIn',
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
  // Takes an import back whole, with all bundles of its set; refused once something was built on it or left the laptop.
  'bundles.undo': call({
    input: z.strictObject({ bundle: z.string().max(80) }),
    output: started,
    needs: 'bundle.import',
    changes: [],
  }),
  // What taking it back would do, for the question before it.
  'bundles.undoPlan': call({
    input: z.strictObject({ bundle: z.string().max(80) }),
    output: z.strictObject({
      why: undoRefusal.nullable(),
      bundles: z.int(),
      /** Records that go again, and records that become what they were. */
      removed: z.int(),
      restored: z.int(),
    }),
    needs: 'bundle.import',
    changes: [],
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
        state: z.enum(['writing', 'written', 'verified', 'applying', 'applied', 'discarded', 'undone']),
        kind: z.string(),
        // The place of a file in its set, and how many files that has.
        volume: z.int(),
        volumes: z.int(),
        /** What was chosen for a bundle written here, so that it can be chosen again. */
        choice: bundleChoice.nullable(),
        /** True once the other office's code for it was typed in. */
        confirmed: z.boolean(),
        /** Of an import: whether it can be taken back, and if not why. */
        undo: z.strictObject({ can: z.boolean(), why: undoRefusal.nullable() }).nullable(),
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
    'bundleSummary',
    'bundleRecheck',
    'bundleVerify',
    'bundleApply',
    'bundleUndo',
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
  /** The first file of the set. */
  file: z.string(),
  /** All files of the set, in order; `bytes` and `operations` are those of all together. */
  files: z.array(z.strictObject({ file: z.string(), bytes: z.int(), sha256: z.string() })).min(1),
  bytes: z.int(),
  operations: z.int(),
  /** Photos and papers that went along, and those that did not: for want of room, damaged, or not on this laptop. */
  photos: z.strictObject({
    count: z.int(),
    bytes: z.int(),
    leftOut: z.int(),
    damaged: z.int(),
    elsewhere: z.int(),
  }),
})
/** What a finished recheck carries: whether it is a bundle written here, and whether it is whole. */
export const recheckResult = z.strictObject({ outcome: z.enum(['same', 'different', 'unknown']) })
/** What a finished apply job carries. */
export const applyResult = z.strictObject({
  bundle: z.string(),
  applied: z.int(),
  held: z.int(),
  conflicts: z.int(),
  /** Operations kept for a newer version, and those set aside as they contradict what is here. */
  newer: z.int(),
  setAside: z.int(),
  /** Photos and papers that can be looked at now and could not before. */
  photos: z.int(),
  /** Operations that the sender knows and that are still not here: an earlier bundle was lost. */
  missing: z.int(),
})

/** What a finished job carries that took an import back. */
export const undoResult = z.strictObject({
  bundles: z.int(),
  operations: z.int(),
  removed: z.int(),
  restored: z.int(),
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
export type BundleSample = z.infer<typeof sample>
export type BundlePreview = z.infer<typeof bundlePreview>
export type UndoRefusal = z.infer<typeof undoRefusal>
export type JobState = z.infer<typeof jobState>
export type OfficeCard = z.infer<typeof officeCard>
