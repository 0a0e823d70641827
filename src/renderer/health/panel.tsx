import { Alert, Button, Group, Stack, Table, Text } from '@mantine/core'
import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconAlertTriangle, IconCheck, IconStethoscope } from '@tabler/icons-react'
import { useState } from 'react'
import { healthReport, type HealthReport } from '../../shared/contract/health.ts'
import { useCall, useJob } from '../api.ts'
import { useFormat } from '../format.ts'
import { JobProgress } from '../records/job-progress.tsx'
import { FormPart } from '../records/record-form.tsx'
import { ErrorNote } from '../records/states.tsx'
import { jobFailure } from '../shell/job-tray.tsx'
import { useMay } from '../shell/session.tsx'

type Line = HealthReport['lines'][number]

const stores: Readonly<Record<Line['store'], MessageDescriptor>> = {
  registry: msg`Registry records`,
  medical: msg`Medical records`,
}
const checks: Readonly<Record<Line['check'], MessageDescriptor>> = {
  pages: msg`Every page of the file can be read and is as it was written`,
  references: msg`Every record that another one names is there`,
  audit: msg`The log of what was done is whole`,
  tables: msg`The records are what was saved`,
  attachments: msg`Every photo and paper is what was added`,
}
const advice: Readonly<Record<Line['check'], MessageDescriptor>> = {
  pages: msg`The file is damaged. Restore the newest backup; what can still be read is brought over.`,
  references: msg`Records are missing. Restore the newest backup.`,
  audit: msg`Somebody or something changed the log. Your records are not affected. Keep this computer as it is and tell headquarters.`,
  tables: msg`Nothing saved is lost: the records can be made anew from the saved changes.`,
  attachments: msg`Photos or papers are damaged; the records are not. Go back to a backup made before, and choose to bring over what was entered since: everything comes along.`,
}

const Report = ({ report, onRebuild }: { readonly report: HealthReport; readonly onRebuild: (line: Line) => void }) => {
  const { i18n } = useLingui()
  const format = useFormat()
  const { may } = useMay()
  const bad = report.lines.filter(({ sound }) => !sound)
  return (
    <Stack gap="md">
      {bad.length === 0 ? (
        <Alert color="green" icon={<IconCheck size={20} />} title={<Trans>Everything is in order</Trans>}>
          <Trans>Checked on {format.time(report.at)}.</Trans>
        </Alert>
      ) : null}
      {bad.map((line) => (
        <Alert
          key={`${line.store} ${line.check}`}
          color="red"
          role="alert"
          icon={<IconAlertTriangle size={20} />}
          title={i18n._(stores[line.store])}
        >
          <Stack gap="sm" align="flex-start">
            <Text size="sm">
              {i18n._(advice[line.check])}{' '}
              {line.entry === null ? null : <Trans>First changed entry: {format.number(line.entry)}.</Trans>}
              {line.damaged ? <Trans>Damaged: {format.number(line.damaged)}.</Trans> : null}
            </Text>
            {line.check === 'tables' && may('backup.restore') ? (
              <Button size="xs" onClick={() => onRebuild(line)}>
                <Trans>Make the records anew</Trans>
              </Button>
            ) : null}
          </Stack>
        </Alert>
      ))}
      <Table>
        <Table.Tbody>
          {report.lines.map(({ store, check, sound }) => (
            <Table.Tr key={`${store} ${check}`}>
              <Table.Td>{i18n._(stores[store])}</Table.Td>
              <Table.Td>{i18n._(checks[check])}</Table.Td>
              <Table.Td fw={600} {...(sound ? {} : { c: 'red.8' })}>
                {sound ? <Trans>In order</Trans> : <Trans>Not in order</Trans>}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  )
}

/** A look at everything that is stored: what was checked, what came out, and what to do. */
export function HealthPanel() {
  const { t } = useLingui()
  const check = useCall('health.check')
  const rebuild = useCall('health.rebuild')
  const [jobId, setJobId] = useState<string | null>(null)
  const job = useJob(jobId)
  const running = jobId !== null && (job === null || job.state === 'running')
  const report = healthReport.safeParse(job?.result)
  const error = check.error ?? rebuild.error
  return (
    <FormPart
      title={<Trans>Health</Trans>}
      hint={
        <Trans>
          Looks at everything that is stored on this computer. Nothing is changed, and you can go on working.
        </Trans>
      }
    >
      <Stack gap="md">
        {error ? <ErrorNote error={error} /> : null}
        {running ? (
          <JobProgress
            job={job}
            title={job?.kind === 'healthRebuild' ? t`Making the records anew` : t`Checking the records`}
            step={null}
            detail={<Trans>In a large office this takes some minutes.</Trans>}
            cancelLabel={<Trans>Stop</Trans>}
          />
        ) : (
          <Group>
            <Button
              leftSection={<IconStethoscope size={17} />}
              loading={check.isPending}
              onClick={() => check.mutate({}, { onSuccess: (started) => setJobId(started.jobId) })}
            >
              <Trans>Check the records</Trans>
            </Button>
          </Group>
        )}
        {job && (job.state === 'failed' || job.state === 'cancelled') ? (
          <ErrorNote error={jobFailure(job.error ?? { kind: 'cancelled' })} />
        ) : null}
        {job?.state === 'done' && job.kind === 'healthRebuild' ? (
          <Alert color="green" icon={<IconCheck size={20} />}>
            <Trans>The records were made anew from every saved change. Check them once more.</Trans>
          </Alert>
        ) : null}
        {job?.state === 'done' && report.success ? (
          <Report
            report={report.data}
            onRebuild={({ store }) => rebuild.mutate({ store }, { onSuccess: (started) => setJobId(started.jobId) })}
          />
        ) : null}
      </Stack>
    </FormPart>
  )
}
