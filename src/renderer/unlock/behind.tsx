import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { Plural, Trans } from '@lingui/react/macro'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Failure } from '../../shared/errors.ts'
import { useFormat } from '../format.ts'

/**
 * How many changes of records a store's file lacks, and when the last thing in it was saved; null for any other error.
 * With no change it lacks entries of the activity log alone.
 */
export const missingIn = (error: unknown): { changes: number; at: string } | null => {
  if (!(error instanceof Failure) || error.error.kind !== 'storage' || error.error.reason !== 'behind') return null
  return { changes: Number(error.error.params?.['changes']), at: String(error.error.params?.['at']) }
}

interface BehindProps {
  readonly missing: { changes: number; at: string }
  readonly busy: boolean
  readonly onOpen: () => void
  readonly onRestore?: () => void
}

/** Says that saved changes are missing from the file, and offers to go on without them. */
export function Behind({ missing, busy, onOpen, onRestore }: BehindProps) {
  const format = useFormat()
  const { changes } = missing
  const number = format.number(changes)
  return (
    <Alert
      color="orange"
      role="alert"
      icon={<IconAlertTriangle size={20} />}
      title={
        changes === 0 ? (
          <Trans>The newest entries of the activity log are missing</Trans>
        ) : (
          <Plural
            value={changes}
            one={`${number} saved change is missing`}
            other={`${number} saved changes are missing`}
          />
        )
      }
    >
      <Stack gap="sm">
        <Text size="sm">
          <Trans>
            The last was saved on {format.time(missing.at)}. This happens when the computer lost power, or when an older
            copy of the file was put back. Everything else is here.
          </Trans>
        </Text>
        <Text size="sm">
          {changes === 0 ? (
            <Trans>No record is missing.</Trans>
          ) : (
            <Trans>
              Open without them, and enter again what was entered last; or go back to a backup that has more.
            </Trans>
          )}
        </Text>
        <Group gap="xs">
          <Button size="xs" color="orange.9" loading={busy} onClick={onOpen}>
            <Trans>Open without them</Trans>
          </Button>
          {onRestore ? (
            <Button size="xs" variant="default" onClick={onRestore}>
              <Trans>Go back to a backup</Trans>
            </Button>
          ) : null}
        </Group>
      </Stack>
    </Alert>
  )
}
