import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'

interface StepFrameProps {
  readonly title: ReactNode
  readonly hint: ReactNode
  readonly children: ReactNode
  readonly onBack?: () => void
  readonly next: ReactNode
  readonly busy?: boolean
  readonly onNext: () => void
}

/** One step: what it asks, why, and the way on and back. */
export const StepFrame = ({ title, hint, children, onBack, next, busy, onNext }: StepFrameProps) => (
  <form
    noValidate
    onSubmit={(event) => {
      event.preventDefault()
      onNext()
    }}
  >
    <Stack gap="md">
      <div>
        <Title order={1}>{title}</Title>
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
      </div>
      {children}
      <Group justify="space-between" mt="sm" className="no-print">
        {onBack ? (
          <Button variant="subtle" color="gray" onClick={onBack} disabled={busy ?? false}>
            <Trans>Back</Trans>
          </Button>
        ) : (
          <span />
        )}
        <Button type="submit" loading={busy ?? false}>
          {next}
        </Button>
      </Group>
    </Stack>
  </form>
)
