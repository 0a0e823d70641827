import { z } from 'zod'
import { registration } from '../../shared/contract/households.ts'
import { cleaned } from '../records/validation.ts'

type FormValues = Record<string, unknown>

const isRow = (value: unknown): value is FormValues =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const rows = (value: unknown): FormValues[] => (Array.isArray(value) ? value.filter(isRow) : [])
const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0)

const memberMarks = ['given', 'father', 'grandfather', 'family', 'birth', 'phone', 'paperNumber']
// Names carried down from the head say nothing about whether somebody was entered.
const ownMarks = ['given', 'birth', 'phone', 'paperNumber']
const moveMarks = ['from', 'left', 'arrived', 'reasons']

/** Whether nobody has been entered in a row of the members' grid. */
export const isBlankMember = (row: unknown): boolean => {
  const clean = cleaned(row)
  return !isRow(clean) || ownMarks.every((field) => isEmpty(clean[field]))
}

/** Counts what identifies a person so far: each name of the chain, birth, phone and paper. */
export const identityCount = (row: unknown): number => {
  const clean = cleaned(row)
  return isRow(clean) ? memberMarks.filter((field) => !isEmpty(clean[field])).length : 0
}

const withoutBlankEnd = (list: FormValues[], blank: (row: FormValues) => boolean, keep: number): FormValues[] => {
  let end = list.length
  // Only from the end: rows before it keep their place, so that what main finds wrong stands at the right row.
  while (end > keep && blank(list[end - 1] ?? {})) end--
  return list.slice(0, end)
}

/** What still keeps a registration a draft: registering needs a place and consent (domain design, 4.3). */
export function missingForRegistration(values: unknown): readonly ('place' | 'consent')[] {
  const of = isRow(values) && isRow(values['household']) ? values['household'] : {}
  return [...(of['place'] ? [] : (['place'] as const)), ...(of['consent'] === true ? [] : (['consent'] as const))]
}

/** The form's values as a registration: blank rows at the end left out, a draft where place or consent is missing. */
export function toRegistration(values: unknown): unknown {
  const clean = cleaned(values)
  if (!isRow(clean)) return clean
  return {
    household: {
      ...(isRow(clean['household']) ? clean['household'] : {}),
      status: missingForRegistration(clean).length === 0 ? 'registered' : 'draft',
    },
    members: withoutBlankEnd(rows(clean['members']), isBlankMember, 1),
    displacements: withoutBlankEnd(
      rows(clean['displacements']),
      (row) => moveMarks.every((field) => isEmpty(row[field])),
      0,
    ),
  }
}

/** Checks the form as it would be sent. */
export const registrationForm = z.preprocess(toRegistration, registration)

/** The relationship the next row most likely has: a spouse after the head, then one child after the other. */
export const likelyRelationship = (members: unknown): string =>
  rows(members).length <= 1 ? 'WIFE_HUSBAND' : 'SON_DAUGHTER'
