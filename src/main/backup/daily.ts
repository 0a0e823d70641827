import { metaOf } from '../accounts/repository.ts'
import type { Ctx } from '../store/context.ts'
import { backupMark } from './marks.ts'

/** Starts a backup: beside the office without a folder. */
export const startBackup = (ctx: Ctx, folder: string | null): string =>
  ctx.startJob({ kind: 'backup', params: { version: ctx.account.version, folder } })

const day = 24 * 3600 * 1000

/** Starts the backup of the day when the last good one, or the office itself, is older than that. */
export const startDailyBackup = async (ctx: Ctx, madeAt: string): Promise<void> => {
  const { registry, medical } = ctx.account.stores()
  const last = [await metaOf(registry.db, backupMark.registry)]
  if (medical) last.push(await metaOf(registry.db, backupMark.medical))
  const oldest = last.map((at) => at ?? madeAt).toSorted()[0] ?? madeAt
  if (ctx.now().getTime() - Date.parse(oldest) > day) startBackup(ctx, null)
}
