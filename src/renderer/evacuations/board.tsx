import { Anchor, Skeleton, Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type KeyboardEvent } from 'react'
import { stageGroup, stageGroups, type StageGroup } from '../../shared/codes/evacuation.ts'
import type { Output } from '../../shared/contract/index.ts'
import { query } from '../api.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { ErrorState } from '../records/states.tsx'
import { Card } from './card.tsx'
import { NoCases, NothingFits } from './empty.tsx'
import type { Filter } from './filter.ts'
import classes from './evacuations.module.css'

// More cards than anybody reads in a column; the list shows the rest.
const perColumn = 50

interface BoardProps {
  readonly filter: Filter
  readonly narrowed: boolean
  readonly onClear: () => void
}

/** Cases by stage in columns. Closed cases are only counted: the list shows them. */
export function Board({ filter, narrowed, onClear }: BoardProps) {
  const { t } = useLingui()
  const open = stageGroup.codes.filter((group) => group !== 'closed')
  const columns = useQueries({
    queries: open.map((group) => ({
      ...query('cases.list', { ...filter, stage: [...stageGroups[group]], offset: 0, limit: perColumn }),
      placeholderData: keepPreviousData,
    })),
  })
  const [active, setActive] = useState<string | null>(null)
  const failed = columns.find((column) => column.isError)
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
  const known = columns.find((column) => column.data)?.data
  if (known?.stages.length === 0) return narrowed ? <NothingFits onClear={onClear} /> : <NoCases />

  const cards = columns.flatMap((column) => column.data?.rows ?? [])
  // One stop of the Tab key for the whole board: the card last visited, or the first.
  const stop = cards.some(({ id }) => id === active) ? active : (cards[0]?.id ?? null)
  return (
    <div className={classes.board} role="group" aria-label={t`Cases by stage`} onKeyDown={moveBetweenCards}>
      {open.map((group, index) => (
        <Column key={group} group={group} data={columns[index]?.data} stop={stop} onVisit={(id) => setActive(id)} />
      ))}
      <Column group="closed" data={known && { ...known, rows: [], total: closedIn(known) }} stop={null} />
    </div>
  )
}

const closedIn = ({ stages }: Output<'cases.list'>): number =>
  stages.filter(({ stage }) => stageGroups.closed.includes(stage)).reduce((sum, { count }) => sum + count, 0)

/** Arrows move the focus: up and down in a column, sideways to the next column that has a card. */
function moveBetweenCards(event: KeyboardEvent<HTMLElement>): void {
  const card = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-card]') : null
  if (!card || event.ctrlKey || event.altKey || event.metaKey) return
  const columns = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-column]')]
    .map((column) => [...column.querySelectorAll<HTMLElement>('[data-card]')])
    .filter((cards) => cards.length > 0)
  const column = columns.findIndex((cards) => cards.includes(card))
  const row = columns[column]?.indexOf(card) ?? -1
  const onward = getComputedStyle(event.currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
  const sideways = (step: 1 | -1) => {
    const cards = columns[column + step]
    return cards?.[Math.min(row, cards.length - 1)]
  }
  const targets: Readonly<Record<string, HTMLElement | undefined>> = {
    ArrowDown: columns[column]?.[row + 1],
    ArrowUp: columns[column]?.[row - 1],
    ArrowRight: sideways(onward === 'ArrowRight' ? 1 : -1),
    ArrowLeft: sideways(onward === 'ArrowLeft' ? 1 : -1),
    Home: columns[column]?.[0],
    End: columns[column]?.at(-1),
  }
  if (!(event.key in targets)) return
  event.preventDefault()
  const target = targets[event.key]
  target?.focus()
  target?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}

interface ColumnProps {
  readonly group: StageGroup
  readonly data: Output<'cases.list'> | undefined
  readonly stop: string | null
  readonly onVisit?: (id: string) => void
}

const Column = ({ group, data, stop, onVisit }: ColumnProps) => {
  const format = useFormat()
  const label = useLabel()
  const { t } = useLingui()
  const title = label.code(stageGroup.id, group)
  const count = data ? format.number(data.total) : '…'
  const more = data ? format.number(data.total - data.rows.length) : ''
  return (
    <section
      className={classes.column}
      data-column={group}
      data-empty={data !== undefined && data.rows.length === 0}
      aria-label={t`${title}: ${count}`}
    >
      <h2 className={classes.columnHead}>
        <span>{title}</span>
        <span className={classes.count}>{count}</span>
      </h2>
      {data === undefined ? (
        <Skeleton h={88} radius="md" />
      ) : (
        <ul className={classes.cards}>
          {data.rows.map((row) => (
            <li key={row.id}>
              <Card row={row} stop={row.id === stop} onVisit={() => onVisit?.(row.id)} />
            </li>
          ))}
        </ul>
      )}
      {data && data.total > data.rows.length ? (
        <Anchor
          size="xs"
          px={4}
          renderRoot={(props) => (
            <Link to="/evacuations" search={(before) => ({ ...before, view: 'list', group })} {...props} />
          )}
        >
          {group === 'closed' ? <Trans>Show in the list</Trans> : <Trans>{more} more in the list</Trans>}
        </Anchor>
      ) : null}
      {data?.total === 0 ? (
        <Text size="xs" c="dimmed" px={4}>
          <Trans>none</Trans>
        </Text>
      ) : null}
    </section>
  )
}
