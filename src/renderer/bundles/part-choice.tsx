import { Checkbox, Group, SimpleGrid, Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import type { BundlePart } from '../../shared/contract/exchange.ts'
import { PartialDateField } from '../records/date-field.tsx'
import { PlacePicker } from '../records/place-picker.tsx'
import classes from './bundles.module.css'

interface PartChoiceProps {
  readonly store: 'registry' | 'medical'
  readonly value: BundlePart
  readonly onChange: (part: BundlePart) => void
}

/** The part of a store that nothing narrows yet. */
export const wholePart = (store: PartChoiceProps['store']): BundlePart => ({
  programmes: store === 'registry' ? ['families', 'projects'] : ['cases'],
  place: null,
  since: null,
})

type Programme = BundlePart['programmes'][number]
const choosable: readonly Programme[] = ['families', 'projects']

/** Narrows what leaves: programmes, a place with all below it, a day. What is referred to always goes along. */
export function PartChoice({ store, value, onChange }: PartChoiceProps) {
  const { t } = useLingui()
  return (
    <div className={classes.part}>
      {store === 'registry' ? (
        <Checkbox.Group
          label={<Trans>Programmes</Trans>}
          value={[...value.programmes]}
          onChange={(chosen) => onChange({ ...value, programmes: choosable.filter((one) => chosen.includes(one)) })}
          error={value.programmes.length === 0 ? t`Choose at least one.` : null}
        >
          <Group mt={6} mb={6} gap="xl">
            <Checkbox value="families" label={t`Displaced families`} />
            <Checkbox value="projects" label={t`Projects`} />
          </Group>
        </Checkbox.Group>
      ) : null}
      <SimpleGrid cols={store === 'registry' ? 2 : 1}>
        {store === 'registry' ? (
          <PlacePicker
            label={t`Only at this place`}
            value={value.place}
            onChange={(place) => onChange({ ...value, place })}
            placeholder={t`Anywhere`}
          />
        ) : null}
        <PartialDateField
          label={t`Only what changed since`}
          wholeDay
          value={value.since}
          onChange={(since) => onChange({ ...value, since })}
          placeholder={t`Any time`}
        />
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        <Trans>They see that it is a part. A later bundle of everything fills in the rest.</Trans>
      </Text>
    </div>
  )
}
