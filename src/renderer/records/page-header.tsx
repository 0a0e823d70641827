import { Group, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

interface PageHeaderProps {
  readonly title: ReactNode
  /** One quiet line under the title: a number, a count, where this belongs. */
  readonly subtitle?: ReactNode
  /** Beside the title, for example a `StatusBadge`. */
  readonly badge?: ReactNode
  /** Buttons, the main one last. */
  readonly actions?: ReactNode
}

/** The head of every page. */
export const PageHeader = ({ title, subtitle, badge, actions }: PageHeaderProps) => (
  <Group justify="space-between" align="flex-start" gap="md" mb="lg" wrap="wrap" component="header">
    <div>
      <Group gap="sm" align="center">
        <Title order={1}>{title}</Title>
        {badge}
      </Group>
      {subtitle ? (
        <Text c="dimmed" size="sm" component="div" mt={2}>
          {subtitle}
        </Text>
      ) : null}
    </div>
    {actions ? <Group gap="xs">{actions}</Group> : null}
  </Group>
)
