import { Alert, Button, Group, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconInfoCircle } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { registration } from '../../shared/contract/households.ts'
import { localToday } from '../../shared/dates/partial.ts'
import { household } from '../../shared/records/household.ts'
import { call } from '../api.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { Field } from '../records/field.tsx'
import { useDraftForm, useFormAround, type AnyForm, type FormValues } from '../records/form-context.tsx'
import { PageHeader } from '../records/page-header.tsx'
import { FieldGrid, FormFrame, FormPart } from '../records/record-form.tsx'
import { NoPermission } from '../records/states.tsx'
import { useMay } from '../shell/session.tsx'
import { Matches } from './matches.tsx'
import { MembersGrid } from './members-grid.tsx'
import { Moves } from './moves.tsx'
import { newRegistration } from './new-registration.ts'
import { missingForRegistration, registrationForm, toRegistration } from './registration.ts'
import { forgetDraft, keptDraft, keepDraft, nextForm } from './unfinished.ts'
import classes from './register.module.css'

/** Registers a household from paper or from the family itself, by keyboard alone. */
export function RegisterPage() {
  const { may } = useMay()
  return may('household.write') ? <Register /> : <NoPermission />
}

interface Start {
  readonly form: number
  readonly values: FormValues
}

const Register = () => {
  const format = useFormat()
  const [kept, setKept] = useState(keptDraft)
  const [start, setStart] = useState<Start>(() => ({
    form: nextForm(),
    values: newRegistration(localToday(new Date())),
  }))
  return (
    <>
      <PageHeader
        title={<Trans>Register a household</Trans>}
        subtitle={
          <Trans>Enter moves on, Ctrl+Enter saves. Lists take the number or the first letters of an answer.</Trans>
        }
      />
      {kept ? (
        <Alert
          mb="lg"
          icon={<IconInfoCircle size={20} />}
          title={<Trans>There is an unfinished registration</Trans>}
          role="status"
        >
          <Group justify="space-between" gap="sm">
            <Text size="sm">
              <Trans>It was left at {format.time(kept.at)} and is kept until Waypost is locked or closed.</Trans>
            </Text>
            <Group gap="xs">
              <Button
                size="xs"
                variant="subtle"
                color="gray"
                onClick={() => {
                  forgetDraft(kept.form)
                  setKept(null)
                }}
              >
                <Trans>Start anew</Trans>
              </Button>
              <Button
                size="xs"
                onClick={() => {
                  setStart({ form: kept.form, values: kept.values })
                  setKept(null)
                }}
              >
                <Trans>Go on with it</Trans>
              </Button>
            </Group>
          </Group>
        </Alert>
      ) : null}
      <RegistrationForm key={start.form} start={start} />
    </>
  )
}

const memberAt = (form: AnyForm, index: number): FormValues => {
  const members = form.getValues()['members']
  return (Array.isArray(members) ? (members[index] as FormValues | undefined) : undefined) ?? {}
}

const placeFields = ['residenceStatus', 'place', 'address', 'shelter', 'phone', 'sizeReported'] as const
const paperFields = [
  'registered',
  'rationCard',
  'unhcrNumber',
  'consent',
  'consentDate',
  'pregnantOrLactating',
] as const

const RegistrationForm = ({ start }: { readonly start: Start }) => {
  const { t } = useLingui()
  const navigate = useNavigate()
  const form = useDraftForm(registrationForm, start.values)
  const [active, setActive] = useState(0)
  const [, setTouched] = useState(0)
  const timer = useRef<number | undefined>(undefined)

  // Typing draws nothing anew; a moment after it the neighbours of the form catch up.
  const catchUp = () => {
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(() => {
      if (form.isDirty()) keepDraft(start.form, form.getValues())
      setTouched((count) => count + 1)
    }, 250)
  }
  const save = async (draft: unknown) => {
    const sent = registration.parse(toRegistration(draft))
    const saved = await call('households.register', sent)
    window.clearTimeout(timer.current)
    forgetDraft(start.form)
    notifications.show({
      withCloseButton: false,
      color: 'teal',
      title: sent.household.status === 'draft' ? t`Saved as a draft` : t`Household registered`,
      message: <bdi className="ltr">{saved.number}</bdi>,
      autoClose: 8000,
    })
    await navigate({ to: '/households/$id', params: { id: saved.id } })
  }
  const missing = missingForRegistration(form.getValues())
  return (
    <div className={classes.layout}>
      <div
        onInput={catchUp}
        onBlur={catchUp}
        onClick={catchUp}
        onFocus={(event) => {
          const row = event.target.closest<HTMLElement>('[data-member]')
          if (row) setActive(Number(row.dataset['member']))
        }}
      >
        <FormFrame
          form={form}
          onSave={save}
          onCancel={() => void navigate({ to: '/households' })}
          saveLabel={missing.length > 0 ? <Trans>Save as a draft</Trans> : <Trans>Register</Trans>}
          leaveNote={
            <Trans>
              Nothing is saved in the records yet. What you typed is kept here until Waypost is locked or closed, so
              that you can go on with it.
            </Trans>
          }
        >
          <MembersGrid nextPath="household.residenceStatus" />
          <FormPart title={<Trans>Household</Trans>}>
            <FieldGrid>
              {placeFields.map((name) =>
                name === 'address' ? (
                  <AddressLine key={name} />
                ) : (
                  <Field key={name} record={household} name={name} prefix="household." />
                ),
              )}
            </FieldGrid>
          </FormPart>
          <Moves />
          <FormPart title={<Trans>Registration and consent</Trans>}>
            <FieldGrid>
              {paperFields.map((name) => (
                <Field key={name} record={household} name={name} prefix="household." />
              ))}
            </FieldGrid>
            <Field record={household} name="notes" prefix="household." />
          </FormPart>
          {missing.length > 0 ? <StillMissing missing={missing} /> : null}
        </FormFrame>
      </div>
      <Matches row={memberAt(form, active)} />
    </div>
  )
}

// One line here, so that Enter goes on; on the household's page an address may have several.
const AddressLine = () => {
  const form = useFormAround()
  const label = useLabel()
  const path = 'household.address'
  const props = form.getInputProps(path)
  return (
    <TextInput
      key={form.key(path)}
      {...props}
      defaultValue={(props.defaultValue as string | null) ?? ''}
      label={label.field('household', 'address')}
      autoComplete="off"
      data-path={path}
    />
  )
}

const StillMissing = ({ missing }: { readonly missing: readonly ('place' | 'consent')[] }) => (
  <Text size="sm" c="dimmed" role="status">
    {missing.length === 2 ? (
      <Trans>Without a place and consent the household is kept as a draft; add them later on its page.</Trans>
    ) : missing[0] === 'place' ? (
      <Trans>Without a place the household is kept as a draft; choose the place later on its page.</Trans>
    ) : (
      <Trans>Without consent the household is kept as a draft and counts nowhere.</Trans>
    )}
  </Text>
)
