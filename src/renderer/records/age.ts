import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { ageRange } from '../../shared/dates/partial.ts'
import { useFormat } from '../format.ts'
import { useToday } from './today.ts'

/** The age a birth date allows, in words; empty without one. */
export function useAge(): (birth: string | null) => string {
  const { t } = useLingui()
  const format = useFormat()
  const today = useToday()
  return (birth) => {
    const age = birth === null ? null : ageRange(birth, today)
    if (!age) return ''
    const [min, max] = [format.number(age.min), format.number(age.max)]
    if (age.min !== age.max) return t`${min}–${max} years`
    return t`${plural(age.min, { one: `${min} year`, other: `${min} years` })}`
  }
}
