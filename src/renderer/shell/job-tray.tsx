import { ActionIcon, Button, Group, Indicator, Popover, Progress, Stack, Text, Tooltip } from '@mantine/core'
import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconAlertTriangle, IconCheck, IconProgress, IconX } from '@tabler/icons-react'
import { useEffect } from 'react'
import type { JobState } from '../../shared/contract/exchange.ts'
import { Failure, type AppError } from '../../shared/errors.ts'
import { call, forgetJob, loadJobs, useJobs } from '../api.ts'
import { useErrorText } from '../errors.ts'
import { useFormat } from '../format.ts'

const kinds: Readonly<Record<JobState['kind'], MessageDescriptor>> = {
  import: msg`Importing a file`,
  backup: msg`Backing up`,
  bundleExport: msg`Writing a bundle`,
  bundleSummary: msg`Counting what leaves`,
  bundleRecheck: msg`Checking a stick again`,
  bundleVerify: msg`Checking a bundle`,
  bundleApply: msg`Taking in a bundle`,
  bundleUndo: msg`Taking an import back`,
  health: msg`Checking the records`,
  healthRebuild: msg`Making the tables anew`,
  attachmentAdd: msg`Adding photos and papers`,
  statistics: msg`Writing a statistics copy`,
  auditVerify: msg`Checking the activity log`,
  auditExport: msg`Saving the activity log`,
}
/** Words for the steps that jobs tell of, by the codes that main sends. */
const steps: Readonly<Record<string, MessageDescriptor>> = {
  waiting: msg`Waiting for its turn`,
  starting: msg`Starting`,
  reading: msg`Reading the file`,
  checking: msg`Checking the rows`,
  importing: msg`Saving the records`,
  'bundle.collect': msg`Collecting the records`,
  'bundle.photos': msg`Photos and papers`,
  'bundle.write': msg`Writing`,
  'bundle.check': msg`Reading back what was written`,
  'bundle.verify': msg`Verifying signatures`,
  'bundle.preview': msg`Comparing with what is here`,
  'bundle.apply': msg`Saving the records`,
  'bundle.undo': msg`Taking the records out again`,
  'health.pages': msg`Reading every page`,
  'health.references': msg`Following every reference`,
  'health.audit': msg`Walking the log of what was done`,
  'health.tables': msg`Comparing the records with their changes`,
  'health.rebuild': msg`Reading every change`,
  'attachment.add': msg`Checking and keeping the files`,
  'statistics.households': msg`Writing the table of households`,
  'statistics.persons': msg`Writing the table of people`,
  'statistics.displacements': msg`Writing the table of moves`,
  'statistics.projects': msg`Writing the table of projects`,
  'statistics.cases': msg`Writing the table of cases`,
  'audit.verify': msg`Comparing the entries`,
  'audit.export': msg`Writing`,
}

const writing = { full: 'stick_full', readOnly: 'stick_read_only' }
/** Jobs that work with a stick mean that by these words, and not the disk with the records. */
const ofSticks: Partial<Record<JobState['kind'], Readonly<Record<string, string>>>> = {
  bundleExport: writing,
  bundleRecheck: writing,
  bundleVerify: { full: 'laptop_full', readOnly: 'stick_read_only' },
}

/** A job's error, as it came over the boundary, as something `useErrorText` can read. */
export const jobFailure = (error: unknown, kind?: JobState['kind']): Failure => {
  if (typeof error !== 'object' || error === null || !('kind' in error))
    return new Failure({ kind: 'unexpected', incident: '' })
  const known = error as AppError
  const elsewhere = known.kind === 'storage' && kind !== undefined ? ofSticks[kind]?.[known.reason] : undefined
  return new Failure(elsewhere === undefined ? known : { kind: 'refused', reason: elsewhere })
}

const JobLine = ({ job }: { readonly job: JobState }) => {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const text = useErrorText()
  const share = job.total > 0 ? Math.min(100, (job.done / job.total) * 100) : 0
  const title = i18n._(kinds[job.kind])
  const step = steps[job.step]
  const outcome =
    job.state === 'done'
      ? t`Finished`
      : job.state === 'cancelled'
        ? t`Cancelled. What was finished before is kept.`
        : job.state === 'failed'
          ? text.error(jobFailure(job.error, job.kind)).title
          : step
            ? i18n._(step)
            : ''
  return (
    <Stack gap={4}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Group gap={8} wrap="nowrap">
          {job.state === 'done' ? <IconCheck size={16} color="#1b6240" aria-hidden /> : null}
          {job.state === 'failed' ? <IconAlertTriangle size={16} color="#b42318" aria-hidden /> : null}
          <Text size="sm" fw={500}>
            {title}
          </Text>
        </Group>
        {job.state === 'running' ? (
          <Button size="compact-xs" variant="subtle" onClick={() => void call('jobs.cancel', { jobId: job.jobId })}>
            <Trans>Cancel</Trans>
          </Button>
        ) : (
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={t`Take “${title}” off the list`}
            onClick={() => forgetJob(job.jobId)}
          >
            <IconX size={14} />
          </ActionIcon>
        )}
      </Group>
      {job.state === 'running' ? (
        <Progress value={share} aria-label={title} animated={share === 0} striped={share === 0} />
      ) : null}
      <Text size="xs" c="dimmed">
        {outcome}
        {job.state === 'running' && job.total > 0 ? ` ${format.digitsIn(`${Math.floor(share)}%`)}` : null}
      </Text>
    </Stack>
  )
}

/** Long work in the background: how far it is, how to stop it, how it ended. */
export function JobTray() {
  const { t } = useLingui()
  // Counting is over before anybody would look, and has its place beside what it counts.
  const jobs = useJobs().filter((job) => job.kind !== 'bundleSummary')
  const running = jobs.filter((job) => job.state === 'running').length
  useEffect(() => {
    // A window opened while a job runs asks once what is going on.
    void loadJobs().catch(() => undefined)
  }, [])
  const format = useFormat()
  const shown = format.number(running)
  if (jobs.length === 0) return null
  return (
    <Popover position="bottom-end" width={320} shadow="md" trapFocus>
      <Popover.Target>
        <Tooltip label={<Trans>Background work</Trans>}>
          <Indicator disabled={running === 0} processing size={9} offset={6}>
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t`Background work`}>
              <IconProgress size={19} stroke={1.7} />
            </ActionIcon>
          </Indicator>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="md">
          <Text fw={700} size="sm">
            {running > 0 ? (
              <Plural value={running} one={`${shown} task is running`} other={`${shown} tasks are running`} />
            ) : (
              <Trans>All tasks have ended</Trans>
            )}
          </Text>
          {jobs.map((job) => (
            <JobLine key={job.jobId} job={job} />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
