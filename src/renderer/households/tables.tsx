import { Button, Group, Text, Tooltip } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconFilterOff, IconMapPinQuestion, IconTableImport, IconUserPlus, IconUsersGroup } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { householdStatus, personStatus } from '../../shared/codes/idp.ts'
import type { Input, Output } from '../../shared/contract/index.ts'
import { pages } from '../api.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { RecordTable, type Column } from '../records/record-table.tsx'
import { EmptyState } from '../records/states.tsx'
import { StatusBadge } from '../records/status-badge.tsx'
import { useMay } from '../shell/session.tsx'
import type { Sort } from './filter.ts'

type HouseholdRow = Output<'households.list'>['rows'][number]
type PersonRow = Output<'people.list'>['rows'][number]

interface HouseholdTableProps {
  readonly filter: Input<'households.list'>['filter']
  readonly sort: Sort
  readonly descending: boolean
  /** Whether something narrows the list, so that an empty one means "nothing fits" and not "nothing yet". */
  readonly narrowed: boolean
  readonly onClear: () => void
}

const NumberText = ({ number }: { readonly number: string | null }) =>
  number === null ? (
    <Text span size="sm" c="dimmed">
      <Trans>no number yet</Trans>
    </Text>
  ) : (
    <bdi className="ltr">{number}</bdi>
  )

/** Households as a long list. */
export function HouseholdTable({ filter, sort, descending, narrowed, onClear }: HouseholdTableProps) {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const navigate = useNavigate()
  const { reads } = useMay()
  const columns: Column<HouseholdRow>[] = [
    { key: 'number', title: t`Number`, width: '198px', cell: (row) => <NumberText number={row.number} /> },
    {
      key: 'head',
      title: label.field('household', 'head'),
      cell: (row) => <HeadName row={row} readable={reads('personal')} />,
    },
    { key: 'place', title: t`Place`, width: '140px', cell: (row) => <RowPlace row={row} /> },
    {
      key: 'members',
      title: t`People`,
      width: '92px',
      align: 'end',
      cell: (row) => <span className="tabular">{format.number(row.members)}</span>,
    },
    {
      key: 'residence',
      title: label.field('household', 'residenceStatus'),
      width: '158px',
      cell: (row) => label.code('residenceStatus', row.residenceStatus),
    },
    {
      key: 'registered',
      title: label.field('household', 'registered'),
      width: '120px',
      cell: (row) => format.date(row.registered),
    },
    {
      key: 'status',
      title: label.field('household', 'status'),
      width: '140px',
      cell: (row) => <StatusBadge list={householdStatus} code={row.status} />,
    },
  ]
  return (
    <RecordTable
      label={t`Households`}
      source={pages('households.list', { filter, sort, descending })}
      columns={columns}
      rowKey={(row) => row.id}
      onOpen={(row) => void navigate({ to: '/households/$id', params: { id: row.id } })}
      empty={narrowed ? <NothingFits onClear={onClear} /> : <NoHouseholds />}
    />
  )
}

const HeadName = ({ row, readable }: { readonly row: HouseholdRow; readonly readable: boolean }) => {
  const format = useFormat()
  if (!readable) {
    return (
      <Text span size="sm" c="dimmed">
        <Trans>withheld</Trans>
      </Text>
    )
  }
  const name = format.name(row)
  return name === '' ? (
    <Text span size="sm" c="#8a4505">
      <Trans>no head named</Trans>
    </Text>
  ) : (
    <Text span size="sm" fw={500}>
      <bdi>{name}</bdi>
    </Text>
  )
}

const RowPlace = ({ row }: { readonly row: HouseholdRow }) => {
  const format = useFormat()
  const { t } = useLingui()
  if (row.placeNameEn !== null) {
    return <bdi>{format.place({ nameEn: row.placeNameEn, nameAr: row.placeNameAr, nameKu: row.placeNameKu })}</bdi>
  }
  if (row.placeUnknown === null) {
    return (
      <Text span size="sm" c="dimmed">
        <Trans>not recorded</Trans>
      </Text>
    )
  }
  return (
    <Tooltip label={t`Not on the list of places`}>
      <Group gap={6} wrap="nowrap" c="#8a4505">
        <IconMapPinQuestion size={16} aria-label={t`Not on the list of places`} />
        <Text span size="sm" truncate>
          <bdi>{row.placeUnknown}</bdi>
        </Text>
      </Group>
    </Tooltip>
  )
}

/** People as a long list, found by name, number, phone or paper. */
export function PeopleTable({ text, onClear }: { readonly text: string; readonly onClear: () => void }) {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const navigate = useNavigate()
  const columns: Column<PersonRow>[] = [
    { key: 'number', title: t`Number`, width: '204px', cell: (row) => <NumberText number={row.number} /> },
    {
      key: 'name',
      title: t`Name`,
      cell: (row) => (
        <Text span size="sm" fw={500}>
          <bdi>{format.name(row)}</bdi>
        </Text>
      ),
    },
    { key: 'sex', title: label.field('person', 'sex'), width: '100px', cell: (row) => label.code('sex', row.sex) },
    {
      key: 'birth',
      title: label.field('person', 'birth'),
      width: '150px',
      cell: (row) => (row.birth ? format.date(row.birth) : <Trans>not recorded</Trans>),
    },
    {
      key: 'relationship',
      title: label.field('person', 'relationship'),
      width: '190px',
      cell: (row) => label.code('relationship', row.relationship),
    },
    {
      key: 'status',
      title: label.field('person', 'status'),
      width: '130px',
      cell: (row) => <StatusBadge list={personStatus} code={row.status} />,
    },
  ]
  return (
    <RecordTable
      label={t`People`}
      source={pages('people.list', { text })}
      columns={columns}
      rowKey={(row) => row.id}
      onOpen={(row) => {
        if (row.household) void navigate({ to: '/households/$id', params: { id: row.household } })
      }}
      empty={text === '' ? <NoHouseholds /> : <NothingFits onClear={onClear} />}
    />
  )
}

const NothingFits = ({ onClear }: { readonly onClear: () => void }) => (
  <div className="surface">
    <EmptyState
      icon={<IconFilterOff size={24} />}
      title={<Trans>Nothing on record fits</Trans>}
      detail={<Trans>Try fewer letters, another spelling or script, or take off a filter.</Trans>}
      action={
        <Button variant="light" onClick={onClear}>
          <Trans>Show everything</Trans>
        </Button>
      }
    />
  </div>
)

const NoHouseholds = () => {
  const { may } = useMay()
  return (
    <div className="surface">
      <EmptyState
        icon={<IconUsersGroup size={24} />}
        title={<Trans>No households on record yet</Trans>}
        detail={<Trans>Register the first family, or import a registration workbook you already have.</Trans>}
        action={
          <Group gap="xs" justify="center">
            {may('import.run') ? (
              <Button
                variant="default"
                leftSection={<IconTableImport size={18} />}
                renderRoot={(props) => <Link to="/imports" {...props} />}
              >
                <Trans>Import a workbook</Trans>
              </Button>
            ) : null}
            {may('household.write') ? (
              <Button
                leftSection={<IconUserPlus size={18} />}
                renderRoot={(props) => <Link to="/households/new" {...props} />}
              >
                <Trans>Register a household</Trans>
              </Button>
            ) : null}
          </Group>
        }
      />
    </div>
  )
}
