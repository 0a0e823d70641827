import { useLingui } from '@lingui/react/macro'

/** The word for a level of the list of places. */
export function useLevelName(): (level: number) => string {
  const { t } = useLingui()
  return (level) => {
    if (level === 1) return t`Governorate`
    if (level === 2) return t`District`
    if (level === 3) return t`Sub-district`
    return t`Place`
  }
}

/** The heading over the places directly below one of this level. */
export function useBelowTitle(): (level: number) => string {
  const { t } = useLingui()
  return (level) => {
    if (level === 1) return t`Districts`
    if (level === 2) return t`Sub-districts`
    return t`Places`
  }
}
