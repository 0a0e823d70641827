import { msg } from '@lingui/core/macro'
import type { PreparedDocument } from '../../shared/contract/documents.ts'
import { caseStep, evacuationCase, patient } from '../../shared/records/evacuation.ts'
import { inDigits } from '../format.ts'
import {
  Both,
  FieldGrid,
  NameText,
  PaperHead,
  RowsTable,
  placeText,
  say,
  Section,
  Signatures,
  usePaper,
} from './parts.tsx'

type Content = Extract<PreparedDocument['content'], { kind: 'case' }>['data']

/** The patient dossier: identity, clinical picture, and the way so far (domain design, 6.4). */
export const PatientDossier = ({ document, data }: { readonly document: PreparedDocument; readonly data: Content }) => {
  const { first } = usePaper()
  return (
    <>
      <PaperHead document={document} title={msg`Patient dossier`} />
      <p className="subject">
        <NameText name={data.patient} />
      </p>
      <Section title={msg`Patient`}>
        <FieldGrid
          record={patient}
          values={data.patient}
          shown={{ place: (words) => placeText(data.place ?? undefined, words) || (data.patient.place ?? '') }}
          names={['sex', 'birth', 'phone', 'place', 'bloodGroup', 'allergies']}
        />
      </Section>
      <Section title={msg`Clinical picture`}>
        <FieldGrid
          record={evacuationCase}
          values={data.case}
          names={[
            'specialty',
            'icd10',
            'side',
            'weight',
            'diagnosis',
            'procedure',
            'cause',
            'causeDate',
            'history',
            'medication',
            'whyAbroad',
          ]}
        />
      </Section>
      <Section title={msg`Evacuation`}>
        <FieldGrid
          record={evacuationCase}
          values={data.case}
          names={[
            'priority',
            'deteriorating',
            'stage',
            'referred',
            'referringDoctor',
            'facility',
            'guardian',
            'consent',
            'cost',
            'stayDays',
            'notes',
          ]}
        />
        <dl className="fields">
          <div>
            <dt>
              <Both of={say(msg`Days in this stage`)} />
            </dt>
            <dd>{inDigits(String(data.daysInStage), first.digits)}</dd>
          </div>
        </dl>
      </Section>
      <Section title={msg`Steps so far`}>
        <RowsTable record={caseStep} rows={data.steps} names={['date', 'stage', 'reason']} />
      </Section>
      <Signatures of={[msg`Treating doctor`, msg`Medical officer`]} />
    </>
  )
}
