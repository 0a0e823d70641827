import { Tabs } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { useParams, useRouter } from '@tanstack/react-router'
import { PageHeader } from '../records/page-header.tsx'
import { useMay } from '../shell/session.tsx'
import { BackupOverview } from '../backup/overview.tsx'
import { HealthPanel } from '../health/panel.tsx'
import { About } from './about.tsx'
import { OfficeDetails } from './office.tsx'
import { Own } from './own.tsx'
import { Keys } from './keys.tsx'
import { People } from './people.tsx'

/** Own preferences and passphrase, the office, who works here, the keys, and what this is. */
export function SettingsPage() {
  const { may } = useMay()
  const keeper = may('user.write')
  const router = useRouter()
  const { tab } = useParams({ strict: false })
  return (
    <>
      <PageHeader title={<Trans>Settings</Trans>} />
      <Tabs
        value={tab ?? 'own'}
        keepMounted={false}
        onChange={(next) => void router.navigate({ to: '/settings/$tab', params: { tab: next ?? 'own' } })}
      >
        <Tabs.List mb="lg">
          <Tabs.Tab value="own">
            <Trans>You</Trans>
          </Tabs.Tab>
          <Tabs.Tab value="office">
            <Trans>Office</Trans>
          </Tabs.Tab>
          <Tabs.Tab value="users">
            <Trans>People</Trans>
          </Tabs.Tab>
          {keeper ? (
            <Tabs.Tab value="keys">
              <Trans>Keys</Trans>
            </Tabs.Tab>
          ) : null}
          {may('backup.run') ? (
            <Tabs.Tab value="backup">
              <Trans>Backup</Trans>
            </Tabs.Tab>
          ) : null}
          {may('backup.run') ? (
            <Tabs.Tab value="health">
              <Trans>Health</Trans>
            </Tabs.Tab>
          ) : null}
          <Tabs.Tab value="about">
            <Trans>About</Trans>
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="own">
          <Own />
        </Tabs.Panel>
        <Tabs.Panel value="office">
          <OfficeDetails />
        </Tabs.Panel>
        <Tabs.Panel value="users">
          <People />
        </Tabs.Panel>
        {keeper ? (
          <Tabs.Panel value="keys">
            <Keys />
          </Tabs.Panel>
        ) : null}
        {may('backup.run') ? (
          <Tabs.Panel value="backup">
            <BackupOverview />
          </Tabs.Panel>
        ) : null}
        {may('backup.run') ? (
          <Tabs.Panel value="health">
            <HealthPanel />
          </Tabs.Panel>
        ) : null}
        <Tabs.Panel value="about">
          <About />
        </Tabs.Panel>
      </Tabs>
    </>
  )
}
