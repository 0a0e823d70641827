import { ActionIcon, Badge, Button, Group, Menu, Skeleton, Table, Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconDots, IconUserPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState, type ComponentType, type ReactNode } from 'react'
import type { User } from '../../shared/records/office.ts'
import { holdsMedical } from '../../shared/permissions.ts'
import { query } from '../api.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { ErrorState } from '../records/states.tsx'
import { languageNames } from '../shell/language-switch.tsx'
import { useMay, useSession } from '../shell/session.tsx'
import { AddPerson } from './add-person.tsx'
import {
  DisablePerson,
  EditPerson,
  EnablePerson,
  GrantMedical,
  ResetPassphrase,
  WithdrawMedical,
  type Colleague,
} from './person-dialogs.tsx'

type DialogOf = ComponentType<{ readonly person: Colleague; readonly onClose: () => void }>

/** Who works here: to look after for an administrator, to read for everybody else. */
export const People = () => (useMay().may('user.write') ? <Colleagues /> : <Names />)

const NameCell = ({ user }: { readonly user: User }) => {
  const session = useSession()
  return (
    <Group gap="xs">
      <bdi>{user.name}</bdi>
      {user.id === session.user.id ? (
        <Badge variant="light" size="sm" tt="none" fw={500} c="river.8">
          <Trans>you</Trans>
        </Badge>
      ) : null}
    </Group>
  )
}

const PeopleTable = ({ heads, children }: { readonly heads: ReactNode; readonly children: ReactNode }) => (
  <div className="surface">
    <Table verticalSpacing="sm" horizontalSpacing="lg">
      <Table.Thead>
        <Table.Tr>{heads}</Table.Tr>
      </Table.Thead>
      <Table.Tbody>{children}</Table.Tbody>
    </Table>
  </div>
)

const Names = () => {
  const label = useLabel()
  const format = useFormat()
  const users = useQuery(query('accounts.users', {}))
  if (users.isPending) return <Skeleton height={160} radius="lg" />
  if (users.isError) return <ErrorState error={users.error} onRetry={() => void users.refetch()} />
  const heads = (
    <>
      <Table.Th>
        <Trans>Name</Trans>
      </Table.Th>
      <Table.Th>{label.field('user', 'role')}</Table.Th>
      <Table.Th>{label.field('user', 'language')}</Table.Th>
      <Table.Th>
        <Trans>Since</Trans>
      </Table.Th>
    </>
  )
  return (
    <PeopleTable heads={heads}>
      {users.data.map((user) => (
        <Table.Tr key={user.id}>
          <Table.Td>
            <NameCell user={user} />
            {user.active ? null : (
              <Text size="xs" c="dimmed">
                <Trans>no longer active</Trans>
              </Text>
            )}
          </Table.Td>
          <Table.Td>{label.code('userRole', user.role)}</Table.Td>
          <Table.Td lang={user.language}>{languageNames[user.language]}</Table.Td>
          <Table.Td>{format.time(user.createdAt)}</Table.Td>
        </Table.Tr>
      ))}
    </PeopleTable>
  )
}

const Colleagues = () => {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const people = useQuery(query('accounts.people', {}))
  const [adding, setAdding] = useState(false)
  const [open, setOpen] = useState<{ readonly person: Colleague; readonly show: DialogOf } | null>(null)
  if (people.isPending) return <Skeleton height={160} radius="lg" />
  if (people.isError) return <ErrorState error={people.error} onRetry={() => void people.refetch()} />
  const heads = (
    <>
      <Table.Th>
        <Trans>Name</Trans>
      </Table.Th>
      <Table.Th>{label.field('user', 'role')}</Table.Th>
      <Table.Th>
        <Trans>Access</Trans>
      </Table.Th>
      <Table.Th>
        <Trans>Last sign-in here</Trans>
      </Table.Th>
      <Table.Th aria-label={t`What can be done`} />
    </>
  )
  return (
    <>
      <Group justify="space-between" mb="md" wrap="nowrap" align="flex-start">
        <Text size="sm" c="dimmed" maw={640}>
          <Trans>
            Everybody signs in with their own name and passphrase. What a person may see and do follows from the role.
          </Trans>
        </Text>
        <Button leftSection={<IconUserPlus size={17} />} onClick={() => setAdding(true)} style={{ flex: 'none' }}>
          <Trans>Add a person</Trans>
        </Button>
      </Group>
      <PeopleTable heads={heads}>
        {people.data.map((person) => (
          <Table.Tr key={person.user.id}>
            <Table.Td>
              <NameCell user={person.user} />
            </Table.Td>
            <Table.Td>{label.code('userRole', person.user.role)}</Table.Td>
            <Table.Td>
              <Access person={person} />
            </Table.Td>
            <Table.Td>{person.lastSignIn === null ? '–' : format.time(person.lastSignIn)}</Table.Td>
            <Table.Td ta="end">
              <PersonMenu person={person} onChoose={(show) => setOpen({ person, show })} />
            </Table.Td>
          </Table.Tr>
        ))}
      </PeopleTable>
      {adding ? <AddPerson onClose={() => setAdding(false)} /> : null}
      {open ? <open.show person={open.person} onClose={() => setOpen(null)} /> : null}
    </>
  )
}

/** What somebody's key opens on this computer. */
const Access = ({ person }: { readonly person: Colleague }) => {
  if (!person.user.active) {
    return (
      <Text size="sm" c="dimmed">
        <Trans>Ended</Trans>
      </Text>
    )
  }
  if (!person.here) {
    return (
      <Text size="sm" c="dimmed">
        <Trans>Not on this computer</Trans>
      </Text>
    )
  }
  return (
    <Group gap="xs">
      <Text size="sm">
        <Trans>Registry records</Trans>
      </Text>
      {person.medical ? (
        <Badge variant="light" size="md" tt="none" fw={500} c="river.8">
          <Trans>Medical</Trans>
        </Badge>
      ) : null}
    </Group>
  )
}

interface PersonMenuProps {
  readonly person: Colleague
  readonly onChoose: (show: DialogOf) => void
}

/** What can be done for one person now. */
const PersonMenu = ({ person, onChoose }: PersonMenuProps) => {
  const { t } = useLingui()
  const session = useSession()
  const { user, here, medical } = person
  const { name } = user
  const other = user.id !== session.user.id
  const grantable = user.active && here && !medical && holdsMedical(user.role) && session.medical
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t`For ${name}`}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onChoose(EditPerson)}>
          <Trans>Name and role</Trans>
        </Menu.Item>
        {other && user.active ? (
          <Menu.Item onClick={() => onChoose(ResetPassphrase)}>
            {here ? <Trans>New passphrase</Trans> : <Trans>Let them sign in here</Trans>}
          </Menu.Item>
        ) : null}
        {grantable ? (
          <Menu.Item onClick={() => onChoose(GrantMedical)}>
            <Trans>Grant medical access</Trans>
          </Menu.Item>
        ) : null}
        {other && medical && session.medical ? (
          <Menu.Item onClick={() => onChoose(WithdrawMedical)}>
            <Trans>Withdraw medical access</Trans>
          </Menu.Item>
        ) : null}
        {other && user.active ? (
          <Menu.Item c="red.9" onClick={() => onChoose(DisablePerson)}>
            <Trans>End access</Trans>
          </Menu.Item>
        ) : null}
        {user.active ? null : (
          <Menu.Item onClick={() => onChoose(EnablePerson)}>
            <Trans>Give access again</Trans>
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
