import { Anchor, Button, Group, Radio, Stack } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconBuildingCommunity, IconPackageExport } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { BundleChoice, BundlePart } from '../../shared/contract/exchange.ts'
import type { Output } from '../../shared/contract/index.ts'
import { query, useCall, useJob } from '../api.ts'
import { useFormat } from '../format.ts'
import { JobProgress } from '../records/job-progress.tsx'
import { PageHeader } from '../records/page-header.tsx'
import { EmptyState, ErrorNote, ErrorState, NoPermission } from '../records/states.tsx'
import { jobFailure } from '../shell/job-tray.tsx'
import { useMay, useSession } from '../shell/session.tsx'
import classes from './bundles.module.css'
import { ContentChoice, type Content } from './content-choice.tsx'
import { FolderChoice, type Folder } from './folder-choice.tsx'
import { Leaves, useLeaves } from './leaves.tsx'
import { PartChoice, wholePart } from './part-choice.tsx'
import { Sent } from './sent.tsx'
import { useBundleWords } from './words.ts'

type Office = Output<'bundles.offices'>[number]

/** Writes a bundle for one office onto a stick or into a folder. */
export function SendPage() {
  const { may } = useMay()
  return may('bundle.export') ? <Send /> : <NoPermission />
}

const Send = () => {
  const { t } = useLingui()
  const words = useBundleWords()
  const offices = useQuery(query('bundles.offices', {}))
  const start = useCall('bundles.export')
  const { job: begun } = useSearch({ from: '/bundles/send' })
  const [jobId, setJobId] = useState<string | null>(begun ?? null)
  const job = useJob(jobId)
  const others = offices.data?.filter(
    ({ own, laptops, revoked }) =>
      // The own office too, once there is another laptop of it.
      revoked === null && (!own || laptops.some((laptop) => !laptop.own && laptop.revoked === null)),
  )
  const title = t`Writing the bundle`
  const again = () => {
    setJobId(null)
    start.reset()
  }
  return (
    <>
      <Anchor size="sm" mb={8} display="inline-block" renderRoot={(props) => <Link to="/bundles" {...props} />}>
        <Trans>Bundles</Trans>
      </Anchor>
      <PageHeader
        title={<Trans>Send a bundle</Trans>}
        subtitle={<Trans>Only the office you choose can open it.</Trans>}
      />
      <div className={classes.narrow}>
        {offices.isError ? <ErrorState error={offices.error} onRetry={() => void offices.refetch()} /> : null}
        {others?.length === 0 ? <NoOffice /> : null}
        {others && others.length > 0 && jobId === null ? (
          <SendForm
            offices={others}
            starting={start.isPending}
            error={start.error}
            onStart={(choice, folder) =>
              start.mutate({ ...choice, folder }, { onSuccess: (answer) => setJobId(answer.jobId) })
            }
          />
        ) : null}
        {jobId !== null && (job === null || job.state === 'running') ? (
          <JobProgress
            job={job}
            title={title}
            step={words.step(job?.step ?? '')}
            detail={<Trans>Do not pull out the stick. Your records stay as they are.</Trans>}
            cancelLabel={<Trans>Stop</Trans>}
          />
        ) : null}
        {job?.state === 'done' ? <Sent result={job.result} onAgain={again} /> : null}
        {job?.state === 'failed' || job?.state === 'cancelled' ? (
          <Stack>
            <ErrorNote error={jobFailure(job.error ?? { kind: 'cancelled' }, job.kind)} />
            <Group justify="flex-end">
              <Button onClick={again}>
                <Trans>Back</Trans>
              </Button>
            </Group>
          </Stack>
        ) : null}
      </div>
    </>
  )
}

const NoOffice = () => (
  <div className="surface">
    <EmptyState
      icon={<IconBuildingCommunity size={24} />}
      title={<Trans>There is no office to send to yet</Trans>}
      detail={<Trans>Add the other office by its card first.</Trans>}
      action={
        <Button variant="light" renderRoot={(props) => <Link to="/bundles" {...props} />}>
          <Trans>To the offices</Trans>
        </Button>
      }
    />
  </div>
)

