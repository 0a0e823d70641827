import { ageRange, certainlyBefore, interval } from '../dates/partial.ts'
import type { Person } from '../records/person.ts'

type Member = Pick<Person, 'id' | 'relationship' | 'status' | 'birth' | 'marital' | 'mother'>

/** What about a family can hardly be so and should be looked at; nothing of it stops anybody (domain design, 4.5). */
export type FamilyWarning =
  | { readonly code: 'twoHeads'; readonly people: readonly string[] }
  /** A parent and a child of whom the child is older, or who are less than twelve years apart. */
  | { readonly code: 'childOlder' | 'parentYoung'; readonly people: readonly [parent: string, child: string] }
  | { readonly code: 'marriedChild' | 'veryOld'; readonly people: readonly [string] }

const PARENT_YEARS = 12
const ADULT_AGE = 18
const OLDEST = 110

/** Parents and children as far as the relationships to the head and the named mothers tell. */
function parentsOf(members: readonly Member[]): [Member, Member][] {
  const of = (relationship: Member['relationship']) => members.filter((one) => one.relationship === relationship)
  const [heads, spouses, children, elders] = [of('HEAD'), of('WIFE_HUSBAND'), of('SON_DAUGHTER'), of('MOTHER_FATHER')]
  const byId = new Map(members.map((one) => [one.id, one]))
  const pairs: [Member, Member][] = []
  for (const child of children) {
    for (const head of heads) pairs.push([head, child])
    // With her mother named, another wife of the father is not taken for one.
    if (!child.mother) for (const spouse of spouses) pairs.push([spouse, child])
  }
  for (const elder of elders) for (const head of heads) pairs.push([elder, head])
  for (const child of members) {
    const mother = byId.get(child.mother ?? '')
    if (mother && !pairs.some(([one, other]) => one === mother && other === child)) pairs.push([mother, child])
  }
  return pairs
}

/**
 * What should be looked at in a household. A birth date known in part is taken for all the days it may mean, so that
 * only what is certainly so is told.
 */
export function familyWarnings(all: readonly Member[], today: string): FamilyWarning[] {
  const members = all.filter(({ status }) => status !== 'duplicate_of')
  const living = members.filter(({ status }) => status === 'active')
  const found: FamilyWarning[] = []
  const heads = living.filter(({ relationship }) => relationship === 'HEAD')
  if (heads.length > 1) found.push({ code: 'twoHeads', people: heads.map(({ id }) => id) })
  for (const [parent, child] of parentsOf(members)) {
    if (!parent.birth || !child.birth) continue
    const people = [parent.id, child.id] as const
    // The oldest the parent may have been on the last day that may be the child's birthday.
    const oldest = ageRange(parent.birth, interval(child.birth).to)?.max ?? -1
    const older = certainlyBefore(child.birth, parent.birth)
    const code = older ? 'childOlder' : oldest < PARENT_YEARS ? 'parentYoung' : null
    // One wrong birth date does not fit both parents; once is enough to look at it.
    const told = found.some((one) => one.code === code && one.people[1] === child.id)
    if (code && !told) found.push({ code, people })
  }
  for (const one of living) {
    const age = one.birth ? ageRange(one.birth, today) : null
    if (!age) continue
    const married = one.relationship === 'WIFE_HUSBAND' || one.marital === 'married'
    if (married && age.max < ADULT_AGE) found.push({ code: 'marriedChild', people: [one.id] })
    if (age.min > OLDEST) found.push({ code: 'veryOld', people: [one.id] })
  }
  return found
}
