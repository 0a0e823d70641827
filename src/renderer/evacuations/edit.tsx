import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef } from 'react'
import type { Output } from '../../shared/contract/index.ts'
import { evacuationCase, patient } from '../../shared/records/evacuation.ts'
import { call } from '../api.ts'
import { changeOf } from '../records/change.ts'
import { useUndo } from '../records/undo.tsx'
import { RecordForm } from '../records/record-form.tsx'
import { aboutPatient, caseInputs, caseSections, patientInputs, type CaseSection } from './sections.tsx'

export type Editing = CaseSection['key'] | 'patient'

interface EditFormProps {
  readonly editing: Editing
  readonly file: Output<'cases.get'>
  readonly onDone: () => void
}

/** One part of the dossier to edit; only what was changed is sent, and it can be taken back. */
export function EditForm({ editing, file, onDone }: EditFormProps) {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    element.current?.querySelector<HTMLElement>('input[data-path], textarea')?.focus()
  }, [])
  const section = caseSections().find(({ key }) => key === editing)
  return (
    <div ref={element}>
      {section ? (
        <CaseForm stored={file.case} section={section} onDone={onDone} />
      ) : (
        <PatientForm stored={file.patient} onDone={onDone} />
      )}
    </div>
  )
}

interface CaseFormProps {
  readonly stored: Output<'cases.get'>['case']
  readonly section: CaseSection
  readonly onDone: () => void
}

const CaseForm = ({ stored, section, onDone }: CaseFormProps) => {
  const { t } = useLingui()
  const undoable = useUndo()
  return (
    <RecordForm
      record={evacuationCase}
      initial={stored}
      sections={[section]}
      overrides={caseInputs}
      onSubmit={async (draft) => {
        const { patch, back, empty } = changeOf(evacuationCase, stored, draft)
        if (!empty) {
          await call('cases.update', { id: stored.id, patch })
          undoable(t`The case was changed.`, () => call('cases.update', { id: stored.id, patch: back }))
        }
        onDone()
      }}
      onCancel={onDone}
    />
  )
}

interface PatientFormProps {
  readonly stored: Output<'cases.get'>['patient']
  readonly onDone: () => void
}

const PatientForm = ({ stored, onDone }: PatientFormProps) => {
  const { t } = useLingui()
  const undoable = useUndo()
  return (
    <RecordForm
      record={patient}
      initial={stored}
      sections={[{ title: <Trans>Patient</Trans>, fields: ['given', ...aboutPatient] }]}
      overrides={patientInputs}
      onSubmit={async (draft) => {
        const { patch, back, empty } = changeOf(patient, stored, draft)
        if (!empty) {
          await call('cases.updatePatient', { id: stored.id, patch })
          undoable(t`The patient's record was changed.`, () =>
            call('cases.updatePatient', { id: stored.id, patch: back }),
          )
        }
        onDone()
      }}
      onCancel={onDone}
    />
  )
}
