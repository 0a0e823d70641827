import { Stack } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconEraser } from '@tabler/icons-react'
import { useState } from 'react'
import type { Certificate } from '../../shared/contract/erasure.ts'
import { pages } from '../api.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { RecordTable } from '../records/record-table.tsx'
import { EmptyState } from '../records/states.tsx'
import { CertificateDialog } from './certificate.tsx'
import { OldCopies } from './old-copies.tsx'

/** What was erased here and elsewhere, each with its certificate, and older copies that still hold it. */
export function Done() {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const [open, setOpen] = useState<Certificate | null>(null)
  return (
    <Stack gap="lg">
      <OldCopies />
      <RecordTable<Certificate>
        label={t`Erased records`}
        source={pages('erasure.done', {})}
        rowKey={(row) => `${row.store} ${row.id}`}
        onOpen={setOpen}
        columns={[
          {
            key: 'number',
            title: <Trans>Record</Trans>,
            cell: (row) => <bdi className="ltr">{row.number ?? '–'}</bdi>,
            width: '24%',
          },
          {
            key: 'kind',
            title: <Trans>Kind</Trans>,
            cell: (row) => (row.kind === null ? '–' : label.record(row.kind)),
          },
          { key: 'at', title: <Trans>Erased</Trans>, cell: (row) => format.time(row.at) },
          { key: 'by', title: <Trans>Approved by</Trans>, cell: (row) => <bdi>{row.approvedBy ?? '–'}</bdi> },
          {
            key: 'here',
            title: <Trans>Where</Trans>,
            cell: (row) => (row.here ? <Trans>On this computer</Trans> : <Trans>Came in a bundle</Trans>),
          },
        ]}
        empty={
          <div className="surface">
            <EmptyState
              icon={<IconEraser size={24} />}
              title={<Trans>Nothing was erased yet</Trans>}
              detail={<Trans>After an erasure its certificate stands here: who asked, who approved, and when.</Trans>}
            />
          </div>
        }
      />
      {open ? <CertificateDialog certificate={open} onClose={() => setOpen(null)} /> : null}
    </Stack>
  )
}
