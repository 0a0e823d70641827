import { Anchor, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconPackageImport } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { bundlePreview, type BundlePreview, type JobState } from '../../shared/contract/exchange.ts'
import { query, useCall, useJob } from '../api.ts'
import { JobProgress } from '../records/job-progress.tsx'
import { PageHeader } from '../records/page-header.tsx'
import { ErrorNote, NoPermission } from '../records/states.tsx'
import { jobFailure } from '../shell/job-tray.tsx'
import { useMay } from '../shell/session.tsx'
import classes from './bundles.module.css'
import { Applied } from './applied.tsx'
import { Preview, Waiting } from './preview.tsx'
import { useBundleWords } from './words.ts'

/** Reads a bundle: checks it whole, shows what it would do, and takes it in only when a person says so. */
export function ReceivePage() {
  const { may } = useMay()
  return may('bundle.import') ? <Receive /> : <NoPermission />
}

const previewOf = (job: JobState | null | undefined): BundlePreview | null => {
  const preview = bundlePreview.safeParse(job?.result)
  return preview.success ? preview.data : null
}

const Receive = () => {
  const { t } = useLingui()
  const words = useBundleWords()
  const navigate = useNavigate()
  const { bundle: waiting } = useSearch({ from: '/bundles/receive' })
  const apply = useCall('bundles.apply')
  const discard = useCall('bundles.discard')
  const [verifyId, setVerifyId] = useState<string | null>(null)
  const [applyId, setApplyId] = useState<string | null>(null)
  const verifying = useJob(verifyId)
  const applying = useJob(applyId)
  // What was found when a bundle was checked is kept with it, so that a person can decide later too.
  const kept = useQuery({ ...query('bundles.preview', { bundle: waiting ?? '' }), enabled: waiting !== undefined })
  const preview = previewOf(verifying) ?? (waiting === undefined ? null : (kept.data?.preview ?? null))
  const bundle = preview?.bundle ?? waiting
  const checking = t`Checking the bundle`
  const taking = t`Taking in the bundle`
  const decide = {
    busy: apply.isPending || discard.isPending,
    error: apply.error ?? discard.error,
    onApply: () => {
      if (bundle !== undefined) apply.mutate({ bundle }, { onSuccess: ({ jobId }) => setApplyId(jobId) })
    },
    onDiscard: () => {
      if (bundle !== undefined) discard.mutate({ bundle }, { onSuccess: () => void navigate({ to: '/bundles' }) })
    },
  }
  const again = () => {
    setVerifyId(null)
    setApplyId(null)
    void navigate({ to: '/bundles/receive', search: {} })
  }
  const ended = (job: JobState | null) => job?.state === 'failed' || job?.state === 'cancelled'
  const failed = ended(applying) ? applying : ended(verifying) ? verifying : null
  return (
    <>
      <Anchor size="sm" mb={8} display="inline-block" renderRoot={(props) => <Link to="/bundles" {...props} />}>
        <Trans>Bundles</Trans>
      </Anchor>
      <PageHeader
        title={<Trans>Receive a bundle</Trans>}
        subtitle={<Trans>Nothing is taken in before you have seen what it holds.</Trans>}
      />
      <div className={classes.narrow}>
        {failed ? (
          <Stack>
            <ErrorNote error={jobFailure(failed.error ?? { kind: 'cancelled' }, failed.kind)} />
            <Group justify="flex-end">
              <Button onClick={again}>
                <Trans>Choose another bundle</Trans>
              </Button>
            </Group>
          </Stack>
        ) : applyId !== null ? (
          applying?.state === 'done' ? (
            <Applied result={applying.result} onAgain={again} />
          ) : (
            <JobProgress
              job={applying}
              title={taking}
              step={words.step(applying?.step ?? '')}
              detail={
                <Trans>The stick is no longer needed. If Waypost is closed meanwhile, it goes on next time.</Trans>
              }
              cancelLabel={<Trans>Stop</Trans>}
            />
          )
        ) : preview ? (
          <Preview preview={preview} {...decide} />
        ) : waiting !== undefined && kept.isPending ? (
          <Skeleton h={420} radius="lg" aria-busy />
        ) : waiting !== undefined ? (
          <Waiting bundle={waiting} {...decide} />
        ) : verifyId !== null ? (
          <JobProgress
            job={verifying}
            title={checking}
            step={words.step(verifying?.step ?? '')}
            detail={<Trans>Do not pull out the stick. Nothing is changed by this.</Trans>}
            cancelLabel={<Trans>Stop</Trans>}
          />
        ) : (
          <ChooseBundle onStarted={setVerifyId} />
        )}
      </div>
    </>
  )
}

const ChooseBundle = ({ onStarted }: { readonly onStarted: (jobId: string) => void }) => {
  const choose = useCall('files.choose')
  const verify = useCall('bundles.verify')
  const error = choose.error ?? verify.error
  return (
    <section className={`surface ${classes.form ?? ''}`}>
      <div>
        <Title order={2}>
          <Trans>Put in the stick and choose the bundle</Trans>
        </Title>
        <Text size="sm" c="dimmed">
          <Trans>
            Its name begins with <bdi className="ltr">wp-</bdi> and ends in <bdi className="ltr">.bundle</bdi>. The
            stick is only read, never written.
          </Trans>
        </Text>
      </div>
      {error ? <ErrorNote error={error} /> : null}
      <Group>
        <Button
          leftSection={<IconPackageImport size={17} />}
          loading={choose.isPending || verify.isPending}
          onClick={() =>
            choose.mutate(
              { purpose: 'bundle' },
              {
                onSuccess: (chosen) => {
                  if (chosen) verify.mutate({ file: chosen.file }, { onSuccess: ({ jobId }) => onStarted(jobId) })
                },
              },
            )
          }
        >
          <Trans>Choose the bundle</Trans>
        </Button>
      </Group>
    </section>
  )
}
