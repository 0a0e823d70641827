import type { roster } from '../../shared/contract/roster.ts'
import { metaOf } from '../accounts/repository.ts'
import type { Handlers } from '../store/context.ts'
import { answer, describeInvitation, findJoining, finish, invite, join, renew } from './join.ts'
import { revoke } from './revoke.ts'

/** Laptops of an office: adding, joining, withdrawing. */
export const handlers: Handlers<typeof roster> = {
  'roster.status': async (ctx) => {
    const joining = await findJoining(ctx)
    const rows = await ctx.db.selectFrom('invitation').selectAll().orderBy('at', 'desc').execute()
    return {
      // An office that was set up before there were keys makes them when it first needs them.
      signs: (await metaOf(ctx.db, 'officeSeed')) !== undefined || (await metaOf(ctx.db, 'officeKey')) === undefined,
      headquarters: (await metaOf(ctx.db, 'rootSeed')) !== undefined,
      joining: joining && { until: joining.until },
      invitations: rows.map(({ id, name, until, medical, usedBy }) => ({
        id,
        name,
        until,
        medical: medical === 1,
        used: usedBy !== null,
      })),
    }
  },
  'roster.invite': async (ctx, input) => await invite(ctx, input),
  'roster.readInvitation': async (ctx, input) => await describeInvitation(ctx, input),
  'roster.join': (ctx, input) => ctx.account.alone(async () => await join(ctx, input)),
  'roster.answer': async (ctx, input) => await answer(ctx, input),
  'roster.renew': async (ctx, input) => await renew(ctx, input),
  'roster.finish': async (ctx, input) => await finish(ctx, input),
  'roster.revoke': async (ctx, input) => {
    await revoke(ctx, input)
    return {}
  },
}
