import { Button, Group, Loader, Text } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { IconAlertTriangle, IconCircleCheck, IconUsb } from '@tabler/icons-react'
import { useState } from 'react'
import { recheckResult } from '../../shared/contract/exchange.ts'
import { useCall, useJob } from '../api.ts'
import { ErrorNote } from '../records/states.tsx'
import { jobFailure } from '../shell/job-tray.tsx'
import { Banner } from './banner.tsx'

/**
 * Reads a written file once more after the stick was plugged in again: only then does the stick itself answer, and not
 * the memory of the laptop. A stick that pretends to be larger than it is fails here.
 */
export function Recheck() {
  const choose = useCall('files.choose')
  const start = useCall('bundles.recheck')
  const [jobId, setJobId] = useState<string | null>(null)
  const job = useJob(jobId)
  const check = () => {
    choose.mutate(
      { purpose: 'bundle' },
      {
        onSuccess: (chosen) => {
          if (chosen) start.mutate({ file: chosen.file }, { onSuccess: (answer) => setJobId(answer.jobId) })
        },
      },
    )
  }
  const running = jobId !== null && (job === null || job.state === 'running')
  const error = choose.error ?? start.error ?? (job?.state === 'failed' ? jobFailure(job.error, job.kind) : null)
  return (
    <>
      {job?.state === 'done' ? <Outcome outcome={recheckResult.parse(job.result).outcome} /> : null}
      {error ? <ErrorNote error={error} /> : null}
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" c="dimmed">
          <Trans>To be sure of the stick: eject it, plug it in again, and let Waypost read the file once more.</Trans>
        </Text>
        <Button
          variant="light"
          flex="none"
          leftSection={running ? <Loader size={15} /> : <IconUsb size={17} />}
          disabled={running}
          loading={choose.isPending || start.isPending}
          onClick={check}
        >
          <Trans>Check again</Trans>
        </Button>
      </Group>
    </>
  )
}

const Outcome = ({ outcome }: { readonly outcome: 'same' | 'different' | 'unknown' }) =>
  outcome === 'same' ? (
    <Banner
      tone="good"
      icon={<IconCircleCheck size={24} aria-hidden />}
      title={<Trans>The file on the stick is whole</Trans>}
      detail={<Trans>It is byte by byte what was written here.</Trans>}
    />
  ) : (
    <Banner
      tone="warn"
      icon={<IconAlertTriangle size={24} aria-hidden />}
      title={
        outcome === 'different' ? (
          <Trans>The file on the stick is not what was written</Trans>
        ) : (
          <Trans>This file was not written on this laptop</Trans>
        )
      }
      detail={
        outcome === 'different' ? (
          <Trans>Do not hand it over. Nothing is lost here: write the bundle again, on another stick.</Trans>
        ) : (
          <Trans>Choose the file whose name is shown above.</Trans>
        )
      }
    />
  )
