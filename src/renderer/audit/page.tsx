import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconListSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Output } from '../../shared/contract/index.ts'
import { pages, query } from '../api.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { PageHeader } from '../records/page-header.tsx'
import { RecordTable, type Column } from '../records/record-table.tsx'
import { EmptyState, NoPermission } from '../records/states.tsx'
import { useMay } from '../shell/session.tsx'
import { everything, filterOf, isNarrowed, type Asked } from './asked.ts'
import { Filters } from './filters.tsx'
import { SaveButton, SaveResult, useSaving } from './save.tsx'
import { CheckButton, CheckResult, useCheck } from './check.tsx'
import classes from './audit.module.css'

type Row = Output<'audit.list'>['rows'][number]

/** Who did what and when: for those who look after others. */
export function ActivityLogPage() {
  const { may } = useMay()
  return may('audit.read') ? <ActivityLog /> : <NoPermission />
}

const ActivityLog = () => {
  const { t } = useLingui()
  const format = useFormat()
  const [asked, setAsked] = useState<Asked>(everything)
  const [settled] = useDebouncedValue(asked, 200)
  // The log grows with everything that is done: each visit reads it anew.
  const [opened] = useState(() => Date.now())
  const check = useCheck(asked.store)
  const saving = useSaving(asked)
  const columns = useColumns()
  const source = pages('audit.list', { store: settled.store, ...filterOf(settled) })
  const narrowed = isNarrowed(asked)
  return (
    <div className={classes.page}>
      <PageHeader
        title={<Trans>Activity log</Trans>}
        subtitle={
          <Trans>Who did what on this computer, the newest first. Enter on a line shows all about its record.</Trans>
        }
        actions={
          <>
            <SaveButton saving={saving} />
            <CheckButton check={check} />
          </>
        }
      />
      <CheckResult check={check} />
      <SaveResult saving={saving} />
      <Filters asked={asked} onChange={setAsked} />
      <RecordTable
        label={t`Activity log`}
        source={{ ...source, queryKey: [...source.queryKey, opened] }}
        columns={columns}
        rowKey={(row) => String(row.n)}
        onOpen={(row) => {
          const record = row.number ?? row.entity
          if (record !== null) setAsked({ ...everything, store: asked.store, record })
        }}
        counted={(total) => {
          const shown = format.number(total)
          return <Plural value={total} one={`${shown} entry`} other={`${shown} entries`} />
        }}
        empty={
          <div className="surface">
            <EmptyState
              icon={<IconListSearch size={24} />}
              title={<Trans>No entry is like this</Trans>}
              detail={
                <Trans>Choose another person, another day, or write the number as it stands on the record.</Trans>
              }
              action={
                narrowed ? (
                  <Button variant="light" onClick={() => setAsked({ ...everything, store: asked.store })}>
                    <Trans>Show all</Trans>
                  </Button>
                ) : null
              }
            />
          </div>
        }
      />
    </div>
  )
}

const useColumns = (): readonly Column<Row>[] => {
  const format = useFormat()
  const label = useLabel()
  const people = useQuery(query('accounts.users', {}))
  const nameOf = (id: string): string | undefined => people.data?.find((one) => one.id === id)?.name
  return [
    {
      key: 'n',
      title: <Trans>No.</Trans>,
      width: '90px',
      align: 'end',
      cell: (row) => <span className="tabular">{format.number(row.n)}</span>,
    },
    { key: 'at', title: <Trans>When</Trans>, width: '210px', cell: (row) => format.time(row.at) },
    {
      key: 'user',
      title: <Trans>Who</Trans>,
      width: '20%',
      cell: (row) => (row.userName === null ? <bdi className="ltr">{row.user}</bdi> : <bdi>{row.userName}</bdi>),
    },
    { key: 'action', title: <Trans>What</Trans>, cell: (row) => label.code('auditAction', row.action) },
    {
      key: 'record',
      title: <Trans>Record</Trans>,
      width: '240px',
      cell: (row) => {
        const name = row.entity === null ? undefined : nameOf(row.entity)
        return name === undefined ? (
          <bdi className="ltr">{row.number ?? row.entity?.slice(0, 8) ?? ''}</bdi>
        ) : (
          <bdi>{name}</bdi>
        )
      },
    },
  ]
}
