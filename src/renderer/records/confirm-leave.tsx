import { Button, Group, Modal, Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useBlocker } from '@tanstack/react-router'

/** Asks before a page with unsaved changes is left, by link, back button, closing or reloading. */
export function ConfirmLeave({ unsaved }: { readonly unsaved: () => boolean }) {
  const { t } = useLingui()
  const blocker = useBlocker({ shouldBlockFn: unsaved, enableBeforeUnload: unsaved, withResolver: true })
  return (
    <Modal
      opened={blocker.status === 'blocked'}
      onClose={() => blocker.reset?.()}
      title={t`Leave without saving?`}
      withCloseButton={false}
    >
      <Text size="sm">
        <Trans>What you changed on this page is not saved yet and will be lost.</Trans>
      </Text>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="subtle" color="red" onClick={() => blocker.proceed?.()}>
          <Trans>Leave without saving</Trans>
        </Button>
        <Button data-autofocus onClick={() => blocker.reset?.()}>
          <Trans>Stay here</Trans>
        </Button>
      </Group>
    </Modal>
  )
}
