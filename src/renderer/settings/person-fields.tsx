import { Alert, Checkbox, Select, Text, TextInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconKeyboard } from '@tabler/icons-react'
import { useState } from 'react'
import { userRole } from '../../shared/codes/core.ts'
import { holdsMedical, type Role } from '../../shared/permissions.ts'
import { issuesIn, useErrorText } from '../errors.ts'
import { useLabel } from '../i18n.ts'
import { NewPassphrase } from '../shell/new-passphrase.tsx'
import { strengthOf } from '../shell/passphrase.ts'
import { useSession } from '../shell/session.tsx'
import { roleHints } from './roles.ts'

/** The sentence of an issue at one field of a refused call. */
export function useIssueAt(error: unknown): (field: string) => string | null {
  const text = useErrorText()
  return (field) => {
    const issue = issuesIn(error).find(({ path }) => path[0] === field)
    return issue ? text.issue(issue) : null
  }
}

interface NameInputProps {
  readonly value: string
  readonly error: string | null
  readonly onChange: (name: string) => void
}

/** The name a person signs in with. */
export const NameInput = ({ value, error, onChange }: NameInputProps) => (
  <TextInput
    label={<Trans>Name</Trans>}
    description={<Trans>As colleagues know them. They type it each time they unlock.</Trans>}
    withAsterisk
    data-autofocus
    dir="auto"
    autoComplete="off"
    maxLength={120}
    value={value}
    error={error}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
)

interface RoleInputProps {
  readonly value: Role
  readonly disabled: boolean
  readonly onChange: (role: Role) => void
}

/** The role, with what it is for. */
export function RoleInput({ value, disabled, onChange }: RoleInputProps) {
  const { i18n } = useLingui()
  const label = useLabel()
  return (
    <Select
      label={label.field('user', 'role')}
      description={i18n._(roleHints[value])}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      withAsterisk
      allowDeselect={false}
      disabled={disabled}
      maxDropdownHeight={320}
      data={userRole.codes.map((code) => ({ value: code, label: label.code('userRole', code) }))}
      value={value}
      onChange={(next) => onChange(userRole.codes.find((code) => code === next) ?? value)}
    />
  )
}

interface MedicalInputProps {
  readonly role: Role
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

/** Whether the person gets the key of the medical records; only somebody who has it can hand it on. */
export function MedicalInput({ role, checked, onChange }: MedicalInputProps) {
  const { t } = useLingui()
  const { medical } = useSession()
  if (!holdsMedical(role)) return null
  return (
    <Checkbox
      label={t`Medical access`}
      description={
        medical ? (
          <Trans>Opens the patients’ files. Only for people who work on them.</Trans>
        ) : (
          <Trans>You have no medical access yourself, so somebody who has it must grant it later.</Trans>
        )
      }
      disabled={!medical}
      checked={checked && medical}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}

/** A new passphrase of somebody else: state, errors, and whether it may be sent. */
export function useNewPassphrase() {
  const { t } = useLingui()
  const [typed, setTyped] = useState({ value: '', again: '' })
  const [tried, setTried] = useState(false)
  const errors = {
    value: strengthOf(typed.value) === 'short' ? t`At least 12 characters.` : undefined,
    again: typed.value !== typed.again ? t`The two are not the same.` : undefined,
  }
  return {
    value: typed.value,
    tried,
    /** Shows what is missing from now on; true when nothing is. */
    check: () => {
      setTried(true)
      return !errors.value && !errors.again
    },
    field: (refused: string | null) => (
      <NewPassphrase
        {...typed}
        errors={{ ...(tried ? errors : {}), ...(refused === null ? {} : { value: refused }) }}
        onChange={(value, again) => setTyped({ value, again })}
      />
    ),
  }
}

/** Says that the keyboard changes hands. */
export function HandOver({ name }: { readonly name: string }) {
  return (
    <Alert color="river" icon={<IconKeyboard size={20} />}>
      <Text size="sm">
        {name === '' ? (
          <Trans>Let the person type the passphrase themselves. Nobody else should know it, not even you.</Trans>
        ) : (
          <Trans>
            Let <bdi>{name}</bdi> type the passphrase themselves. Nobody else should know it, not even you.
          </Trans>
        )}
      </Text>
    </Alert>
  )
}
