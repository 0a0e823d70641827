import type { HealthReport } from '../../shared/contract/health.ts'
import { fail, type StoreName } from '../../shared/errors.ts'
import { writeTo } from '../bundles/stores.ts'
import { writeAudit } from '../audit/chain.ts'
import { Stopped, type Runner } from '../jobs/runner.ts'
import { rebuild } from '../oplog/rebuild.ts'
import { statSync } from 'node:fs'
import { storeFile } from '../store/open.ts'
import { runCheck } from './checks.ts'

const names = ['pages', 'references', 'audit', 'tables', 'attachments'] as const
/** A check counts as so many steps of the whole. */
const steps = 100

/** Looks at every store that is open; nothing of it is changed. */
export const healthJob: Runner<'health'> = async ({ version }, tools): Promise<HealthReport> => {
  const stores: readonly StoreName[] = tools.hasMedical ? ['registry', 'medical'] : ['registry']
  const lines: HealthReport['lines'] = []
  let bytes = 0
  for (const store of stores) {
    const key = tools.stores.keys[store] ?? fail({ kind: 'forbidden' })
    bytes += statSync(storeFile(tools.folder, store)).size
    for (const check of names) {
      const done = lines.length
      const each = async (at: number, total: number): Promise<void> => {
        if (tools.cancelled()) throw new Stopped(null)
        const share = Math.round((steps * at) / Math.max(total, 1))
        tools.progress(`health.${check}`, done * steps + share, stores.length * names.length * steps)
        if (at % 10 === 0) await tools.pause()
      }
      await each(0, 1)
      const patient = { folder: tools.folder, store, key, user: tools.user.id, version }
      lines.push({ store, check, ...(await runCheck(check, patient, each)) })
    }
  }
  return { at: tools.now().toISOString(), bytes, lines }
}

/** Makes a store's tables anew from its log, in one transaction: all of it or nothing. */
export const rebuildJob: Runner<'healthRebuild'> = async ({ store }, tools): Promise<null> => {
  tools.progress('health.rebuild', 0, 0)
  await writeTo(tools, store, async (trx) => {
    await rebuild(trx)
    writeAudit(trx.session, 'health.rebuild', null)
  })
  tools.changed(['home', 'households', 'people', 'projects', 'cases', 'places', 'search', 'accounts'])
  return null
}
