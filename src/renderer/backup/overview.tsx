import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconAlertTriangle, IconDatabase, IconHistory, IconUsb } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import type { BackupResult } from '../../shared/contract/backup.ts'
import { query, useCall, useJob } from '../api.ts'
import { useFormat } from '../format.ts'
import { JobProgress } from '../records/job-progress.tsx'
import { FormPart } from '../records/record-form.tsx'
import { ErrorNote, ErrorState } from '../records/states.tsx'
import { jobFailure } from '../shell/job-tray.tsx'
import { useMay, useSession } from '../shell/session.tsx'
import { Restore } from './restore.tsx'

/** When the office was last backed up, a backup now, and the way back. */
export function BackupOverview() {
  const session = useSession()
  const router = useRouter()
  const { may } = useMay()
  const status = useQuery(query('backup.status', {}))
  const [restoring, setRestoring] = useState(false)
  if (restoring) {
    return (
      <div className="surface" style={{ padding: 28, maxWidth: 760 }}>
        <Restore
          name={session.user.name}
          onBack={() => setRestoring(false)}
          onDone={() => void router.navigate({ to: '/' })}
        />
      </div>
    )
  }
  if (status.isPending) return <Skeleton height={240} radius="lg" />
  if (status.isError) return <ErrorState error={status.error} onRetry={() => void status.refetch()} />
  const { registry, medical, folder } = status.data
  return (
    <Stack gap="md" maw={760}>
      <FormPart
        title={<Trans>Last good backups</Trans>}
        hint={<Trans>Once a day by itself. A backup counts only after it was opened again and found whole.</Trans>}
      >
        <Line label={<Trans>Registry records</Trans>} at={registry} />
        <Line label={<Trans>Medical records, when somebody with access is signed in</Trans>} at={medical} />
        <Line label={<Trans>To a folder or a stick</Trans>} at={folder} />
      </FormPart>
      <BackUpNow />
      {may('backup.restore') ? (
        <FormPart
          title={<Trans>Going back</Trans>}
          hint={<Trans>When files are damaged, or after a mistake that cannot be undone otherwise.</Trans>}
        >
          <Group>
            <Button variant="default" leftSection={<IconHistory size={17} />} onClick={() => setRestoring(true)}>
              <Trans>Go back to a backup</Trans>
            </Button>
          </Group>
        </FormPart>
      ) : null}
    </Stack>
  )
}

const Line = ({ label, at }: { readonly label: ReactNode; readonly at: string | null }) => {
  const format = useFormat()
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm">{label}</Text>
      <Text size="sm" fw={500} className="tabular">
        {at === null ? <Trans>never</Trans> : format.time(at)}
      </Text>
    </Group>
  )
}

const BackUpNow = () => {
  const { t } = useLingui()
  const format = useFormat()
  const choose = useCall('files.choose')
  const start = useCall('backup.start')
  const [jobId, setJobId] = useState<string | null>(null)
  const job = useJob(jobId)
  const begin = (folder: string | null) => {
    start.mutate({ folder }, { onSuccess: (answer) => setJobId(answer.jobId) })
  }
  if (jobId !== null && (job === null || job.state === 'running')) {
    const steps: Readonly<Record<string, string>> = {
      'backup.copy': t`Copying the records`,
      'backup.check': t`Opening the copy and comparing it`,
      'backup.pieces': t`Copying photos and papers`,
      'backup.write': t`Making sure that it is on the disk`,
    }
    return (
      <JobProgress
        job={job}
        title={t`Backing up`}
        step={steps[job?.step ?? ''] ?? t`Getting ready`}
        detail={<Trans>You can go on working. Do not pull out the stick.</Trans>}
        cancelLabel={<Trans>Stop</Trans>}
      />
    )
  }
  const done = job?.state === 'done' ? (job.result as BackupResult) : null
  const size = format.size(done?.bytes ?? 0)
  return (
    <FormPart
      title={<Trans>Back up now</Trans>}
      hint={<Trans>The copy is encrypted like the office itself. Keep one away from this computer.</Trans>}
    >
      {start.isError ? <ErrorNote error={start.error} /> : null}
      {choose.isError ? <ErrorNote error={choose.error} /> : null}
      {job?.state === 'failed' ? <ErrorNote error={jobFailure(job.error)} /> : null}
      {done ? (
        <Text size="sm" role="status">
          <Trans>The backup is written ({size}) and was opened again without a fault.</Trans>
        </Text>
      ) : null}
      {done && done.leftOut > 0 ? (
        <Alert
          color="yellow"
          icon={<IconAlertTriangle size={20} />}
          title={<Trans>Some photos are missing in it</Trans>}
        >
          <Trans>
            Photos or papers in this office are damaged and could not be copied; every record was. Earlier backups may
            still have them: check the records under Health.
          </Trans>
        </Alert>
      ) : null}
      <Group>
        <Button
          leftSection={<IconUsb size={17} />}
          loading={choose.isPending || start.isPending}
          onClick={() =>
            choose.mutate({ purpose: 'folder' }, { onSuccess: (answer) => (answer ? begin(answer.file) : undefined) })
          }
        >
          <Trans>To a folder or a stick</Trans>
        </Button>
        <Button variant="default" leftSection={<IconDatabase size={17} />} onClick={() => begin(null)}>
          <Trans>On this computer</Trans>
        </Button>
      </Group>
    </FormPart>
  )
}
