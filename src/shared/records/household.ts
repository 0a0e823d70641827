import {
  displacementReason,
  householdStatus,
  intention12m,
  intention3m,
  residenceStatus,
  returnObstacle,
  shelterCategory,
} from '../codes/idp.ts'
import type { Issue } from '../errors.ts'
import {
  code,
  codes,
  date,
  flag,
  number,
  partialDateField,
  pointField,
  record,
  ref,
  text,
  type RecordOf,
} from './field.ts'

/** A displaced, returned or host family: those who live and eat together (domain design, 4.1). */
export const household = record(
  'household',
  { store: 'registry', class: 'personal', numberType: 'HH' },
  {
    head: ref('person', { optional: true }),
    residenceStatus: code(residenceStatus, { class: 'ordinary', merge: 'ask' }),
    place: ref('place', { optional: true, class: 'ordinary', merge: 'ask' }),
    // What a file said when its place is not on the list: kept, shown and flagged until somebody decides.
    placeUnknown: text({ optional: true, class: 'ordinary' }),
    address: text({ optional: true, long: true }),
    gps: pointField({ optional: true }),
    shelter: code(shelterCategory, { optional: true, class: 'ordinary' }),
    // What the family said. Counted members are the people on record; the two are never mixed.
    sizeReported: number({ optional: true, min: 1, max: 60, class: 'ordinary' }),
    pregnantOrLactating: number({ optional: true, max: 20, class: 'sensitive' }),
    femaleHeaded: flag({ optional: true, class: 'ordinary' }),
    childHeaded: flag({ optional: true, class: 'ordinary' }),
    phone: text({ optional: true, max: 40, code: true, merge: 'latest' }),
    rationCard: text({ optional: true, max: 60, code: true, merge: 'ask' }),
    unhcrNumber: text({ optional: true, max: 60, code: true, merge: 'ask' }),
    consent: flag({ merge: 'ask' }),
    consentDate: date({ optional: true }),
    registered: date({ class: 'ordinary' }),
    status: code(householdStatus, { class: 'ordinary', merge: 'ask' }),
    statusReason: text({ optional: true, long: true }),
    // Set with the status `duplicate_of` when its members went to another household: where they are now.
    mergedInto: ref('household', { optional: true, class: 'ordinary', merge: 'ask' }),
    // The household its members left when they became one of their own.
    splitFrom: ref('household', { optional: true, class: 'ordinary' }),
    notes: text({ optional: true, long: true, merge: 'ask' }),
    // The key of the row this record came from, so that the same file twice creates nothing.
    sourceKey: text({ optional: true, max: 120, code: true }),
  },
  (values): readonly Issue[] =>
    values.consentDate && values.consent === false ? [{ path: ['consentDate'], code: 'consent_not_given' }] : [],
)
export type Household = RecordOf<typeof household>

/** One move of a household. Arrival is never before departure, and nobody moves from a place to itself. */
export const displacement = record(
  'displacement',
  { store: 'registry', class: 'personal' },
  {
    household: ref('household', {}),
    from: ref('place', { optional: true }),
    fromUnknown: text({ optional: true }),
    to: ref('place', { optional: true }),
    toUnknown: text({ optional: true }),
    left: partialDateField({ optional: true }),
    arrived: partialDateField({ optional: true }),
    reasons: codes(displacementReason, { optional: true, class: 'sensitive' }),
    wholeFamily: flag({ optional: true }),
    intention3m: code(intention3m, { optional: true }),
    intention12m: code(intention12m, { optional: true }),
    returnObstacles: codes(returnObstacle, { optional: true }),
    returnTried: flag({ optional: true }),
    notes: text({ optional: true, long: true }),
  },
  (values): readonly Issue[] => [
    ...(values.from && values.from === values.to ? [{ path: ['to'], code: 'same_place' }] : []),
    // Compared as far as both are known: 2014-06 and 2014 do not contradict each other.
    ...(values.left && values.arrived && before(values.arrived, values.left)
      ? [{ path: ['arrived'], code: 'arrival_before_departure' }]
      : []),
  ],
)
export type Displacement = RecordOf<typeof displacement>

const before = (a: string, b: string): boolean => {
  if (a.endsWith('~') || b.endsWith('~')) return Number(a.slice(0, 4)) < Number(b.slice(0, 4)) - 1
  const known = Math.min(a.length, b.length)
  return a.slice(0, known) < b.slice(0, known)
}
