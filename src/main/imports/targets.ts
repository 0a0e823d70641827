import type { CodeList } from '../../shared/codes/code-list.ts'
import { marital, personStatus, relationship, residenceStatus, sex, shelterCategory } from '../../shared/codes/idp.ts'
import type { Paper } from '../../shared/codes/person.ts'

/** How the cells of a column are read. */
type Reading =
  | { readonly as: 'key' | 'join' | 'text' | 'code-text' | 'phone' | 'otherPhone' | 'flag' | 'number' | 'point' }
  | { readonly as: 'date' | 'birth' | 'birthEstimated' | 'age' | 'fullName' | 'middleName' | 'namePart' | 'girlHead' }
  | { readonly as: 'code'; readonly list: CodeList<string, string>; readonly values: Readonly<Record<string, string>> }
  | { readonly as: 'place'; readonly level: 1 | 2 | 3 }
  | { readonly as: 'paper'; readonly paper: Paper }

export interface Target {
  readonly record: 'household' | 'person'
  readonly field: string
  readonly reading: Reading
}

const text = { as: 'text' } as const
const flag = { as: 'flag' } as const
const codeOf = (list: CodeList<string, string>, values: Readonly<Record<string, string>>): Reading => ({
  as: 'code',
  list,
  values,
})

/** What other systems write for our codes; compared without case, blanks and hyphens read as `_`. */
const shelterValues = {
  own: 'own_property',
  camps: 'camp',
  // The source does not say whether the place is fit to live in, so only the group is known.
  rent_informal_contract: 'private',
  rent_formal_contract: 'private',
  mortgage: 'own_property',
} as const
const sexValues = { m: 'MALE', f: 'FEMALE', ذكر: 'MALE', انثى: 'FEMALE', أنثى: 'FEMALE' } as const
const relationshipValues = {
  // The registration system's own spelling.
  granddaugher_grandson: 'GRANDDAUGHTER_GRANDSON',
  head_of_household: 'HEAD',
  non_beneficiary: 'NON_BENEFICIARY',
} as const

/** Everything a registration column can be mapped to. */
export const targets: Readonly<Record<string, Target>> = {
  'household.key': { record: 'household', field: 'sourceKey', reading: { as: 'key' } },
  'household.residenceStatus': {
    record: 'household',
    field: 'residenceStatus',
    reading: codeOf(residenceStatus, { returned: 'RETURNEE', host_community: 'HOST' }),
  },
  'household.governorate': { record: 'household', field: 'place', reading: { as: 'place', level: 1 } },
  'household.district': { record: 'household', field: 'place', reading: { as: 'place', level: 2 } },
  'household.subDistrict': { record: 'household', field: 'place', reading: { as: 'place', level: 3 } },
  'household.address': { record: 'household', field: 'address', reading: text },
  'household.village': { record: 'household', field: 'address', reading: text },
  'household.gps': { record: 'household', field: 'gps', reading: { as: 'point' } },
  'household.shelter': { record: 'household', field: 'shelter', reading: codeOf(shelterCategory, shelterValues) },
  'household.sizeReported': { record: 'household', field: 'sizeReported', reading: { as: 'number' } },
  'household.pregnantOrLactating': { record: 'household', field: 'pregnantOrLactating', reading: { as: 'number' } },
  'household.femaleHeaded': { record: 'household', field: 'femaleHeaded', reading: flag },
  'household.childHeaded': { record: 'household', field: 'childHeaded', reading: flag },
  'household.girlHeaded': { record: 'household', field: 'childHeaded', reading: { as: 'girlHead' } },
  'household.phone': { record: 'household', field: 'phone', reading: { as: 'phone' } },
  'household.rationCard': { record: 'household', field: 'rationCard', reading: { as: 'code-text' } },
  'household.unhcrNumber': { record: 'household', field: 'unhcrNumber', reading: { as: 'code-text' } },
  'household.consent': { record: 'household', field: 'consent', reading: flag },
  'household.consentDate': { record: 'household', field: 'consentDate', reading: { as: 'date' } },
  'household.registered': { record: 'household', field: 'registered', reading: { as: 'date' } },
  'household.notes': { record: 'household', field: 'notes', reading: text },

  'person.household': { record: 'person', field: 'household', reading: { as: 'join' } },
  'person.key': { record: 'person', field: 'sourceKey', reading: { as: 'key' } },
  'person.fullName': { record: 'person', field: 'given', reading: { as: 'fullName' } },
  'person.given': { record: 'person', field: 'given', reading: { as: 'namePart' } },
  'person.middleName': { record: 'person', field: 'father', reading: { as: 'middleName' } },
  'person.father': { record: 'person', field: 'father', reading: { as: 'namePart' } },
  'person.grandfather': { record: 'person', field: 'grandfather', reading: { as: 'namePart' } },
  'person.family': { record: 'person', field: 'family', reading: { as: 'namePart' } },
  'person.nickname': { record: 'person', field: 'nickname', reading: text },
  'person.sex': { record: 'person', field: 'sex', reading: codeOf(sex, sexValues) },
  'person.birth': { record: 'person', field: 'birth', reading: { as: 'birth' } },
  'person.birthEstimated': { record: 'person', field: 'birth', reading: { as: 'birthEstimated' } },
  'person.age': { record: 'person', field: 'birth', reading: { as: 'age' } },
  'person.relationship': {
    record: 'person',
    field: 'relationship',
    reading: codeOf(relationship, relationshipValues),
  },
  'person.marital': { record: 'person', field: 'marital', reading: codeOf(marital, {}) },
  'person.status': { record: 'person', field: 'status', reading: codeOf(personStatus, {}) },
  'person.phone': { record: 'person', field: 'phone', reading: { as: 'phone' } },
  'person.otherPhone': { record: 'person', field: 'phone', reading: { as: 'otherPhone' } },
  'person.nationalId': { record: 'person', field: 'paperNumber', reading: { as: 'paper', paper: 'NATIONAL_ID' } },
  'person.passport': { record: 'person', field: 'paperNumber', reading: { as: 'paper', paper: 'NATIONAL_PASSPORT' } },
  'person.electoralCard': { record: 'person', field: 'paperNumber', reading: { as: 'paper', paper: 'ELECTORAL_CARD' } },
  'person.birthCertificate': {
    record: 'person',
    field: 'paperNumber',
    reading: { as: 'paper', paper: 'BIRTH_CERTIFICATE' },
  },
  'person.driversLicense': {
    record: 'person',
    field: 'paperNumber',
    reading: { as: 'paper', paper: 'DRIVERS_LICENSE' },
  },
  'person.occupation': { record: 'person', field: 'occupation', reading: text },
  'person.attendsSchool': { record: 'person', field: 'attendsSchool', reading: flag },
}

/** Of several papers in a row the first of these is kept: one record carries one paper. */
export const paperOrder: readonly Paper[] = [
  'NATIONAL_ID',
  'NATIONAL_PASSPORT',
  'ELECTORAL_CARD',
  'BIRTH_CERTIFICATE',
  'DRIVERS_LICENSE',
]
