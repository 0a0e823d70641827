import { Button, Group, Modal, Stack } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { ErrorNote } from './states.tsx'

interface DialogProps {
  readonly title: ReactNode
  readonly action: ReactNode
  readonly color?: string
  readonly busy: boolean
  /** False while something that is needed is missing. */
  readonly ready?: boolean
  readonly error: unknown
  readonly onClose: () => void
  readonly onSubmit: () => void
  readonly children: ReactNode
}

/** A question with a few answers and one action. While it works it stays: what it does cannot be taken back half way. */
export function Dialog({ title, action, color, busy, ready, error, onClose, onSubmit, children }: DialogProps) {
  const { t } = useLingui()
  const close = () => {
    if (!busy) onClose()
  }
  return (
    <Modal opened onClose={close} size="lg" title={<b>{title}</b>} closeButtonProps={{ 'aria-label': t`Close` }}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!busy) onSubmit()
        }}
      >
        <Stack gap="md">
          {error ? <ErrorNote error={error} /> : null}
          {children}
          <Group justify="flex-end" gap="xs" className="no-print">
            <Button variant="default" onClick={close} disabled={busy}>
              <Trans>Cancel</Trans>
            </Button>
            <Button type="submit" loading={busy} disabled={ready === false} {...(color === undefined ? {} : { color })}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
