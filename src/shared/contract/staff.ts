import { z } from 'zod'
import { userRole } from '../codes/core.ts'
import { recordId } from '../records/field.ts'
import { user } from '../records/office.ts'
import { digitSet, languageCode, newPassphrase, passphrase, personName } from './accounts.ts'
import { call, done, nothing } from './call.ts'

const storeName = z.enum(['registry', 'medical'])
const role = z.enum(userRole.codes)

/** One colleague as the administrator sees them. */
const colleague = z.strictObject({
  user: user.stored,
  /** True when the person can sign in on this laptop. */
  here: z.boolean(),
  /** True when the person's key opens the medical records of this laptop. */
  medical: z.boolean(),
  lastSignIn: z.string().nullable(),
})

const storeKeys = z.strictObject({
  store: storeName,
  /** False when the caller has no key of this store: then nothing of it can be changed. */
  open: z.boolean(),
  /** How many printed keys open it; more than one while a new one is not confirmed. */
  printed: z.int(),
  changedAt: z.string().nullable(),
  /** When somebody who had the key stopped having it, with no change of key since. */
  adviceSince: z.string().nullable(),
})

/** People who use this laptop, and their keys. */
export const staff = {
  'accounts.people': call({ input: nothing, output: z.array(colleague), needs: 'user.write', changes: [] }),
  // The passphrase is typed by the new person.
  'accounts.addUser': call({
    input: z.strictObject({
      name: personName,
      role,
      language: languageCode,
      digits: digitSet,
      passphrase: newPassphrase,
      medical: z.boolean(),
    }),
    output: z.strictObject({ id: recordId }),
    needs: 'user.write',
    changes: ['accounts'],
  }),
  'accounts.changeUser': call({
    input: z.strictObject({ id: recordId, name: personName.optional(), role: role.optional() }),
    output: done,
    needs: 'user.write',
    changes: ['accounts'],
  }),
  // The person who gets access types their own passphrase: it proves whose key it is.
  'accounts.grantMedical': call({
    input: z.strictObject({ id: recordId, passphrase }),
    output: done,
    needs: 'user.write',
    changes: ['accounts'],
  }),
  'accounts.withdrawMedical': call({
    input: z.strictObject({ id: recordId }),
    output: done,
    needs: 'user.write',
    changes: ['accounts'],
  }),
  'accounts.disableUser': call({
    input: z.strictObject({ id: recordId }),
    output: done,
    needs: 'user.write',
    changes: ['accounts'],
  }),
  'accounts.enableUser': call({
    input: z.strictObject({ id: recordId, passphrase: newPassphrase, medical: z.boolean() }),
    output: done,
    needs: 'user.write',
    changes: ['accounts'],
  }),
  // `medical` tells whether the person has medical access afterwards: only a holder of the medical key can keep it.
  'accounts.resetPassphrase': call({
    input: z.strictObject({ id: recordId, passphrase: newPassphrase }),
    output: z.strictObject({ medical: z.boolean() }),
    needs: 'user.write',
    changes: ['accounts'],
  }),
  'accounts.keys': call({ input: nothing, output: z.array(storeKeys), needs: 'user.write', changes: [] }),
  // The new key works beside the old ones until it is confirmed; it is shown this once. The caller's own passphrase
  // is asked for, so that nobody makes one at a laptop that was left open.
  'accounts.newRecoveryKey': call({
    input: z.strictObject({ store: storeName, passphrase }),
    output: z.strictObject({ slot: z.string(), recoveryKey: z.string() }),
    needs: 'user.write',
    changes: ['accounts'],
  }),
  // Whoever confirms has the new key on paper: every other printed key of the store stops working.
  'accounts.confirmRecoveryKey': call({
    input: z.strictObject({ store: storeName, slot: z.string().max(64) }),
    output: done,
    needs: 'user.write',
    changes: ['accounts'],
  }),
  'accounts.rotateKey': call({
    input: z.strictObject({ store: storeName }),
    output: done,
    needs: 'user.write',
    changes: ['accounts'],
  }),
  'accounts.setAutoLock': call({
    input: z.strictObject({ minutes: z.int().min(1).max(60) }),
    output: done,
    needs: 'user.write',
    changes: ['accounts'],
  }),
}
