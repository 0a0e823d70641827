import { Anchor, Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useState, type FormEvent } from 'react'
import { Failure } from '../../shared/errors.ts'
import { queryClient, useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import { ErrorNote } from '../records/states.tsx'
import { Door } from '../shell/door.tsx'
import { Restore } from '../backup/restore.tsx'
import { Behind, missingIn } from './behind.tsx'
import { RecoverForm } from './recover.tsx'

/** Seconds main asks to wait after wrong attempts, if it does. */
const waitIn = (error: unknown): number => {
  if (!(error instanceof Failure) || error.error.kind !== 'refused') return 0
  return Number(error.error.params?.['waitSeconds'] ?? 0)
}

const useCountdown = (): [number, (seconds: number) => void] => {
  const [left, setLeft] = useState(0)
  useEffect(() => {
    if (left <= 0) return
    const timer = setTimeout(() => setLeft(left - 1), 1000)
    return () => clearTimeout(timer)
  }, [left])
  return [left, setLeft]
}

interface UnlockFormProps {
  readonly onForgotten: () => void
  readonly onRestore: () => void
}

const UnlockForm = ({ onForgotten, onRestore }: UnlockFormProps) => {
  const { t } = useLingui()
  const format = useFormat()
  const unlock = useCall('accounts.unlock')
  const [name, setName] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const [missing, setMissing] = useState(false)
  const [left, setLeft] = useCountdown()
  const seconds = format.number(left)
  const broken = unlock.error instanceof Failure && unlock.error.error.kind === 'storage'
  const behind = missingIn(unlock.error)
  const open = (withoutLost: boolean) => {
    setMissing(name.trim() === '' || passphrase === '')
    if (name.trim() === '' || passphrase === '' || left > 0) return
    unlock.mutate(
      { name: name.trim(), passphrase, ...(withoutLost ? { withoutLost } : {}) },
      {
        onSuccess: () => void queryClient.invalidateQueries(),
        onError: (error) => {
          // It was right; what is asked next is whether to go on.
          if (missingIn(error) === null) setPassphrase('')
          setLeft(Math.ceil(waitIn(error)))
        },
      },
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
            <Trans>Unlock</Trans>
          </Title>
          <Text size="sm" c="dimmed">
            <Trans>Enter your name as it was set up, and your passphrase.</Trans>
          </Text>
        </div>
        {unlock.isError && !behind ? <ErrorNote error={unlock.error} /> : null}
        {behind ? (
          <Behind missing={behind} busy={unlock.isPending} onOpen={() => open(true)} onRestore={onRestore} />
        ) : null}
        {broken && !behind ? (
          <Button variant="light" onClick={onRestore}>
            <Trans>Go back to a backup</Trans>
          </Button>
        ) : null}
        <TextInput
          label={<Trans>Name</Trans>}
          autoFocus
          autoComplete="username"
          dir="auto"
          value={name}
          error={missing && name.trim() === '' ? t`Please fill this in.` : null}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label={<Trans>Passphrase</Trans>}
          autoComplete="current-password"
          value={passphrase}
          error={missing && passphrase === '' ? t`Please fill this in.` : null}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t`Show what is typed` }}
        />
        <Button type="submit" size="md" loading={unlock.isPending} disabled={left > 0} fullWidth>
          {left > 0 ? (
            <Plural value={left} one={`Wait ${seconds} second`} other={`Wait ${seconds} seconds`} />
          ) : (
            <Trans>Unlock</Trans>
          )}
        </Button>
        {unlock.isPending ? (
          <Text size="xs" c="dimmed" ta="center" role="status">
            <Trans>Working out the key takes a moment; that is what keeps guessers out.</Trans>
          </Text>
        ) : (
          <Anchor component="button" type="button" size="sm" ta="center" onClick={onForgotten}>
            <Trans>I have forgotten my passphrase</Trans>
          </Anchor>
        )}
        {unlock.isPending || broken ? null : (
          <Anchor component="button" type="button" size="sm" ta="center" onClick={onRestore}>
            <Trans>Go back to a backup</Trans>
          </Anchor>
        )}
      </Stack>
    </form>
  )
}

/** What a locked office shows: name and passphrase, the printed recovery keys, or the way back to a backup. */
export function UnlockPage({ version }: { readonly version: string }) {
  const [way, setWay] = useState<'unlock' | 'recover' | 'restore'>('unlock')
  const back = () => setWay('unlock')
  return (
    <Door version={version} wide={way !== 'unlock'}>
      {way === 'recover' ? <RecoverForm onBack={back} /> : null}
      {way === 'restore' ? <Restore name={null} onBack={back} onDone={back} /> : null}
      {way === 'unlock' ? (
        <UnlockForm onForgotten={() => setWay('recover')} onRestore={() => setWay('restore')} />
      ) : null}
    </Door>
  )
}
