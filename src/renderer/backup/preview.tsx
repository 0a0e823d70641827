import { Alert, Button, Checkbox, Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { useState } from 'react'
import type { BackupPreview } from '../../shared/contract/backup.ts'
import { useFormat } from '../format.ts'
import { ErrorNote } from '../records/states.tsx'

interface PreviewProps {
  readonly preview: BackupPreview
  readonly busy: boolean
  readonly error: unknown
  readonly onBack: () => void
  readonly onRestore: (bringBack: boolean) => void
}

/** What the backup holds and what would be lost, before anything is changed. */
export function PreviewBackup({ preview, busy, error, onBack, onRestore }: PreviewProps) {
  const { t } = useLingui()
  const format = useFormat()
  const { later } = preview
  // Whoever goes back from a whole office wants to be rid of something; from a damaged one, to keep what they can.
  const [bringBack, setBringBack] = useState(later === null)
  const when = format.time(preview.created)
  const unreadable = format.number(preview.unreadable)
  const whole = preview.salvaged && preview.unreadable === 0
  const harmless = later === 0 || whole
  const figures = [
    [t`Households`, preview.households],
    [t`People`, preview.people],
    [t`Projects`, preview.projects],
    [t`Patients’ cases`, preview.cases],
  ] as const
  return (
    <Stack gap="lg">
      {error ? <ErrorNote error={error} /> : null}
      <div>
        <Text fw={600}>
          <bdi>{format.text(preview.office.name)}</bdi> <bdi className="ltr">{preview.office.code}</bdi>
        </Text>
        <Text size="sm" c="dimmed">
          {preview.salvaged ? (
            <Trans>This is what could be read of the damaged files.</Trans>
          ) : (
            <Trans>Backed up {when}. Every file and every record in it was checked.</Trans>
          )}
        </Text>
      </div>
      <SimpleGrid cols={4} spacing="md">
        {figures.map(([label, value]) => (
          <div key={label}>
            <Text size="sm" c="dimmed">
              {label}
            </Text>
            <Text size="xl" fw={600}>
              {value === null ? '–' : format.number(value)}
            </Text>
          </div>
        ))}
      </SimpleGrid>
      {preview.salvaged || preview.stores.includes('medical') ? null : (
        <Text size="sm">
          <Trans>It holds no medical records; those on this computer stay as they are.</Trans>
        </Text>
      )}
      <Alert
        color={harmless ? 'river' : 'yellow'}
        icon={harmless ? <IconInfoCircle size={20} /> : <IconAlertTriangle size={20} />}
      >
        {whole ? (
          <Trans>Every saved change could be read.</Trans>
        ) : preview.salvaged ? (
          <Trans>
            Some saved changes could not be read ({unreadable}). What they said is missing; bundles from other offices
            bring back what those have.
          </Trans>
        ) : later === null ? (
          <Trans>The files on this computer cannot be read as a whole.</Trans>
        ) : later === 0 ? (
          <Trans>Nothing was entered on this computer since.</Trans>
        ) : (
          <Plural
            value={later}
            one="1 change was saved on this computer since. It will not be in the office any more."
            other={`${format.number(later)} changes were saved on this computer since. They will not be in the office any more.`}
          />
        )}
      </Alert>
      {later === 0 || preview.salvaged ? null : (
        <Checkbox
          checked={bringBack}
          onChange={(event) => setBringBack(event.currentTarget.checked)}
          label={<Trans>Bring over what was saved since, as far as it can be read</Trans>}
        />
      )}
      <Text size="sm" c="dimmed">
        <Trans>
          The present files are kept beside the office for 30 days. Names and passphrases will be those of the backup.
        </Trans>
      </Text>
      <Group justify="space-between">
        <Button variant="subtle" color="gray" onClick={onBack} disabled={busy}>
          <Trans>Choose another one</Trans>
        </Button>
        <Button loading={busy} onClick={() => onRestore(bringBack && !preview.salvaged)}>
          {preview.salvaged ? <Trans>Go on with this</Trans> : <Trans>Go back to this backup</Trans>}
        </Button>
      </Group>
    </Stack>
  )
}
