import type { AuditVerdict } from '../../shared/contract/audit.ts'
import { fail } from '../../shared/errors.ts'
import { Stopped, type Runner } from '../jobs/runner.ts'
import { walkChain } from './verify.ts'

/** Walks the activity log of one store from its first entry to its last; nothing is changed. */
export const auditVerifyJob: Runner<'auditVerify'> = async ({ store: name }, tools): Promise<AuditVerdict> => {
  const store = name === 'registry' ? tools.stores.registry : (tools.stores.medical ?? fail({ kind: 'forbidden' }))
  const total = Number(store.prepare('select auditN from feed').pluck().get() ?? 0)
  const walk = walkChain(store)
  let rows = 0
  for (;;) {
    if (tools.cancelled()) throw new Stopped(null)
    const step = walk.next()
    if (step.done) return { store: name, at: tools.now().toISOString(), rows, problem: step.value }
    rows = step.value
    tools.progress('audit.verify', rows, total)
    await tools.pause()
  }
}
