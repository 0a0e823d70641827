import { msg, plural } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import { useLingui } from '@lingui/react'
import { IconChevronRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Output } from '../../shared/contract/index.ts'
import { useFormat } from '../format.ts'
import classes from './home.module.css'

type Item = Output<'home.summary'>['attention'][number]

const sentence = (kind: Item['kind'], count: number): MessageDescriptor => {
  switch (kind) {
    case 'households.unverified':
      return msg`${plural(count, { one: 'household waits for its papers to be checked', other: 'households wait for their papers to be checked' })}`
    case 'households.placeUnknown':
      return msg`${plural(count, { one: 'household has a place that is not in the list', other: 'households have a place that is not in the list' })}`
    case 'households.noHead':
      return msg`${plural(count, { one: 'household has no head', other: 'households have no head' })}`
    case 'projects.late':
      return msg`${plural(count, { one: 'project is past its planned end', other: 'projects are past their planned end' })}`
    case 'projects.stuck':
      return msg`${plural(count, { one: 'project has not moved for a long time', other: 'projects have not moved for a long time' })}`
    case 'cases.waiting':
      return msg`${plural(count, { one: 'patient has waited long', other: 'patients have waited long' })}`
    case 'cases.deteriorating':
      return msg`${plural(count, { one: 'patient is getting worse', other: 'patients are getting worse' })}`
    case 'conflicts.open':
      return msg`${plural(count, { one: 'value differs between offices', other: 'values differ between offices' })}`
    case 'bundles.missing':
      return msg`${plural(count, { one: 'office has sent something that has not arrived', other: 'offices have sent something that has not arrived' })}`
    case 'bundles.never':
      return msg`No bundle has been exchanged yet`
    case 'backups.old':
      return msg`The last good backup is old`
    case 'backups.medicalOld':
      return msg`The last good backup of the medical records is old`
    case 'places.none':
      return msg`The list of places is empty`
  }
}
const addresses: Readonly<Record<Item['kind'], string>> = {
  'households.unverified': '/households',
  'households.placeUnknown': '/households',
  'households.noHead': '/households',
  'projects.late': '/projects',
  'projects.stuck': '/projects',
  'cases.waiting': '/evacuations',
  'cases.deteriorating': '/evacuations',
  'conflicts.open': '/conflicts',
  'bundles.never': '/bundles',
  'bundles.missing': '/bundles',
  'places.none': '/imports',
  'backups.old': '/settings/backup',
  'backups.medicalOld': '/settings/backup',
}
const urgent: readonly Item['kind'][] = [
  'cases.deteriorating',
  'cases.waiting',
  'projects.late',
  'backups.old',
  'backups.medicalOld',
  'places.none',
]
const countless: readonly Item['kind'][] = ['bundles.never', 'places.none', 'backups.old', 'backups.medicalOld']

/** What needs somebody, the most urgent first, each line leading to the records it counts. */
export function Attention({ items }: { readonly items: readonly Item[] }) {
  const { _ } = useLingui()
  const format = useFormat()
  const sorted = items.toSorted((a, b) => Number(urgent.includes(b.kind)) - Number(urgent.includes(a.kind)))
  return (
    <ul className={classes.list}>
      {sorted.map(({ kind, count }) => (
        <li key={kind}>
          <Link to={addresses[kind]} className={classes.row}>
            <span className={classes.count} data-urgent={urgent.includes(kind)}>
              {countless.includes(kind) ? '!' : format.number(count)}
            </span>
            <span className={classes.grow}>{_(sentence(kind, count))}</span>
            <IconChevronRight size={16} className="mirror" aria-hidden />
          </Link>
        </li>
      ))}
    </ul>
  )
}
