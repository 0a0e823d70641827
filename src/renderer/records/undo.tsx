import { Button, Group, Text } from '@mantine/core'
import { randomId } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { Trans, useLingui } from '@lingui/react/macro'
import { useErrorText } from '../errors.ts'

/** Says what was done and offers to take it back for a while. */
export function useUndo(): (done: string, undo: () => Promise<unknown>) => void {
  const { t } = useLingui()
  const text = useErrorText()
  return (done, undo) => {
    const id = randomId()
    const takeBack = async () => {
      notifications.hide(id)
      try {
        await undo()
        notifications.show({ withCloseButton: false, message: t`Taken back. Everything is as before.`, color: 'gray' })
      } catch (error) {
        const { title, detail } = text.error(error)
        notifications.show({ withCloseButton: false, title, message: detail, color: 'red', autoClose: 10_000 })
      }
    }
    notifications.show({
      withCloseButton: false,
      id,
      color: 'teal',
      autoClose: 12_000,
      message: (
        <Group justify="space-between" wrap="nowrap" gap="md">
          <Text size="sm">{done}</Text>
          <Button variant="subtle" size="compact-sm" onClick={() => void takeBack()}>
            <Trans>Undo</Trans>
          </Button>
        </Group>
      ),
    })
  }
}
