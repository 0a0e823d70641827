import type { Issue } from '../errors.ts'
import { marital, needs, paper, paperState, personStatus, relationship, sex } from '../codes/idp.ts'
import { code, codes, flag, multilingual, partialDateField, record, ref, text, type RecordOf } from './field.ts'

/** The patronymic chain, oldest custom of naming in Iraq: own name, father's, grandfather's, family or tribe (nasab). */
export const nameChain = {
  given: multilingual({ class: 'personal', merge: 'ask' }),
  father: multilingual({ optional: true, class: 'personal', merge: 'ask' }),
  grandfather: multilingual({ optional: true, class: 'personal', merge: 'ask' }),
  family: multilingual({ optional: true, class: 'personal', merge: 'ask' }),
} as const

/** One person, a member of at most one household. Marital status counts from age 12 (domain design, 4.5). */
export const person = record(
  'person',
  { store: 'registry', class: 'personal', numberType: 'PE' },
  {
    household: ref('household', { optional: true }),
    ...nameChain,
    nickname: text({ optional: true }),
    sex: code(sex, { merge: 'ask' }),
    birth: partialDateField({ optional: true, merge: 'ask' }),
    relationship: code(relationship, {}),
    marital: code(marital, { optional: true }),
    phone: text({ optional: true, max: 40, code: true, merge: 'latest' }),
    paper: code(paper, { optional: true, merge: 'ask' }),
    paperNumber: text({ optional: true, max: 60, code: true, merge: 'ask' }),
    paperState: code(paperState, { optional: true, merge: 'ask' }),
    occupation: text({ optional: true }),
    attendsSchool: flag({ optional: true }),
    needs: codes(needs, { optional: true, class: 'sensitive', merge: 'ask' }),
    mother: ref('person', { optional: true, merge: 'ask' }),
    status: code(personStatus, { merge: 'ask' }),
    died: partialDateField({ optional: true, merge: 'ask' }),
    deathNote: text({ optional: true, long: true, merge: 'ask' }),
    sourceKey: text({ optional: true, max: 120, code: true }),
  },
  (values): readonly Issue[] =>
    values.paperNumber && !values.paper ? [{ path: ['paper'], code: 'paper_kind_missing' }] : [],
)
export type Person = RecordOf<typeof person>
