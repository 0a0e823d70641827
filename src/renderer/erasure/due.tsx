import { Badge } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconCalendarCheck } from '@tabler/icons-react'
import { useState } from 'react'
import type { DueRecord } from '../../shared/contract/erasure.ts'
import { pages } from '../api.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { RecordTable } from '../records/record-table.tsx'
import { EmptyState } from '../records/states.tsx'
import { DueDialog } from './due-dialog.tsx'
import { RequestDialog } from './request-dialog.tsx'
import { useErasureWords } from './words.ts'

/** Records whose time has come, the longest overdue first. */
export function Due() {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const words = useErasureWords()
  const [open, setOpen] = useState<DueRecord | null>(null)
  const [asking, setAsking] = useState<DueRecord | null>(null)
  return (
    <>
      <RecordTable<DueRecord>
        label={t`Records kept too long`}
        source={pages('erasure.due', {})}
        rowKey={(row) => row.id}
        onOpen={setOpen}
        columns={[
          {
            key: 'number',
            title: <Trans>Record</Trans>,
            cell: (row) => <bdi className="ltr">{row.number}</bdi>,
            width: '22%',
          },
          { key: 'kind', title: <Trans>Kind</Trans>, cell: (row) => label.record(row.kind), width: '16%' },
          { key: 'why', title: <Trans>Why</Trans>, cell: (row) => words.why(row.reason) },
          { key: 'closed', title: <Trans>Ended</Trans>, cell: (row) => format.date(row.closed), width: '13%' },
          { key: 'due', title: <Trans>Due since</Trans>, cell: (row) => format.date(row.due), width: '13%' },
          {
            key: 'waiting',
            title: <Trans>State</Trans>,
            width: '12%',
            cell: (row) =>
              row.waiting ? (
                <Badge variant="light" tt="none" fw={500}>
                  <Trans>Asked for</Trans>
                </Badge>
              ) : null,
          },
        ]}
        empty={
          <div className="surface">
            <EmptyState
              icon={<IconCalendarCheck size={24} />}
              title={<Trans>Nothing is kept too long</Trans>}
              detail={
                <Trans>
                  Drafts come here after 12 months, closed households after 5 years, projects and cases after 10.
                </Trans>
              }
            />
          </div>
        }
      />
      {open ? (
        <DueDialog
          record={open}
          onAsk={() => {
            setAsking(open)
            setOpen(null)
          }}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {asking ? (
        <RequestDialog kind={asking.kind} id={asking.id} reason="kept_too_long" onClose={() => setAsking(null)} />
      ) : null}
    </>
  )
}
