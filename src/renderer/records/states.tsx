import { Button, Code, Group, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { IconAlertTriangle, IconLock, IconMapQuestion, IconRefresh } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Failure } from '../../shared/errors.ts'
import { useErrorText } from '../errors.ts'
import classes from './states.module.css'

interface StateProps {
  readonly icon: ReactNode
  readonly title: ReactNode
  readonly detail: ReactNode
  readonly color?: string
  readonly children?: ReactNode
  readonly role?: 'alert'
}

const State = ({ icon, title, detail, color, children, role }: StateProps) => (
  <div className={classes.state} {...(role ? { role } : {})}>
    <ThemeIcon size={48} radius="xl" variant="light" color={color ?? 'river'}>
      {icon}
    </ThemeIcon>
    <Stack gap={4} align="center" maw={460}>
      <Title order={3} ta="center">
        {title}
      </Title>
      <Text size="sm" c="dimmed" ta="center" component="div">
        {detail}
      </Text>
    </Stack>
    {children}
  </div>
)

interface EmptyStateProps {
  readonly icon: ReactNode
  readonly title: ReactNode
  /** What to do so that something stands here. */
  readonly detail: ReactNode
  readonly action?: ReactNode
}

/** Stands where nothing is yet and says what to do about it. */
export const EmptyState = ({ icon, title, detail, action }: EmptyStateProps) => (
  <State icon={icon} title={title} detail={detail}>
    {action}
  </State>
)

interface ErrorStateProps {
  readonly error: unknown
  readonly onRetry?: () => void
}

/** Says what went wrong, what was kept and what to do; offers to try again. */
export function ErrorState({ error, onRetry }: ErrorStateProps) {
  const text = useErrorText().error(error)
  if (error instanceof Failure && error.error.kind === 'forbidden') return <NoPermission />
  return (
    <State
      role="alert"
      color="red"
      icon={<IconAlertTriangle size={24} />}
      title={text.title}
      detail={
        <>
          {text.detail}
          {error instanceof Failure ? null : <Code block>{error instanceof Error ? error.message : null}</Code>}
        </>
      }
    >
      {onRetry ? (
        <Button variant="light" leftSection={<IconRefresh size={16} />} onClick={onRetry}>
          <Trans>Try again</Trans>
        </Button>
      ) : null}
    </State>
  )
}

/** Stands in place of what the user's role does not include. */
export const NoPermission = () => (
  <State
    icon={<IconLock size={24} />}
    title={<Trans>Your role does not include this</Trans>}
    detail={<Trans>Ask the administrator of your office if you need it for your work.</Trans>}
  />
)

/** Stands where an address leads nowhere. */
export const NotHere = () => (
  <State
    icon={<IconMapQuestion size={24} />}
    title={<Trans>There is no such page</Trans>}
    detail={<Trans>Nothing was lost. Choose another page from the list beside this one.</Trans>}
  />
)

/** A line of an error above a form or inside a dialog. */
export function ErrorNote({ error }: { readonly error: unknown }) {
  const text = useErrorText().error(error)
  return (
    <Group role="alert" className={classes.note ?? ''} wrap="nowrap" align="flex-start" gap="sm">
      <IconAlertTriangle size={20} aria-hidden />
      <div>
        <Text fw={700} size="sm">
          {text.title}
        </Text>
        <Text size="sm">{text.detail}</Text>
      </div>
    </Group>
  )
}
