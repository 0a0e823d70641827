import { notifications } from '@mantine/notifications'
import { useErrorText } from '../errors.ts'

/** Runs an action that has no form to show its error in, and says what went wrong. */
export function useReport(): (action: () => Promise<unknown>) => Promise<void> {
  const text = useErrorText()
  return async (action) => {
    try {
      await action()
    } catch (error) {
      const { title, detail } = text.error(error)
      notifications.show({ withCloseButton: false, title, message: detail, color: 'red', autoClose: 10_000 })
    }
  }
}
