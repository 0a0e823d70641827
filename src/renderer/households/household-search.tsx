import { Group, Radio, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { householdStatus } from '../../shared/codes/idp.ts'
import type { Output } from '../../shared/contract/index.ts'
import { query } from '../api.ts'
import { useFormat } from '../format.ts'
import { ErrorState } from '../records/states.tsx'
import { StatusBadge } from '../records/status-badge.tsx'
import classes from './same-person.module.css'

type Row = Output<'households.list'>['rows'][number]

interface HouseholdSearchProps {
  /** The household that is not offered. */
  readonly except: string | null
  readonly value: string | null
  readonly onChange: (id: string | null) => void
}

const open = householdStatus.codes.filter((one) => one !== 'archived' && one !== 'duplicate_of')

/** Finds another household that is not closed, by number, phone or a name in any script, and lets one be chosen. */
export function HouseholdSearch({ except, value, onChange }: HouseholdSearchProps) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text.trim().slice(0, 200), 150)
  const hits = useQuery({
    ...query('households.list', {
      filter: { text: asked, status: open },
      sort: 'number',
      descending: false,
      offset: 0,
      limit: 7,
    }),
    enabled: asked.length >= 2,
    placeholderData: keepPreviousData,
  })
  const typed = asked.length >= 2 && text.trim() !== ''
  const found = typed ? (hits.data?.rows ?? []).filter(({ id }) => id !== except).slice(0, 6) : []
  return (
    <Stack gap="xs">
      <TextInput
        type="search"
        data-autofocus
        label={t`Which household?`}
        withAsterisk
        placeholder={t`Number, name in any script, or phone`}
        leftSection={<IconSearch size={17} aria-hidden />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          onChange(null)
        }}
        // Enter looks for the household; it does not send what was not chosen yet.
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.preventDefault()
        }}
        spellCheck={false}
      />
      {typed && hits.isError ? <ErrorState error={hits.error} onRetry={() => void hits.refetch()} /> : null}
      {typed && hits.isSuccess && found.length === 0 ? (
        <Text size="sm" c="dimmed" role="status">
          <Trans>No open household was found.</Trans>
        </Text>
      ) : null}
      {found.length > 0 ? (
        <Radio.Group value={value} onChange={onChange} aria-label={t`Households found`}>
          <Stack gap={6}>
            {found.map((row) => (
              <Found key={row.id} row={row} />
            ))}
          </Stack>
        </Radio.Group>
      ) : null}
    </Stack>
  )
}

const Found = ({ row }: { readonly row: Row }) => {
  const format = useFormat()
  const place = row.placeNameEn
    ? format.place({ nameEn: row.placeNameEn, nameAr: row.placeNameAr, nameKu: row.placeNameKu })
    : row.placeUnknown
  const name = row.given ? format.name({ ...row, given: row.given }) : ''
  return (
    <Radio.Card value={row.id} className={classes.option ?? ''} py={10}>
      <Group gap="md" wrap="nowrap" align="center">
        <Radio.Indicator />
        <div className={classes.about}>
          <Text size="sm" fw={600}>
            <bdi>{name === '' ? row.number : name}</bdi>
          </Text>
          <Text size="xs" c="dimmed">
            <bdi className="ltr">{row.number}</bdi>
            {place ? (
              <>
                {' · '}
                <bdi>{place}</bdi>
              </>
            ) : null}
          </Text>
        </div>
        <StatusBadge list={householdStatus} code={row.status} />
      </Group>
    </Radio.Card>
  )
}
