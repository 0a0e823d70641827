import { Trans } from '@lingui/react/macro'
import { IconTrendingDown } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { evacuationStage, priority, specialty } from '../../shared/codes/evacuation.ts'
import type { Output } from '../../shared/contract/index.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { useDays } from '../records/days.ts'
import { StatusBadge } from '../records/status-badge.tsx'
import classes from './evacuations.module.css'

interface CardProps {
  readonly row: Output<'cases.list'>['rows'][number]
  /** Whether the Tab key stops here. */
  readonly stop: boolean
  readonly onVisit: () => void
}

/** One case on the board. */
export function Card({ row, stop, onVisit }: CardProps) {
  const format = useFormat()
  const label = useLabel()
  const days = useDays()
  return (
    <Link
      to="/evacuations/$id"
      params={{ id: row.id }}
      className={classes.card}
      data-card
      data-priority={row.priority}
      tabIndex={stop ? 0 : -1}
      onFocus={onVisit}
    >
      <bdi className={classes.name}>{format.name(row)}</bdi>
      <bdi className={`ltr ${classes.number ?? ''}`}>{row.number}</bdi>
      <span className={classes.line}>
        <StatusBadge list={priority} code={row.priority} />
        {row.deteriorating === true ? <GettingWorse /> : null}
      </span>
      <span className={classes.line}>{label.code(specialty.id, row.specialty)}</span>
      <span className={classes.quiet}>
        <span>{label.code(evacuationStage.id, row.stage)}</span>
        <span>{days(row.daysInStage)}</span>
      </span>
    </Link>
  )
}

/** Marks somebody whose condition gets worse. */
export const GettingWorse = () => (
  <span className={classes.worse}>
    <IconTrendingDown size={15} aria-hidden />
    <Trans>getting worse</Trans>
  </span>
)
