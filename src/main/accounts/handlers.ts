import type { accounts } from '../../shared/contract/accounts.ts'
import type { staff } from '../../shared/contract/staff.ts'
import { office, user } from '../../shared/records/office.ts'
import { KeyError } from '../crypto/errors.ts'
import { changePassphrase } from '../crypto/slots.ts'
import { startDailyBackup } from '../backup/daily.ts'
import { writeAudit } from '../audit/chain.ts'
import { change } from '../oplog/save.ts'
import type { Ctx, Handlers } from '../store/context.ts'
import { clearAttempts } from './attempts.ts'
import {
  addUser,
  changeUser,
  disableUser,
  enableUser,
  grantMedical,
  listColleagues,
  resetPassphrase,
  withdrawMedical,
} from './colleagues.ts'
import { confirmRecoveryKey, describeKeys, newRecoveryKey, rotateKey } from './keys.ts'
import { listUsers } from './repository.ts'
import { sessionOf, signedIn } from './session.ts'
import { isSetUp, refuseWeak, setUp } from './set-up.ts'
import { countWrong, recover, refuseTooSoon, signIn } from './sign-in.ts'

/** Set-up, sign-in and what a user may change about themselves and the office. */
export const handlers: Handlers<typeof accounts & typeof staff> = {
  'accounts.status': (ctx) => {
    const state = ctx.account.isOpen() ? 'open' : isSetUp(ctx.account.folder) ? 'locked' : 'new'
    return { state, version: ctx.account.version }
  },
  'accounts.setUp': (ctx, input) => ctx.account.alone(async () => await setUp(ctx, input)),
  'accounts.unlock': (ctx, input) =>
    ctx.account.alone(async () => {
      await signIn(ctx, input)
      const session = await sessionOf(ctx)
      await startDailyBackup(ctx, session.office.createdAt)
      return session
    }),
  'accounts.recover': (ctx, input) =>
    ctx.account.alone(async () => {
      await recover(ctx, input)
      return await sessionOf(ctx)
    }),
  'accounts.session': async (ctx) => await sessionOf(ctx),
  'accounts.setPreferences': async (ctx, preferences) => {
    const { id } = signedIn(ctx)
    await ctx.write('registry', async (trx) => await change(trx, user, id, preferences))
    return await sessionOf(ctx)
  },
  'accounts.changePassphrase': (ctx, { current, next }) =>
    ctx.account.alone(async () => {
      refuseWeak(next, 'next')
      refuseTooSoon(ctx)
      const { slot } = ctx.account.held()
      try {
        await changePassphrase(ctx.account.place, slot, { from: current, to: next, cost: await ctx.account.cost() })
      } catch (error) {
        if (error instanceof KeyError && error.code === 'WRONG_PASSPHRASE') return countWrong(ctx)
        throw error
      }
      clearAttempts(ctx.account.folder)
      await ctx.note('registry', 'accounts.changePassphrase', signedIn(ctx).id)
      return {}
    }),
  'accounts.updateOffice': async (ctx, { patch }) => {
    const { office: id } = signedIn(ctx)
    await ctx.write('registry', async (trx) => {
      await change(trx, office, id, patch)
      if (patch.code !== undefined) trx.session.setMeta('officeCode', patch.code)
    })
    const { code } = patch
    if (code !== undefined && ctx.hasMedical)
      await ctx.writeMedical((trx) => Promise.resolve(trx.session.setMeta('officeCode', code)))
    return {}
  },
  'accounts.users': async (ctx) => await listUsers(ctx.db),
  'accounts.people': async (ctx) => await listColleagues(ctx),
  'accounts.addUser': (ctx, input) => ctx.account.alone(() => addUser(ctx, input)),
  'accounts.changeUser': (ctx, input) => nothingAfter(ctx, () => changeUser(ctx, input)),
  'accounts.grantMedical': (ctx, input) => nothingAfter(ctx, () => grantMedical(ctx, input)),
  'accounts.withdrawMedical': (ctx, { id }) => nothingAfter(ctx, () => withdrawMedical(ctx, id)),
  'accounts.disableUser': (ctx, { id }) => nothingAfter(ctx, () => disableUser(ctx, id)),
  'accounts.enableUser': (ctx, input) => nothingAfter(ctx, () => enableUser(ctx, input)),
  'accounts.resetPassphrase': (ctx, input) => ctx.account.alone(() => resetPassphrase(ctx, input)),
  'accounts.noteSheet': async (ctx) => {
    await ctx.note('registry', 'accounts.printSheet', null)
    return {}
  },
  'accounts.keys': async (ctx) => await describeKeys(ctx),
  'accounts.newRecoveryKey': (ctx, input) => ctx.account.alone(() => newRecoveryKey(ctx, input)),
  'accounts.confirmRecoveryKey': (ctx, input) => nothingAfter(ctx, () => confirmRecoveryKey(ctx, input)),
  'accounts.rotateKey': (ctx, { store }) => nothingAfter(ctx, () => rotateKey(ctx, store, () => undefined)),
  'accounts.setAutoLock': async (ctx, { minutes }) => {
    await ctx.write('registry', async (trx) => {
      await Promise.resolve()
      trx.session.setMeta('lockAfterMinutes', String(minutes))
      writeAudit(trx.session, trx.save.action, null)
    })
    return {}
  },
}

const nothingAfter = (ctx: Ctx, run: () => Promise<void>) =>
  ctx.account.alone(async () => {
    await run()
    return {}
  })
