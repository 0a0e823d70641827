import { Group, Select, Stack, Text } from '@mantine/core'
import { useDebouncedValue, useUncontrolled } from '@mantine/hooks'
import { useLingui } from '@lingui/react/macro'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState, type KeyboardEvent } from 'react'
import { query } from '../api.ts'
import { useFormat } from '../format.ts'
import { present, type InputProps } from './input-props.ts'

/** A place found by any of its three names or any code; every hit shows the units above it. */
export function PlacePicker(props: InputProps<string> & { readonly placeholder?: string }) {
  const { value, defaultValue, onChange, required, placeholder, ...rest } = props
  const [chosen, setChosen] = useUncontrolled<string | null>({
    ...present({ value, defaultValue, onChange }),
    finalValue: null,
  })
  const { t } = useLingui()
  const format = useFormat()
  const [search, setSearch] = useState('')
  const [asked] = useDebouncedValue(search, 120)
  const current = useQuery({ ...query('places.get', { id: chosen ?? '' }), enabled: chosen !== null })
  const currentName = current.data ? format.place(current.data.place) : null
  const text = asked === currentName ? '' : asked.slice(0, 200)
  const hits = useQuery({ ...query('places.search', { text, limit: 30 }), placeholderData: keepPreviousData })

  const known = new Map(
    (hits.data ?? []).map(({ place, above }) => [place.id, { place, above: above.map(format.place).join(' · ') }]),
  )
  if (current.data && !known.has(current.data.place.id)) {
    known.set(current.data.place.id, {
      place: current.data.place,
      above: current.data.above.map(format.place).join(' · '),
    })
  }
  const options = [...known.values()].map(({ place }) => ({ value: place.id, label: format.place(place) }))
  const found = new Set((hits.data ?? []).map(({ place }) => place.id))

  // The hits come a moment after the letters, when the list has already marked what it had. Enter takes the first hit
  // where none is marked, and stays in the field while they are still on their way, so that no place typed is lost.
  const takeFirst = (event: KeyboardEvent<HTMLElement>) => {
    const input = event.target
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || !(input instanceof HTMLInputElement)) return
    if (input.value.trim() === '' || input.value === currentName) return
    if (asked !== input.value || hits.isPlaceholderData || hits.isPending) {
      event.preventDefault()
      event.stopPropagation()
      return
    }
    const list = document.getElementById(input.getAttribute('aria-controls') ?? '')
    const first = hits.data?.[0]
    if (first && !list?.querySelector('[data-combobox-selected]')) setChosen(first.place.id)
  }
  return (
    <Select
      {...present(rest)}
      withAsterisk={required ?? false}
      aria-required={required ?? false}
      placeholder={placeholder ?? t`Name or code`}
      data={options}
      value={chosen}
      onChange={(next) => setChosen(next)}
      searchable
      onSearchChange={setSearch}
      clearable={!required}
      // An answer is taken away with its button: Enter and leaving the field take the marked one, which must not undo it.
      allowDeselect={false}
      selectFirstOptionOnChange
      wrapperProps={{ onKeyDownCapture: takeFirst }}
      clearButtonProps={{ 'aria-label': t`Clear` }}
      filter={({ options: given }) => given.filter((option) => 'value' in option && found.has(option.value))}
      description={current.data ? current.data.above.map(format.place).join(' · ') || null : (rest.description ?? null)}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      renderOption={({ option }) => {
        const hit = known.get(option.value)
        return (
          <Group justify="space-between" wrap="nowrap" w="100%" gap="md">
            <Stack gap={0}>
              <Text span size="sm">
                {option.label}
              </Text>
              <Text span size="xs" c="dimmed">
                {hit?.above}
              </Text>
            </Stack>
            <Text span size="xs" c="dimmed" className="ltr">
              {option.value}
            </Text>
          </Group>
        )
      }}
      nothingFoundMessage={hits.isPending ? t`Searching…` : t`No place has this name or code`}
      maxDropdownHeight={320}
    />
  )
}
