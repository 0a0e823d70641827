import type { jobs } from '../../shared/contract/exchange.ts'
import { fail } from '../../shared/errors.ts'
import type { Handlers } from '../store/context.ts'

export const handlers: Handlers<typeof jobs> = {
  'jobs.get': (ctx, { jobId }) => ctx.jobs.get(jobId) ?? fail({ kind: 'notFound', record: 'job', id: jobId }),
  'jobs.list': (ctx) => ctx.jobs.list(),
  'jobs.cancel': (ctx, { jobId }) => {
    // Cancelling one that has ended is no mistake: it ended between the look and the click.
    ctx.jobs.cancel(jobId)
    return {}
  },
}
