import { z } from 'zod'
import { revokeReason } from '../codes/core.ts'
import { multiText, recordId } from '../records/field.ts'
import { digitSet, languageCode, newPassphrase, personName } from './accounts.ts'
import { call, done, fileToken, nothing } from './call.ts'

const laptopName = z.string().trim().min(1).max(60)
/** As it is typed from the printed sheet. */
const code = z.string().min(1).max(100)

export const roster = {
  // What this laptop may sign, and which invitations are open.
  'roster.status': call({
    input: nothing,
    output: z.strictObject({
      /** True on the laptop that holds the key of the office: laptops are added and withdrawn there. */
      signs: z.boolean(),
      /** True on the laptop that holds the key of headquarters: it withdraws laptops of every office. */
      headquarters: z.boolean(),
      /** Set on a laptop that joined and is not signed yet as far as it knows. */
      joining: z.strictObject({ until: z.string() }).nullable(),
      invitations: z.array(
        z.strictObject({
          id: z.string(),
          name: z.string(),
          until: z.string(),
          medical: z.boolean(),
          used: z.boolean(),
        }),
      ),
    }),
    needs: 'office.write',
    changes: [],
  }),
  // Writes an invitation for one more laptop; the code that opens it is answered this one time.
  'roster.invite': call({
    input: z.strictObject({ folder: fileToken, name: laptopName, medical: z.boolean() }),
    output: z.strictObject({ file: z.string(), code: z.string(), until: z.string() }),
    needs: 'office.write',
    changes: ['roster'],
  }),
  // On the new laptop: what an invitation says, once its code opens it.
  'roster.readInvitation': call({
    input: z.strictObject({ file: fileToken, code }),
    output: z.strictObject({
      office: z.strictObject({ code: z.string(), name: multiText }),
      name: z.string(),
      medical: z.boolean(),
      until: z.string(),
    }),
    needs: 'anyone',
    changes: [],
  }),
  'roster.join': call({
    input: z.strictObject({
      file: fileToken,
      code,
      user: z.strictObject({ name: personName }),
      language: languageCode,
      digits: digitSet,
      passphrase: newPassphrase,
    }),
    output: z.strictObject({ recoveryKeys: z.strictObject({ registry: z.string(), medical: z.string() }) }),
    needs: 'anyone',
    changes: ['accounts'],
  }),
  // On the new laptop: writes the file by which the office's laptop finishes adding it.
  'roster.answer': call({
    input: z.strictObject({ folder: fileToken }),
    output: z.strictObject({ file: z.string() }),
    needs: 'office.write',
    changes: [],
  }),
  // On a laptop that joined by an invitation which is too old by now: takes a newer one of the same office.
  'roster.renew': call({
    input: z.strictObject({ file: fileToken, code }),
    output: z.strictObject({ until: z.string() }),
    needs: 'office.write',
    changes: ['roster'],
  }),
  'roster.finish': call({
    input: z.strictObject({ file: fileToken }),
    output: z.strictObject({ device: z.string(), name: z.string(), medical: z.boolean() }),
    needs: 'office.write',
    changes: ['roster', 'bundles'],
  }),
  // Without a device the whole office is withdrawn, which only headquarters can say.
  'roster.revoke': call({
    input: z.strictObject({
      office: recordId,
      device: z.string().max(64).nullable(),
      reason: z.enum(revokeReason.codes),
    }),
    output: done,
    needs: 'office.write',
    changes: ['roster', 'bundles'],
  }),
}
