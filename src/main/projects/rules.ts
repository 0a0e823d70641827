import { type CapStatus, capStatusesWithReason, capTransitions } from '../../shared/codes/cap.ts'
import type { Issue } from '../../shared/errors.ts'
import type { PatchOf } from '../../shared/records/field.ts'
import type { capProject, CapProject, CapStep } from '../../shared/records/project.ts'
import { futureDates, rule } from '../checks/issues.ts'
import { stepDateIssues } from '../checks/steps.ts'

/** What must hold of a project however it is written; planned dates may lie ahead. */
export function projectIssues(values: PatchOf<typeof capProject>, path: Issue['path'], now: Date): Issue[] {
  return futureDates(values, ['startActual', 'endActual'], path, now)
}

/**
 * Where a project may go now. A suspended one goes back to the status it was stopped in, or ends as that status would
 * have: cancelled without a contract, terminated with one.
 */
export function nextStatuses(status: CapStatus, steps: readonly CapStep[]): CapStatus[] {
  if (status !== 'suspended') return [...capTransitions[status]]
  const before = steps.findLast((step) => step.status === 'suspended')?.from
  if (!before) return [...capTransitions.suspended]
  const ends = capTransitions[before].filter((to) => to === 'cancelled' || to === 'terminated')
  return [before, ...ends]
}

/** What stands against a step of a project (domain design, 5.3), as far as its fields tell. */
export function stepIssues(
  project: CapProject,
  steps: readonly CapStep[],
  step: { readonly to: CapStatus; readonly date: string; readonly reason: string },
  now: Date,
): Issue[] {
  const { to } = step
  if (!nextStatuses(project.status, steps).includes(to)) {
    return [{ path: ['to'], code: 'transition_not_allowed', params: { from: project.status, to } }]
  }
  return [
    ...stepDateIssues(step.date, steps.at(-1)?.date, now),
    ...rule(step.reason === '' && capStatusesWithReason.includes(to), ['reason'], 'reason_needed'),
    ...rule(to === 'submitted' && project.estimate === null, ['to'], 'estimate_needed'),
    ...rule(to === 'approved' && project.grant === null, ['to'], 'grant_needed'),
  ]
}

/** Dates a step brings to the project itself, unless somebody entered them already. */
export function datesFrom(
  project: CapProject,
  to: CapStatus,
  date: string,
): { startActual?: string; endActual?: string } {
  if (to === 'implementing' && project.startActual === null) return { startActual: date }
  const ends = to === 'physically_complete' && project.endActual === null
  return ends && (project.startActual === null || project.startActual <= date) ? { endActual: date } : {}
}
