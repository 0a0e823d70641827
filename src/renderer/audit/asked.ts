import { isoDate } from '../../shared/records/field.ts'
import type { Input } from '../../shared/contract/index.ts'
import type { StoreName } from '../../shared/errors.ts'

/** What a person narrows the log by; days are those of this computer. */
export interface Asked {
  readonly store: StoreName
  readonly user: string | null
  readonly action: string | null
  readonly record: string
  readonly from: string | null
  readonly to: string | null
}

export const everything: Asked = { store: 'registry', user: null, action: null, record: '', from: null, to: null }

/** True when anything but the choice of log narrows it. */
export const isNarrowed = ({ user, action, record, from, to }: Asked): boolean =>
  user !== null || action !== null || record.trim() !== '' || from !== null || to !== null

/** The first moment of a day on this computer; undefined while the day is still being typed. */
function startOf(day: string | null, later: number): string | undefined {
  const whole = isoDate.safeParse(day).data
  if (whole === undefined) return undefined
  const [year = 0, month = 1, date = 1] = whole.split('-').map(Number)
  return new Date(year, month - 1, date + later).toISOString()
}

/** The filter as main takes it. */
export function filterOf({ user, action, record, from, to }: Asked): Input<'audit.saveCopy'>['filter'] {
  const [start, until] = [startOf(from, 0), startOf(to, 1)]
  return {
    ...(user === null ? {} : { user }),
    ...(action === null ? {} : { action }),
    ...(record.trim() === '' ? {} : { record: record.trim() }),
    ...(start === undefined ? {} : { from: start }),
    ...(until === undefined ? {} : { until }),
  }
}
