import { Badge, Group, Skeleton, Table, Text } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { query } from '../api.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { ErrorState } from '../records/states.tsx'
import { languageNames } from '../shell/language-switch.tsx'
import { useSession } from '../shell/session.tsx'

/** Everybody who signs in at this office. */
export function Users() {
  const label = useLabel()
  const format = useFormat()
  const session = useSession()
  const users = useQuery(query('accounts.users', {}))
  if (users.isPending) return <Skeleton height={160} radius="lg" />
  if (users.isError) return <ErrorState error={users.error} onRetry={() => void users.refetch()} />
  return (
    <div className="surface">
      <Table verticalSpacing="sm" horizontalSpacing="lg">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>
              <Trans>Name</Trans>
            </Table.Th>
            <Table.Th>{label.field('user', 'role')}</Table.Th>
            <Table.Th>{label.field('user', 'language')}</Table.Th>
            <Table.Th>
              <Trans>Since</Trans>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {users.data.map((user) => (
            <Table.Tr key={user.id}>
              <Table.Td>
                <Group gap="xs">
                  <bdi>{user.name}</bdi>
                  {user.id === session.user.id ? (
                    <Badge variant="light" size="sm" tt="none" fw={500} c="river.8">
                      <Trans>you</Trans>
                    </Badge>
                  ) : null}
                  {user.active ? null : (
                    <Text size="xs" c="dimmed">
                      <Trans>no longer active</Trans>
                    </Text>
                  )}
                </Group>
              </Table.Td>
              <Table.Td>{label.code('userRole', user.role)}</Table.Td>
              <Table.Td lang={user.language}>{languageNames[user.language]}</Table.Td>
              <Table.Td>{format.time(user.createdAt)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
