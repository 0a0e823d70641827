import { notifications } from '@mantine/notifications'
import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { cases } from '../../shared/contract/cases.ts'
import { evacuationCase, patient } from '../../shared/records/evacuation.ts'
import { call } from '../api.ts'
import { startValues, useDraftForm } from '../records/form-context.tsx'
import { NameField } from '../records/name-field.tsx'
import { PageHeader } from '../records/page-header.tsx'
import { FieldGrid, FormFrame, FormPart } from '../records/record-form.tsx'
import { NoPermission } from '../records/states.tsx'
import { useToday } from '../records/today.ts'
import { useMay } from '../shell/session.tsx'
import { aboutPatient, caseSections, Input } from './sections.tsx'

/** Enters a new patient with the case that brings them. */
export function NewCasePage() {
  const { may } = useMay()
  return may('case.write') ? <NewCase /> : <NoPermission />
}

const newCase = cases['cases.create'].input

const NewCase = () => {
  const { t } = useLingui()
  const navigate = useNavigate()
  const element = useRef<HTMLDivElement>(null)
  const today = useToday()
  const form = useDraftForm(newCase, {
    patient: startValues(patient, {}),
    case: startValues(evacuationCase, { patient: 'new', stage: 'referred', referred: today }),
  })
  useEffect(() => {
    element.current?.querySelector<HTMLElement>('input[data-path]')?.focus()
  }, [])
  const save = async (draft: unknown) => {
    const { id, number } = await call('cases.create', newCase.parse(draft))
    notifications.show({
      color: 'teal',
      withCloseButton: false,
      title: t`Case saved`,
      message: <bdi className="ltr">{number}</bdi>,
      autoClose: 8000,
    })
    await navigate({ to: '/evacuations/$id', params: { id } })
  }
  return (
    <div ref={element}>
      <PageHeader
        title={<Trans>New evacuation case</Trans>}
        subtitle={<Trans>Only people with the medical role can read what is entered here.</Trans>}
      />
      <FormFrame
        form={form}
        onSave={save}
        onCancel={() => void navigate({ to: '/evacuations' })}
        saveLabel={<Trans>Save case</Trans>}
      >
        <FormPart title={<Trans>Patient</Trans>}>
          <NameField record={patient} prefix="patient." />
          <FieldGrid>
            {aboutPatient.map((name) => (
              <Input key={name} record={patient} name={name} prefix="patient." />
            ))}
          </FieldGrid>
        </FormPart>
        {caseSections().map(({ key, title, fields }) => (
          <FormPart key={key} title={title}>
            <FieldGrid>
              {fields.map((name) => (
                <Input key={name} record={evacuationCase} name={name} prefix="case." />
              ))}
            </FieldGrid>
          </FormPart>
        ))}
      </FormFrame>
    </div>
  )
}
