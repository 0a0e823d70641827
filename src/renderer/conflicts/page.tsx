import { Button, Group, Kbd, Select, Skeleton, Stack, Text } from '@mantine/core'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconArrowBackUp, IconCircleCheck, IconListCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Input, Output } from '../../shared/contract/index.ts'
import { call } from '../api.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { PageHeader } from '../records/page-header.tsx'
import { EmptyState, ErrorNote, ErrorState } from '../records/states.tsx'
import { Desk } from './desk.tsx'
import { useKeys } from './keys.ts'
import { Several } from './several.tsx'
import { keyOf, useFieldName, type Group as Waiting } from './words.tsx'
import classes from './conflicts.module.css'

type Decided = Output<'conflicts.decideAll'>['decisions']

const mostShown = 500
const everything = 'all'

/** What offices disagree on, one at a time; each is decided by one key or one click, and can be taken back. */
export function ConflictsPage() {
  const format = useFormat()
  const [filter, setFilter] = useState<string>(everything)
  const [at, setAt] = useState<string | null>(null)
  const [last, setLast] = useState(0)
  const [decided, setDecided] = useState<readonly Decided[]>([])
  const [failure, setFailure] = useState<unknown>(null)
  const [several, setSeveral] = useState(false)
  const [record, field] = filter === everything ? [null, null] : filter.split(' ')
  const asked = { record: record ?? null, field: field ?? null, offset: 0, limit: mostShown } as Input<'conflicts.list'>
  const list = useQuery({
    queryKey: ['home', 'conflicts.list', asked],
    queryFn: () => call('conflicts.list', asked),
    staleTime: 0,
    placeholderData: (before) => before,
  })
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  const rows = list.data?.rows ?? []
  const total = list.data?.total ?? 0
  const found = rows.findIndex((row) => keyOf(row) === at)
  // What was decided is gone, and the next one stands in its place.
  const index = found === -1 ? Math.max(0, Math.min(last, rows.length - 1)) : found
  const row = rows[index]

  const move = (by: 1 | -1) => {
    // Round and round, so that what was passed over comes again.
    const to = (index + by + rows.length) % rows.length
    const next = rows[to]
    if (!next) return
    setAt(keyOf(next))
    setLast(to)
  }
  const note = (decisions: Decided) => {
    setFailure(null)
    setLast(index)
    setAt(null)
    if (decisions.length > 0) setDecided([...decided, decisions])
  }
  const undo = async () => {
    const decisions = decided.at(-1)
    if (!decisions) return
    setDecided(decided.slice(0, -1))
    try {
      await call('conflicts.undo', { decisions })
      setFailure(null)
      setFilter(everything)
      setAt(decisions[0] ? keyOf(decisions[0]) : null)
    } catch (error) {
      setFailure(error)
    }
  }
  const groups = list.data?.groups ?? []
  // The last one of a field is decided: on with the others.
  if (list.data && filter !== everything && !groups.some((one) => `${one.record} ${one.field}` === filter))
    setFilter(everything)
  const rules = groups.filter(({ rule }) => rule)
  const [position, shown] = [format.number(index + 1), format.number(total)]
  return (
    <>
      <PageHeader
        title={<Trans>To decide</Trans>}
        subtitle={<Trans>Until you decide, every office shows the same value. Nothing is lost.</Trans>}
        actions={
          <>
            {groups.length > 1 || filter !== everything ? (
              <Filter groups={groups} value={filter} onChange={setFilter} />
            ) : null}
            {rules.length > 0 ? (
              <Button variant="default" leftSection={<IconListCheck size={16} />} onClick={() => setSeveral(true)}>
                <Trans>Decide several at once</Trans>
              </Button>
            ) : null}
          </>
        }
      />
      {failure === null ? null : <ErrorNote error={failure} />}
      {list.isPending ? (
        <Skeleton h={320} radius="lg" aria-busy />
      ) : row ? (
        <Stack gap="md">
          <Group justify="space-between">
            <Text size="sm" fw={700} role="status">
              <Trans>
                {position} of {shown}
              </Trans>
            </Text>
            <Group gap="xs">
              <Button variant="default" size="xs" disabled={rows.length < 2} onClick={() => move(-1)}>
                <Trans>Previous</Trans>
              </Button>
              <Button variant="default" size="xs" disabled={rows.length < 2} onClick={() => move(1)}>
                <Trans>Next</Trans>
              </Button>
            </Group>
          </Group>
          <Desk
            key={keyOf(row)}
            row={row}
            onDecide={async (input) => note([await call('conflicts.decide', input)])}
            onMove={move}
            onUndo={() => void undo()}
          />
        </Stack>
      ) : (
        <Nothing onUndo={() => void undo()} />
      )}
      <Foot count={decided.flat().length} working={row !== undefined} onUndo={() => void undo()} />
      {several ? (
        <Several
          groups={rules}
          onClose={() => setSeveral(false)}
          onDone={({ decisions }) => {
            note(decisions)
            setSeveral(false)
          }}
        />
      ) : null}
    </>
  )
}

