import { Button, Group, Skeleton, Stack, Table, Text, Title } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconHistory, IconPackageExport, IconPackageImport } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Output } from '../../shared/contract/index.ts'
import { query } from '../api.ts'
import { useFormat } from '../format.ts'
import { EmptyState, ErrorState } from '../records/states.tsx'
import { useMay } from '../shell/session.tsx'
import classes from './bundles.module.css'
import { SentActions } from './sent-actions.tsx'
import { TakeBack } from './take-back.tsx'
import { useBundleWords } from './words.ts'

type Row = Output<'bundles.history'>[number]

/** Every bundle written or read here, the newest first. */
export function History() {
  const history = useQuery(query('bundles.history', {}))
  return (
    <section className="surface" aria-labelledby="history-title">
      <div className={classes.head}>
        <Title order={2} id="history-title">
          <Trans>Sent and received</Trans>
        </Title>
      </div>
      {history.isPending ? (
        <Stack p={20} pt={0} aria-busy>
          <Skeleton h={16} w="70%" />
          <Skeleton h={16} w="55%" />
        </Stack>
      ) : null}
      {history.isError ? <ErrorState error={history.error} onRetry={() => void history.refetch()} /> : null}
      {history.data?.length === 0 ? (
        <EmptyState
          icon={<IconHistory size={24} />}
          title={<Trans>No bundle has been sent or received yet</Trans>}
          detail={<Trans>Exchange office cards first; then send a bundle or receive one.</Trans>}
        />
      ) : null}
      {history.data && history.data.length > 0 ? <Rows rows={history.data} /> : null}
    </section>
  )
}

const Rows = ({ rows }: { readonly rows: readonly Row[] }) => {
  const format = useFormat()
  const words = useBundleWords()
  const { may } = useMay()
  const { t } = useLingui()
  const offices = useQuery(query('bundles.offices', {}))
  const nameOf = (code: string): string => {
    const office = offices.data?.find((one) => one.code === code)
    return office ? format.text(office.name) : t`an office not known here`
  }
  return (
    <div className={classes.scroll}>
      <Table className={classes.table ?? ''} horizontalSpacing={20} verticalSpacing={9}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>
              <Trans>Bundle</Trans>
            </Table.Th>
            <Table.Th>
              <Trans>Content</Trans>
            </Table.Th>
            <Table.Th>
              <Trans>When</Trans>
            </Table.Th>
            <Table.Th ta="end">
              <Trans>Changes</Trans>
            </Table.Th>
            <Table.Th ta="end">
              <Trans>Size</Trans>
            </Table.Th>
            <Table.Th>
              <Trans>State</Trans>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={`${row.store}:${row.direction}:${row.bundle}`}>
              <Table.Td>
                <Group gap={10} wrap="nowrap">
                  {row.direction === 'out' ? (
                    <IconPackageExport size={18} stroke={1.6} aria-hidden />
                  ) : (
                    <IconPackageImport size={18} stroke={1.6} aria-hidden />
                  )}
                  <span>
                    <Text span size="sm" c="dimmed">
                      {row.direction === 'out' ? <Trans>Sent to</Trans> : <Trans>Received from</Trans>}
                    </Text>{' '}
                    <bdi>{nameOf(row.office)}</bdi>
                  </span>
                </Group>
              </Table.Td>
              <Table.Td>{words.content(row)}</Table.Td>
              <Table.Td>{format.time(row.at)}</Table.Td>
              <Table.Td ta="end" className="tabular">
                {format.number(row.operations)}
              </Table.Td>
              <Table.Td ta="end" className={`tabular ${classes.noWrap ?? ''}`}>
                {format.size(row.bytes)}
              </Table.Td>
              <Table.Td>
                <Group gap="xs" justify="space-between" wrap="nowrap">
                  {words.state(row.state)}
                  {row.direction === 'out' ? <SentActions row={row} office={nameOf(row.office)} /> : null}
                  {row.undo && may('bundle.import') ? (
                    <TakeBack bundle={row.bundle} small>
                      <Trans>Undo the import</Trans>
                    </TakeBack>
                  ) : null}
                  {row.state === 'verified' && may('bundle.import') ? (
                    <Button
                      size="compact-sm"
                      variant="light"
                      renderRoot={(props) => <Link to="/bundles/receive" search={{ bundle: row.bundle }} {...props} />}
                    >
                      <Trans>Decide</Trans>
                    </Button>
                  ) : null}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
