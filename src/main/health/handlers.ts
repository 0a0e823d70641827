import type { health } from '../../shared/contract/health.ts'
import { fail } from '../../shared/errors.ts'
import type { Handlers } from '../store/context.ts'

export const handlers: Handlers<typeof health> = {
  'health.check': (ctx) => ({ jobId: ctx.startJob({ kind: 'health', version: ctx.account.version }) }),
  'health.rebuild': (ctx, { store }) => {
    if (store === 'medical' && !ctx.hasMedical) fail({ kind: 'forbidden' })
    return { jobId: ctx.startJob({ kind: 'healthRebuild', store }) }
  },
}
