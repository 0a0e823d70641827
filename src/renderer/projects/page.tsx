import { Button, Skeleton, Stack, Text, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconPencil } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { capStatus, capStatusesWithReason, iatiStatus, type CapStatus } from '../../shared/codes/cap.ts'
import type { Output } from '../../shared/contract/index.ts'
import { capProject, type CapProject } from '../../shared/records/project.ts'
import { call, query } from '../api.ts'
import { useFormat } from '../format.ts'
import { changeOf } from '../records/change.ts'
import { useUndo } from '../records/undo.tsx'
import { useLabel } from '../i18n.ts'
import { Attachments } from '../attachments/section.tsx'
import { EraseMenu } from '../erasure/erase-menu.tsx'
import { RecordError } from '../erasure/record-error.tsx'
import { HistoryButton } from '../history/button.tsx'
import { PrintButton } from '../print/print-button.tsx'
import { PageHeader } from '../records/page-header.tsx'
import { RecordForm } from '../records/record-form.tsx'
import { RecordView } from '../records/record-view.tsx'
import { NoPermission } from '../records/states.tsx'
import { useMay } from '../shell/session.tsx'
import { daysBetween, useDays } from '../records/days.ts'
import { isLate } from './late.ts'
import { overrides, sections, type Section } from './sections.tsx'
import { StepMenu } from '../records/step-menu.tsx'
import { CapBadge, Late } from './table.tsx'
import { Timeline } from '../records/timeline.tsx'
import { useToday } from '../records/today.ts'
import classes from './projects.module.css'

type File = Output<'projects.get'>

/** One project: where it stands, what comes next, and everything known about it. */
export function ProjectPage() {
  const { may } = useMay()
  return may('project.read') ? <Loaded /> : <NoPermission />
}

const Loaded = () => {
  const { id } = useParams({ from: '/projects/$id' })
  const file = useQuery(query('projects.get', { id }))
  if (file.isError)
    return <RecordError kind="capProject" id={id} error={file.error} onRetry={() => void file.refetch()} />
  return file.data ? <Project key={id} file={file.data} /> : <Waiting />
}

const Waiting = () => (
  <Stack gap="lg" aria-busy>
    <Skeleton h={34} w={420} />
    <Skeleton h={220} radius="lg" />
    <Skeleton h={160} radius="lg" />
  </Stack>
)

const Project = ({ file }: { readonly file: File }) => {
  const { project, place } = file
  const { may } = useMay()
  const format = useFormat()
  const label = useLabel()
  const writes = may('project.write')
  const [editing, setEditing] = useState<Section['key'] | null>(null)
  const last = useRef<string | null>(null)
  useEffect(() => {
    // Back to the button that opened the form, so that the keyboard goes on from there.
    if (editing) last.current = editing
    else if (last.current) document.querySelector<HTMLElement>(`[data-edit="${last.current}"]`)?.focus()
  }, [editing])
  const parts = sections(project)
  const edited = parts.find(({ key }) => key === editing)
  return (
    <>
      <PageHeader
        title={<bdi>{format.text(project.title)}</bdi>}
        badge={<CapBadge code={project.status} />}
        subtitle={
          <span className={classes.subtitle}>
            <bdi className="ltr">{project.number}</bdi>
            <span>{label.code('capType', project.type)}</span>
            {place ? <bdi>{format.place(place)}</bdi> : null}
          </span>
        }
        actions={
          edited ? null : (
            <>
              <HistoryButton record="capProject" id={project.id} />
              <PrintButton kind="project" id={project.id} />
              {writes ? <Steps file={file} /> : null}
              <EraseMenu kind="capProject" id={project.id} />
            </>
          )
        }
      />
      {edited ? (
        <EditForm stored={project} section={edited} onDone={() => setEditing(null)} />
      ) : (
        <div className={classes.columns}>
          <div className={classes.stack}>
            <RecordView
              record={capProject}
              values={project}
              sections={parts.map(({ key, title, fields }) => ({
                title,
                fields,
                action: writes ? (
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    leftSection={<IconPencil size={15} />}
                    onClick={() => setEditing(key)}
                    data-edit={key}
                  >
                    <Trans>Edit</Trans>
                  </Button>
                ) : null,
              }))}
            />
            <Attachments owner={{ type: 'capProject', id: project.id }} />
          </div>
          <div className={classes.stack}>
            <Standing file={file} />
            <Timeline
              list={capStatus}
              steps={file.steps.map(({ id, status, date, reason }) => ({ id, to: status, date, reason }))}
              ended={file.next.length === 0}
            />
          </div>
        </div>
      )}
    </>
  )
}