interface SendFormProps {
  readonly offices: readonly Office[]
  readonly starting: boolean
  readonly error: Error | null
  readonly onStart: (choice: BundleChoice, folder: string) => void
}

/** What the form means: null while something is missing. */
const choiceOf = (office: Office | undefined, store: BundleChoice['store'], content: Content, part: BundlePart) => {
  if (!office || (content === 'part' && part.programmes.length === 0)) return null
  if (content !== 'part') return { store, office: office.id, content }
  // Of a part, too, they get only what they lack by their word.
  return { store, office: office.id, content: 'lacking' as const, part }
}

const SendForm = ({ offices, starting, error, onStart }: SendFormProps) => {
  const format = useFormat()
  const session = useSession()
  const { t } = useLingui()
  const [officeId, setOfficeId] = useState(offices.length === 1 ? (offices[0]?.id ?? '') : '')
  const [store, setStore] = useState<'registry' | 'medical'>('registry')
  const [content, setContent] = useState<Content>('lacking')
  const [folder, setFolder] = useState<Folder | null>(null)
  const office = offices.find((one) => one.id === officeId)
  const medical = session.medical && office?.receivesMedical === true
  const sent = medical ? store : 'registry'
  const [part, setPart] = useState<BundlePart>(wholePart('registry'))
  const narrowed = sent === 'medical' ? { ...wholePart('medical'), since: part.since } : part
  const choice = choiceOf(office, sent, content, narrowed)
  const leaves = useLeaves(choice?.content === 'receipt' ? null : choice)
  const whyNot = session.medical
    ? t`This office has no card for medical records.`
    : t`You have no access to medical records.`
  return (
    <form
      className={`surface ${classes.form ?? ''}`}
      onSubmit={(event) => {
        event.preventDefault()
        if (choice && folder) onStart(choice, folder.file)
      }}
    >
      <Radio.Group label={<Trans>Which office is it for?</Trans>} value={officeId} onChange={setOfficeId}>
        <Stack gap="xs" mt={8}>
          {offices.map((one) => (
            <Radio.Card key={one.id} value={one.id} className={classes.option ?? ''}>
              <Group gap="md" wrap="nowrap">
                <Radio.Indicator />
                <bdi className={classes.officeName}>{format.text(one.name)}</bdi>
                <bdi className={`ltr ${classes.code ?? ''}`}>{one.code}</bdi>
              </Group>
            </Radio.Card>
          ))}
        </Stack>
      </Radio.Group>
      <Radio.Group
        label={<Trans>What goes in?</Trans>}
        value={sent}
        onChange={(value) => setStore(value === 'medical' ? 'medical' : 'registry')}
      >
        <Stack gap="sm" mt={8}>
          <Radio
            value="registry"
            label={t`Registry records`}
            description={t`Households, people, projects and places. Nothing medical.`}
          />
          <Radio
            value="medical"
            disabled={!medical}
            label={t`Medical records`}
            description={medical || !office ? t`Evacuation cases. Opens only for medical staff there.` : whyNot}
          />
        </Stack>
      </Radio.Group>
      {office ? <ContentChoice store={sent} office={office.id} value={content} onChange={setContent} /> : null}
      {office && content === 'part' ? <PartChoice store={sent} value={narrowed} onChange={setPart} /> : null}
      {choice && choice.content !== 'receipt' ? <Leaves {...leaves} /> : null}
      <FolderChoice folder={folder} onChoose={setFolder} />
      {error ? <ErrorNote error={error} /> : null}
      <div className={classes.end}>
        <Button
          type="submit"
          leftSection={<IconPackageExport size={17} />}
          disabled={!choice || !folder || (choice.content !== 'receipt' && !leaves.summary)}
          loading={starting}
        >
          <Trans>Write the bundle</Trans>
        </Button>
      </div>
    </form>
  )
}
