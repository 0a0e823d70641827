import { Anchor, Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconUsers } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Output } from '../../shared/contract/index.ts'
import { call, query } from '../api.ts'
import { useFormat } from '../format.ts'
import { EmptyState, ErrorState } from '../records/states.tsx'
import { useUndo } from '../records/undo.tsx'
import { useMay } from '../shell/session.tsx'
import { useReport } from './report.ts'
import classes from './same-person.module.css'

type Decided = Output<'pairs.list'>['rows'][number]

const page = 50

/** What was decided about people who look alike, the latest first; each can be taken back. */
export function PairList() {
  const format = useFormat()
  const [shown, setShown] = useState(page)
  const pairs = useQuery(query('pairs.list', { offset: 0, limit: Math.min(shown, 500) }))
  if (pairs.isError) return <ErrorState error={pairs.error} onRetry={() => void pairs.refetch()} />
  if (pairs.isPending) {
    return (
      <Stack className="surface" p={20} aria-busy>
        <Skeleton h={18} w="70%" />
        <Skeleton h={18} w="55%" />
      </Stack>
    )
  }
  const { total, rows } = pairs.data
  if (total === 0) {
    return (
      <div className="surface">
        <EmptyState
          icon={<IconUsers size={24} />}
          title={<Trans>Nobody was found twice yet</Trans>}
          detail={
            <Trans>
              When a member of a household is on record elsewhere, open that household and choose “On record twice?”
              beside the member.
            </Trans>
          }
        />
      </div>
    )
  }
  const n = format.number(total)
  return (
    <Stack gap="sm">
      <ul className={`surface ${classes.list ?? ''}`}>
        {rows.map((one) => (
          <Line key={one.pair.id} of={one} />
        ))}
      </ul>
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          <Trans>Decisions: {n}</Trans>
        </Text>
        {rows.length < total ? (
          <Button variant="default" onClick={() => setShown(shown + page)}>
            <Trans>Show more</Trans>
          </Button>
        ) : null}
      </Group>
    </Stack>
  )
}

const Who = ({ row, main }: { readonly row: Decided['one']; readonly main: boolean }) => {
  const format = useFormat()
  if (!row) {
    return (
      <Text size="sm" c="dimmed" className={classes.about ?? ''}>
        <Trans>no longer on record</Trans>
      </Text>
    )
  }
  const text = (
    <>
      <bdi>{format.name(row)}</bdi>
      {main ? (
        <Text span size="xs" c="dimmed" ms={8}>
          <Trans>main record</Trans>
        </Text>
      ) : null}
    </>
  )
  return (
    <div className={classes.about}>
      <Text size="sm" fw={600}>
        {row.household ? (
          <Anchor
            inherit
            renderRoot={(props) => <Link to="/households/$id" params={{ id: row.household ?? '' }} {...props} />}
          >
            {text}
          </Anchor>
        ) : (
          text
        )}
      </Text>
      <Text size="xs" c="dimmed" className="ltr">
        {row.householdNumber ?? row.number}
      </Text>
    </div>
  )
}

const Line = ({ of: { pair, one, other } }: { readonly of: Decided }) => {
  const { t } = useLingui()
  const { may } = useMay()
  const format = useFormat()
  const undoable = useUndo()
  const report = useReport()
  const takeBack = () =>
    report(async () => {
      await call('pairs.takeBack', { id: pair.id, undo: false })
      undoable(t`The decision was taken back.`, () => call('pairs.takeBack', { id: pair.id, undo: true }))
    })
  return (
    <li className={classes.row}>
      <Who row={one} main={pair.decision === 'same' && pair.main === pair.one} />
      <div className={classes.why}>
        <Text size="sm">
          {pair.decision === 'same' ? <Trans>is the same person as</Trans> : <Trans>is not the same person as</Trans>}
        </Text>
        <Text size="xs" c="dimmed">
          {format.time(pair.updatedAt)}
        </Text>
      </div>
      <Who row={other} main={pair.decision === 'same' && pair.main === pair.other} />
      {may('household.write') ? (
        <Button size="compact-sm" variant="subtle" onClick={() => void takeBack()}>
          <Trans>Undo</Trans>
        </Button>
      ) : null}
    </li>
  )
}
