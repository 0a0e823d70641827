import { Button, Group, Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconAlertTriangle, IconBuildingCommunity, IconFilterOff, IconPlus, IconTableImport } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { capStatus } from '../../shared/codes/cap.ts'
import type { Output } from '../../shared/contract/index.ts'
import { pages } from '../api.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { RecordTable, type Column } from '../records/record-table.tsx'
import { EmptyState } from '../records/states.tsx'
import { StatusBadge } from '../records/status-badge.tsx'
import { useMay } from '../shell/session.tsx'
import type { ListSearch } from './filter.ts'
import { isLate } from './late.ts'
import { useToday } from '../records/today.ts'
import classes from './projects.module.css'

type Row = Output<'projects.list'>['rows'][number]

interface TableProps {
  readonly filter: ListSearch & { readonly text?: string }
  readonly narrowed: boolean
  readonly onClear: () => void
}

/** The list of projects. */
export function ProjectTable({ filter, narrowed, onClear }: TableProps) {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const navigate = useNavigate()
  const today = useToday()
  const columns: Column<Row>[] = [
    {
      key: 'title',
      title: t`Project`,
      cell: (row) => (
        <div className={classes.two}>
          <bdi className={classes.name}>{format.text(row.title)}</bdi>
          <span className={classes.sub}>
            <bdi className="ltr">{row.number}</bdi>
            <bdi>{label.code('capType', row.type)}</bdi>
          </span>
        </div>
      ),
    },
    { key: 'place', title: label.field('capProject', 'place'), width: '112px', cell: (row) => <RowPlace row={row} /> },
    {
      key: 'donor',
      title: label.field('capProject', 'donor'),
      width: '112px',
      cell: (row) => (row.donor === null ? <Unknown /> : <bdi title={row.donor}>{row.donor}</bdi>),
    },
    {
      key: 'estimate',
      title: label.field('capProject', 'estimate'),
      width: '136px',
      align: 'end',
      cell: (row) =>
        row.estimate === null ? <Unknown /> : <bdi className="ltr">{format.money(withoutCents(row.estimate))}</bdi>,
    },
    {
      key: 'status',
      title: label.field('capProject', 'status'),
      width: '192px',
      cell: (row) => <CapBadge code={row.status} />,
    },
    {
      key: 'days',
      title: t({ message: 'Days', comment: 'head of a column: days since the last change of status' }),
      width: '78px',
      align: 'end',
      cell: (row) => <span className="tabular">{format.number(row.daysInStatus)}</span>,
    },
    {
      key: 'end',
      title: label.field('capProject', 'endPlanned'),
      width: '122px',
      cell: (row) =>
        row.endPlanned === null ? (
          <Unknown />
        ) : (
          <div className={classes.two}>
            <span>{format.date(row.endPlanned)}</span>
            {isLate(row.status, row.endPlanned, today) ? <Late /> : null}
          </div>
        ),
    },
  ]
  return (
    <RecordTable
      label={t`Projects`}
      source={pages('projects.list', filter)}
      columns={columns}
      rowKey={(row) => row.id}
      onOpen={(row) => void navigate({ to: '/projects/$id', params: { id: row.id } })}
      empty={narrowed ? <NothingFits onClear={onClear} /> : <NoProjects />}
    />
  )
}

// An estimate of whole units needs no cents in a list.
const withoutCents = <M extends { readonly amount: string }>(money: M): M => ({
  ...money,
  amount: money.amount.replace(/\.0+$/, ''),
})

/** The status of a project; a returned one waits for somebody here. */
export const CapBadge = ({ code }: { readonly code: Row['status'] }) => (
  <StatusBadge list={capStatus} code={code} {...(code === 'returned' ? { tone: 'warn' } : {})} />
)

/** Marks a project that is past its planned end. */
export const Late = () => (
  <span className={classes.late}>
    <IconAlertTriangle size={13} aria-hidden />
    <Trans>late</Trans>
  </span>
)

const Unknown = () => (
  <Text span size="sm" c="dimmed">
    <Trans>not recorded</Trans>
  </Text>
)

const RowPlace = ({ row }: { readonly row: Row }) => {
  const format = useFormat()
  if (row.placeNameEn === null) return <Unknown />
  const name = format.place({ nameEn: row.placeNameEn, nameAr: row.placeNameAr, nameKu: row.placeNameKu })
  return <bdi title={name}>{name}</bdi>
}

const NothingFits = ({ onClear }: { readonly onClear: () => void }) => (
  <div className="surface">
    <EmptyState
      icon={<IconFilterOff size={24} />}
      title={<Trans>No project fits</Trans>}
      detail={<Trans>Try fewer letters or another script, or take off a filter.</Trans>}
      action={
        <Button variant="light" onClick={onClear}>
          <Trans>Show all projects</Trans>
        </Button>
      }
    />
  </div>
)

const NoProjects = () => {
  const { may } = useMay()
  const writes = may('project.write')
  return (
    <div className="surface">
      <EmptyState
        icon={<IconBuildingCommunity size={24} />}
        title={<Trans>No projects on record yet</Trans>}
        detail={
          writes ? (
            <Trans>Enter the first one as soon as a need is identified; money and dates can follow later.</Trans>
          ) : (
            <Trans>Projects appear here once a programme officer enters them or a bundle brings them.</Trans>
          )
        }
        action={
          <Group gap="xs" justify="center">
            {may('bundle.import') ? (
              <Button
                variant="default"
                leftSection={<IconTableImport size={18} />}
                renderRoot={(props) => <Link to="/bundles" {...props} />}
              >
                <Trans>Open a bundle</Trans>
              </Button>
            ) : null}
            {writes ? (
              <Button
                leftSection={<IconPlus size={18} />}
                renderRoot={(props) => <Link to="/projects/new" {...props} />}
              >
                <Trans>New project</Trans>
              </Button>
            ) : null}
          </Group>
        }
      />
    </div>
  )
}
