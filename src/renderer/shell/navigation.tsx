import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import { useLingui } from '@lingui/react'
import {
  IconAmbulance,
  IconArrowsSplit2,
  IconBuildingCommunity,
  IconFileImport,
  IconHistory,
  IconHome2,
  IconMapPin,
  IconPackageExport,
  IconSettings,
  IconShieldLock,
  IconUsersGroup,
  type Icon,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Permission } from '../../shared/permissions.ts'
import { call } from '../api.ts'
import { useFormat } from '../format.ts'
import { useMay } from './session.tsx'
import classes from './shell.module.css'

export interface Destination {
  readonly to: string
  readonly title: MessageDescriptor
  readonly icon: Icon
  /** Shown only to those who may one of these; main decides all the same. */
  readonly needs?: readonly Permission[]
  readonly group: 'records' | 'exchange' | 'office'
  /** How many things wait there. */
  readonly count?: number
}

/** Every page that the navigation and the quick search lead to. */
const destinations: readonly Destination[] = [
  { to: '/', title: msg`Home`, icon: IconHome2, group: 'records' },
  { to: '/households', title: msg`Households`, icon: IconUsersGroup, needs: ['household.read'], group: 'records' },
  { to: '/projects', title: msg`Projects`, icon: IconBuildingCommunity, needs: ['project.read'], group: 'records' },
  { to: '/evacuations', title: msg`Evacuation`, icon: IconAmbulance, needs: ['case.read'], group: 'records' },
  { to: '/places', title: msg`Places`, icon: IconMapPin, needs: ['place.read'], group: 'records' },
  { to: '/imports', title: msg`Import`, icon: IconFileImport, needs: ['import.run'], group: 'exchange' },
  { to: '/bundles', title: msg`Bundles`, icon: IconPackageExport, needs: ['bundle.export'], group: 'exchange' },
  {
    to: '/data-protection',
    title: msg`Data protection`,
    icon: IconShieldLock,
    needs: ['erasure.read', 'bundle.export'],
    group: 'office',
  },
  { to: '/audit', title: msg`Activity log`, icon: IconHistory, needs: ['audit.read'], group: 'office' },
  { to: '/settings', title: msg`Settings`, icon: IconSettings, group: 'office' },
]

const toDecide: Destination = { to: '/conflicts', title: msg`To decide`, icon: IconArrowsSplit2, group: 'exchange' }

/** How many values wait for a decision. Everything that changes a record refreshes Home, and so this. */
function useToDecide(): number {
  const input = { record: null, field: null, offset: 0, limit: 1 }
  const waiting = useQuery({
    queryKey: ['home', 'conflicts.list', input],
    queryFn: () => call('conflicts.list', input),
  })
  return waiting.data?.total ?? 0
}

/** The destinations the signed-in user may open; what offices disagree on is among them while there is any. */
export function useDestinations(): readonly Destination[] {
  const { may } = useMay()
  const count = useToDecide()
  return [...destinations, ...(count > 0 ? [{ ...toDecide, count }] : [])].filter(
    (destination) => destination.needs === undefined || destination.needs.some((need) => may(need)),
  )
}

/** The list of pages at the reading edge of the window. */
export function Navigation() {
  const { _ } = useLingui()
  const format = useFormat()
  const open = useDestinations()
  return (
    <nav className={classes.nav} aria-label={_(msg`Pages`)}>
      {(['records', 'exchange', 'office'] as const).map((group) => {
        const links = open.filter((destination) => destination.group === group)
        return links.length === 0 ? null : (
          <ul key={group} className={classes.group}>
            {links.map(({ to, title, icon: Picture, count }) => (
              <li key={to}>
                <Link to={to} className={classes.link} activeOptions={{ exact: to === '/' }}>
                  <Picture size={19} stroke={1.7} aria-hidden />
                  <span>{_(title)}</span>
                  {count === undefined ? null : <span className={classes.waiting}>{format.number(count)}</span>}
                </Link>
              </li>
            ))}
          </ul>
        )
      })}
    </nav>
  )
}
