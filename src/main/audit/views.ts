import type { AuditAction } from '../../shared/codes/audit.ts'
import type { StoreName } from '../../shared/errors.ts'
import type { Ctx } from '../store/context.ts'

const quietMs = 10 * 60_000

/** Notes that somebody looked at a record; the same look again within ten minutes is not a second one. */
export async function noteView(ctx: Ctx, store: StoreName, action: AuditAction, entity: string | null): Promise<void> {
  const stores = ctx.account.stores()
  const open = store === 'registry' ? stores.registry : stores.medical
  const since = new Date(ctx.now().getTime() - quietMs).toISOString()
  const known = open
    ?.prepare('select 1 from audit where entity is ? and action = ? and user = ? and at > ? limit 1')
    .get(entity, action, ctx.user?.id ?? '', since)
  if (!known) await ctx.note(store, action, entity)
}
