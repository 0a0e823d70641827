import { Skeleton, Stack, Text } from '@mantine/core'
import { Plural, Trans } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import { bundleSummary, type BundleChoice, type BundleSummary } from '../../shared/contract/exchange.ts'
import { call, useJob } from '../api.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { ErrorNote } from '../records/states.tsx'
import { jobFailure } from '../shell/job-tray.tsx'
import classes from './bundles.module.css'
import { PhotoCount } from './photo-count.tsx'

/** Counts what a choice would hold, anew whenever it changes; the last count is stopped when it is no longer asked for. */
export const useLeaves = (choice: BundleChoice | null) => {
  const [asked, setAsked] = useState<{ readonly of: string; readonly jobId: string } | null>(null)
  const [error, setError] = useState<unknown>(null)
  const of = choice === null ? '' : JSON.stringify(choice)
  useEffect(() => {
    if (of === '') return undefined
    let jobId: string | null = null
    let stopped = false
    const stop = (id: string) => void call('jobs.cancel', { jobId: id }).catch(() => undefined)
    // The date and the place come letter by letter; the count can wait for the end of a word.
    const timer = setTimeout(() => {
      setError(null)
      call('bundles.summary', JSON.parse(of) as BundleChoice).then((started) => {
        jobId = started.jobId
        if (stopped) stop(jobId)
        else setAsked({ of, jobId })
      }, setError)
    }, 150)
    return () => {
      stopped = true
      clearTimeout(timer)
      if (jobId !== null) stop(jobId)
    }
  }, [of])
  const job = useJob(asked !== null && asked.of === of ? asked.jobId : null)
  const summary = job?.state === 'done' ? bundleSummary.parse(job.result) : null
  return { summary, error: job?.state === 'failed' ? jobFailure(job.error) : error }
}

interface LeavesProps {
  readonly summary: BundleSummary | null
  readonly error: unknown
}

/** What leaves with a bundle, before it is written: records, people, photos, and what could hurt somebody. */
export function Leaves({ summary, error }: LeavesProps) {
  if (error) return <ErrorNote error={error} />
  return (
    <section className={classes.leaves} aria-labelledby="leaves-title" aria-busy={summary === null}>
      <Text fw={600} id="leaves-title">
        <Trans>What leaves this laptop</Trans>
      </Text>
      {summary === null ? (
        <Stack gap={8}>
          <Skeleton h={14} w="60%" />
          <Skeleton h={14} w="45%" />
        </Stack>
      ) : (
        <Counted summary={summary} />
      )}
    </section>
  )
}

const Counted = ({ summary }: { readonly summary: BundleSummary }) => {
  const format = useFormat()
  const label = useLabel()
  const { operations, records, sensitive, photos, bytes } = summary
  const n = format.number(operations)
  if (operations === 0 && photos.count === 0) {
    return (
      <Text size="sm" c="dimmed">
        <Trans>Nothing: they have all of it. A bundle still tells them what has arrived here.</Trans>
      </Text>
    )
  }
  return (
    <dl className={classes.facts}>
      <dt>
        <Trans>Records</Trans>
      </dt>
      <dd>
        <ul className={classes.counts}>
          {records.map(({ record, count }) => (
            <li key={record}>
              {label.record(record)} <span className="tabular">{format.number(count)}</span>
            </li>
          ))}
        </ul>
        <Text size="sm" c="dimmed">
          <Plural value={operations} one={`${n} change`} other={`${n} changes`} />
        </Text>
      </dd>
      {photos.count > 0 ? (
        <>
          <dt>
            <Trans>Photos and papers</Trans>
          </dt>
          <dd>
            <PhotoCount count={photos.count} bytes={photos.bytes} />
          </dd>
        </>
      ) : null}
      {sensitive.length > 0 ? (
        <>
          <dt>
            <Trans>Sensitive</Trans>
          </dt>
          <dd>
            <ul className={classes.counts}>
              {sensitive.map(({ record, field, count }) => (
                <li key={`${record}.${field}`}>
                  {label.field(record, field)} <span className="tabular">{format.number(count)}</span>
                </li>
              ))}
            </ul>
          </dd>
        </>
      ) : null}
      <dt>
        <Trans>Size</Trans>
      </dt>
      <dd>
        <Trans>about {format.size(bytes)}</Trans>
      </dd>
    </dl>
  )
}
