import { Button, Group, Modal, Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useBlocker } from '@tanstack/react-router'
import type { ReactNode } from 'react'

interface LeaveDialogProps {
  readonly opened: boolean
  readonly onStay: () => void
  readonly onLeave: () => void
  /** What becomes of the typed, where it is not lost. */
  readonly note?: ReactNode
}

/** Asks whether what was typed may go. */
export function LeaveDialog({ opened, onStay, onLeave, note }: LeaveDialogProps) {
  const { t } = useLingui()
  return (
    <Modal opened={opened} onClose={onStay} title={t`Leave without saving?`} withCloseButton={false}>
      <Text size="sm">{note ?? <Trans>What you changed on this page is not saved yet and will be lost.</Trans>}</Text>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="subtle" color="red" onClick={onLeave}>
          <Trans>Leave without saving</Trans>
        </Button>
        <Button data-autofocus onClick={onStay}>
          <Trans>Stay here</Trans>
        </Button>
      </Group>
    </Modal>
  )
}

interface ConfirmLeaveProps {
  readonly unsaved: () => boolean
  readonly note?: ReactNode
}

/** Asks before a page with unsaved changes is left, by link, back button, closing or reloading. */
export function ConfirmLeave({ unsaved, note }: ConfirmLeaveProps) {
  const blocker = useBlocker({ shouldBlockFn: unsaved, enableBeforeUnload: unsaved, withResolver: true })
  return (
    <LeaveDialog
      opened={blocker.status === 'blocked'}
      onStay={() => blocker.reset?.()}
      onLeave={() => blocker.proceed?.()}
      note={note}
    />
  )
}
