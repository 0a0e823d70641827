import { Alert, Button, Checkbox, Group, List, Stack, Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconCheck, IconFolderOpen, IconTable } from '@tabler/icons-react'
import { useState } from 'react'
import type { Output } from '../../shared/contract/index.ts'
import { statisticsResult } from '../../shared/contract/erasure.ts'
import { useCall, useJob } from '../api.ts'
import { useFormat } from '../format.ts'
import { JobProgress } from '../records/job-progress.tsx'
import { FormPart } from '../records/record-form.tsx'
import { ErrorNote } from '../records/states.tsx'
import { jobFailure } from '../shell/job-tray.tsx'
import { useSession } from '../shell/session.tsx'

type Folder = NonNullable<Output<'files.choose'>>

/** Tables for statistics that name nobody, written into a folder. */
export function Statistics() {
  const { t } = useLingui()
  const start = useCall('erasure.statistics')
  const [jobId, setJobId] = useState<string | null>(null)
  const job = useJob(jobId)
  const running = jobId !== null && (job === null || job.state === 'running')
  const result = statisticsResult.safeParse(job?.result)
  return (
    <FormPart
      title={<Trans>Statistics copy</Trans>}
      hint={
        <Trans>
          Tables of households, people, moves and projects for a spreadsheet, without anything that names somebody.
        </Trans>
      }
    >
      <Stack gap="md">
        <LeftOut />
        {running ? (
          <JobProgress
            job={job}
            title={t`Writing the tables`}
            step={null}
            detail={<Trans>If you stop, nothing is left in the folder.</Trans>}
            cancelLabel={<Trans>Stop</Trans>}
          />
        ) : (
          <Start
            starting={start.isPending}
            onStart={(input) => start.mutate(input, { onSuccess: (answer) => setJobId(answer.jobId) })}
          />
        )}
        {start.error ? <ErrorNote error={start.error} /> : null}
        {job?.state === 'failed' || job?.state === 'cancelled' ? (
          <ErrorNote error={jobFailure(job.error ?? { kind: 'cancelled' })} />
        ) : null}
        {job?.state === 'done' && result.success ? <Written result={result.data} /> : null}
      </Stack>
    </FormPart>
  )
}

const LeftOut = () => (
  <div>
    <Text size="sm" fw={600}>
      <Trans>Left out</Trans>
    </Text>
    <List size="sm">
      <List.Item>
        <Trans>Names, record numbers, phones, papers, addresses, notes and photos</Trans>
      </List.Item>
      <List.Item>
        <Trans>Dates of birth and places below the district: age bands and districts stand for them</Trans>
      </List.Item>
      <List.Item>
        <Trans>Groups of fewer than five people: they are joined with others, or left out</Trans>
      </List.Item>
    </List>
  </div>
)

interface StartProps {
  readonly starting: boolean
  readonly onStart: (input: { folder: string; medical: boolean }) => void
}

const Start = ({ starting, onStart }: StartProps) => {
  const session = useSession()
  const choose = useCall('files.choose')
  const [folder, setFolder] = useState<Folder | null>(null)
  const [medical, setMedical] = useState(false)
  return (
    <Stack gap="md" align="flex-start">
      {session.medical ? (
        <Checkbox
          checked={medical}
          onChange={(event) => setMedical(event.currentTarget.checked)}
          label={<Trans>Evacuation cases too</Trans>}
          description={<Trans>Without diagnosis or treatment. Give it only to medical staff.</Trans>}
        />
      ) : null}
      <Group>
        <Button
          variant="default"
          leftSection={<IconFolderOpen size={17} />}
          loading={choose.isPending}
          onClick={() => choose.mutate({ purpose: 'folder' }, { onSuccess: (chosen) => chosen && setFolder(chosen) })}
        >
          {folder ? <Trans>Choose another folder</Trans> : <Trans>Choose a folder</Trans>}
        </Button>
        {folder ? <bdi>{folder.name}</bdi> : null}
      </Group>
      {choose.isError ? <ErrorNote error={choose.error} /> : null}
      <Button
        leftSection={<IconTable size={17} />}
        disabled={folder === null}
        loading={starting}
        onClick={() => folder && onStart({ folder: folder.file, medical: medical && session.medical })}
      >
        <Trans>Write the tables</Trans>
      </Button>
    </Stack>
  )
}

const Written = ({
  result,
}: {
  readonly result: { readonly folder: string; readonly files: readonly { name: string; rows: number }[] }
}) => {
  const format = useFormat()
  return (
    <Alert color="green" icon={<IconCheck size={20} />} title={<Trans>The tables are written</Trans>}>
      <Stack gap={4}>
        <bdi className="ltr">{result.folder}</bdi>
        {result.files.map(({ name, rows }) => (
          <Text key={name} size="sm">
            <bdi className="ltr">{name}</bdi>: <Trans>{format.number(rows)} rows</Trans>
          </Text>
        ))}
        <Text size="sm">
          <Trans>README.txt beside them says what was left out. Pass it on with the tables.</Trans>
        </Text>
      </Stack>
    </Alert>
  )
}