/** Stands where everything is decided; the last decision can still be taken back by its key. */
function Nothing({ onUndo }: { readonly onUndo: () => void }) {
  const nothing = () => undefined
  useKeys({ choose: nothing, move: nothing, other: nothing, undo: onUndo })
  return (
    <EmptyState
      icon={<IconCircleCheck size={24} />}
      title={<Trans>There is nothing to decide</Trans>}
      detail={
        <Trans>
          When two offices change the same field before they hear of each other, both values come here with the next
          bundle.
        </Trans>
      }
    />
  )
}

interface FilterProps {
  readonly groups: readonly Waiting[]
  readonly value: string
  readonly onChange: (value: string) => void
}

/** Narrows the page to one field, so that like is decided with like. */
function Filter({ groups, value, onChange }: FilterProps) {
  const { t } = useLingui()
  const format = useFormat()
  const label = useLabel()
  const fieldName = useFieldName()
  const fields = groups.map(({ record, field, count }) => ({
    value: `${record} ${field}`,
    label: `${label.record(record)}: ${fieldName(record, field)} (${format.number(count)})`,
  }))
  return (
    <Select
      aria-label={t`Field`}
      w={280}
      allowDeselect={false}
      data={[{ value: everything, label: t`Every field` }, ...fields]}
      value={value}
      onChange={(next) => onChange(next ?? everything)}
    />
  )
}

interface FootProps {
  readonly count: number
  readonly working: boolean
  readonly onUndo: () => void
}

/** What was decided so far and can be taken back, and what each key does. */
function Foot({ count, working, onUndo }: FootProps) {
  const format = useFormat()
  const shown = format.number(count)
  return (
    <Group justify="space-between" mt="lg" gap="md">
      {working ? (
        <div className={classes.keys}>
          <span>
            <Kbd size="xs">{format.number(1)}</Kbd> <Kbd size="xs">{format.number(2)}</Kbd>{' '}
            <Kbd size="xs">{format.number(3)}</Kbd> <Trans>choose</Trans>
          </span>
          <span>
            <span className="ltr">
              <Kbd size="xs">←</Kbd> <Kbd size="xs">→</Kbd>
            </span>{' '}
            <Trans>move</Trans>
          </span>
          <span>
            <Kbd size="xs">U</Kbd> <Trans>take back</Trans>
          </span>
        </div>
      ) : (
        <span />
      )}
      {count > 0 ? (
        <Group gap="sm">
          <Text size="sm" role="status">
            <Plural value={count} one={`${shown} decided now`} other={`${shown} decided now`} />
          </Text>
          <Button
            variant="light"
            size="xs"
            leftSection={<IconArrowBackUp size={16} className="mirror" />}
            onClick={onUndo}
          >
            <Trans>Take the last one back</Trans>
          </Button>
        </Group>
      ) : null}
    </Group>
  )
}
