import { z } from 'zod'
import { householdStatus, residenceStatus, shelterCategory } from '../codes/idp.ts'
import { displacement, household } from '../records/household.ts'
import { person } from '../records/person.ts'
import { isoDate, readable, recordId } from '../records/field.ts'
import { place } from '../records/place.ts'
import { user } from '../records/office.ts'
import { call, done, paging, searchText } from './call.ts'

const oneOrMore = <T extends z.ZodType>(schema: T) => z.array(schema).max(50).optional()

/** What a person typed on the registration form; ids, numbers and references are given by the store. */
export const registration = z.strictObject({
  household: household.draft,
  // The head is the one member whose relationship is HEAD.
  members: z.array(person.draft).min(1).max(60),
  // Each move's `household` is filled in by the store; the form sends `new`.
  displacements: z.array(displacement.draft).max(20),
})

export const householdFilter = z.strictObject({
  text: searchText.optional(),
  // A place and everything below it.
  place: recordId.optional(),
  residenceStatus: oneOrMore(z.enum(residenceStatus.codes)),
  status: oneOrMore(z.enum(householdStatus.codes)),
  shelter: oneOrMore(z.enum(shelterCategory.codes)),
  registeredFrom: isoDate.optional(),
  registeredTo: isoDate.optional(),
  placeUnknown: z.boolean().optional(),
})

export const householdRow = z.strictObject({
  id: recordId,
  number: z.string().nullable(),
  given: readable(person, 'given').nullable(),
  father: readable(person, 'father'),
  grandfather: readable(person, 'grandfather'),
  family: readable(person, 'family'),
  residenceStatus: readable(household, 'residenceStatus'),
  status: readable(household, 'status'),
  place: readable(household, 'place'),
  placeNameEn: readable(place, 'nameEn').nullable(),
  placeNameAr: readable(place, 'nameAr'),
  placeNameKu: readable(place, 'nameKu'),
  placeUnknown: readable(household, 'placeUnknown'),
  members: z.int(),
  sizeReported: readable(household, 'sizeReported'),
  phone: readable(household, 'phone'),
  registered: readable(household, 'registered'),
  updatedAt: z.string(),
})

export const personRow = z.strictObject({
  id: recordId,
  number: z.string().nullable(),
  household: readable(person, 'household'),
  householdNumber: z.string().nullable(),
  given: readable(person, 'given'),
  father: readable(person, 'father'),
  grandfather: readable(person, 'grandfather'),
  family: readable(person, 'family'),
  sex: readable(person, 'sex'),
  birth: readable(person, 'birth'),
  relationship: readable(person, 'relationship'),
  phone: readable(person, 'phone'),
  status: readable(person, 'status'),
})

/** How another household is related to this one: it went into this one, this one into it, and likewise for splits. */
export const relatedHow = z.enum(['mergedHere', 'mergedInto', 'splitFrom', 'splitOff'])

const topics = ['households', 'people', 'pairs', 'home', 'places', 'search']

export const households = {
  'households.register': call({
    input: registration,
    output: z.strictObject({ id: recordId, number: z.string(), people: z.array(recordId) }),
    needs: 'household.write',
    changes: topics,
  }),
  'households.list': call({
    input: z.strictObject({
      filter: householdFilter,
      sort: z.enum(['number', 'registered', 'updatedAt']),
      descending: z.boolean(),
      ...paging,
    }),
    output: z.strictObject({ total: z.int(), rows: z.array(householdRow) }),
    needs: 'household.read',
    changes: [],
  }),
  'households.get': call({
    input: z.strictObject({ id: recordId }),
    output: z.strictObject({
      household: household.stored,
      members: z.array(person.stored),
      // Oldest move first.
      displacements: z.array(displacement.stored),
      places: z.array(place.stored),
      // Households that were merged with this one, or that split.
      related: z.array(z.strictObject({ id: recordId, number: z.string().nullable(), how: relatedHow })),
      createdBy: user.stored.nullable(),
      updatedBy: user.stored.nullable(),
    }),
    needs: 'household.read',
    changes: [],
  }),
  'households.update': call({
    input: z.strictObject({ id: recordId, patch: household.patch }),
    output: done,
    needs: 'household.write',
    changes: topics,
  }),
  'households.setStatus': call({
    input: z.strictObject({ id: recordId, to: z.enum(householdStatus.codes), reason: z.string().max(1000).optional() }),
    output: done,
    needs: 'household.write',
    changes: topics,
  }),
  'households.addDisplacement': call({
    input: z.strictObject({ draft: displacement.draft }),
    output: z.strictObject({ id: recordId }),
    needs: 'household.write',
    changes: topics,
  }),
  'households.updateDisplacement': call({
    input: z.strictObject({ id: recordId, patch: displacement.patch }),
    output: done,
    needs: 'household.write',
    changes: topics,
  }),
  'households.removeDisplacement': call({
    // Soft: `undo` brings it back.
    input: z.strictObject({ id: recordId, undo: z.boolean() }),
    output: done,
    needs: 'household.write',
    changes: topics,
  }),
}

export const people = {
  'people.list': call({
    input: z.strictObject({ text: searchText, ...paging }),
    output: z.strictObject({ total: z.int(), rows: z.array(personRow) }),
    needs: 'household.read',
    changes: [],
  }),
  'people.get': call({
    input: z.strictObject({ id: recordId }),
    output: person.stored,
    needs: 'household.read',
    changes: [],
  }),
  'people.add': call({
    input: z.strictObject({ draft: person.draft }),
    output: z.strictObject({ id: recordId, number: z.string() }),
    needs: 'household.write',
    changes: topics,
  }),
  'people.update': call({
    input: z.strictObject({ id: recordId, patch: person.patch }),
    output: done,
    needs: 'household.write',
    changes: topics,
  }),
  'people.makeHead': call({
    input: z.strictObject({ id: recordId }),
    output: done,
    needs: 'household.write',
    changes: topics,
  }),
  'people.remove': call({
    // Soft: `undo` brings the member back. The head cannot be removed before another is named.
    input: z.strictObject({ id: recordId, undo: z.boolean() }),
    output: done,
    needs: 'household.write',
    changes: topics,
  }),
}
