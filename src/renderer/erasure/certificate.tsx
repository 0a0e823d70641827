import { Button, Group, Modal, Stack, Table, Text, Title } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Certificate } from '../../shared/contract/erasure.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { PrintSheet } from '../shell/recovery-key.tsx'

interface CertificateDialogProps {
  readonly certificate: Certificate
  readonly onClose: () => void
}

const Line = ({ title, children }: { readonly title: ReactNode; readonly children: ReactNode }) => (
  <Table.Tr>
    <Table.Th scope="row" w={200} style={{ verticalAlign: 'top' }}>
      {title}
    </Table.Th>
    <Table.Td>{children}</Table.Td>
  </Table.Tr>
)

/** What an erasure leaves behind, to keep or to print: who, when, which number, and the marks in the log. */
export function CertificateDialog({ certificate, onClose }: CertificateDialogProps) {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const { kind, number, at, requestedBy, requestedAt, reason, reference, approvedBy, store, records, dots } =
    certificate
  const name = approvedBy ?? '–'
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={
        <b>
          <Trans>Certificate of erasure</Trans>
        </b>
      }
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <Stack gap="md" data-print-alone>
        <Title order={2} className="print-only">
          <Trans>Certificate of erasure</Trans>
        </Title>
        <Table>
          <Table.Tbody>
            <Line title={<Trans>Record</Trans>}>
              <bdi className="ltr">{number ?? '–'}</bdi> {kind === null ? null : `(${label.record(kind)})`}
            </Line>
            <Line title={<Trans>Erased</Trans>}>{format.time(at)}</Line>
            <Line title={<Trans>Asked by</Trans>}>
              {requestedBy === null || requestedAt === null ? (
                <Trans>Asked for in another office</Trans>
              ) : (
                <>
                  <bdi>{requestedBy}</bdi>
                  <Text size="xs" c="dimmed">
                    {format.time(requestedAt)}
                  </Text>
                </>
              )}
            </Line>
            {reason === null ? null : (
              <Line title={<Trans>Why</Trans>}>
                {label.code('erasureReason', reason)}
                {reference === null ? null : (
                  <>
                    {' '}
                    (<bdi className="ltr">{reference}</bdi>)
                  </>
                )}
              </Line>
            )}
            <Line title={<Trans>Approved by</Trans>}>
              <bdi>{name}</bdi>
            </Line>
            <Line title={<Trans>What was erased</Trans>}>
              {store === 'medical' ? (
                <Trans>{format.number(records)} records of the medical store</Trans>
              ) : (
                <Trans>{format.number(records)} records of the register</Trans>
              )}
            </Line>
            <Line title={<Trans>Marks in the log</Trans>}>
              {dots.map(({ replica, from, to }) => (
                <Text
                  key={`${replica} ${from}`}
                  size="xs"
                  ff="monospace"
                  dir="ltr"
                  style={{ overflowWrap: 'anywhere' }}
                >
                  {replica} {from === to ? from : `${from}-${to}`}
                </Text>
              ))}
            </Line>
          </Table.Tbody>
        </Table>
        <Text size="sm" c="dimmed">
          <Trans>
            Sticks, printed papers and backups in other places are out of reach of this program. Other offices erase it
            with the next bundle.
          </Trans>
        </Text>
        <Group justify="flex-end" gap="xs" className="no-print">
          <PrintSheet />
          <Button onClick={onClose}>
            <Trans>Done</Trans>
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
