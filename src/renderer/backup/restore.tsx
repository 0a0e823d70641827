import { Stack, Text, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { Output } from '../../shared/contract/index.ts'
import { queryClient, useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import { ChooseBackup } from './choose.tsx'
import { PreviewBackup } from './preview.tsx'

interface RestoreProps {
  /** Who is signed in, if anybody is. */
  readonly name: string | null
  /** True on a computer without an office: then there are no files of it to read. */
  readonly fresh?: boolean
  readonly onBack: () => void
  readonly onDone: () => void
}

/** The way back to a backup: choose it, see what it holds, go back. Works with and without somebody signed in. */
export function Restore({ name, fresh = false, onBack, onDone }: RestoreProps) {
  const inspect = useCall('backup.inspect')
  const restore = useCall('backup.restore')
  const told = useTold()
  const preview = inspect.data
  return (
    <Stack gap="lg">
      <div>
        <Title order={1}>
          <Trans>Go back to a backup</Trans>
        </Title>
        <Text size="sm" c="dimmed">
          <Trans>First you see what is in it. Nothing changes before you say so.</Trans>
        </Text>
      </div>
      {preview ? (
        <PreviewBackup
          preview={preview}
          busy={restore.isPending}
          error={restore.error}
          onBack={() => {
            restore.reset()
            inspect.reset()
          }}
          onRestore={(bringBack) =>
            restore.mutate(
              { stage: preview.stage, bringBack },
              {
                onSuccess: (answer) => {
                  told(answer)
                  // Nothing that was read before is true any more.
                  void queryClient.resetQueries()
                  onDone()
                },
              },
            )
          }
        />
      ) : (
        <ChooseBackup
          name={name}
          salvage={!fresh}
          busy={inspect.isPending}
          error={inspect.error}
          onBack={onBack}
          onChosen={(input) => inspect.mutate(input)}
        />
      )}
    </Stack>
  )
}

/** Says what came of it, and of what was saved since the backup. */
function useTold() {
  const { t } = useLingui()
  const format = useFormat()
  return ({ broughtBack, unreadable }: Output<'backup.restore'>) => {
    const count = broughtBack ?? 0
    const shown = format.number(count)
    const brought =
      broughtBack === null
        ? ''
        : t`${plural(count, { one: '1 change saved since then was brought over.', other: `${shown} changes saved since then were brought over.` })}`
    const lost = unreadable === 0 ? '' : t`Some of it could not be read; the replaced files are kept.`
    notifications.show({
      color: 'river',
      autoClose: false,
      title: t`The office is back at its backup`,
      message: [brought, lost].filter((text) => text !== '').join(' '),
    })
  }
}
