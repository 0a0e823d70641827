import { Button, Stack } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { IconUsersGroup } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { importReport, type JobState } from '../../shared/contract/exchange.ts'
import { ErrorNote } from '../records/states.tsx'
import { jobFailure } from '../shell/job-tray.tsx'
import { useMay } from '../shell/session.tsx'
import classes from './imports.module.css'
import type { Kind } from './kinds.ts'
import { ReportView } from './report-view.tsx'

/** How an import ended: its report, or what stopped it and what was kept. */
export function ImportEnd({ job, kind }: { readonly job: JobState; readonly kind: Kind }) {
  const { may } = useMay()
  const report = importReport.safeParse(job.result)
  return (
    <Stack gap="lg">
      {job.state === 'done' ? null : <ErrorNote error={jobFailure(job.error ?? { kind: 'cancelled' })} />}
      {report.success ? <ReportView report={report.data} /> : null}
      <div className={`surface ${classes.footer ?? ''}`}>
        <Button variant="default" renderRoot={(props) => <Link to="/imports" {...props} />}>
          <Trans>To the list of imports</Trans>
        </Button>
        {kind === 'registration' && may('household.read') ? (
          <Button
            leftSection={<IconUsersGroup size={17} />}
            renderRoot={(props) => <Link to="/households" {...props} />}
          >
            <Trans>Show the households</Trans>
          </Button>
        ) : null}
        {kind !== 'registration' && may('place.read') ? (
          <Button renderRoot={(props) => <Link to="/places" {...props} />}>
            <Trans>Show the places</Trans>
          </Button>
        ) : null}
      </div>
    </Stack>
  )
}
