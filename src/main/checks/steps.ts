import type { Issue } from '../../shared/errors.ts'
import { isFuture, localToday } from '../../shared/dates/partial.ts'
import { rule } from './issues.ts'

/** Full calendar days from an ISO day until today; a clock set back never makes them negative. */
export function daysSince(day: string, now: Date): number {
  const days = (Date.parse(localToday(now)) - Date.parse(day.slice(0, 10))) / 86_400_000
  return Number.isFinite(days) ? Math.max(0, Math.round(days)) : 0
}

/** A step is dated today or before, and not before the step it follows. */
export function stepDateIssues(date: string, last: string | undefined, now: Date): Issue[] {
  return [
    ...rule(isFuture(date, localToday(now)), ['date'], 'future_date'),
    ...rule(last !== undefined && date < last, ['date'], 'before_last_step'),
  ]
}
