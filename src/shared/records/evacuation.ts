import { bloodGroup, bodySide, cause, evacuationStage, priority, specialty } from '../codes/evacuation.ts'
import { sex } from '../codes/idp.ts'
import { code, date, flag, moneyField, number, partialDateField, record, ref, text, type RecordOf } from './field.ts'
import { nameChain } from './person.ts'

/*
 * Everything here lives in the medical store, under its own key. References run from it to the registry, never back:
 * the registry holds no trace that a person has a case (domain design, decision 1).
 */

/** A patient. Somebody known only as a patient stays here; `registryPerson` names the same person in the registry. */
export const patient = record(
  'patient',
  { store: 'medical', class: 'medical' },
  {
    registryPerson: ref('person', { optional: true }),
    given: { ...nameChain.given, class: 'medical' as const },
    father: { ...nameChain.father, class: 'medical' as const },
    grandfather: { ...nameChain.grandfather, class: 'medical' as const },
    family: { ...nameChain.family, class: 'medical' as const },
    sex: code(sex, { merge: 'ask' }),
    birth: partialDateField({ optional: true, merge: 'ask' }),
    phone: text({ optional: true, max: 40, code: true, merge: 'latest' }),
    place: ref('place', { optional: true }),
    bloodGroup: code(bloodGroup, { optional: true, merge: 'ask' }),
    allergies: text({ optional: true, long: true, merge: 'ask' }),
  },
)
export type Patient = RecordOf<typeof patient>

/** One patient's way from referral to follow-up (domain design, 6.1 and 6.3). */
export const evacuationCase = record(
  'evacuationCase',
  { store: 'medical', class: 'medical', numberType: 'PT' },
  {
    patient: ref('patient', {}),
    guardian: text({ optional: true }),
    referringDoctor: text({ optional: true }),
    facility: text({ optional: true }),
    specialty: code(specialty, {}),
    diagnosis: text({ long: true, merge: 'ask' }),
    icd10: text({ optional: true, max: 8, code: true, merge: 'ask' }),
    side: code(bodySide, { optional: true, merge: 'ask' }),
    procedure: text({ optional: true, long: true, merge: 'ask' }),
    cause: code(cause, { optional: true }),
    causeDate: partialDateField({ optional: true }),
    history: text({ optional: true, long: true, merge: 'ask' }),
    medication: text({ optional: true, long: true, merge: 'ask' }),
    weight: number({ optional: true, max: 400 }),
    whyAbroad: text({ optional: true, long: true }),
    cost: moneyField({ optional: true }),
    stayDays: number({ optional: true, max: 2000 }),
    priority: code(priority, { merge: 'ask' }),
    deteriorating: flag({ optional: true, merge: 'ask' }),
    consent: flag({ merge: 'ask' }),
    referred: date({}),
    stage: code(evacuationStage, { merge: 'ask' }),
    notes: text({ optional: true, long: true, merge: 'ask' }),
  },
)
export type EvacuationCase = RecordOf<typeof evacuationCase>

/** One step of a case; days in stage are counted from the date of the last one. */
export const caseStep = record(
  'caseStep',
  { store: 'medical', class: 'medical' },
  {
    case: ref('evacuationCase', {}),
    from: code(evacuationStage, { optional: true }),
    stage: code(evacuationStage, {}),
    date: date({}),
    reason: text({ optional: true, long: true }),
  },
)
export type CaseStep = RecordOf<typeof caseStep>
