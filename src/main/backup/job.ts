import { mkdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { BackupResult } from '../../shared/contract/backup.ts'
import { fail } from '../../shared/errors.ts'
import type { JobTools, Runner } from '../jobs/runner.ts'
import { filesFile, hasFiles } from '../store/files.ts'
import { storeFile } from '../store/open.ts'
import { clearPartial } from './files.ts'
import { freeBytes, keptFolder, freeName, tidyKept } from './kept.ts'
import { backupMark } from './marks.ts'
import { writeSnapshot } from './snapshot.ts'

const params = z.strictObject({ version: z.string(), folder: z.string().nullable() })

/** Makes a backup, beside the office or in a chosen folder. Only a backup that was opened again counts. */
export const backupJob: Runner<'backup'> = async (request, tools): Promise<BackupResult> => {
  const { version, folder } = params.parse(request.params)
  const target = folder ?? keptFolder(tools.folder)
  await mkdir(target, { recursive: true })
  await clearPartial(target)
  await refuseWithoutRoom(tools, target)
  const id = freeName(target, 'waypost-backup', tools.now())
  const { manifest, leftOut } = await writeSnapshot({ ...pick(tools), version }, path.join(target, id))
  const stores = manifest.stores.map(({ store }) => store)
  await tools.write('registry', (trx) => {
    for (const store of stores) trx.session.setMeta(backupMark[store], manifest.created)
    if (folder !== null) trx.session.setMeta(backupMark.folder, manifest.created)
    return Promise.resolve()
  })
  for (const store of stores) await tools.note(store, 'backup.start', null)
  // While something is damaged, earlier backups may be all that has it whole.
  if (folder === null && leftOut === 0) await tidyKept(tools.folder, tools.now())
  tools.changed(['backup', 'home'])
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0)
  return { id, created: manifest.created, stores, bytes, leftOut }
}

const pick = ({ folder, stores, progress, cancelled, now, pause }: JobTools) => ({
  folder,
  stores,
  progress,
  cancelled,
  now,
  pause,
})

async function refuseWithoutRoom(tools: JobTools, target: string): Promise<void> {
  let needed = 0
  for (const store of [tools.stores.registry, tools.stores.medical]) {
    if (!store) continue
    needed += (await stat(storeFile(tools.folder, store.store))).size
    if (hasFiles(store)) needed += (await stat(filesFile(tools.folder, store.store))).size
  }
  // A little more, as the write-ahead log may hold pages that the file does not have yet.
  if ((await freeBytes(target)) < needed * 1.1 + 1_000_000) fail({ kind: 'refused', reason: 'no_room' })
}
