import { type EvacuationStage, stageExits, stagesWithReason, stageTransitions } from '../../shared/codes/evacuation.ts'
import { ageRange, localToday } from '../../shared/dates/partial.ts'
import type { Issue } from '../../shared/errors.ts'
import type { CaseStep, EvacuationCase, Patient } from '../../shared/records/evacuation.ts'
import { futureDates, rule } from '../checks/issues.ts'
import { stepDateIssues } from '../checks/steps.ts'

type Path = Issue['path']
type CaseDates = Partial<Pick<EvacuationCase, 'referred' | 'causeDate'>>

const ADULT_AGE = 18

/** What must hold of a case however it is written. */
export const caseIssues = (
  values: { [K in keyof CaseDates]?: string | null | undefined },
  path: Path,
  now: Date,
): Issue[] => futureDates(values, ['referred', 'causeDate'], path, now)

/** What must hold of a patient however written. */
export const patientIssues = (values: { birth?: string | null | undefined }, path: Path, now: Date): Issue[] =>
  futureDates(values, ['birth'], path, now)

/** A child has a guardian (domain design, 6.5). Somebody whose birth is not known is not taken for a child. */
export function guardianIssues(
  birth: Patient['birth'] | undefined,
  guardian: EvacuationCase['guardian'] | undefined,
  path: Path,
  now: Date,
): Issue[] {
  const age = birth ? ageRange(birth, localToday(now)) : null
  return rule(age !== null && age.max < ADULT_AGE && !guardian, path, 'guardian_needed')
}

const exits: readonly EvacuationStage[] = stageExits

/** Stages a case can go to now. */
export const nextStages = (stage: EvacuationStage): EvacuationStage[] => [...stageTransitions[stage]]

/** What stands against a step of a case (domain design, 6.3), as far as its fields tell. */
export function stageIssues(
  stored: EvacuationCase,
  patient: Patient,
  steps: readonly CaseStep[],
  step: { readonly to: EvacuationStage; readonly date: string; readonly reason: string },
  now: Date,
): Issue[] {
  const { to } = step
  if (!stageTransitions[stored.stage].includes(to)) {
    return [{ path: ['to'], code: 'transition_not_allowed', params: { from: stored.stage, to } }]
  }
  // Somebody may die or withdraw before any paper is signed: leaving asks for the reason alone.
  const onward = !exits.includes(to)
  return [
    ...stepDateIssues(step.date, steps.at(-1)?.date ?? stored.referred, now),
    ...rule(step.reason === '' && stagesWithReason.includes(to), ['reason'], 'reason_needed'),
    ...rule(onward && !stored.consent, ['to'], 'consent_needed'),
    ...(onward ? guardianIssues(patient.birth, stored.guardian, ['to'], now) : []),
  ]
}
