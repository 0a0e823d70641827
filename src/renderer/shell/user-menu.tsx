import { Menu, Text, UnstyledButton } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { IconSelector, IconSettings, IconUsers } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useLabel } from '../i18n.ts'
import { useLock } from './lock.ts'
import { useSession } from './session.tsx'
import classes from './shell.module.css'

/** Who is signed in, with the ways to hand the laptop on. */
export function UserMenu() {
  const session = useSession()
  const label = useLabel()
  const lock = useLock()
  const navigate = useNavigate()
  const icon = { size: 17, stroke: 1.7 } as const
  return (
    <Menu position="top-start" width={220}>
      <Menu.Target>
        <UnstyledButton className={classes.who}>
          <span className={classes.whoWords}>
            <Text component="span" size="sm" fw={500} truncate display="block">
              <bdi>{session.user.name}</bdi>
            </Text>
            <Text component="span" size="xs" c="dimmed" truncate display="block">
              {label.code('userRole', session.user.role)}
            </Text>
          </span>
          <IconSelector size={17} stroke={1.7} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {/* Another person signs in where this one was: everything is closed in between. */}
        <Menu.Item leftSection={<IconUsers {...icon} />} onClick={lock}>
          <Trans>Switch user</Trans>
        </Menu.Item>
        <Menu.Item leftSection={<IconSettings {...icon} />} onClick={() => void navigate({ to: '/settings' })}>
          <Trans>Your settings</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
