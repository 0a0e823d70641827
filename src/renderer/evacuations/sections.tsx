import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { evacuationCase, patient } from '../../shared/records/evacuation.ts'
import type { AnyRecord } from '../../shared/records/field.ts'
import { useLabel } from '../i18n.ts'
import { Field } from '../records/field.tsx'
import { NameField } from '../records/name-field.tsx'
import classes from './evacuations.module.css'

export type CaseField = keyof typeof evacuationCase.fields
export type PatientField = keyof typeof patient.fields

export interface CaseSection {
  readonly key: 'urgency' | 'clinical' | 'referral' | 'abroad'
  readonly title: ReactNode
  readonly fields: readonly CaseField[]
}

/** The fields of a case by what they tell. */
export const caseSections = (): readonly CaseSection[] => [
  {
    key: 'clinical',
    title: <Trans>Illness or injury</Trans>,
    fields: ['specialty', 'icd10', 'side', 'diagnosis', 'cause', 'causeDate', 'weight', 'history', 'medication'],
  },
  {
    key: 'abroad',
    title: <Trans>Treatment needed</Trans>,
    fields: ['procedure', 'whyAbroad', 'cost', 'stayDays'],
  },
  {
    key: 'urgency',
    title: <Trans>Urgency and consent</Trans>,
    fields: ['priority', 'deteriorating', 'consent'],
  },
  {
    key: 'referral',
    title: <Trans>Referral</Trans>,
    fields: ['referred', 'referringDoctor', 'facility', 'guardian', 'notes'],
  },
]

/** What is asked about the patient beside the names, which have a grid of their own. */
export const aboutPatient = ['sex', 'birth', 'phone', 'place', 'bloodGroup', 'allergies'] as const
export const names = ['given', 'father', 'grandfather', 'family'] as const

const helped: readonly string[] = ['guardian', 'consent', 'birth']

interface InputProps<R extends AnyRecord> {
  readonly record: R
  readonly name: keyof R['fields'] & string
  readonly prefix?: string
}

/** The input of one field; long texts take a whole line, and what is often misunderstood is explained. */
export const Input = <R extends AnyRecord>({ record, name, prefix }: InputProps<R>) => {
  const label = useLabel()
  const field = (
    <Field
      record={record}
      name={name}
      birth={name === 'birth'}
      {...(prefix === undefined ? {} : { prefix })}
      {...(helped.includes(name) ? { description: label.field(record.name, `${name}.help`) } : {})}
    />
  )
  return record.fields[name]?.long ? <div className={classes.wide}>{field}</div> : field
}

/** Inputs of a case for a form of one record. */
export const caseInputs: Partial<Record<CaseField, ReactNode>> = Object.fromEntries(
  caseSections().flatMap(({ fields }) =>
    fields.map((name) => [name, <Input key={name} record={evacuationCase} name={name} />]),
  ),
)

/** Inputs of a patient for a form of one record. */
export const patientInputs: Partial<Record<PatientField, ReactNode>> = {
  given: <NameField key="names" record={patient} />,
  ...Object.fromEntries(aboutPatient.map((name) => [name, <Input key={name} record={patient} name={name} />])),
}
