import type { z } from 'zod'
import type { recheckResult } from '../../shared/contract/exchange.ts'
import type { Runner } from '../jobs/runner.ts'
import { checkWritten } from './format/safe-file.ts'
import { readSent } from './sent.ts'
import { internal, type Internal } from './stores.ts'

const findHash = async (reader: Internal, name: string): Promise<string | undefined> => {
  const rows = await reader
    .selectFrom('bundleJournal')
    .select('details')
    .where('direction', '=', 'out')
    .orderBy('at', 'desc')
    .execute()
  return rows.flatMap(({ details }) => readSent(details).files).find((one) => one.file === name)?.sha256
}

/**
 * Reads a file again that was written here, once the stick was pulled out and plugged in: now nothing answers for it
 * but the stick itself, so that one that only pretends to hold so much is found out.
 */
export const recheckJob: Runner<'bundleRecheck'> = async (request, tools): Promise<z.infer<typeof recheckResult>> => {
  const hash =
    (await findHash(internal(tools.db), request.name)) ??
    (tools.hasMedical ? await findHash(internal(tools.medical), request.name) : undefined)
  if (hash === undefined) return { outcome: 'unknown' }
  const same = await checkWritten(request.path, hash, (done) => {
    tools.progress('bundle.check', done, done)
  })
  return { outcome: same ? 'same' : 'different' }
}
