import { Alert, Button, Stack, Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconAlertTriangle, IconCheck, IconShieldCheck } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { auditVerdict, type AuditVerdict } from '../../shared/contract/audit.ts'
import type { JobState } from '../../shared/contract/exchange.ts'
import type { StoreName } from '../../shared/errors.ts'
import { useCall, useJob } from '../api.ts'
import { useFormat } from '../format.ts'
import { JobProgress } from '../records/job-progress.tsx'
import { ErrorNote } from '../records/states.tsx'
import { jobFailure } from '../shell/job-tray.tsx'

export interface Check {
  readonly start: () => void
  readonly error: Error | null
  readonly running: boolean
  readonly job: JobState | null
}

/** A walk over the whole log of one store, followed while it runs. */
export function useCheck(store: StoreName): Check {
  const verify = useCall('audit.verify')
  const [jobId, setJobId] = useState<string | null>(null)
  const job = useJob(jobId)
  return {
    start: () => verify.mutate({ store }, { onSuccess: (started) => setJobId(started.jobId) }),
    error: verify.error,
    running: verify.isPending || (jobId !== null && (job === null || job.state === 'running')),
    job,
  }
}

/** Starts the walk. */
export const CheckButton = ({ check }: { readonly check: Check }) => (
  <Button leftSection={<IconShieldCheck size={17} />} loading={check.running} onClick={check.start}>
    <Trans>Check the log</Trans>
  </Button>
)

/** How far the walk is, and what came out, in words. */
export function CheckResult({ check: { error, running, job } }: { readonly check: Check }) {
  const { t } = useLingui()
  const verdict = auditVerdict.safeParse(job?.result)
  const failed = job?.state === 'failed' || job?.state === 'cancelled'
  if (!error && !running && job === null) return null
  return (
    <Stack gap="md" mb="md">
      {error ? <ErrorNote error={error} /> : null}
      {running ? (
        <JobProgress
          job={job}
          title={t`Checking the log`}
          step={t`Comparing each entry with the one before it`}
          detail={<Trans>Nothing is changed, and you can go on working.</Trans>}
          cancelLabel={<Trans>Stop</Trans>}
        />
      ) : null}
      {failed && !running ? <ErrorNote error={jobFailure(job.error ?? { kind: 'cancelled' })} /> : null}
      {job?.state === 'done' && verdict.success ? <Verdict verdict={verdict.data} /> : null}
    </Stack>
  )
}

const Verdict = ({ verdict }: { readonly verdict: AuditVerdict }) => {
  const format = useFormat()
  const { problem } = verdict
  const rows = format.number(verdict.rows)
  const at = format.time(verdict.at)
  if (problem === null) {
    return (
      <Alert
        color="green"
        role="status"
        icon={<IconCheck size={20} />}
        title={<Trans>All {rows} entries are in order</Trans>}
      >
        <Trans>Checked on {at}. No entry is missing, changed or in another place.</Trans>
      </Alert>
    )
  }
  return (
    <Alert color="red" role="alert" icon={<IconAlertTriangle size={20} />} title={<Problem problem={problem} />}>
      <Stack gap={6}>
        <Text size="sm">
          <What problem={problem} />
        </Text>
        <Text size="sm">
          <Trans>
            Your records are not affected. Go on working, write these numbers down, do not go back to a backup, and tell
            headquarters.
          </Trans>
        </Text>
      </Stack>
    </Alert>
  )
}

interface ProblemProps {
  readonly problem: NonNullable<AuditVerdict['problem']>
}

const Problem = ({ problem }: ProblemProps): ReactNode => {
  switch (problem.kind) {
    case 'removed':
      return <Trans>An entry is missing</Trans>
    case 'changed':
      return <Trans>An entry was changed</Trans>
    case 'moved':
      return <Trans>Entries changed places</Trans>
    case 'cutShort':
      return <Trans>The end of the log is missing</Trans>
    case 'rewritten':
      return <Trans>The log was written anew</Trans>
  }
}

const What = ({ problem }: ProblemProps): ReactNode => {
  const format = useFormat()
  const n = format.number(problem.n)
  const at = problem.at === null ? '–' : format.time(problem.at)
  switch (problem.kind) {
    case 'removed':
      return (
        <Trans>
          Entry {n} is not there. The last good entry before it is of {at}.
        </Trans>
      )
    case 'changed':
      return (
        <Trans>
          Entry {n} of {at} is not what was written then. Everything before it is in order.
        </Trans>
      )
    case 'moved':
      return (
        <Trans>
          At entry {n} of {at} stands another entry than was written there. Everything before it is in order.
        </Trans>
      )
    case 'cutShort':
      return (
        <Trans>
          Entry {n} and what came after it were written and are gone. The last entry there is of {at}.
        </Trans>
      )
    case 'rewritten':
      return (
        <Trans>
          Up to entry {n} of {at}, the log is not the one that this computer signed.
        </Trans>
      )
  }
}
