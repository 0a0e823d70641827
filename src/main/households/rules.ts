import type { HouseholdStatus } from '../../shared/codes/idp.ts'
import { householdTransitions } from '../../shared/codes/idp.ts'
import { ageRange, certainlyBefore, localToday } from '../../shared/dates/partial.ts'
import type { Issue } from '../../shared/errors.ts'
import type { DraftOf, PatchOf } from '../../shared/records/field.ts'
import type { displacement, household, Household } from '../../shared/records/household.ts'
import type { person } from '../../shared/records/person.ts'
import { futureDates, rule } from '../checks/issues.ts'

type Path = Issue['path']
type PersonDraft = DraftOf<typeof person>

const MARITAL_AGE = 12
const SCHOOL_AGE = { from: 6, to: 17 }
const ADULT_AGE = 18

/** The members a registration names as head, by position. */
const headsOf = (members: readonly PersonDraft[]): number[] =>
  members.flatMap((member, i) => (member.relationship === 'HEAD' ? [i] : []))

/** One head, who is an active member (domain design, 4.5). */
export function headIssues(members: readonly PersonDraft[], path: Path): Issue[] {
  const [first, ...more] = headsOf(members)
  if (first === undefined) return [{ path, code: 'head_missing' }]
  return [
    ...more.map((i) => ({ path: [...path, i, 'relationship'], code: 'head_twice' })),
    ...rule(members[first]?.status !== 'active', [...path, first, 'status'], 'head_not_active'),
  ]
}

/** What a household needs to count as registered: a place, even one not on the list yet, and consent (4.3). */
export function registeredIssues(
  values: Pick<Household, 'consent'> & {
    readonly place?: string | null | undefined
    readonly placeUnknown?: string | null | undefined
  },
  path: Path,
): Issue[] {
  return [
    ...rule(!values.place && !values.placeUnknown, [...path, 'place'], 'place_needed'),
    ...rule(!values.consent, [...path, 'consent'], 'consent_needed'),
  ]
}

/** What must hold of a household however it is written. */
export function householdIssues(values: PatchOf<typeof household>, path: Path, now: Date): Issue[] {
  return futureDates(values, ['registered', 'consentDate'], path, now)
}

/** What must hold of a person however written: ages are judged by what the birth date allows, never by a guess. */
export function personIssues(values: PatchOf<typeof person>, path: Path, now: Date): Issue[] {
  const { birth, died } = values
  const issues = [
    ...futureDates(values, ['birth', 'died'], path, now),
    ...rule(!!birth && !!died && certainlyBefore(died, birth), [...path, 'died'], 'died_before_birth'),
  ]
  const age = values.birth ? ageRange(values.birth, localToday(now)) : null
  if (age === null) return issues
  const tooYoung = age.max < MARITAL_AGE && !!values.marital && values.marital !== 'single'
  const noPupil = age.max < SCHOOL_AGE.from || age.min > SCHOOL_AGE.to
  return [
    ...issues,
    ...rule(tooYoung, [...path, 'marital'], 'too_young_to_marry'),
    ...rule(noPupil && values.attendsSchool === true, [...path, 'attendsSchool'], 'school_age'),
  ]
}

/** A move lies in the past. */
export function displacementIssues(values: PatchOf<typeof displacement>, path: Path, now: Date): Issue[] {
  return futureDates(values, ['left', 'arrived'], path, now)
}

/** What a head's sex and age say about the household; `null` where they are not known. */
export function headedBy(
  head: Pick<PersonDraft, 'sex' | 'birth'>,
  now: Date,
): { femaleHeaded: boolean | null; childHeaded: boolean | null } {
  const age = head.birth ? ageRange(head.birth, localToday(now)) : null
  const adultOrChild = age !== null && (age.min >= ADULT_AGE || age.max < ADULT_AGE)
  return {
    femaleHeaded: head.sex === 'FEMALE' ? true : head.sex === 'MALE' ? false : null,
    childHeaded: adultOrChild ? age.max < ADULT_AGE : null,
  }
}

const open: readonly HouseholdStatus[] = ['draft', 'registered', 'verified', 'active']

const closed: readonly HouseholdStatus[] = ['archived', 'duplicate_of']

/** Whether nobody may join or leave a household to live in it: it is archived, or another one stands in its place. */
export const isClosed = ({ status }: Pick<Household, 'status'>): boolean => closed.includes(status)

/** Ending, setting aside and reopening a record need a reason: the source of the news, or why it comes back. */
function needsReason(from: HouseholdStatus, to: HouseholdStatus): boolean {
  if (from === 'duplicate_of' || to === 'duplicate_of') return true
  return open.includes(from) ? !open.includes(to) && !closed.includes(to) : open.includes(to)
}

/** What stands against a change of status. `hasHead` tells whether an active member is head. */
export function statusIssues(stored: Household, to: HouseholdStatus, reason: string, hasHead: boolean): Issue[] {
  const from = stored.status
  if (!householdTransitions[from].includes(to)) {
    return [{ path: ['to'], code: 'transition_not_allowed', params: { from, to } }]
  }
  const working = to === 'registered' || to === 'verified' || to === 'active'
  return [
    ...rule(reason === '' && needsReason(from, to), ['reason'], 'reason_needed'),
    ...rule(working && !hasHead, ['to'], 'head_missing'),
    ...(working ? registeredIssues(stored, []) : []),
  ]
}
