import { Group, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { Spotlight } from '@mantine/spotlight'
import {
  IconAmbulance,
  IconBuildingCommunity,
  IconLock,
  IconMapPin,
  IconSearch,
  IconUser,
  IconUserPlus,
  IconUsersGroup,
  type Icon,
} from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import type { Output } from '../../shared/contract/index.ts'
import { exactFold } from '../../shared/names/fold.ts'
import { query } from '../api.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { useLock } from './lock.ts'
import { useDestinations } from './navigation.tsx'
import { useMay } from './session.tsx'

type Hit = Output<'search.quick'>[number]

const icons: Readonly<Record<Hit['record'], Icon>> = {
  household: IconUsersGroup,
  person: IconUser,
  capProject: IconBuildingCommunity,
  evacuationCase: IconAmbulance,
  place: IconMapPin,
}
/** Where a hit leads: a person to the household they belong to. */
const addressOf = (hit: Pick<Hit, 'record' | 'id' | 'household'>): string => {
  const id = encodeURIComponent(hit.id)
  if (hit.record === 'person') return hit.household ? `/households/${encodeURIComponent(hit.household)}` : '/households'
  if (hit.record === 'household') return `/households/${id}`
  if (hit.record === 'capProject') return `/projects/${id}`
  return hit.record === 'evacuationCase' ? `/evacuations/${id}` : `/places/${id}`
}

/** Ctrl+K: numbers, names, phones, papers, titles and places, and every page and action. */
export function QuickSearch() {
  const { t, i18n } = useLingui()
  const router = useRouter()
  const format = useFormat()
  const label = useLabel()
  const lock = useLock()
  const { may } = useMay()
  const pagesOpen = useDestinations()
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text.trim().slice(0, 200), 100)
  const found = useQuery({
    ...query('search.quick', { text: asked, limit: 12 }),
    enabled: asked.length > 0,
    placeholderData: keepPreviousData,
  })
  const go = (to: string) => () => router.history.push(to)
  const actions = [
    ...(may('household.write')
      ? [{ id: 'register', title: t`Register a household`, icon: IconUserPlus, run: go('/households/new') }]
      : []),
    ...pagesOpen.map(({ to, title, icon }) => ({ id: to, title: i18n._(title), icon, run: go(to) })),
    { id: 'lock', title: t`Lock`, icon: IconLock, run: lock },
  ].filter((action) => exactFold(action.title).includes(exactFold(text)))
  const hits = asked === '' ? [] : (found.data ?? [])
  return (
    <Spotlight.Root
      query={text}
      onQueryChange={setText}
      shortcut="mod + K"
      tagsToIgnore={[]}
      scrollable
      maxHeight={420}
      attributes={{ content: { 'aria-label': t`Search everything` } }}
    >
      <Spotlight.Search
        placeholder={t`Name, number, phone, place or page`}
        aria-label={t`Search everything`}
        leftSection={<IconSearch size={18} stroke={1.7} />}
        dir="auto"
      />
      <Spotlight.ActionsList>
        {hits.length > 0 ? (
          <Spotlight.ActionsGroup label={i18n._(msg`Records`)}>
            {hits.map((hit) => {
              const Picture = icons[hit.record]
              const title = hit.name ? format.name(hit.name) : format.text(hit.title)
              return (
                <Spotlight.Action key={`${hit.record}:${hit.id}`} onClick={go(addressOf(hit))}>
                  <Group wrap="nowrap" gap="sm" w="100%">
                    <Picture size={19} stroke={1.6} aria-hidden />
                    <div style={{ flex: 1, minWidth: 0 }}>
                      <Text size="sm" truncate>
                        <bdi>{title === '' ? hit.number : title}</bdi>
                      </Text>
                      <Text size="xs" c="dimmed" truncate>
                        {label.record(hit.record)}
                        {hit.detail ? (
                          <>
                            {' · '}
                            <bdi>{hit.detail}</bdi>
                          </>
                        ) : null}
                      </Text>
                    </div>
                    {hit.number ? (
                      <Text size="xs" c="dimmed" className="ltr">
                        {hit.number}
                      </Text>
                    ) : null}
                  </Group>
                </Spotlight.Action>
              )
            })}
          </Spotlight.ActionsGroup>
        ) : null}
        {actions.length > 0 ? (
          <Spotlight.ActionsGroup label={i18n._(msg`Pages and actions`)}>
            {actions.map(({ id, title, icon: Picture, run }) => (
              <Spotlight.Action key={id} onClick={run}>
                <Group wrap="nowrap" gap="sm">
                  <Picture size={19} stroke={1.6} aria-hidden />
                  <Text size="sm">{title}</Text>
                </Group>
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        ) : null}
        {hits.length === 0 && actions.length === 0 ? (
          <Spotlight.Empty>
            {found.isFetching ? (
              <Trans>Searching…</Trans>
            ) : (
              <Trans>Nothing matches. Try fewer letters, or a number.</Trans>
            )}
          </Spotlight.Empty>
        ) : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}
