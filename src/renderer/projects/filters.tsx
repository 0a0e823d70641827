import { Button, Group, Pill, SimpleGrid } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { capStatus, capType } from '../../shared/codes/cap.ts'
import { useLabel } from '../i18n.ts'
import { CodesField } from '../records/code-field.tsx'
import { PlacePicker } from '../records/place-picker.tsx'
import { PlaceName } from '../records/value.tsx'
import type { ListSearch } from './filter.ts'
import classes from './projects.module.css'

interface FilterProps {
  readonly search: ListSearch
  readonly onChange: (next: ListSearch) => void
}

const among = <C extends string>(codes: readonly C[], chosen: readonly string[] | null): C[] =>
  codes.filter((code) => (chosen ?? []).includes(code))

/** Everything the list of projects can be narrowed by. */
export function FilterPanel({ search, onChange }: FilterProps) {
  const { t } = useLingui()
  const label = useLabel()
  return (
    <div className={`surface ${classes.panel ?? ''}`}>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md">
        <CodesField
          label={label.field('capProject', 'status')}
          list={capStatus}
          value={search.status ?? []}
          onChange={(next) => onChange({ ...search, status: among(capStatus.codes, next) })}
        />
        <CodesField
          label={label.field('capProject', 'type')}
          list={capType}
          value={search.type ?? []}
          onChange={(next) => onChange({ ...search, type: among(capType.codes, next) })}
        />
        <PlacePicker
          label={t`Place and everything below it`}
          value={search.place ?? null}
          onChange={(place) => onChange({ ...search, place: place ?? undefined })}
        />
      </SimpleGrid>
    </div>
  )
}

interface Chip {
  readonly key: string
  readonly text: ReactNode
  readonly without: ListSearch
}

/** What narrows the list at the moment; each part can be taken off. */
export function FilterChips({ search, onChange }: FilterProps) {
  const { t } = useLingui()
  const label = useLabel()
  const chips: Chip[] = [
    ...(search.status ?? []).map((code) => ({
      key: `status.${code}`,
      text: label.code(capStatus.id, code),
      without: { ...search, status: search.status?.filter((one) => one !== code) },
    })),
    ...(search.type ?? []).map((code) => ({
      key: `type.${code}`,
      text: label.code(capType.id, code),
      without: { ...search, type: search.type?.filter((one) => one !== code) },
    })),
    ...(search.place
      ? [{ key: 'place', text: <PlaceName id={search.place} />, without: { ...search, place: undefined } }]
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
      <Button variant="subtle" size="compact-sm" onClick={() => onChange({})}>
        <Trans>Remove all</Trans>
      </Button>
    </Group>
  )
}
