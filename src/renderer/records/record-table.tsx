import { Loader, Skeleton, Text } from '@mantine/core'
import { Plural, Trans } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import type { Pages } from '../api.ts'
import { useFormat } from '../format.ts'
import classes from './record-table.module.css'
import { ErrorState } from './states.tsx'

export interface Column<Row> {
  readonly key: string
  readonly title: ReactNode
  readonly cell: (row: Row) => ReactNode
  /** Any CSS width; columns without one share what is left. */
  readonly width?: string
  readonly align?: 'start' | 'end'
}

interface RecordTableProps<Row> {
  /** Names the table for those who hear it. */
  readonly label: string
  readonly source: Pages<Row>
  readonly columns: readonly Column<Row>[]
  readonly rowKey: (row: Row) => string
  readonly onOpen: (row: Row) => void
  readonly empty: ReactNode
  /** How many there are, in words of their own; without it they are records. */
  readonly counted?: (total: number) => ReactNode
}

const rowHeight = 44
const pageSize = 100
const skeletonRows = [1, 2, 3, 4, 5, 6, 7, 8]

/** A long list: only what is in sight is drawn, pages come from the worker, arrows move and Enter opens. */
export function RecordTable<Row>({ label, source, columns, rowKey, onOpen, empty, counted }: RecordTableProps<Row>) {
  const format = useFormat()
  const scroller = useRef<HTMLDivElement>(null)
  const list = useInfiniteQuery({
    queryKey: source.queryKey,
    queryFn: ({ pageParam }) => source.load(pageParam, pageSize),
    initialPageParam: 0,
    getNextPageParam: (last, all) => {
      const seen = all.reduce((sum, page) => sum + page.rows.length, 0)
      return last.rows.length > 0 && seen < last.total ? seen : undefined
    },
  })
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? []
  const total = list.data?.pages[0]?.total ?? 0
  const [active, setActive] = useState(0)
  const [moved, setMoved] = useState(0)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list

  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= rows.length - 20) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, last, rows.length])
  useEffect(() => {
    // The row may not be drawn yet when the key is pressed; it is once scrolled to.
    if (moved > 0) scroller.current?.querySelector<HTMLElement>(`tr[data-index="${active}"]`)?.focus()
  }, [active, moved])

  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  if (list.isSuccess && rows.length === 0) return empty

  const move = (to: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, to))
    virtual.scrollToIndex(next)
    setActive(next)
    setMoved((count) => count + 1)
  }
  const keys = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + 10,
      PageUp: active - 10,
      Home: 0,
      End: rows.length - 1,
    }
    const to = steps[event.key]
    const row = rows[active]
    if (to !== undefined) {
      event.preventDefault()
      move(to)
    } else if (event.key === 'Enter' && row) onOpen(row)
  }
  const shown = format.number(total)
  const before = items[0]?.start ?? 0
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    <div className={`surface ${classes.frame ?? ''}`}>
      <div ref={scroller} className={classes.scroller}>
        <table
          className={classes.table}
          role="grid"
          aria-label={label}
          aria-rowcount={total + 1}
          aria-busy={list.isPending}
          onKeyDown={keys}
        >
          <colgroup>
            {columns.map((column) => (
              <col key={column.key} {...(column.width ? { style: { width: column.width } } : {})} />
            ))}
          </colgroup>
          <thead>
            <tr aria-rowindex={1}>
              {columns.map((column) => (
                <th key={column.key} scope="col" data-align={column.align ?? 'start'}>
                  {column.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {list.isPending
              ? skeletonRows.map((row) => (
                  <tr key={row} className={classes.waiting}>
                    {columns.map((column) => (
                      <td key={column.key}>
                        <Skeleton height={12} w={row % 2 === 0 ? '60%' : '75%'} radius="xl" />
                      </td>
                    ))}
                  </tr>
                ))
              : null}
            {before > 0 ? <tr aria-hidden style={{ height: before }} /> : null}
            {items.map((item) => {
              const row = rows[item.index]
              if (row === undefined) return null
              return (
                <tr
                  key={rowKey(row)}
                  className={classes.row}
                  data-index={item.index}
                  aria-rowindex={item.index + 2}
                  tabIndex={item.index === active ? 0 : -1}
                  onFocus={() => setActive(item.index)}
                  onClick={() => onOpen(row)}
                >
                  {columns.map((column) => (
                    <td key={column.key} data-align={column.align ?? 'start'}>
                      {column.cell(row)}
                    </td>
                  ))}
                </tr>
              )
            })}
            {after > 0 ? <tr aria-hidden style={{ height: after }} /> : null}
          </tbody>
        </table>
      </div>
      <div className={classes.foot} aria-live="polite">
        <Text size="xs" c="dimmed" span>
          {list.isPending ? (
            <Trans>Loading…</Trans>
          ) : counted ? (
            counted(total)
          ) : (
            <Plural value={total} one={`${shown} record`} other={`${shown} records`} />
          )}
        </Text>
        {isFetchingNextPage ? <Loader size={14} /> : null}
      </div>
    </div>
  )
}
