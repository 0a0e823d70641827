import { Button, Group, Skeleton, Table, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconShieldCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Output } from '../../shared/contract/index.ts'
import type { Certificate } from '../../shared/contract/erasure.ts'
import { query, useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { EmptyState, ErrorNote, ErrorState } from '../records/states.tsx'
import { useMay } from '../shell/session.tsx'
import { ApproveDialog } from './approve-dialog.tsx'
import { CertificateDialog } from './certificate.tsx'
import { useErasureWords } from './words.ts'

export type Request = Output<'erasure.waiting'>[number]

/** What waits for a second person. */
export function Waiting() {
  const waiting = useQuery(query('erasure.waiting', {}))
  const [approving, setApproving] = useState<Request | null>(null)
  const [made, setMade] = useState<Certificate | null>(null)
  if (waiting.isPending) return <Skeleton height={160} radius="lg" aria-busy />
  if (waiting.isError) return <ErrorState error={waiting.error} onRetry={() => void waiting.refetch()} />
  return (
    <>
      {waiting.data.length === 0 ? (
        <div className="surface">
          <EmptyState
            icon={<IconShieldCheck size={24} />}
            title={<Trans>No request waits</Trans>}
            detail={
              <Trans>
                To ask for a record to be erased, open it and choose “Erase for good” behind the three dots.
              </Trans>
            }
          />
        </div>
      ) : (
        <Requests rows={waiting.data} onApprove={setApproving} />
      )}
      {approving ? (
        <ApproveDialog
          request={approving}
          onClose={() => setApproving(null)}
          onDone={(certificate) => {
            setApproving(null)
            setMade(certificate)
          }}
        />
      ) : null}
      {made ? <CertificateDialog certificate={made} onClose={() => setMade(null)} /> : null}
    </>
  )
}

interface RequestsProps {
  readonly rows: readonly Request[]
  readonly onApprove: (request: Request) => void
}

const Requests = ({ rows, onApprove }: RequestsProps) => {
  const { t } = useLingui()
  const refuse = useCall('erasure.refuse')
  const withdraw = useCall('erasure.withdraw')
  const error = refuse.error ?? withdraw.error
  const said = (message: string) => notifications.show({ color: 'teal', withCloseButton: false, message })
  return (
    <>
      {error ? <ErrorNote error={error} /> : null}
      <div className="surface">
        <Table verticalSpacing="sm" horizontalSpacing="lg">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>
                <Trans>Record</Trans>
              </Table.Th>
              <Table.Th>
                <Trans>Why</Trans>
              </Table.Th>
              <Table.Th>
                <Trans>Asked by</Trans>
              </Table.Th>
              <Table.Th aria-label={t`What can be done`} />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <RequestRow
                key={row.id}
                row={row}
                busy={refuse.isPending || withdraw.isPending}
                onApprove={() => onApprove(row)}
                onRefuse={() =>
                  refuse.mutate({ id: row.id }, { onSuccess: () => said(t`Refused. Nothing was erased.`) })
                }
                onWithdraw={() =>
                  withdraw.mutate({ id: row.id }, { onSuccess: () => said(t`Taken back. Nothing was erased.`) })
                }
              />
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </>
  )
}

interface RequestRowProps {
  readonly row: Request
  readonly busy: boolean
  readonly onApprove: () => void
  readonly onRefuse: () => void
  readonly onWithdraw: () => void
}

const RequestRow = ({ row, busy, onApprove, onRefuse, onWithdraw }: RequestRowProps) => {
  const label = useLabel()
  const format = useFormat()
  const words = useErasureWords()
  const { may } = useMay()
  const more = words.scope(row.scope)
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        <Text size="sm" fw={600} span>
          <bdi className="ltr">{row.number}</bdi>
        </Text>
        <Text size="xs" c="dimmed">
          {label.record(row.kind)}
          {more === '' ? null : `: ${more}`}
        </Text>
      </Table.Th>
      <Table.Td>
        {label.code('erasureReason', row.reason)}
        {row.reference === null ? null : (
          <Text size="xs" c="dimmed">
            <bdi className="ltr">{row.reference}</bdi>
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <bdi>{row.by ?? '–'}</bdi>
        <Text size="xs" c="dimmed">
          {format.time(row.at)}
        </Text>
      </Table.Td>
      <Table.Td>
        <Group justify="flex-end" gap="xs" wrap="nowrap">
          {row.own ? (
            <Button variant="default" size="xs" disabled={busy} onClick={onWithdraw}>
              <Trans>Take back</Trans>
            </Button>
          ) : null}
          {!row.own && may('erasure.approve') ? (
            <>
              <Button variant="default" size="xs" disabled={busy} onClick={onRefuse}>
                <Trans>Refuse</Trans>
              </Button>
              <Button color="red.9" size="xs" disabled={busy} onClick={onApprove}>
                <Trans>Approve…</Trans>
              </Button>
            </>
          ) : null}
          {row.own || may('erasure.approve') ? null : (
            <Text size="sm" c="dimmed">
              <Trans>Waits for the second person</Trans>
            </Text>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  )
}
