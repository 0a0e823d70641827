import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useFormat } from '../format.ts'

/** A number of days in words. */
export function useDays(): (count: number) => string {
  const { t } = useLingui()
  const format = useFormat()
  return (count) => {
    const days = format.number(count)
    return t`${plural(count, { one: `${days} day`, other: `${days} days` })}`
  }
}

/** Whole days from one ISO day to another, never below zero. */
export const daysBetween = (from: string, to: string): number =>
  Math.max(0, Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000))
