import { Button, Text } from '@mantine/core'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconFileSpreadsheet } from '@tabler/icons-react'
import { useState } from 'react'
import { auditAction } from '../../shared/codes/audit.ts'
import { auditExportResult } from '../../shared/contract/audit.ts'
import type { JobState } from '../../shared/contract/exchange.ts'
import { useCall, useJob } from '../api.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { ErrorNote } from '../records/states.tsx'
import { jobFailure } from '../shell/job-tray.tsx'
import { filterOf, type Asked } from './asked.ts'

export interface Saving {
  readonly start: () => void
  readonly error: Error | null
  readonly running: boolean
  readonly job: JobState | null
}

/** Saves what is shown as a spreadsheet, in the words of the window's language. */
export function useSaving(asked: Asked): Saving {
  const { t } = useLingui()
  const label = useLabel()
  const save = useCall('audit.saveCopy')
  const [jobId, setJobId] = useState<string | null>(null)
  const job = useJob(jobId)
  const columns = [
    t`No.`,
    t`When (UTC)`,
    t`Who`,
    t`What`,
    t`Record`,
    t`Code of what`,
    t`Id of the person`,
    t`Id of the record`,
  ]
  const start = () => {
    const actions = Object.fromEntries(auditAction.codes.map((code) => [code, label.code(auditAction.id, code)]))
    setJobId(null)
    save.mutate(
      { store: asked.store, filter: filterOf(asked), words: { columns, actions } },
      { onSuccess: (started) => setJobId(started?.jobId ?? null) },
    )
  }
  const running = save.isPending || (jobId !== null && (job === null || job.state === 'running'))
  return { start, error: save.error, running, job }
}

/** Asks where to save, and saves. */
export const SaveButton = ({ saving }: { readonly saving: Saving }) => (
  <Button
    variant="default"
    leftSection={<IconFileSpreadsheet size={17} />}
    loading={saving.running}
    onClick={saving.start}
  >
    <Trans>Save as spreadsheet</Trans>
  </Button>
)

/** How the saving ended. */
export function SaveResult({ saving: { error, running, job } }: { readonly saving: Saving }) {
  const format = useFormat()
  const result = auditExportResult.safeParse(job?.result)
  if (running) return null
  if (error) return <ErrorNote error={error} />
  if (job?.state === 'failed' || job?.state === 'cancelled') {
    return <ErrorNote error={jobFailure(job.error ?? { kind: 'cancelled' })} />
  }
  if (job?.state !== 'done' || !result.success) return null
  const { rows } = result.data
  const shown = format.number(rows)
  return (
    <Text size="sm" role="status" mb="sm">
      <Plural
        value={rows}
        one={`The spreadsheet is saved: ${shown} entry.`}
        other={`The spreadsheet is saved: ${shown} entries.`}
      />
    </Text>
  )
}
