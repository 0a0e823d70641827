import { z } from 'zod'
import { multiText } from '../records/field.ts'
import { session } from './accounts.ts'
import { call, fileToken, nothing, started } from './call.ts'

const storeName = z.enum(['registry', 'medical'])

/** A backup as it can be seen without opening it. */
const keptBackup = z.strictObject({
  id: z.string(),
  created: z.string(),
  stores: z.array(storeName),
  bytes: z.int(),
})

/** Where a backup is: one of those beside the office, or a folder a person chose; or the office's own damaged files. */
const backupSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('kept'), id: z.string().regex(/^waypost-backup-[0-9]{8}-[0-9]{6}$/) }),
  z.strictObject({ kind: z.literal('folder'), folder: fileToken }),
  z.strictObject({ kind: z.literal('salvage') }),
])

/** What a finished backup job carries. */
const backupResult = z.strictObject({
  id: z.string(),
  created: z.string(),
  stores: z.array(storeName),
  bytes: z.int(),
  /** Pieces of photos and papers that are damaged in the office, so that this backup lacks them. */
  leftOut: z.int(),
})

/** What a backup holds, and what the office would lose by going back to it; opened and proved before it is shown. */
const backupPreview = z.strictObject({
  /** Stands for the backup that was read, for as long as Waypost runs. */
  stage: z.string(),
  created: z.string(),
  office: z.strictObject({ code: z.string(), name: multiText }),
  stores: z.array(storeName),
  households: z.int(),
  people: z.int(),
  projects: z.int(),
  cases: z.int().nullable(),
  /** Changes in the office's own files that the backup does not hold; null when they cannot be counted. */
  later: z.int().nullable(),
  /** True when no backup was read but what is left of the office's own damaged files. */
  salvaged: z.boolean(),
  /** Places in them that could not be read. */
  unreadable: z.int(),
  version: z.string(),
})

export const backup = {
  // When each store was last backed up with success: to the disk of the office, or to a folder that was chosen.
  'backup.status': call({
    input: nothing,
    output: z.strictObject({
      registry: z.string().nullable(),
      medical: z.string().nullable(),
      folder: z.string().nullable(),
      freeBytes: z.number(),
      storeBytes: z.number(),
    }),
    needs: 'signedIn',
    changes: [],
  }),
  'backup.start': call({
    // Without a folder the backup is kept beside the office.
    input: z.strictObject({ folder: fileToken.nullable() }),
    output: started,
    needs: 'backup.run',
    changes: [],
  }),
  // Needed before anybody can sign in: the office itself may be damaged. Tells no more than the names of files do.
  'backup.list': call({ input: nothing, output: z.array(keptBackup), needs: 'anyone', changes: [] }),
  // Copies the backup into the office, opens it with its own passphrase and proves it; changes nothing yet.
  'backup.inspect': call({
    input: z.strictObject({
      source: backupSource,
      name: z.string().trim().min(1).max(120),
      passphrase: z.string().min(1).max(500),
    }),
    output: backupPreview,
    needs: 'anyone',
    changes: [],
  }),
  // Puts an inspected backup in the place of the office's files, which are kept, and signs in.
  'backup.restore': call({
    input: z.strictObject({ stage: z.string().regex(/^[0-9a-f]{32}$/), bringBack: z.boolean() }),
    output: z.strictObject({
      session,
      /** Changes brought over from the files that were replaced; null when none were wanted. */
      broughtBack: z.int().nullable(),
      /** Places in the replaced files that could not be read. */
      unreadable: z.int(),
    }),
    needs: 'anyone',
    changes: ['accounts'],
  }),
}
export type BackupResult = z.infer<typeof backupResult>
export type BackupPreview = z.infer<typeof backupPreview>
