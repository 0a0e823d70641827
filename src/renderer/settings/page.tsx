import { Tabs } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { PageHeader } from '../records/page-header.tsx'
import { About } from './about.tsx'
import { OfficeDetails } from './office.tsx'
import { Own } from './own.tsx'
import { Users } from './users.tsx'

/** Own preferences and passphrase, the office, who works here, and what this is. */
export const SettingsPage = () => (
  <>
    <PageHeader title={<Trans>Settings</Trans>} />
    <Tabs defaultValue="own" keepMounted={false}>
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
        <Users />
      </Tabs.Panel>
      <Tabs.Panel value="about">
        <About />
      </Tabs.Panel>
    </Tabs>
  </>
)
