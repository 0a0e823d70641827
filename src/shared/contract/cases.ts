import { z } from 'zod'
import { evacuationStage, priority, specialty } from '../codes/evacuation.ts'
import { caseStep, evacuationCase, patient } from '../records/evacuation.ts'
import { isoDate, readable, recordId } from '../records/field.ts'
import { place } from '../records/place.ts'
import { call, done, paging, searchText } from './call.ts'

export const caseRow = z.strictObject({
  id: recordId,
  number: z.string().nullable(),
  given: readable(patient, 'given'),
  father: readable(patient, 'father'),
  grandfather: readable(patient, 'grandfather'),
  family: readable(patient, 'family'),
  sex: readable(patient, 'sex'),
  birth: readable(patient, 'birth'),
  specialty: readable(evacuationCase, 'specialty'),
  priority: readable(evacuationCase, 'priority'),
  deteriorating: readable(evacuationCase, 'deteriorating'),
  stage: readable(evacuationCase, 'stage'),
  referred: readable(evacuationCase, 'referred'),
  daysInStage: z.int(),
})

const topics = ['cases', 'home', 'search']

export const cases = {
  'cases.create': call({
    // `case.patient` is filled in by the store when a new patient comes with the case; the form sends `new`.
    input: z.strictObject({ patient: patient.draft, case: evacuationCase.draft }),
    output: z.strictObject({ id: recordId, number: z.string(), patient: recordId }),
    needs: 'case.write',
    changes: topics,
  }),
  'cases.list': call({
    input: z.strictObject({
      text: searchText.optional(),
      stage: z.array(z.enum(evacuationStage.codes)).max(60).optional(),
      specialty: z.array(z.enum(specialty.codes)).max(20).optional(),
      priority: z.array(z.enum(priority.codes)).max(10).optional(),
      ...paging,
    }),
    // `stages` counts all cases that match, by stage, for the board's column heads.
    output: z.strictObject({
      total: z.int(),
      stages: z.array(z.strictObject({ stage: z.enum(evacuationStage.codes), count: z.int() })),
      rows: z.array(caseRow),
    }),
    needs: 'case.read',
    changes: [],
  }),
  'cases.get': call({
    input: z.strictObject({ id: recordId }),
    output: z.strictObject({
      case: evacuationCase.stored,
      patient: patient.stored,
      steps: z.array(caseStep.stored),
      place: place.stored.nullable(),
      daysInStage: z.int(),
      next: z.array(z.enum(evacuationStage.codes)),
    }),
    needs: 'case.read',
    changes: [],
  }),
  'cases.update': call({
    input: z.strictObject({ id: recordId, patch: evacuationCase.patch }),
    output: done,
    needs: 'case.write',
    changes: topics,
  }),
  'cases.updatePatient': call({
    input: z.strictObject({ id: recordId, patch: patient.patch }),
    output: done,
    needs: 'case.write',
    changes: topics,
  }),
  'cases.setStage': call({
    input: z.strictObject({
      id: recordId,
      to: z.enum(evacuationStage.codes),
      date: isoDate,
      reason: z.string().max(1000).optional(),
    }),
    output: done,
    needs: 'case.write',
    changes: topics,
  }),
}
