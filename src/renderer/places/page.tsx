import { Anchor, Badge, Breadcrumbs, Button, Skeleton, Stack, Text, Title } from '@mantine/core'
import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconChartLine, IconChevronRight, IconTableImport, IconUsersGroup } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { Output } from '../../shared/contract/index.ts'
import { query } from '../api.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { HistoryButton } from '../history/button.tsx'
import { PageHeader } from '../records/page-header.tsx'
import { EmptyState, ErrorState, NoPermission } from '../records/states.tsx'
import { useMay } from '../shell/session.tsx'
import { Figures } from './figures.tsx'
import { useBelowTitle, useLevelName } from './level.ts'
import { moveInList, PlaceRows } from './place-rows.tsx'
import classes from './places.module.css'

/** One place: its names and codes, who is on record there, what was published about it, and what lies below. */
export function PlacePage() {
  const { may } = useMay()
  return may('place.read') ? <Loaded /> : <NoPermission />
}

const Loaded = () => {
  const { id } = useParams({ from: '/places/$id' })
  const found = useQuery(query('places.get', { id }))
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) {
    return (
      <Stack gap="lg" aria-busy>
        <Skeleton h={34} w={320} />
        <Skeleton h={260} radius="lg" />
      </Stack>
    )
  }
  return <Found key={id} found={found.data} />
}

interface FoundProps {
  readonly found: Output<'places.get'>
}

const Found = ({ found }: FoundProps) => {
  const { place, above, below, figures } = found
  const { t } = useLingui()
  const format = useFormat()
  const levelName = useLevelName()
  const belowTitle = useBelowTitle()
  const name = format.place(place)
  return (
    <>
      <Path above={above} />
      <PageHeader
        title={<bdi>{name}</bdi>}
        badge={
          <Badge variant="light" color="gray" size="lg" tt="none" fw={500}>
            {levelName(place.level)}
          </Badge>
        }
        subtitle={<bdi className="ltr">{place.id}</bdi>}
        actions={<HistoryButton record="place" id={place.id} />}
      />
      <div className={classes.columns}>
        <div className={classes.stack}>
          {figures.length > 0 ? <Figures figures={figures} name={name} /> : null}
          {below.length > 0 ? (
            <section className="surface" aria-labelledby="below-title" onKeyDown={moveInList}>
              <div className={classes.cardHead}>
                <Title order={2} id="below-title">
                  {belowTitle(place.level)}{' '}
                  <Text span c="dimmed" size="sm" fw={400}>
                    {format.number(below.length)}
                  </Text>
                </Title>
              </div>
              <PlaceRows hits={below.map((one) => ({ place: one, above: [] }))} label={t`Places below`} sameLevel />
            </section>
          ) : null}
          {figures.length > 0 ? null : <NoFigures level={place.level} />}
        </div>
        <div className={classes.stack}>
          <Counts found={found} />
          <Names found={found} />
          <Aliases found={found} />
        </div>
      </div>
    </>
  )
}

const Path = ({ above }: { readonly above: FoundProps['found']['above'] }) => {
  const { t } = useLingui()
  const format = useFormat()
  return (
    <nav aria-label={t`Lies in`}>
      <Breadcrumbs mb={8} separator={<IconChevronRight size={14} className="mirror" aria-hidden />} separatorMargin={6}>
        <Anchor size="sm" renderRoot={(props) => <Link to="/places" {...props} />}>
          <Trans>Places</Trans>
        </Anchor>
        {above.toReversed().map((unit) => (
          <Anchor
            key={unit.id}
            size="sm"
            renderRoot={(props) => <Link to="/places/$id" params={{ id: unit.id }} {...props} />}
          >
            <bdi>{format.place(unit)}</bdi>
          </Anchor>
        ))}
      </Breadcrumbs>
    </nav>
  )
}

