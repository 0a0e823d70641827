import { Button, Group, Menu, Progress, Skeleton, Stack, Text, Title } from '@mantine/core'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconPaperclip, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { attachmentKind, type AttachmentKind } from '../../shared/codes/attachment.ts'
import { addedFiles, attachmentRights, type AttachmentOwner } from '../../shared/contract/attachments.ts'
import { Failure } from '../../shared/errors.ts'
import type { Output } from '../../shared/contract/index.ts'
import { call, query, useCall, useJob } from '../api.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { ErrorNote, ErrorState } from '../records/states.tsx'
import { jobFailure } from '../shell/job-tray.tsx'
import { useMay } from '../shell/session.tsx'
import { AttachmentDialog } from './dialog.tsx'
import { Tile } from './tile.tsx'
import classes from './attachments.module.css'

/** One photo or paper as the list answers it. */
export type Item = Output<'attachments.list'>[number]

/** The photos and papers of a record: looked at, added, named and removed. */
export function Attachments({ owner }: { readonly owner: AttachmentOwner }) {
  const { may } = useMay()
  const list = useQuery(query('attachments.list', { owner }))
  const [open, setOpen] = useState<string | null>(null)
  const writes = may(attachmentRights[owner.type].write)
  const items = list.data ?? []
  const shown = items.find(({ stored }) => stored.id === open)
  if (!may(attachmentRights[owner.type].read)) return null
  return (
    <section className="surface" aria-labelledby="attachments-title">
      <div className={classes.head}>
        <Title order={2} id="attachments-title">
          <Trans>Photos and papers</Trans>
        </Title>
      </div>
      <div className={classes.body}>
        {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
        {list.isPending ? (
          <div className={classes.grid} aria-busy>
            <Skeleton h={150} radius="md" />
            <Skeleton h={150} radius="md" />
          </div>
        ) : null}
        {list.isSuccess && items.length === 0 ? (
          <Group gap="sm" wrap="nowrap" c="dimmed">
            <IconPaperclip size={20} aria-hidden />
            <Text size="sm">
              {writes ? (
                <Trans>Nothing is attached yet. Add photos, scans of documents, PDFs or short texts.</Trans>
              ) : (
                <Trans>Nothing is attached yet.</Trans>
              )}
            </Text>
          </Group>
        ) : null}
        {items.length > 0 ? (
          <ul className={classes.grid}>
            {items.map((item) => (
              <li key={item.stored.id}>
                <Tile item={item} onOpen={() => setOpen(item.stored.id)} />
              </li>
            ))}
          </ul>
        ) : null}
        {writes ? <Adding owner={owner} /> : null}
      </div>
      {shown ? <AttachmentDialog item={shown} writes={writes} onClose={() => setOpen(null)} /> : null}
    </section>
  )
}

const Adding = ({ owner }: { readonly owner: AttachmentOwner }) => {
  const label = useLabel()
  const choose = useCall('attachments.choose')
  const add = useCall('attachments.add')
  const [jobId, setJobId] = useState<string | null>(null)
  const job = useJob(jobId)
  const running = jobId !== null && (job === null || job.state === 'running')
  const begin = async (kind: AttachmentKind) => {
    const files = await choose.mutateAsync({})
    if (files.length === 0) return
    setJobId(null)
    const chosen = files.map(({ file, name }) => ({ file, name }))
    setJobId((await add.mutateAsync({ owner, kind, files: chosen })).jobId)
  }
  const error = choose.error ?? add.error ?? (job?.state === 'failed' ? jobFailure(job.error) : null)
  return (
    <Stack gap="sm">
      {error ? <ErrorNote error={error} /> : null}
      {running ? (
        <Running jobId={jobId} />
      ) : (
        <Group>
          <Menu position="bottom-start">
            <Menu.Target>
              <Button
                variant="default"
                leftSection={<IconPlus size={16} />}
                loading={choose.isPending || add.isPending}
              >
                <Trans>Add photos or papers</Trans>
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>
                <Trans>What are they?</Trans>
              </Menu.Label>
              {attachmentKind.codes.map((kind) => (
                <Menu.Item
                  key={kind}
                  onClick={() => {
                    // What goes wrong stands above the button.
                    void begin(kind).catch(() => undefined)
                  }}
                >
                  {label.code(attachmentKind.id, kind)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </Group>
      )}
      {job && job.state !== 'running' ? <Outcome key={job.jobId} result={job.result} /> : null}
    </Stack>
  )
}

const Running = ({ jobId }: { readonly jobId: string }) => {
  const { t } = useLingui()
  const format = useFormat()
  const job = useJob(jobId)
  const done = job?.done ?? 0
  const total = job?.total ?? 0
  return (
    <Group gap="md" role="status">
      <Progress
        className={classes.progress ?? ''}
        value={total > 0 ? (done / total) * 100 : 100}
        animated={total === 0}
        aria-label={t`Adding photos and papers`}
      />
      <Text size="sm" className="tabular">
        <Trans>
          Checking and keeping {format.number(Math.min(done + 1, total))} of {format.number(total)}
        </Trans>
      </Text>
      <Button variant="subtle" size="compact-sm" onClick={() => void call('jobs.cancel', { jobId })}>
        <Trans>Cancel</Trans>
      </Button>
    </Group>
  )
}

const Outcome = ({ result }: { readonly result: unknown }) => {
  const parsed = addedFiles.safeParse(result)
  const { added, refused } = parsed.success ? parsed.data : { added: 0, refused: [] }
  const [seen, setSeen] = useState(false)
  if (seen || refused.length === 0) return null
  return (
    <Stack gap="xs">
      {refused.map(({ name, reason }, index) => (
        <div key={index}>
          <Text size="sm" mb={4}>
            <bdi>{name}</bdi>
          </Text>
          <ErrorNote error={new Failure({ kind: 'refused', reason })} />
        </div>
      ))}
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {added > 0 ? <Plural value={added} one="# other file was added." other="# other files were added." /> : null}
        </Text>
        <Button variant="subtle" size="compact-sm" onClick={() => setSeen(true)}>
          <Trans>Understood</Trans>
        </Button>
      </Group>
    </Stack>
  )
}
