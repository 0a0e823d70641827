import { Alert, Button, Group, NumberInput, Skeleton, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconKey, IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { Output } from '../../shared/contract/index.ts'
import { query, useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import { FormPart } from '../records/record-form.tsx'
import { ErrorNote, ErrorState } from '../records/states.tsx'
import { useSession } from '../shell/session.tsx'
import { Dialog } from '../records/dialog.tsx'
import { NewKey } from './new-key-dialog.tsx'

type StoreKeys = Output<'accounts.keys'>[number]
type Store = StoreKeys['store']

/** The printed keys, the keys of the files, and when this computer locks. */
export function Keys() {
  const keys = useQuery(query('accounts.keys', {}))
  const [printing, setPrinting] = useState<Store | null>(null)
  const [changing, setChanging] = useState<Store | null>(null)
  if (keys.isPending) return <Skeleton height={240} radius="lg" />
  if (keys.isError) return <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />
  return (
    <Stack gap="md">
      <Advice keys={keys.data} onChange={setChanging} />
      <FormPart
        title={<Trans>Printed recovery keys</Trans>}
        hint={
          <Trans>They open the office when a passphrase is forgotten. Keep the sheets sealed, away from here.</Trans>
        }
      >
        {keys.data.map((one) => (
          <KeyRow
            key={one.store}
            keys={one}
            detail={
              one.printed > 1 ? (
                <Trans>A new key was shown and not confirmed. Make another one and confirm it.</Trans>
              ) : (
                <Trans>One sheet is valid.</Trans>
              )
            }
          >
            <Button
              variant="default"
              leftSection={<IconPrinter size={16} />}
              disabled={!one.open}
              onClick={() => setPrinting(one.store)}
            >
              <Trans>New printed key</Trans>
            </Button>
          </KeyRow>
        ))}
      </FormPart>
      <FormPart
        title={<Trans>Keys of the files</Trans>}
        hint={
          <Trans>
            With a new key, what is written from then on is closed to whoever had the old one. Passphrases and printed
            keys stay the same.
          </Trans>
        }
      >
        {keys.data.map((one) => (
          <KeyRow key={one.store} keys={one} detail={<Changed at={one.changedAt} />}>
            <Button
              variant="default"
              leftSection={<IconKey size={16} />}
              disabled={!one.open}
              onClick={() => setChanging(one.store)}
            >
              <Trans>Change the key</Trans>
            </Button>
          </KeyRow>
        ))}
      </FormPart>
      <AutoLock />
      {printing ? <NewKey store={printing} onClose={() => setPrinting(null)} /> : null}
      {changing ? <ChangeKey store={changing} onClose={() => setChanging(null)} /> : null}
    </Stack>
  )
}

const StoreName = ({ store }: { readonly store: Store }) =>
  store === 'registry' ? <Trans>Registry records</Trans> : <Trans>Medical records</Trans>

const Changed = ({ at }: { readonly at: string | null }) => {
  const format = useFormat()
  const when = at === null ? '' : format.time(at)
  return at === null ? <Trans>Unchanged since the office was set up.</Trans> : <Trans>Changed {when}.</Trans>
}

interface KeyRowProps {
  readonly keys: StoreKeys
  readonly detail: ReactNode
  readonly children: ReactNode
}

const KeyRow = ({ keys, detail, children }: KeyRowProps) => (
  <Group justify="space-between" wrap="nowrap">
    <div>
      <Text fw={500} size="sm">
        <StoreName store={keys.store} />
      </Text>
      <Text size="sm" c="dimmed">
        {keys.open ? detail : <Trans>Only somebody with medical access can do this.</Trans>}
      </Text>
    </div>
    {children}
  </Group>
)

/** After somebody left: what they may have copied is readable to them until the key changes. */
const Advice = ({
  keys,
  onChange,
}: {
  readonly keys: readonly StoreKeys[]
  readonly onChange: (store: Store) => void
}) => {
  const format = useFormat()
  return keys.flatMap((one) => {
    if (one.adviceSince === null || !one.open) return []
    const when = format.time(one.adviceSince)
    return [
      <Alert key={one.store} color="yellow" title={<StoreName store={one.store} />} icon={<IconKey size={20} />}>
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm">
            <Trans>
              Somebody who could open this file lost access ({when}). If they could have copied files of this computer,
              change its key.
            </Trans>
          </Text>
          <Button size="compact-md" onClick={() => onChange(one.store)} style={{ flex: 'none' }}>
            <Trans>Change the key</Trans>
          </Button>
        </Group>
      </Alert>,
    ]
  })
}

const ChangeKey = ({ store, onClose }: { readonly store: Store; readonly onClose: () => void }) => {
  const { t } = useLingui()
  const rotate = useCall('accounts.rotateKey')
  const submit = () =>
    rotate.mutate(
      { store },
      {
        onSuccess: () => {
          notifications.show({ message: t`The key is changed. Everything was compared and is as before.` })
          onClose()
        },
      },
    )
  return (
    <Dialog
      title={<Trans>Change the key</Trans>}
      action={<Trans>Change the key</Trans>}
      busy={rotate.isPending}
      error={rotate.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <Text size="sm">
        <Trans>
          Waypost writes all records of this file anew under another key and compares them. It takes from a second to a
          minute; nobody can save in the meantime. If the power fails, nothing is lost.
        </Trans>
      </Text>
      <Text size="sm">
        <Trans>Backups made before keep the old key. Make a new backup afterwards.</Trans>
      </Text>
    </Dialog>
  )
}

const AutoLock = () => {
  const { t } = useLingui()
  const session = useSession()
  const save = useCall('accounts.setAutoLock')
  const [minutes, setMinutes] = useState<string | number>(session.lockAfterMinutes)
  const wanted = Number(minutes)
  const valid = Number.isInteger(wanted) && wanted >= 1 && wanted <= 60
  return (
    <FormPart
      title={<Trans>Locking</Trans>}
      hint={
        <Trans>
          Without a touch of keyboard or mouse Waypost locks: it closes the files and forgets the keys. It does so at
          once when the computer sleeps or its screen is locked. What is typed and not saved is lost then.
        </Trans>
      }
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!valid) return
          save.mutate(
            { minutes: wanted },
            { onSuccess: () => notifications.show({ message: t`The change is saved.` }) },
          )
        }}
      >
        {save.isError ? <ErrorNote error={save.error} /> : null}
        <Group align="flex-end">
          <NumberInput
            label={<Trans>Lock after so many minutes</Trans>}
            w={240}
            min={1}
            max={60}
            allowDecimal={false}
            value={minutes}
            onChange={setMinutes}
            error={valid ? null : t`From 1 to 60.`}
          />
          <Button
            type="submit"
            variant="default"
            loading={save.isPending}
            disabled={wanted === session.lockAfterMinutes}
          >
            <Trans>Save</Trans>
          </Button>
        </Group>
      </form>
    </FormPart>
  )
}
