import { Button, Group, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconCircleCheck, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import type { Output } from '../../shared/contract/index.ts'
import { query } from '../api.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { PageHeader } from '../records/page-header.tsx'
import { EmptyState, ErrorState } from '../records/states.tsx'
import { useMay, useSession } from '../shell/session.tsx'
import { Attention } from './attention.tsx'
import { FirstDay } from './first-day.tsx'
import classes from './home.module.css'
import { Standing } from './standing.tsx'

type Summary = Output<'home.summary'>
type Recent = Summary['recent'][number]

const Figure = ({ value, label, to }: { readonly value: number; readonly label: string; readonly to: string }) => {
  const format = useFormat()
  return (
    <Link to={to} className={`surface ${classes.figure ?? ''}`}>
      <span className={classes.label}>{label}</span>
      <span className={classes.value}>{format.number(value)}</span>
    </Link>
  )
}

const folders: Readonly<Record<Recent['record'], string>> = {
  household: '/households',
  capProject: '/projects',
  evacuationCase: '/evacuations',
}

const RecentList = ({ recent }: { readonly recent: readonly Recent[] }) => {
  const format = useFormat()
  const label = useLabel()
  if (recent.length === 0) {
    return (
      <Text size="sm" c="dimmed" px={20} pb={18}>
        <Trans>What you and your colleagues save appears here.</Trans>
      </Text>
    )
  }
  return (
    <ul className={classes.list}>
      {recent.map((item) => {
        const title = format.text(item.title)
        const to: string = `${folders[item.record]}/${encodeURIComponent(item.id)}`
        return (
          <li key={`${item.record}:${item.id}`}>
            <Link to={to} className={classes.row}>
              <span className={classes.grow}>
                <bdi>{title === '' ? label.record(item.record) : title}</bdi>
                <Text span size="xs" c="dimmed" className="ltr">
                  {item.number}
                </Text>
              </span>
              <Text span size="xs" c="dimmed">
                {format.time(item.at)}
              </Text>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}

const Waiting = () => (
  <Stack gap="lg" aria-busy>
    <SimpleGrid cols={{ base: 2, md: 4 }}>
      {[1, 2, 3, 4].map((card) => (
        <Skeleton key={card} height={92} radius="lg" />
      ))}
    </SimpleGrid>
    <Skeleton height={220} radius="lg" />
  </Stack>
)

const Numbers = ({ summary }: { readonly summary: Summary }) => {
  const { t } = useLingui()
  const { may } = useMay()
  return (
    <SimpleGrid cols={{ base: 2, md: summary.cases === null ? 3 : 4 }}>
      {may('household.read') ? <Figure value={summary.households} label={t`Households`} to="/households" /> : null}
      {may('household.read') ? <Figure value={summary.people} label={t`People`} to="/households" /> : null}
      {may('project.read') ? <Figure value={summary.projects} label={t`Projects`} to="/projects" /> : null}
      {summary.cases !== null && may('case.read') ? (
        <Figure value={summary.cases} label={t`Evacuation cases`} to="/evacuations" />
      ) : null}
    </SimpleGrid>
  )
}

/** The first page: how much there is, what needs somebody, what was touched last; on the first day, how to begin. */
export function HomePage() {
  const session = useSession()
  const router = useRouter()
  const { may } = useMay()
  const summary = useQuery(query('home.summary', {}))
  const name = session.user.name
  const data = summary.data
  const empty = data !== undefined && data.households + data.projects + (data.cases ?? 0) === 0
  return (
    <>
      <PageHeader
        title={
          <Trans>
            Hello, <bdi>{name}</bdi>
          </Trans>
        }
        actions={
          may('household.write') && !empty ? (
            <Button leftSection={<IconPlus size={17} />} onClick={() => router.history.push('/households/new')}>
              <Trans>Register a household</Trans>
            </Button>
          ) : null
        }
      />
      {summary.isPending ? <Waiting /> : null}
      {summary.isError ? <ErrorState error={summary.error} onRetry={() => void summary.refetch()} /> : null}
      {data && empty ? <FirstDay summary={data} /> : null}
      {data && !empty ? (
        <Stack gap="lg">
          <Numbers summary={data} />
          <div className={classes.columns}>
            <section className="surface">
              <Group px={20} pt={16} pb={8}>
                <Title order={2}>
                  <Trans>Needs attention</Trans>
                </Title>
              </Group>
              {data.attention.length === 0 ? (
                <EmptyState
                  icon={<IconCircleCheck size={24} />}
                  title={<Trans>Nothing is waiting</Trans>}
                  detail={<Trans>Late, open and unclear records will be listed here.</Trans>}
                />
              ) : (
                <Attention items={data.attention} />
              )}
            </section>
            <Stack gap="lg">
              <section className="surface">
                <Group px={20} pt={16} pb={8}>
                  <Title order={2}>
                    <Trans>Touched last</Trans>
                  </Title>
                </Group>
                <RecentList recent={data.recent} />
              </section>
              <Standing />
            </Stack>
          </div>
        </Stack>
      ) : null}
    </>
  )
}