const endings: readonly CapStatus[] = ['cancelled', 'terminated', 'suspended', 'rejected']

const Steps = ({ file }: { readonly file: File }) => {
  const { t } = useLingui()
  const label = useLabel()
  const { id, status } = file.project
  return (
    <StepMenu
      title={<Trans>Next step of the project</Trans>}
      list={capStatus}
      from={status}
      onward={file.next.filter((to) => !endings.includes(to))}
      endings={file.next.filter((to) => endings.includes(to))}
      asksReason={(to) => capStatusesWithReason.includes(to)}
      send={(to, date, reason) => call('projects.setStatus', { id, to, date, ...(reason ? { reason } : {}) })}
      onDone={(to) => {
        const word = label.code(capStatus.id, to)
        notifications.show({ color: 'teal', withCloseButton: false, message: t`The project is now “${word}”.` })
      }}
    />
  )
}

const Standing = ({ file }: { readonly file: File }) => {
  const format = useFormat()
  const label = useLabel()
  const days = useDays()
  const { project, steps, iatiStatus: iati, createdBy } = file
  const today = useToday()
  const since = steps.at(-1)?.date ?? project.createdAt.slice(0, 10)
  const entered = { by: createdBy?.name ?? project.createdBy, at: format.time(project.createdAt) }
  const code = format.digitsIn(String(iati))
  return (
    <section className="surface" aria-labelledby="standing-title">
      <Title order={2} id="standing-title" className={classes.cardHead ?? ''}>
        <Trans>Where it stands</Trans>
      </Title>
      <dl className={classes.facts}>
        <div>
          <dt>{label.field('capProject', 'status')}</dt>
          <dd>
            <CapBadge code={project.status} />
          </dd>
        </div>
        <div>
          <dt>
            <Trans>Days in status</Trans>
          </dt>
          <dd>{days(daysBetween(since, today))}</dd>
        </div>
        <div>
          <dt>
            <Trans>Planned end</Trans>
          </dt>
          <dd>
            {project.endPlanned === null ? <Trans>not recorded</Trans> : format.date(project.endPlanned)}{' '}
            {isLate(project.status, project.endPlanned, today) ? <Late /> : null}
          </dd>
        </div>
        <div>
          <dt>
            <Trans>Reported to IATI as</Trans>
          </dt>
          <dd>
            {label.code(iatiStatus.id, String(iati))} ({code})
          </dd>
        </div>
      </dl>
      <Text size="xs" c="dimmed" px={20} pb={16}>
        <Trans>
          Entered by <bdi>{entered.by}</bdi>, {entered.at}.
        </Trans>
      </Text>
    </section>
  )
}

interface EditFormProps {
  readonly stored: CapProject
  readonly section: Section
  readonly onDone: () => void
}

const EditForm = ({ stored, section, onDone }: EditFormProps) => {
  const { t } = useLingui()
  const undoable = useUndo()
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    element.current?.querySelector<HTMLElement>('input:not([type="checkbox"]), textarea')?.focus()
  }, [])
  return (
    <div ref={element}>
      <RecordForm
        record={capProject}
        initial={stored}
        sections={[section]}
        overrides={overrides}
        onSubmit={async (draft) => {
          const { patch, back, empty } = changeOf(capProject, stored, draft)
          if (!empty) {
            await call('projects.update', { id: stored.id, patch })
            undoable(t`The project was changed.`, () => call('projects.update', { id: stored.id, patch: back }))
          }
          onDone()
        }}
        onCancel={onDone}
      />
    </div>
  )
}
