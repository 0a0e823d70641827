import { attachment, caseAttachment } from './attachment.ts'
import type { AnyRecord } from './field.ts'
import { caseStep, evacuationCase, patient } from './evacuation.ts'
import { displacement, household } from './household.ts'
import { office, user } from './office.ts'
import { personPair } from './person-pair.ts'
import { person } from './person.ts'
import { figure, place, placeAlias } from './place.ts'
import { capProject, capStep } from './project.ts'

/** Every record by name, in an order in which a reference points backwards. */
export const records = {
  office,
  user,
  place,
  placeAlias,
  figure,
  household,
  person,
  displacement,
  personPair,
  capProject,
  capStep,
  attachment,
  patient,
  evacuationCase,
  caseStep,
  caseAttachment,
} as const satisfies Record<string, AnyRecord>
