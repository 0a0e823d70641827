import { SimpleGrid, Switch } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { householdStatus, residenceStatus, shelterCategory } from '../../shared/codes/idp.ts'
import { isoDate } from '../../shared/records/field.ts'
import { useLabel } from '../i18n.ts'
import { CodesField } from '../records/code-field.tsx'
import { PartialDateField } from '../records/date-field.tsx'
import { PlacePicker } from '../records/place-picker.tsx'
import type { ListSearch } from './filter.ts'
import classes from './list.module.css'

interface FilterProps {
  readonly search: ListSearch
  readonly onChange: (next: ListSearch) => void
}

const among = <C extends string>(codes: readonly C[], chosen: readonly string[] | null): C[] =>
  codes.filter((code) => (chosen ?? []).includes(code))

/** Everything the list of households can be narrowed by. */
export function FilterPanel({ search, onChange }: FilterProps) {
  const { t } = useLingui()
  const label = useLabel()
  const day = (value: string | null): string | undefined =>
    isoDate.safeParse(value).success ? (value ?? undefined) : undefined
  return (
    <div className={`surface ${classes.panel ?? ''}`}>
      <SimpleGrid cols={{ base: 1, sm: 2, md: 3 }} spacing="md">
        <PlacePicker
          label={t`Place and everything below it`}
          value={search.place ?? null}
          onChange={(place) => onChange({ ...search, place: place ?? undefined })}
        />
        <CodesField
          label={label.field('household', 'residenceStatus')}
          list={residenceStatus}
          value={search.residenceStatus ?? []}
          onChange={(next) => onChange({ ...search, residenceStatus: among(residenceStatus.codes, next) })}
        />
        <CodesField
          label={label.field('household', 'status')}
          list={householdStatus}
          value={search.status ?? []}
          onChange={(next) => onChange({ ...search, status: among(householdStatus.codes, next) })}
        />
        <CodesField
          label={label.field('household', 'shelter')}
          list={shelterCategory}
          value={search.shelter ?? []}
          onChange={(next) => onChange({ ...search, shelter: among(shelterCategory.codes, next) })}
        />
        <PartialDateField
          wholeDay
          label={t`Registered from`}
          defaultValue={search.registeredFrom ?? null}
          onChange={(value) => onChange({ ...search, registeredFrom: day(value) })}
        />
        <PartialDateField
          wholeDay
          label={t`Registered until`}
          defaultValue={search.registeredTo ?? null}
          onChange={(value) => onChange({ ...search, registeredTo: day(value) })}
        />
      </SimpleGrid>
      <Switch
        mt="md"
        label={<Trans>Only households whose place is not on the list</Trans>}
        checked={search.placeUnknown === true}
        onChange={(event) => onChange({ ...search, placeUnknown: event.currentTarget.checked ? true : undefined })}
      />
    </div>
  )
}
