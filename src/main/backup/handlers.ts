import { existsSync, statSync } from 'node:fs'
import type { backup } from '../../shared/contract/backup.ts'
import { sessionOf } from '../accounts/session.ts'
import { metaOf } from '../accounts/repository.ts'
import type { Handlers } from '../store/context.ts'
import { storeFile } from '../store/open.ts'
import { startBackup } from './daily.ts'
import { backupMark } from './marks.ts'
import { freeBytes, listKept } from './kept.ts'
import { inspectBackup, restoreBackup } from './restore.ts'

export const handlers: Handlers<typeof backup> = {
  'backup.status': async (ctx) => {
    const { folder } = ctx.account
    const files = [storeFile(folder, 'registry'), storeFile(folder, 'medical')].filter((file) => existsSync(file))
    return {
      registry: (await metaOf(ctx.db, backupMark.registry)) ?? null,
      medical: (await metaOf(ctx.db, backupMark.medical)) ?? null,
      folder: (await metaOf(ctx.db, backupMark.folder)) ?? null,
      freeBytes: await freeBytes(folder),
      storeBytes: files.reduce((sum, file) => sum + statSync(file).size, 0),
    }
  },
  'backup.start': (ctx, { folder }) => ({
    jobId: startBackup(ctx, folder === null ? null : ctx.pathOf(folder)),
  }),
  'backup.list': (ctx) => listKept(ctx.account.folder),
  'backup.inspect': (ctx, input) => ctx.account.alone(async () => await inspectBackup(ctx, input)),
  'backup.restore': (ctx, input) =>
    ctx.account.alone(async () => {
      const brought = await restoreBackup(ctx, input)
      return { session: await sessionOf(ctx), ...brought }
    }),
}
