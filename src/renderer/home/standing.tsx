import { Badge, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { Plural, Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { Output } from '../../shared/contract/index.ts'
import { query } from '../api.ts'
import { useFormat } from '../format.ts'
import { ErrorState } from '../records/states.tsx'
import classes from './home.module.css'

type Row = Output<'bundles.standing'>[number]

/** What other offices are known to hold, headquarters first; nothing where no other office is known. */
export function Standing() {
  // Every save here changes the answer.
  const standing = useQuery({ ...query('bundles.standing', {}), staleTime: 0 })
  if (standing.data?.length === 0) return null
  return (
    <section className="surface" aria-labelledby="standing-title">
      <Group px={20} pt={16} pb={8}>
        <Title order={2} id="standing-title">
          <Trans>What other offices hold</Trans>
        </Title>
      </Group>
      {standing.isPending ? (
        <Stack px={20} pb={18} aria-busy>
          <Skeleton h={16} w="70%" />
        </Stack>
      ) : null}
      {standing.isError ? <ErrorState error={standing.error} onRetry={() => void standing.refetch()} /> : null}
      {standing.data ? (
        <ul className={classes.list}>
          {standing.data.map((row) => (
            <li key={`${row.office}:${row.store}`} className={classes.standing}>
              <Office row={row} />
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  )
}

const Office = ({ row }: { readonly row: Row }) => {
  const format = useFormat()
  return (
    <>
      <div className={classes.grow}>
        <bdi>{format.text(row.name)}</bdi>
        <Text span size="xs" c="dimmed">
          {row.store === 'registry' ? <Trans>Registry records</Trans> : <Trans>Medical records</Trans>}
        </Text>
      </div>
      <Holds row={row} />
    </>
  )
}

const Holds = ({ row: { since, changes } }: { readonly row: Row }) => {
  const format = useFormat()
  const n = format.number(changes)
  if (since === null) {
    return (
      <Badge variant="light" color="gray" tt="none" fw={500}>
        <Trans>not known yet</Trans>
      </Badge>
    )
  }
  const day = format.time(since)
  return (
    <Stack gap={2} align="flex-end">
      {changes === 0 ? (
        <Badge variant="light" color="green" tt="none" fw={500}>
          <Trans>everything</Trans>
        </Badge>
      ) : (
        <Badge variant="light" color="yellow" tt="none" fw={500} className={classes.lacking ?? ''}>
          <Plural value={changes} one={`${n} change is not there yet`} other={`${n} changes are not there yet`} />
        </Badge>
      )}
      <Text span size="xs" c="dimmed">
        <Trans>by their word of {day}</Trans>
      </Text>
    </Stack>
  )
}
