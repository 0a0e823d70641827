import { ActionIcon, Kbd, Text, Tooltip, UnstyledButton } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { spotlight } from '@mantine/spotlight'
import { IconLock, IconSearch } from '@tabler/icons-react'
import { Outlet } from '@tanstack/react-router'
import { useFormat } from '../format.ts'
import { useAutoLock, useLock } from './lock.ts'
import { JobTray } from './job-tray.tsx'
import { LanguageSwitch } from './language-switch.tsx'
import { Mark } from './mark.tsx'
import { Navigation } from './navigation.tsx'
import { QuickSearch } from './quick-search.tsx'
import { useSession } from './session.tsx'
import { UserMenu } from './user-menu.tsx'
import classes from './shell.module.css'

/** What stands around every page. */
export function Shell() {
  const { t } = useLingui()
  const session = useSession()
  const format = useFormat()
  const lock = useLock()
  useAutoLock(session.lockAfterMinutes)
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main" onClick={skipToMain}>
        <Trans>Skip to the page</Trans>
      </a>
      <aside className={classes.side}>
        <div className={classes.brand}>
          <Mark size={28} />
          <span>Waypost</span>
        </div>
        <Navigation />
        <UserMenu />
      </aside>
      <header className={classes.head}>
        <Text fw={500} size="sm" truncate className={classes.office ?? ''}>
          <bdi>{format.text(session.office.name)}</bdi>
          <Text span c="dimmed" size="xs" mx={8} className="ltr">
            {session.office.code}
          </Text>
        </Text>
        <UnstyledButton className={classes.search} onClick={() => spotlight.open()}>
          <IconSearch size={16} stroke={1.8} aria-hidden />
          <span>
            <Trans>Search everything</Trans>
          </span>
          <Kbd size="xs" dir="ltr">
            Ctrl K
          </Kbd>
        </UnstyledButton>
        <div className={classes.tools}>
          <JobTray />
          <LanguageSwitch save />
          <Tooltip label={<Trans>Lock</Trans>}>
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t`Lock`} onClick={lock}>
              <IconLock size={19} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
        </div>
      </header>
      <main id="main" tabIndex={-1} className={classes.main}>
        <div className={classes.page}>
          <Outlet />
        </div>
      </main>
      <QuickSearch />
    </div>
  )
}

// The address holds the page behind its hash, so the link itself must not change it.
const skipToMain = (event: { preventDefault: () => void }) => {
  event.preventDefault()
  document.getElementById('main')?.focus()
}
