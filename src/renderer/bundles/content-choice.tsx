import { Radio, Stack } from '@mantine/core'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { query } from '../api.ts'
import { useFormat } from '../format.ts'
import { ErrorState } from '../records/states.tsx'

/** What a bundle holds: what the other office lacks by its own word, everything, a part, or only a receipt. */
export type Content = 'lacking' | 'everything' | 'part' | 'receipt'

interface ContentChoiceProps {
  readonly store: 'registry' | 'medical'
  readonly office: string
  readonly value: Content
  readonly onChange: (content: Content) => void
}

const contents: readonly Content[] = ['lacking', 'everything', 'part', 'receipt']

/** Offers to leave out what the other office said it has. Without a bundle of theirs there is nothing to leave out. */
export function ContentChoice({ store, office, value, onChange }: ContentChoiceProps) {
  const format = useFormat()
  const { t } = useLingui()
  // Every save here changes the answer, so that it is asked each time.
  const asked = useQuery({ ...query('bundles.lacking', { store, office }), staleTime: 0 })
  if (asked.isError) return <ErrorState error={asked.error} onRetry={() => void asked.refetch()} />
  const since = asked.data?.since ?? null
  const [changes, all] = [asked.data?.changes ?? 0, asked.data?.all ?? 0]
  const [n, m] = [format.number(changes), format.number(all)]
  const day = since === null ? '' : format.time(since)
  return (
    <Radio.Group
      label={<Trans>How much of it?</Trans>}
      value={since === null && value === 'lacking' ? 'everything' : value}
      aria-busy={asked.isPending}
      onChange={(chosen) => onChange(contents.find((one) => one === chosen) ?? 'lacking')}
    >
      <Stack gap="sm" mt={8}>
        <Radio
          value="lacking"
          disabled={since === null}
          label={
            since === null ? (
              <Trans>Only what they lack</Trans>
            ) : (
              <Plural
                value={changes}
                one={`Only what they lack (${n} change)`}
                other={`Only what they lack (${n} changes)`}
              />
            )
          }
          description={
            since === null ? t`Not known yet: take in a bundle of this office first.` : t`By their own word of ${day}.`
          }
        />
        <Radio
          value="everything"
          label={
            asked.isPending ? (
              <Trans>Everything</Trans>
            ) : (
              <Plural value={all} one={`Everything (${m} change)`} other={`Everything (${m} changes)`} />
            )
          }
          description={t`Takes longer and does no harm. Choose it when their computer was set up again.`}
        />
        <Radio
          value="part"
          label={t`A part`}
          description={
            store === 'registry'
              ? t`Some programmes, the records at one place, or what changed since a day.`
              : t`The cases that changed since a day.`
          }
        />
        <Radio
          value="receipt"
          label={t`Only a receipt`}
          description={t`No records: it tells them what of theirs has arrived here.`}
        />
      </Stack>
    </Radio.Group>
  )
}
