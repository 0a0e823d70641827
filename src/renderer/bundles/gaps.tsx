import { Stack } from '@mantine/core'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Output } from '../../shared/contract/index.ts'
import { query } from '../api.ts'
import { useFormat } from '../format.ts'
import { ErrorNote } from '../records/states.tsx'
import { Banner } from './banner.tsx'
import { useBundleWords } from './words.ts'

type Gap = Output<'bundles.gaps'>[number]

/** What other offices hold and this one does not, for as long as that is so. */
export function Gaps() {
  const gaps = useQuery(query('bundles.gaps', {}))
  if (gaps.isError) return <ErrorNote error={gaps.error} />
  if (!gaps.data || gaps.data.length === 0) return null
  return (
    <Stack mb={20} gap="sm">
      {gaps.data.map((gap) => (
        <GapNote key={`${gap.store} ${gap.office}`} gap={gap} />
      ))}
    </Stack>
  )
}

const GapNote = ({ gap }: { readonly gap: Gap }) => {
  const { t } = useLingui()
  const format = useFormat()
  const words = useBundleWords()
  const office = gap.name ? format.text(gap.name) : t`an office not known here`
  const store = words.store(gap.store)
  const changes = format.number(gap.operations)
  const bundles = format.number(gap.bundles)
  return (
    <Banner
      tone={gap.lost ? 'warn' : 'info'}
      icon={gap.lost ? <IconAlertTriangle size={24} aria-hidden /> : <IconInfoCircle size={24} aria-hidden />}
      title={
        gap.bundles > 0 ? (
          <Plural
            value={gap.bundles}
            one={`${bundles} earlier bundle from ${office} has not arrived`}
            other={`${bundles} earlier bundles from ${office} have not arrived`}
          />
        ) : gap.parts.length > 0 ? (
          <Trans>Not all files of a set from {office} have arrived</Trans>
        ) : gap.lost ? (
          <Trans>Something from {office} has not arrived</Trans>
        ) : (
          <Trans>{office} holds more than this office</Trans>
        )
      }
      detail={
        <>
          {gap.parts.map(({ volume, volumes }) => {
            const [part, of] = [format.number(volume), format.number(volumes)]
            return (
              <div key={volume}>
                <Trans>
                  File {part} of {of} of the latest set is missing.
                </Trans>
              </div>
            )
          })}
          {gap.operations > 0 ? (
            <div>
              {store}:{' '}
              <Plural
                value={gap.operations}
                one={`${changes} change they know is not here.`}
                other={`${changes} changes they know are not here.`}
              />{' '}
              {gap.lost ? (
                <Trans>Find the missing stick, or send them a bundle or a receipt and ask for a new one.</Trans>
              ) : (
                <Trans>It comes with their next whole bundle.</Trans>
              )}
            </div>
          ) : null}
        </>
      }
    />
  )
}
