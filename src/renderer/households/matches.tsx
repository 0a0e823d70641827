import { Badge, Group, Stack, Text } from '@mantine/core'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { IconSearch } from '@tabler/icons-react'
import { personStatus, sex } from '../../shared/codes/person.ts'
import type { Output } from '../../shared/contract/index.ts'
import { exactFold } from '../../shared/names/fold.ts'
import { scripts, type MultiText } from '../../shared/records/field.ts'
import { query } from '../api.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { StatusBadge } from '../records/status-badge.tsx'
import { identityCount } from './registration.ts'
import classes from './register.module.css'

type Row = Record<string, unknown>
type PersonRow = Output<'people.list'>['rows'][number]

const parts = ['given', 'father', 'grandfather', 'family'] as const
const most = 6

/** The names of a row in the script that has most of them. */
const namesOf = (row: Row): readonly string[] => {
  const byScript = scripts.map((script) =>
    parts.flatMap((part) => {
      const text = ((row[part] as MultiText | null)?.[script] ?? '').trim()
      return text === '' ? [] : [text]
    }),
  )
  return byScript.reduce((best, names) => (names.length > best.length ? names : best), [])
}

// A name inside the chain finds the whole family: of those only people whose own name may be the typed one are shown.
const mayBeCalled = (row: Row, hit: PersonRow): boolean =>
  scripts.every((script) => {
    const [typed, found] = [(row['given'] as MultiText | null)?.[script] ?? '', hit.given[script] ?? ''].map(exactFold)
    return !typed || !found || typed.slice(0, 2) === found.slice(0, 2)
  })

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')
const page = { offset: 0, limit: most }

/** People on record who may be the one being entered; looked up, shown, and never in the way. */
function useMatches(row: Row) {
  const enough = identityCount(row) >= 3
  const names = namesOf(row)
  const whole = names.join(' ').slice(0, 200)
  // A name on record may lack the grandfather or the family, so two names are asked as well.
  const short = names.slice(0, 2).join(' ').slice(0, 200)
  const numbers = [textOf(row['phone']), textOf(row['paperNumber'])]
  const ask = (text: string, on: boolean) => ({
    ...query('people.list', { text, ...page }),
    enabled: enough && on,
    placeholderData: keepPreviousData,
  })
  const byWhole = useQuery(ask(whole, names.length >= 2))
  const byShort = useQuery(ask(short, names.length > 2))
  const byPhone = useQuery(ask(numbers[0] ?? '', (numbers[0] ?? '').length >= 6))
  const byPaper = useQuery(ask(numbers[1] ?? '', (numbers[1] ?? '').length >= 4))
  if (!enough) return { enough, found: [] as { row: PersonRow; exact: boolean }[] }
  const seen = new Set<string>()
  const found = [
    ...[byPhone, byPaper].map(({ data }, index) => ({ data, exact: true, on: (numbers[index] ?? '').length >= 4 })),
    { data: byWhole.data, exact: false, on: names.length >= 2 },
    { data: byShort.data, exact: false, on: names.length > 2 },
  ]
    .flatMap(({ data, exact, on }) => (on ? (data?.rows ?? []).map((hit) => ({ row: hit, exact })) : []))
    .filter(({ row: hit, exact }) => (exact || mayBeCalled(row, hit)) && !seen.has(hit.id) && seen.add(hit.id))
    .slice(0, most)
  return { enough, found }
}

/** Stands beside the registration form and shows who may already be on record. */
export function Matches({ row }: { readonly row: Row }) {
  const { t } = useLingui()
  const format = useFormat()
  const { enough, found } = useMatches(row)
  const shown = format.number(found.length)
  return (
    <aside className={`surface ${classes.aside ?? ''}`} aria-label={t`Already on record?`}>
      <Group gap="xs" wrap="nowrap" className={classes.matchesHead ?? ''}>
        <IconSearch size={17} stroke={1.8} aria-hidden />
        <h2>
          <Trans>Already on record?</Trans>
        </h2>
      </Group>
      <div role="status">
        {found.length === 0 ? (
          <Text size="sm" c="dimmed" className={classes.matchesNote ?? ''}>
            {enough ? (
              <Trans>Nobody on record looks like this person.</Trans>
            ) : (
              <Trans>From the third detail of a person on, people who may be the same appear here.</Trans>
            )}
          </Text>
        ) : (
          <Text size="sm" className={classes.matchesNote ?? ''}>
            <Plural
              value={found.length}
              one={`${shown} person may be the same. Look before you save twice.`}
              other={`${shown} people may be the same. Look before you save twice.`}
            />
          </Text>
        )}
      </div>
      <Stack gap={0}>
        {found.map(({ row: hit, exact }) => (
          <Match key={hit.id} hit={hit} exact={exact} />
        ))}
      </Stack>
    </aside>
  )
}

const Match = ({ hit, exact }: { readonly hit: PersonRow; readonly exact: boolean }) => {
  const format = useFormat()
  const label = useLabel()
  const body = (
    <>
      <Text size="sm" fw={500}>
        <bdi>{format.name(hit)}</bdi>
      </Text>
      <Text size="xs" c="dimmed">
        {[label.code(sex.id, hit.sex), hit.birth ? format.date(hit.birth) : null].filter(Boolean).join(' · ')}
      </Text>
      <Group gap={6} mt={2}>
        <Text size="xs" c="dimmed" className="ltr">
          {hit.householdNumber ?? hit.number}
        </Text>
        {exact ? (
          <Badge size="xs" variant="light" color="orange" tt="none">
            <Trans>same number</Trans>
          </Badge>
        ) : null}
        {hit.status === 'active' ? null : <StatusBadge list={personStatus} code={hit.status} />}
      </Group>
    </>
  )
  return hit.household ? (
    <Link to="/households/$id" params={{ id: hit.household }} className={classes.match}>
      {body}
    </Link>
  ) : (
    <div className={classes.match}>{body}</div>
  )
}
