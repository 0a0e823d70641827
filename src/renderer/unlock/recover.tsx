import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type FormEvent } from 'react'
import { queryClient, useCall } from '../api.ts'
import { issuesIn, useErrorText } from '../errors.ts'
import { ErrorNote } from '../records/states.tsx'
import { NewPassphrase } from '../shell/new-passphrase.tsx'
import { strengthOf } from '../shell/passphrase.ts'
import { Behind, missingIn } from './behind.tsx'

/** Opens the office with the printed recovery keys and gives somebody a new passphrase. */
export function RecoverForm({ onBack }: { readonly onBack: () => void }) {
  const { t } = useLingui()
  const recover = useCall('accounts.recover')
  const [name, setName] = useState('')
  const [registryKey, setRegistryKey] = useState('')
  const [medicalKey, setMedicalKey] = useState('')
  const [next, setNext] = useState({ value: '', again: '' })
  const [tried, setTried] = useState(false)
  const text = useErrorText()
  const needed = t`Please fill this in.`
  const issues = issuesIn(recover.error)
  const at = (field: string) => {
    const issue = issues.find(({ path }) => path[0] === field)
    return issue ? text.issue(issue) : null
  }
  const errors = {
    value: strengthOf(next.value) === 'short' ? t`At least 12 characters.` : undefined,
    again: next.value !== next.again ? t`The two are not the same.` : undefined,
  }
  const refused = at('newPassphrase')
  const weak = refused === null ? {} : { value: refused }
  const behind = missingIn(recover.error)
  const open = (withoutLost: boolean) => {
    setTried(true)
    if (name.trim() === '' || registryKey.trim() === '' || errors.value || errors.again) return
    recover.mutate(
      {
        name: name.trim(),
        registryKey: registryKey.trim(),
        newPassphrase: next.value,
        ...(medicalKey.trim() === '' ? {} : { medicalKey: medicalKey.trim() }),
        ...(withoutLost ? { withoutLost } : {}),
      },
      { onSuccess: () => void queryClient.invalidateQueries() },
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    open(false)
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <div>
          <Title order={1}>
            <Trans>A new passphrase</Trans>
          </Title>
          <Text size="sm" c="dimmed">
            <Trans>
              Take the printed recovery sheet of this office. Spaces, hyphens and capital letters do not matter.
            </Trans>
          </Text>
        </div>
        {recover.isError && !behind ? <ErrorNote error={recover.error} /> : null}
        {behind ? <Behind missing={behind} busy={recover.isPending} onOpen={() => open(true)} /> : null}
        <TextInput
          label={<Trans>Your name</Trans>}
          withAsterisk
          autoFocus
          dir="auto"
          autoComplete="username"
          value={name}
          error={tried && name.trim() === '' ? needed : null}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={<Trans>Recovery key of the register</Trans>}
          withAsterisk
          dir="ltr"
          autoComplete="off"
          spellCheck={false}
          value={registryKey}
          error={at('registryKey') ?? (tried && registryKey.trim() === '' ? needed : null)}
          onChange={(event) => setRegistryKey(event.currentTarget.value)}
        />
        <TextInput
          label={<Trans>Recovery key of the medical records</Trans>}
          description={<Trans>Only for those who work on evacuation cases; otherwise leave it empty.</Trans>}
          dir="ltr"
          autoComplete="off"
          spellCheck={false}
          value={medicalKey}
          error={at('medicalKey')}
          onChange={(event) => setMedicalKey(event.currentTarget.value)}
        />
        <NewPassphrase
          {...next}
          errors={{ ...(tried ? errors : {}), ...weak }}
          onChange={(value, again) => setNext({ value, again })}
        />
        <Group justify="space-between" mt="xs">
          <Button variant="subtle" color="gray" onClick={onBack}>
            <Trans>Back</Trans>
          </Button>
          <Button type="submit" loading={recover.isPending}>
            <Trans>Set the passphrase and unlock</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
