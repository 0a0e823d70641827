import { Button, Group, Progress, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { JobState } from '../../shared/contract/exchange.ts'
import { useCall } from '../api.ts'
import { useFormat } from '../format.ts'

interface JobProgressProps {
  /** The job once its first state is known. */
  readonly job: JobState | null
  readonly title: string
  /** What is being done at this moment. */
  readonly step: ReactNode
  /** What stopping would mean. */
  readonly detail: ReactNode
  readonly cancelLabel: ReactNode
}

/** Long work that a person waits for: what is being done, how far it is, and a way to stop it. */
export function JobProgress({ job, title, step, detail, cancelLabel }: JobProgressProps) {
  const format = useFormat()
  const cancel = useCall('jobs.cancel')
  const share = job && job.total > 0 ? Math.min(100, (job.done / job.total) * 100) : 0
  const counted = job !== null && job.total > 0
  return (
    <Stack gap="md" p={28} className="surface" aria-busy>
      <div>
        <Title order={2}>{title}</Title>
        <Text size="sm" c="dimmed">
          {detail}
        </Text>
      </div>
      <Progress size="lg" radius="xl" value={counted ? share : 100} animated={!counted} aria-label={title} />
      <Group justify="space-between">
        <Text size="sm" className="tabular">
          {step}
          {counted ? ` ${format.digitsIn(`${Math.floor(share)}%`)}` : null}
        </Text>
        <Button
          variant="default"
          disabled={job === null}
          loading={cancel.isPending}
          onClick={() => {
            if (job) cancel.mutate({ jobId: job.jobId })
          }}
        >
          {cancelLabel}
        </Button>
      </Group>
    </Stack>
  )
}
