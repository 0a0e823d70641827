import { z } from 'zod'
import { digits, language, officeType, userRole } from '../codes/core.ts'
import { multiText } from '../records/field.ts'
import { office, user } from '../records/office.ts'
import { permissions, privacyClasses } from '../permissions.ts'
import { call, done, nothing } from './call.ts'

export const languageCode = z.enum(language.codes)
export const digitSet = z.enum(digits.codes)
export const passphrase = z.string().min(1).max(500)
export const newPassphrase = z.string().min(12).max(500)
export const personName = z.string().trim().min(1).max(120)

/** Who is signed in and what the window may offer. */
export const session = z.strictObject({
  user: user.stored,
  office: office.stored,
  permissions: z.array(z.enum(permissions)),
  reads: z.array(z.enum(privacyClasses)),
  /** True when the medical store is open for this user. */
  medical: z.boolean(),
  /** The two characters this laptop's store puts into the numbers it mints. */
  deviceTag: z.string(),
  /** Minutes without a touch after which this laptop locks. */
  lockAfterMinutes: z.int(),
})

export const accounts = {
  // `new`: nothing set up yet. `broken` carries why the store cannot be opened.
  'accounts.status': call({
    input: nothing,
    output: z.strictObject({ state: z.enum(['new', 'locked', 'open']), version: z.string() }),
    needs: 'anyone',
    changes: [],
  }),
  'accounts.setUp': call({
    input: z.strictObject({
      office: z.strictObject({
        code: z.string().regex(/^[A-Z]{3}$/),
        name: multiText,
        type: z.enum(officeType.codes),
        phone: z.string().max(40).optional(),
        address: z.string().max(1000).optional(),
      }),
      user: z.strictObject({ name: personName, role: z.enum(userRole.codes) }),
      language: languageCode,
      digits: digitSet,
      passphrase: newPassphrase,
      // Loads the built-in list of Iraqi place codes, so that the first household can be registered at once.
      builtInPlaces: z.boolean(),
    }),
    // Shown once, printed, never stored: one key for each store.
    output: z.strictObject({ recoveryKeys: z.strictObject({ registry: z.string(), medical: z.string() }) }),
    needs: 'anyone',
    changes: ['accounts'],
  }),
  'accounts.unlock': call({
    // `withoutLost`: the person has read that saved changes are missing from the file, and goes on without them.
    input: z.strictObject({ name: personName, passphrase, withoutLost: z.boolean().optional() }),
    output: session,
    needs: 'anyone',
    changes: ['accounts'],
  }),
  // Opens the office with the printed recovery keys and gives the named user a new passphrase.
  'accounts.recover': call({
    input: z.strictObject({
      name: personName,
      registryKey: z.string().min(1).max(100),
      medicalKey: z.string().max(100).optional(),
      newPassphrase: newPassphrase,
      withoutLost: z.boolean().optional(),
    }),
    output: session,
    needs: 'anyone',
    changes: ['accounts'],
  }),
  'accounts.session': call({ input: nothing, output: session, needs: 'signedIn', changes: [] }),
  'accounts.setPreferences': call({
    input: z.strictObject({ language: languageCode, digits: digitSet }),
    output: session,
    needs: 'signedIn',
    changes: ['accounts'],
  }),
  'accounts.changePassphrase': call({
    input: z.strictObject({ current: passphrase, next: newPassphrase }),
    output: done,
    needs: 'signedIn',
    changes: [],
  }),
  'accounts.updateOffice': call({
    input: z.strictObject({ patch: office.patch }),
    output: done,
    needs: 'office.write',
    changes: ['accounts'],
  }),
  // Writes the audit row of a sheet with a recovery key that goes to the printer; main makes it before it prints.
  'accounts.noteSheet': call({ input: nothing, output: done, needs: 'signedIn', changes: [] }),
  'accounts.users': call({ input: nothing, output: z.array(user.stored), needs: 'signedIn', changes: [] }),
}
