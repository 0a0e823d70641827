import { List, Stack, Text } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import type { Output } from '../../shared/contract/index.ts'
import type { ErasureKind } from '../../shared/contract/erasure.ts'
import { useLabel } from '../i18n.ts'
import { useErasureWords } from './words.ts'

interface WhatGoesProps {
  readonly kind: ErasureKind
  readonly scope: Output<'erasure.scope'>['scope']
}

/** Says plainly what an erasure takes, what it leaves, and what it cannot reach. */
export function WhatGoes({ kind, scope }: WhatGoesProps) {
  const label = useLabel()
  const words = useErasureWords()
  const more = words.scope(scope)
  return (
    <Stack gap="sm">
      <div>
        <Text fw={600} size="sm">
          <Trans>Erased for good</Trans>
        </Text>
        <List size="sm">
          <List.Item>
            {label.record(kind)}
            {more === '' ? null : `: ${more}`}
          </List.Item>
          <List.Item>
            <Trans>Names, phones, papers, notes and dates, with every earlier version of them</Trans>
          </List.Item>
          <List.Item>
            <Trans>Photos and papers, entries of the search, and what imports remember</Trans>
          </List.Item>
        </List>
      </div>
      <div>
        <Text fw={600} size="sm">
          <Trans>What remains</Trans>
        </Text>
        <List size="sm">
          <List.Item>
            <Trans>The number, the day, and who asked and approved</Trans>
          </List.Item>
          <List.Item>
            <Trans>In every other office it is erased with the next bundle</Trans>
          </List.Item>
        </List>
      </div>
      <div>
        <Text fw={600} size="sm">
          <Trans>Out of reach</Trans>
        </Text>
        <List size="sm">
          <List.Item>
            <Trans>Sticks, printed papers, and backups in other places: destroy those by hand</Trans>
          </List.Item>
          <List.Item>
            <Trans>Older backups on this computer go by themselves, or when you delete them</Trans>
          </List.Item>
        </List>
      </div>
    </Stack>
  )
}
