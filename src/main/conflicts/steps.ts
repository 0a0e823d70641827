import { localToday } from '../../shared/dates/partial.ts'
import { caseStep } from '../../shared/records/evacuation.ts'
import { capStep } from '../../shared/records/project.ts'
import { remove, save } from '../oplog/save.ts'
import type { WriteMark } from '../store/context.ts'
import type { AnyStore } from '../store/open.ts'
import type { Kind } from './rules.ts'

interface Step {
  readonly to: string
  readonly date: string
  readonly reason: string | null
}

const stepsOf = (store: AnyStore, table: string, owner: string, status: string, id: string): Step[] =>
  store
    .prepare(
      `select "${status}" as "to", date, reason from "${table}" where "${owner}" = ? and deleted = 0
       order by date, "createdAt", id`,
    )
    .all(id) as Step[]

/**
 * Both offices' steps stay in the line, since both were taken. Where the last of them does not lead to the status that
 * was decided, one more does, with the reason that office gave: days in a stage are counted from the last step.
 */
export async function stepTo(trx: WriteMark, kind: Kind, id: string, value: unknown): Promise<void> {
  if (kind !== 'capProject' && kind !== 'evacuationCase') return
  const { store } = trx.session
  const steps =
    kind === 'capProject'
      ? stepsOf(store, 'capStep', 'project', 'status', id)
      : stepsOf(store, 'caseStep', 'case', 'stage', id)
  const last = steps.at(-1)
  if (!last || last.to === value) return
  const today = localToday(trx.save.now)
  const date = last.date > today ? last.date : today
  const reason = steps.findLast((step) => step.to === value)?.reason ?? null
  if (kind === 'capProject') {
    const { from, status } = capStep.fields
    await save(trx, capStep, {
      project: id,
      from: from.schema.parse(last.to),
      status: status.schema.parse(value),
      date,
      reason,
    })
  } else {
    const { from, stage } = caseStep.fields
    await save(trx, caseStep, {
      case: id,
      from: from.schema.parse(last.to),
      stage: stage.schema.parse(value),
      date,
      reason,
    })
  }
}

/** Takes the step out again that a decision brought, as the decision is taken back. */
export async function takeStepOut(trx: WriteMark, kind: Kind, decision: string): Promise<void> {
  if (kind !== 'capProject' && kind !== 'evacuationCase') return
  const step = kind === 'capProject' ? capStep : caseStep
  const [replica, n] = decision.split('-')
  // The step is the very next operation of the same save.
  const id: unknown = trx.session.store
    .prepare(
      `select s.entity from opLog s join replica r on r.id = s.replica
       join opLog d on d.replica = s.replica and d.n = s.n - 1 and d.saveId = s.saveId
       join "${step.name}" t on t.id = s.entity and t.deleted = 0
       where r.hex = ? and s.n = ? and s.type = ? and s.kind = 'create'`,
    )
    .pluck()
    .get(replica, Number(n) + 1, step.name)
  if (typeof id === 'string') await remove(trx, step, id)
}
