import { Badge, Tabs } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useParams, useRouter } from '@tanstack/react-router'
import { query } from '../api.ts'
import { useFormat } from '../format.ts'
import { PageHeader } from '../records/page-header.tsx'
import { NoPermission } from '../records/states.tsx'
import { useMay } from '../shell/session.tsx'
import { Done } from './done.tsx'
import { Due } from './due.tsx'
import { Statistics } from './statistics.tsx'
import { Waiting } from './waiting.tsx'

/** What is to be erased, what is kept too long, what was erased, and tables that name nobody. */
export function DataProtectionPage() {
  const { may } = useMay()
  const router = useRouter()
  const { tab } = useParams({ strict: false })
  const reads = may('erasure.read')
  const exports = may('bundle.export')
  if (!reads && !exports) return <NoPermission />
  return (
    <>
      <PageHeader
        title={<Trans>Data protection</Trans>}
        subtitle={<Trans>Nothing about a person is kept longer than it is needed.</Trans>}
      />
      <Tabs
        value={tab ?? (reads ? 'waiting' : 'statistics')}
        keepMounted={false}
        onChange={(next) => void router.navigate({ to: '/data-protection/$tab', params: { tab: next ?? 'waiting' } })}
      >
        <Tabs.List mb="lg">
          {reads ? (
            <>
              <Tabs.Tab value="waiting" rightSection={<HowMany />}>
                <Trans>Requests</Trans>
              </Tabs.Tab>
              <Tabs.Tab value="due">
                <Trans>Kept too long</Trans>
              </Tabs.Tab>
              <Tabs.Tab value="done">
                <Trans>Erased</Trans>
              </Tabs.Tab>
            </>
          ) : null}
          {exports ? (
            <Tabs.Tab value="statistics">
              <Trans>Statistics copy</Trans>
            </Tabs.Tab>
          ) : null}
        </Tabs.List>
        {reads ? (
          <>
            <Tabs.Panel value="waiting">
              <Waiting />
            </Tabs.Panel>
            <Tabs.Panel value="due">
              <Due />
            </Tabs.Panel>
            <Tabs.Panel value="done">
              <Done />
            </Tabs.Panel>
          </>
        ) : null}
        {exports ? (
          <Tabs.Panel value="statistics">
            <Statistics />
          </Tabs.Panel>
        ) : null}
      </Tabs>
    </>
  )
}

const HowMany = () => {
  const format = useFormat()
  const waiting = useQuery(query('erasure.waiting', {}))
  const count = waiting.data?.length ?? 0
  return count === 0 ? null : (
    <Badge size="sm" circle variant="light">
      {format.number(count)}
    </Badge>
  )
}
