import { Anchor, Button, Skeleton, Stack, Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconUsersGroup } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { query } from '../api.ts'
import { useFormat } from '../format.ts'
import { PageHeader } from '../records/page-header.tsx'
import { ErrorState, NoPermission } from '../records/states.tsx'
import { useMay } from '../shell/session.tsx'
import { kinds } from './kinds.ts'
import { ReportView } from './report-view.tsx'

/** One import, when it was run and what became of every row; stays readable. */
export function RunPage() {
  const { may } = useMay()
  return may('import.run') ? <Run /> : <NoPermission />
}

const Run = () => {
  const { i18n } = useLingui()
  const format = useFormat()
  const { may } = useMay()
  const { importId } = useParams({ from: '/imports/runs/$importId' })
  const report = useQuery(query('imports.report', { importId }))
  const runs = useQuery(query('imports.history', {}))
  const run = runs.data?.find((one) => one.importId === importId)
  if (report.isError) return <ErrorState error={report.error} onRetry={() => void report.refetch()} />
  if (!report.data) {
    return (
      <Stack aria-busy>
        <Skeleton h={32} w={280} />
        <Skeleton h={220} radius="lg" />
      </Stack>
    )
  }
  const registered = report.data.kind === 'registration'
  return (
    <>
      <Anchor size="sm" mb={8} display="inline-block" renderRoot={(props) => <Link to="/imports" {...props} />}>
        <Trans>Import</Trans>
      </Anchor>
      <PageHeader
        title={i18n._(kinds[report.data.kind].title)}
        subtitle={run ? <Text span>{format.time(run.at)}</Text> : null}
        actions={
          <>
            <Button variant="default" renderRoot={(props) => <Link to="/imports" {...props} />}>
              <Trans>Import something else</Trans>
            </Button>
            {registered && may('household.read') ? (
              <Button
                leftSection={<IconUsersGroup size={17} />}
                renderRoot={(props) => <Link to="/households" {...props} />}
              >
                <Trans>Show the households</Trans>
              </Button>
            ) : null}
            {!registered && may('place.read') ? (
              <Button renderRoot={(props) => <Link to="/places" {...props} />}>
                <Trans>Show the places</Trans>
              </Button>
            ) : null}
          </>
        }
      />
      <ReportView report={report.data} />
    </>
  )
}