const Counts = ({ found }: FoundProps) => {
  const { t } = useLingui()
  const format = useFormat()
  const { may } = useMay()
  return (
    <section className="surface" aria-labelledby="counts-title">
      <div className={classes.cardHead}>
        <Title order={2} id="counts-title">
          <Trans>On record here</Trans>
        </Title>
        <Text size="sm" c="dimmed">
          <Trans>Counted from the register, with everything below this place.</Trans>
        </Text>
      </div>
      <div className={classes.counts}>
        <div className={classes.count}>
          <div className={`${classes.big ?? ''} tabular`}>{format.number(found.households)}</div>
          <Text size="sm" c="dimmed">
            {t`${plural(found.households, { one: 'household', other: 'households' })}`}
          </Text>
        </div>
        <div className={classes.count}>
          <div className={`${classes.big ?? ''} tabular`}>{format.number(found.people)}</div>
          <Text size="sm" c="dimmed">
            {t`${plural(found.people, { one: 'person', other: 'people' })}`}
          </Text>
        </div>
      </div>
      {found.households > 0 && may('household.read') ? (
        <div className={classes.cardFoot}>
          <Button
            variant="light"
            fullWidth
            leftSection={<IconUsersGroup size={17} />}
            renderRoot={(props) => <Link to="/households" search={{ place: found.place.id }} {...props} />}
          >
            <Trans>Show these households</Trans>
          </Button>
        </div>
      ) : null}
    </section>
  )
}

const Names = ({ found: { place } }: FoundProps) => {
  const label = useLabel()
  const names = [
    { field: 'nameEn', value: place.nameEn, lang: 'en' },
    { field: 'nameAr', value: place.nameAr, lang: 'ar' },
    { field: 'nameKu', value: place.nameKu, lang: 'ckb' },
  ] as const
  return (
    <section className="surface" aria-labelledby="names-title">
      <div className={classes.cardHead}>
        <Title order={2} id="names-title">
          <Trans>Names and codes</Trans>
        </Title>
      </div>
      <dl className={classes.facts}>
        {names.map(({ field, value, lang }) => (
          <Fact key={field} term={label.field('place', field)}>
            {value === null ? <Missing /> : <bdi lang={lang}>{value}</bdi>}
          </Fact>
        ))}
        <Fact term={<Trans>Code (COD-AB)</Trans>}>
          <bdi className="ltr">{place.id}</bdi>
        </Fact>
        <Fact term={label.field('place', 'dtmCode')}>
          {place.dtmCode === null ? <Missing /> : <bdi className="ltr">{place.dtmCode}</bdi>}
        </Fact>
      </dl>
    </section>
  )
}

const Fact = ({ term, children }: { readonly term: React.ReactNode; readonly children: React.ReactNode }) => (
  <>
    <dt>{term}</dt>
    <dd>{children}</dd>
  </>
)

const Missing = () => (
  <Text span size="sm" c="dimmed">
    <Trans>not recorded</Trans>
  </Text>
)

const Aliases = ({ found: { aliases } }: FoundProps) => {
  const format = useFormat()
  if (aliases.length === 0) return null
  return (
    <section className="surface" aria-labelledby="aliases-title">
      <div className={classes.cardHead}>
        <Title order={2} id="aliases-title">
          <Trans>Other codes and spellings</Trans>
        </Title>
      </div>
      <dl className={classes.facts}>
        {aliases.map((alias) => (
          <Fact key={alias.id} term={<bdi className="ltr">{alias.system}</bdi>}>
            <bdi>{alias.codeOrName}</bdi>
            {alias.validFrom ? (
              <Text span size="xs" c="dimmed" display="block">
                <Trans>from {format.digitsIn(alias.validFrom)}</Trans>
              </Text>
            ) : null}
            {alias.note ? (
              <Text span size="xs" c="dimmed" display="block">
                <bdi>{alias.note}</bdi>
              </Text>
            ) : null}
          </Fact>
        ))}
      </dl>
    </section>
  )
}

const NoFigures = ({ level }: { readonly level: number }) => {
  const { may } = useMay()
  const count = useQuery(query('places.count', {}))
  const none = count.data?.figures === 0
  return (
    <section className="surface">
      <EmptyState
        icon={<IconChartLine size={24} />}
        title={
          none ? (
            <Trans>No displacement figures are loaded</Trans>
          ) : (
            <Trans>No figures are published for this place</Trans>
          )
        }
        detail={
          none ? (
            <Trans>Import the DTM rounds to see how many displaced people were estimated here over time.</Trans>
          ) : level === 1 ? (
            <Trans>They are published by district: choose one above.</Trans>
          ) : (
            <Trans>They are published by district, and not for every district.</Trans>
          )
        }
        action={
          none && may('import.run') ? (
            <Button
              variant="light"
              leftSection={<IconTableImport size={18} />}
              renderRoot={(props) => <Link to="/imports" {...props} />}
            >
              <Trans>Import figures</Trans>
            </Button>
          ) : null
        }
      />
    </section>
  )
}
