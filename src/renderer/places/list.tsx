import { Button, Loader, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Trans, useLingui } from '@lingui/react/macro'
import { plural } from '@lingui/core/macro'
import { IconMapPin, IconMapPinOff, IconSearch, IconTableImport } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Output } from '../../shared/contract/index.ts'
import { query } from '../api.ts'
import { useFormat } from '../format.ts'
import { PageHeader } from '../records/page-header.tsx'
import { EmptyState, ErrorState, NoPermission } from '../records/states.tsx'
import { useMay } from '../shell/session.tsx'
import { moveInList, PlaceRows } from './place-rows.tsx'
import classes from './places.module.css'

const most = 100

/** Every governorate, district and sub-district, found by any name or code. */
export function PlacesPage() {
  const { may } = useMay()
  return may('place.read') ? <Places /> : <NoPermission />
}

const Places = () => {
  const { t } = useLingui()
  const format = useFormat()
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text.trim(), 120)
  const count = useQuery(query('places.count', {}))
  const found = useQuery({ ...query('places.search', { text: asked, limit: most }), placeholderData: keepPreviousData })
  if (count.isError) return <ErrorState error={count.error} onRetry={() => void count.refetch()} />
  const all = count.data?.places ?? 0
  const shown = format.number(all)
  return (
    <>
      <PageHeader
        title={<Trans>Places</Trans>}
        subtitle={
          all > 0
            ? t`${plural(all, { one: `${shown} place on the list`, other: `${shown} places on the list` })}`
            : null
        }
      />
      {count.data && all === 0 ? (
        <NoPlaces />
      ) : (
        <div className="surface" onKeyDown={moveInList}>
          <div className={classes.cardHead}>
            <TextInput
              type="search"
              size="md"
              data-autofocus
              autoFocus
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              label={t`Find a place`}
              description={t`Any name in Arabic, Kurdish or English, or any code: IQG08, IQ-D049, Mosul.`}
              leftSection={<IconSearch size={18} aria-hidden />}
              rightSection={found.isFetching ? <Loader size="xs" /> : null}
            />
          </div>
          {found.isError ? (
            <ErrorState error={found.error} onRetry={() => void found.refetch()} />
          ) : (
            <Hits asked={asked} hits={found.data} />
          )}
        </div>
      )}
    </>
  )
}

type HitList = Output<'places.search'>

const Hits = ({ asked, hits }: { readonly asked: string; readonly hits: HitList | undefined }) => {
  const { t } = useLingui()
  const format = useFormat()
  if (hits === undefined) return null
  if (hits.length === 0) {
    return (
      <EmptyState
        icon={<IconMapPinOff size={24} />}
        title={<Trans>No place is called that</Trans>}
        detail={<Trans>Try another spelling, fewer letters, or the code from the report.</Trans>}
      />
    )
  }
  const shown = format.number(hits.length)
  return (
    <>
      <Text size="sm" c="dimmed" px={20} pb={8} role="status">
        {asked === ''
          ? t`Governorates`
          : hits.length === most
            ? t`The first ${shown} places; type more letters to see fewer.`
            : t`${plural(hits.length, { one: `${shown} place found`, other: `${shown} places found` })}`}
      </Text>
      <PlaceRows hits={hits} label={t`Places`} sameLevel={asked === ''} />
    </>
  )
}

const NoPlaces = () => {
  const { may } = useMay()
  return (
    <div className="surface">
      <EmptyState
        icon={<IconMapPin size={24} />}
        title={<Trans>The list of places is empty</Trans>}
        detail={
          <Trans>
            Import the list of governorates, districts and sub-districts first. Families, projects and reports then use
            the same places everywhere.
          </Trans>
        }
        action={
          may('import.run') ? (
            <Button
              leftSection={<IconTableImport size={18} />}
              renderRoot={(props) => <Link to="/imports" {...props} />}
            >
              <Trans>Import places</Trans>
            </Button>
          ) : null
        }
      />
    </div>
  )
}
