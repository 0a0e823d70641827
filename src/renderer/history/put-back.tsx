import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Input } from '../../shared/contract/index.ts'
import { call, useCall } from '../api.ts'
import { ErrorNote } from '../records/states.tsx'
import { useUndo } from '../records/undo.tsx'
import classes from './history.module.css'

interface PutBackDialogProps {
  readonly opened: boolean
  readonly onClose: () => void
  readonly what: Input<'history.restoreField'>
  /** The field as people know it, and the value that comes back. */
  readonly name: string
  readonly value: ReactNode
}

/** Shows the value that would come back, and puts it back as a new change that can be taken back. */
export function PutBackDialog({ opened, onClose, what, name, value }: PutBackDialogProps) {
  const { t } = useLingui()
  const restore = useCall('history.restoreField')
  const undoable = useUndo()
  const close = () => {
    restore.reset()
    onClose()
  }
  const putBack = () =>
    restore.mutate(what, {
      onSuccess: ({ change }) => {
        close()
        if (change === null) {
          notifications.show({ withCloseButton: false, color: 'gray', message: t`This value stands there already.` })
        } else {
          undoable(t`The old value is back.`, () => call('history.restoreField', { ...what, change }))
        }
      },
    })
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t`Put the old value back?`}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <Stack gap="md">
        {restore.isError ? <ErrorNote error={restore.error} /> : null}
        <div className={classes.comesBack}>
          <Text size="sm" c="dimmed">
            {name}
          </Text>
          <div>{value}</div>
        </div>
        <Text size="sm">
          <Trans>It is saved as a new change in your name. What stands there now stays in the history.</Trans>
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            <Trans>Cancel</Trans>
          </Button>
          <Button data-autofocus loading={restore.isPending} onClick={putBack}>
            <Trans>Put back</Trans>
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
