import { Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { Plural, Trans } from '@lingui/react/macro'
import { IconHistoryOff } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { Output } from '../../shared/contract/index.ts'
import { pages } from '../api.ts'
import { useFormat } from '../format.ts'
import { EmptyState, ErrorState } from '../records/states.tsx'
import type { Told } from './button.tsx'
import { Change } from './change.tsx'
import classes from './history.module.css'

export type Entry = Output<'history.ofRecord'>['rows'][number]
/** What people call a part of a record, by the record's name and the part's id. */
export type NameOf = (record: string, id: string) => string | null

const pageSize = 20

interface HistoryLineProps extends Told {
  readonly called: NameOf
}

/** The changes of a record and its parts, newest first; older ones come when they are asked for. */
export function HistoryLine({ record, id, called }: HistoryLineProps) {
  const format = useFormat()
  const source = pages('history.ofRecord', { record, id })
  const line = useInfiniteQuery({
    queryKey: source.queryKey,
    queryFn: ({ pageParam }) => source.load(pageParam, pageSize),
    initialPageParam: 0,
    getNextPageParam: (_last, all) => {
      const seen = all.reduce((sum, page) => sum + page.rows.length, 0)
      return seen < (all[0]?.total ?? 0) ? seen : undefined
    },
    // What was changed since it was last open belongs in it.
    staleTime: 0,
    gcTime: 0,
  })
  if (line.isError) return <ErrorState error={line.error} onRetry={() => void line.refetch()} />
  if (line.isPending) {
    return (
      <Stack gap="lg" aria-busy>
        {[1, 2, 3, 4].map((row) => (
          <Stack key={row} gap={8}>
            <Skeleton h={14} w="55%" />
            <Skeleton h={44} radius="md" />
          </Stack>
        ))}
      </Stack>
    )
  }
  const entries = line.data.pages.flatMap((page) => page.rows)
  const total = line.data.pages[0]?.total ?? 0
  const left = total - entries.length
  const shown = format.number(total)
  const leftShown = format.number(left)
  if (entries.length === 0) {
    return (
      <EmptyState
        icon={<IconHistoryOff size={24} />}
        title={<Trans>Nothing was changed yet</Trans>}
        detail={<Trans>Every change of this record will stand here, with who made it and what stood before.</Trans>}
      />
    )
  }
  return (
    <>
      <Text size="sm" c="dimmed" mb="md" role="status">
        <Plural value={total} one={`${shown} change, the newest first`} other={`${shown} changes, the newest first`} />
      </Text>
      <ol className={classes.line} reversed>
        {entries.map((entry) => (
          <Change key={entry.id} entry={entry} called={called} />
        ))}
      </ol>
      {left > 0 ? (
        <Group justify="center" mt="md">
          <Button variant="light" loading={line.isFetchingNextPage} onClick={() => void line.fetchNextPage()}>
            <Trans>Show older ({leftShown})</Trans>
          </Button>
        </Group>
      ) : null}
    </>
  )
}
