import { Anchor, Button, Skeleton, Stack, Table, Text, Title } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import {
  IconArrowRight,
  IconChartBar,
  IconFileSpreadsheet,
  IconHistory,
  IconLanguage,
  IconMapPin,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { query } from '../api.ts'
import { useFormat } from '../format.ts'
import { PageHeader } from '../records/page-header.tsx'
import { EmptyState, ErrorState, NoPermission } from '../records/states.tsx'
import { useMay } from '../shell/session.tsx'
import classes from './imports.module.css'
import { kinds, type Kind } from './kinds.ts'

const pictures: Readonly<Record<Kind, ReactNode>> = {
  registration: <IconFileSpreadsheet size={24} stroke={1.6} />,
  places: <IconMapPin size={24} stroke={1.6} />,
  aliases: <IconLanguage size={24} stroke={1.6} />,
  figures: <IconChartBar size={24} stroke={1.6} />,
}
const order: readonly Kind[] = ['registration', 'places', 'aliases', 'figures']

/** What can be imported, and what was imported before. */
export function ImportPage() {
  const { may } = useMay()
  return may('import.run') ? <Start /> : <NoPermission />
}

const Start = () => {
  const { i18n } = useLingui()
  return (
    <>
      <PageHeader
        title={<Trans>Import</Trans>}
        subtitle={<Trans>A trial run shows what would happen to every row before anything is saved.</Trans>}
      />
      <ul className={classes.cards}>
        {order.map((kind) => (
          <li key={kind}>
            <Link to="/imports/$kind" params={{ kind }} className={`surface ${classes.card ?? ''}`}>
              <span className={classes.picture}>{pictures[kind]}</span>
              <span className={classes.cardText}>
                <span className={classes.cardTitle}>{i18n._(kinds[kind].title)}</span>
                <Text span size="sm" c="dimmed">
                  {i18n._(kinds[kind].detail)}
                </Text>
              </span>
              <IconArrowRight size={18} className={`mirror ${classes.arrow ?? ''}`} aria-hidden />
            </Link>
          </li>
        ))}
      </ul>
      <History />
    </>
  )
}

const History = () => {
  const { i18n } = useLingui()
  const format = useFormat()
  const runs = useQuery(query('imports.history', {}))
  const users = useQuery(query('accounts.users', {}))
  const names = new Map(users.data?.map((user) => [user.id, user.name]))
  return (
    <section className="surface" aria-labelledby="history-title">
      <div className={classes.head}>
        <Title order={2} id="history-title">
          <Trans>Imported so far</Trans>
        </Title>
      </div>
      {runs.isPending ? (
        <Stack p={20} pt={0} aria-busy>
          <Skeleton h={16} w="60%" />
          <Skeleton h={16} w="75%" />
        </Stack>
      ) : null}
      {runs.isError ? <ErrorState error={runs.error} onRetry={() => void runs.refetch()} /> : null}
      {runs.data?.length === 0 ? (
        <EmptyState
          icon={<IconHistory size={24} />}
          title={<Trans>Nothing has been imported yet</Trans>}
          detail={<Trans>Begin with the place codes: households and projects point to them.</Trans>}
          action={
            <Button
              variant="light"
              renderRoot={(props) => <Link to="/imports/$kind" params={{ kind: 'places' }} {...props} />}
            >
              <Trans>Load the place codes</Trans>
            </Button>
          }
        />
      ) : null}
      {runs.data && runs.data.length > 0 ? (
        <div className={classes.scroll}>
          <Table className={classes.table ?? ''} verticalSpacing={9} horizontalSpacing={20}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>
                  <Trans>What</Trans>
                </Table.Th>
                <Table.Th>
                  <Trans>When</Trans>
                </Table.Th>
                <Table.Th>
                  <Trans>By</Trans>
                </Table.Th>
                <Table.Th ta="end">
                  <Trans>New records</Trans>
                </Table.Th>
                <Table.Th ta="end">
                  <Trans>Rejected rows</Trans>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {runs.data.map((run) => (
                <Table.Tr key={run.importId}>
                  <Table.Td>
                    <Anchor
                      size="sm"
                      fw={500}
                      renderRoot={(props) => (
                        <Link to="/imports/runs/$importId" params={{ importId: run.importId }} {...props} />
                      )}
                    >
                      {i18n._(kinds[run.kind].title)}
                    </Anchor>
                  </Table.Td>
                  <Table.Td>{format.time(run.at)}</Table.Td>
                  <Table.Td>
                    <bdi>{names.get(run.by) ?? '–'}</bdi>
                  </Table.Td>
                  <Table.Td ta="end" className="tabular">
                    {format.number(run.created)}
                  </Table.Td>
                  <Table.Td ta="end" className="tabular">
                    {format.number(run.rejected)}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      ) : null}
    </section>
  )
}
