import { Button, Group, PasswordInput, Radio, Stack, Text, TextInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconFolderOpen } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import type { Input, Output } from '../../shared/contract/index.ts'
import { query, useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import { ErrorNote } from '../records/states.tsx'

type Kept = Output<'backup.list'>[number]

interface ChooseBackupProps {
  /** Who is signed in; somebody before the lock types the name. */
  readonly name: string | null
  /** Whether there are files of an office to read, should there be no backup. */
  readonly salvage: boolean
  readonly busy: boolean
  readonly error: unknown
  readonly onBack: () => void
  readonly onChosen: (input: Input<'backup.inspect'>) => void
}

/** Which backup, and the passphrase that opened the office on the day it was made. */
export function ChooseBackup({ name: signedIn, salvage, busy, error, onBack, onChosen }: ChooseBackupProps) {
  const { t } = useLingui()
  const kept = useQuery(query('backup.list', {}))
  const choose = useCall('files.choose')
  const [chosen, setChosen] = useState<string | null>(null)
  const [folder, setFolder] = useState<NonNullable<Output<'files.choose'>> | null>(null)
  const [name, setName] = useState(signedIn ?? '')
  const [passphrase, setPassphrase] = useState('')
  const [tried, setTried] = useState(false)
  const picked = chosen ?? (folder ? 'folder' : (kept.data?.[0]?.id ?? null))
  const needed = t`Please fill this in.`
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (busy || picked === null || name.trim() === '' || passphrase === '') return
    if (picked === 'salvage') onChosen({ source: { kind: 'salvage' }, name: name.trim(), passphrase })
    else if (picked !== 'folder') onChosen({ source: { kind: 'kept', id: picked }, name: name.trim(), passphrase })
    else if (folder) onChosen({ source: { kind: 'folder', folder: folder.file }, name: name.trim(), passphrase })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        {error ? <ErrorNote error={error} /> : null}
        <Radio.Group
          label={<Trans>Which backup?</Trans>}
          value={picked}
          onChange={setChosen}
          error={tried && picked === null ? t`Choose a backup.` : null}
        >
          <Stack gap="xs" mt="xs">
            {(kept.data ?? []).slice(0, 11).map((backup) => (
              <KeptChoice key={backup.id} backup={backup} />
            ))}
            {folder ? <Radio value="folder" label={<bdi>{folder.name}</bdi>} /> : null}
            {kept.data?.length === 0 && !folder ? (
              <Text size="sm" c="dimmed">
                <Trans>This computer keeps no backup. Choose the folder or the stick it was saved to.</Trans>
              </Text>
            ) : null}
            {salvage ? (
              <Radio
                value="salvage"
                label={<Trans>What can still be read of the damaged files</Trans>}
                description={<Trans>Only when there is no backup: the office is made anew from it.</Trans>}
              />
            ) : null}
          </Stack>
        </Radio.Group>
        <Group>
          <Button
            variant="default"
            leftSection={<IconFolderOpen size={17} />}
            loading={choose.isPending}
            onClick={() =>
              choose.mutate(
                { purpose: 'folder' },
                {
                  onSuccess: (answer) => {
                    if (!answer) return
                    setFolder(answer)
                    setChosen('folder')
                  },
                },
              )
            }
          >
            <Trans>Choose a folder or a stick</Trans>
          </Button>
        </Group>
        {choose.isError ? <ErrorNote error={choose.error} /> : null}
        {signedIn === null ? (
          <TextInput
            label={<Trans>Your name</Trans>}
            autoComplete="username"
            dir="auto"
            value={name}
            error={tried && name.trim() === '' ? needed : null}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        ) : null}
        <PasswordInput
          label={<Trans>Passphrase</Trans>}
          description={<Trans>The one you used when the backup was made.</Trans>}
          autoComplete="current-password"
          value={passphrase}
          error={tried && passphrase === '' ? needed : null}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t`Show what is typed` }}
        />
        <Group justify="space-between">
          <Button variant="subtle" color="gray" onClick={onBack} disabled={busy}>
            <Trans>Back</Trans>
          </Button>
          <Button type="submit" loading={busy}>
            <Trans>Look into the backup</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const KeptChoice = ({ backup }: { readonly backup: Kept }) => {
  const format = useFormat()
  const medical: ReactNode = backup.stores.includes('medical') ? (
    <Trans>with medical records</Trans>
  ) : (
    <Trans>without medical records</Trans>
  )
  return (
    <Radio
      value={backup.id}
      label={format.time(backup.created)}
      description={
        <>
          {format.size(backup.bytes)}، {medical}
        </>
      }
    />
  )
}
