import { Text, Title } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import {
  IconArrowRight,
  IconCheck,
  IconFileImport,
  IconMapPin,
  IconPackageImport,
  IconUserPlus,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Output } from '../../shared/contract/index.ts'
import { useMay } from '../shell/session.tsx'
import classes from './home.module.css'

interface Start {
  readonly key: string
  readonly icon: ReactNode
  readonly title: ReactNode
  readonly detail: ReactNode
  readonly to: string
  readonly done?: boolean
}

/** An empty office on its first day: what to do, in the order it is usually done. */
export function FirstDay({ summary }: { readonly summary: Output<'home.summary'> }) {
  const { may } = useMay()
  const places = !summary.attention.some((item) => item.kind === 'places.none')
  const starts: readonly Start[] = [
    ...(may('place.read')
      ? [
          {
            key: 'places',
            icon: <IconMapPin size={22} stroke={1.6} />,
            title: places ? <Trans>The list of places is ready</Trans> : <Trans>Load the list of places</Trans>,
            detail: places ? (
              <Trans>Look up a governorate, district or sub-district by name or code.</Trans>
            ) : (
              <Trans>Households and projects point to it. The list of Iraq is built in.</Trans>
            ),
            to: places ? '/places' : '/imports',
            done: places,
          },
        ]
      : []),
    ...(may('household.write')
      ? [
          {
            key: 'register',
            icon: <IconUserPlus size={22} stroke={1.6} />,
            title: <Trans>Register the first household</Trans>,
            detail: (
              <Trans>From paper or face to face: head, members, where they came from. About three minutes.</Trans>
            ),
            to: '/households/new',
          },
        ]
      : []),
    ...(may('import.run')
      ? [
          {
            key: 'import',
            icon: <IconFileImport size={22} stroke={1.6} />,
            title: <Trans>Bring in lists you already have</Trans>,
            detail: <Trans>Excel or CSV. A trial run shows every row before anything is saved.</Trans>,
            to: '/imports',
          },
        ]
      : []),
    ...(may('bundle.import')
      ? [
          {
            key: 'bundle',
            icon: <IconPackageImport size={22} stroke={1.6} />,
            title: <Trans>Receive records from another office</Trans>,
            detail: <Trans>Exchange office cards once, then bundles by USB stick.</Trans>,
            to: '/bundles',
          },
        ]
      : []),
  ]
  return (
    <section className="surface">
      <div className={classes.welcome}>
        <Title order={2}>
          <Trans>This office is new. Here is how to begin.</Trans>
        </Title>
        <Text size="sm" c="dimmed">
          <Trans>Any order works, and nothing here can break anything.</Trans>
        </Text>
      </div>
      <ol className={classes.list}>
        {starts.map((start) => (
          <li key={start.key}>
            <Link to={start.to} className={classes.start}>
              <span className={classes.picture} data-done={start.done ?? false}>
                {start.done ? <IconCheck size={22} /> : start.icon}
              </span>
              <span className={classes.grow}>
                <span className={classes.startTitle}>{start.title}</span>
                <Text span size="sm" c="dimmed">
                  {start.detail}
                </Text>
              </span>
              <IconArrowRight size={18} className="mirror" aria-hidden />
            </Link>
          </li>
        ))}
      </ol>
    </section>
  )
}
