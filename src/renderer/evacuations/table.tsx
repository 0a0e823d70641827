import { Pill } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { evacuationStage, priority, specialty, stageGroup, stageGroups } from '../../shared/codes/evacuation.ts'
import type { StageGroup } from '../../shared/codes/evacuation.ts'
import type { Output } from '../../shared/contract/index.ts'
import { pages } from '../api.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { RecordTable, type Column } from '../records/record-table.tsx'
import { StatusBadge } from '../records/status-badge.tsx'
import { GettingWorse } from './card.tsx'
import { NoCases, NothingFits } from './empty.tsx'
import type { Filter } from './filter.ts'
import classes from './evacuations.module.css'

type Row = Output<'cases.list'>['rows'][number]

interface TableProps {
  readonly filter: Filter
  readonly group: StageGroup | undefined
  readonly narrowed: boolean
  readonly onGroup: (group: StageGroup | undefined) => void
  readonly onClear: () => void
}

/** The same cases as a list, for narrow windows and large numbers. */
export function CaseTable({ filter, group, narrowed, onGroup, onClear }: TableProps) {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const navigate = useNavigate()
  const columns: Column<Row>[] = [
    {
      key: 'name',
      title: t`Patient`,
      cell: (row) => (
        <div className={classes.two}>
          <bdi className={classes.oneLine}>{format.name(row)}</bdi>
          <bdi className={`ltr ${classes.number ?? ''}`}>{row.number}</bdi>
        </div>
      ),
    },
    {
      key: 'priority',
      title: label.field('evacuationCase', 'priority'),
      width: '128px',
      cell: (row) => <StatusBadge list={priority} code={row.priority} />,
    },
    {
      key: 'worse',
      title: t`Condition`,
      width: '138px',
      cell: (row) => (row.deteriorating === true ? <GettingWorse /> : null),
    },
    {
      key: 'specialty',
      title: label.field('evacuationCase', 'specialty'),
      width: '160px',
      cell: (row) => label.code(specialty.id, row.specialty),
    },
    {
      key: 'stage',
      title: label.field('evacuationCase', 'stage'),
      width: '220px',
      cell: (row) => <StatusBadge list={evacuationStage} code={row.stage} />,
    },
    {
      key: 'days',
      title: t`Days in stage`,
      width: '116px',
      align: 'end',
      cell: (row) => <span className="tabular">{format.number(row.daysInStage)}</span>,
    },
    {
      key: 'referred',
      title: label.field('evacuationCase', 'referred'),
      width: '132px',
      cell: (row) => format.date(row.referred),
    },
  ]
  const stage = group === undefined ? {} : { stage: [...stageGroups[group]] }
  return (
    <>
      {group === undefined ? null : (
        <Pill
          size="md"
          mb="md"
          withRemoveButton
          onRemove={() => onGroup(undefined)}
          removeButtonProps={{ 'aria-label': t`Remove this filter`, tabIndex: 0, 'aria-hidden': false }}
        >
          {label.code(stageGroup.id, group)}
        </Pill>
      )}
      <RecordTable
        label={t`Cases`}
        source={pages('cases.list', { ...filter, ...stage })}
        columns={columns}
        rowKey={(row) => row.id}
        onOpen={(row) => void navigate({ to: '/evacuations/$id', params: { id: row.id } })}
        empty={narrowed || group !== undefined ? <NothingFits onClear={onClear} /> : <NoCases />}
      />
    </>
  )
}
