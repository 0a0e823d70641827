import { Button, Group, Pill } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { PlaceName } from '../records/value.tsx'
import { filterOf, type ListSearch } from './filter.ts'

interface Chip {
  readonly key: string
  readonly text: ReactNode
  readonly without: ListSearch
}

/** What narrows the list at the moment; each part can be taken off. */
export function FilterChips({
  search,
  onChange,
}: {
  readonly search: ListSearch
  readonly onChange: (next: ListSearch) => void
}) {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const filter = filterOf(search)
  const from = filter.registeredFrom ? format.date(filter.registeredFrom) : ''
  const until = filter.registeredTo ? format.date(filter.registeredTo) : ''
  const without = <C extends string>(codes: readonly C[] | undefined, code: C): C[] =>
    (codes ?? []).filter((one) => one !== code)
  const chips: Chip[] = [
    ...(filter.place
      ? [{ key: 'place', text: <PlaceName id={filter.place} />, without: { ...search, place: undefined } }]
      : []),
    ...(filter.residenceStatus ?? []).map((code) => ({
      key: code,
      text: label.code('residenceStatus', code),
      without: { ...search, residenceStatus: without(search.residenceStatus, code) },
    })),
    ...(filter.status ?? []).map((code) => ({
      key: code,
      text: label.code('householdStatus', code),
      without: { ...search, status: without(search.status, code) },
    })),
    ...(filter.shelter ?? []).map((code) => ({
      key: `shelter.${code}`,
      text: label.code('shelterCategory', code),
      without: { ...search, shelter: without(search.shelter, code) },
    })),
    ...(from
      ? [{ key: 'from', text: t`Registered from ${from}`, without: { ...search, registeredFrom: undefined } }]
      : []),
    ...(until
      ? [{ key: 'until', text: t`Registered until ${until}`, without: { ...search, registeredTo: undefined } }]
      : []),
    ...(filter.placeUnknown === true
      ? [{ key: 'unknown', text: t`Place not on the list`, without: { ...search, placeUnknown: undefined } }]
      : []),
  ]
  if (chips.length === 0) return null
  return (
    <Group gap={8} mb="md" role="group" aria-label={t`Active filters`}>
      {chips.map((chip) => (
        <Pill
          key={chip.key}
          size="md"
          withRemoveButton
          onRemove={() => onChange(chip.without)}
          removeButtonProps={{ 'aria-label': t`Remove this filter`, tabIndex: 0, 'aria-hidden': false }}
        >
          {chip.text}
        </Pill>
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={() => onChange({ tab: search.tab, sort: search.sort, ascending: search.ascending })}
      >
        <Trans>Remove all</Trans>
      </Button>
    </Group>
  )
}
