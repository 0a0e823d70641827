import { Alert, Button, Skeleton, Stack, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconAlertTriangle, IconPencil, IconTrendingDown } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import {
  evacuationStage,
  priority,
  specialty,
  stageExits,
  stagesWithReason,
  stageGroup,
  stageGroups,
  type EvacuationStage,
} from '../../shared/codes/evacuation.ts'
import type { Output } from '../../shared/contract/index.ts'
import { evacuationCase, patient } from '../../shared/records/evacuation.ts'
import { call, query } from '../api.ts'
import { useFormat } from '../format.ts'
import { useAge } from '../records/age.ts'
import { useLabel } from '../i18n.ts'
import { Attachments } from '../attachments/section.tsx'
import { EraseMenu } from '../erasure/erase-menu.tsx'
import { RecordError } from '../erasure/record-error.tsx'
import { HistoryButton } from '../history/button.tsx'
import { PrintButton } from '../print/print-button.tsx'
import { useDays } from '../records/days.ts'
import { StepMenu } from '../records/step-menu.tsx'
import { Timeline } from '../records/timeline.tsx'
import { PageHeader } from '../records/page-header.tsx'
import { RecordView } from '../records/record-view.tsx'
import { NoPermission } from '../records/states.tsx'
import { StatusBadge } from '../records/status-badge.tsx'
import { useMay } from '../shell/session.tsx'
import { EditForm, type Editing } from './edit.tsx'
import { aboutPatient, caseSections, names } from './sections.tsx'
import classes from './evacuations.module.css'

export type CaseFile = Output<'cases.get'>

/** One patient's case: the stage, what comes next, and the dossier. */
export function CasePage() {
  const { may } = useMay()
  return may('case.read') ? <Loaded /> : <NoPermission />
}

const Loaded = () => {
  const { id } = useParams({ from: '/evacuations/$id' })
  const file = useQuery(query('cases.get', { id }))
  if (file.isError)
    return <RecordError kind="evacuationCase" id={id} error={file.error} onRetry={() => void file.refetch()} />
  return file.data ? <Case key={id} file={file.data} /> : <Waiting />
}

const Waiting = () => (
  <Stack gap="lg" aria-busy>
    <Skeleton h={34} w={360} />
    <Skeleton h={220} radius="lg" />
    <Skeleton h={160} radius="lg" />
  </Stack>
)

const Case = ({ file }: { readonly file: CaseFile }) => {
  const { case: stored, patient: who, steps, next } = file
  const { may } = useMay()
  const format = useFormat()
  const label = useLabel()
  const age = useAge()
  const writes = may('case.write')
  const [editing, setEditing] = useState<Editing | null>(null)
  const last = useRef<string | null>(null)
  useEffect(() => {
    // Back to the button that opened the form, so that the keyboard goes on from there.
    if (editing) last.current = editing
    else if (last.current) document.querySelector<HTMLElement>(`[data-edit="${last.current}"]`)?.focus()
  }, [editing])
  const edit = (key: Editing) =>
    writes ? (
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPencil size={15} />}
        onClick={() => setEditing(key)}
        data-edit={key}
      >
        <Trans>Edit</Trans>
      </Button>
    ) : null
  const years = age(who.birth)
  return (
    <>
      <PageHeader
        title={<bdi>{format.name(who)}</bdi>}
        badge={<StatusBadge list={evacuationStage} code={stored.stage} />}
        subtitle={
          <span className={classes.subtitle}>
            <bdi className="ltr">{stored.number}</bdi>
            <span>{label.code('sex', who.sex)}</span>
            {years === '' ? null : <span>{years}</span>}
            <span>{label.code(specialty.id, stored.specialty)}</span>
          </span>
        }
        actions={
          editing ? null : (
            <>
              <HistoryButton record="evacuationCase" id={stored.id} />
              <PrintButton kind="case" id={stored.id} />
              {writes ? <Steps file={file} /> : null}
              <EraseMenu kind="evacuationCase" id={stored.id} />
            </>
          )
        }
      />
      {editing ? (
        <EditForm key={editing} editing={editing} file={file} onDone={() => setEditing(null)} />
      ) : (
        <>
          <Warnings file={file} />
          <div className={classes.columns}>
            <div className={classes.stack}>
              <RecordView
                record={patient}
                values={who}
                overrides={who.bloodGroup === null ? {} : { bloodGroup: <bdi className="ltr">{who.bloodGroup}</bdi> }}
                sections={[
                  { title: <Trans>Patient</Trans>, fields: [...names, ...aboutPatient], action: edit('patient') },
                ]}
              />
              <RecordView
                record={evacuationCase}
                values={stored}
                sections={caseSections().map(({ key, title, fields }) => ({ title, fields, action: edit(key) }))}
              />
              <Attachments owner={{ type: 'evacuationCase', id: stored.id }} />
            </div>
            <div className={classes.stack}>
              <Standing file={file} />
              <Timeline
                list={evacuationStage}
                steps={steps.map(({ id, stage, date, reason }) => ({ id, to: stage, date, reason }))}
                ended={next.length === 0}
              />
            </div>
          </div>
        </>
      )}
    </>
  )
}

const exits: readonly EvacuationStage[] = stageExits
const endings: readonly EvacuationStage[] = [...exits, 'not_indicated', 'died_abroad']

const Steps = ({ file }: { readonly file: CaseFile }) => {
  const { t } = useLingui()
  const label = useLabel()
  const { id, stage } = file.case
  return (
    <StepMenu
      title={<Trans>Next stage of the case</Trans>}
      list={evacuationStage}
      from={stage}
      onward={file.next.filter((to) => !endings.includes(to))}
      endings={file.next.filter((to) => endings.includes(to))}
      asksReason={(to) => stagesWithReason.includes(to)}
      send={(to, date, reason) => call('cases.setStage', { id, to, date, ...(reason ? { reason } : {}) })}
      onDone={(to) => {
        const word = label.code(evacuationStage.id, to)
        notifications.show({ color: 'teal', withCloseButton: false, message: t`The case is now “${word}”.` })
      }}
    />
  )
}

const Warnings = ({ file }: { readonly file: CaseFile }) => {
  const { case: stored, next } = file
  if (next.length === 0) return null
  return (
    <Stack gap="xs" mb="md">
      {stored.deteriorating === true ? (
        <Alert color="red" icon={<IconTrendingDown size={20} />} title={<Trans>The patient is getting worse</Trans>} />
      ) : null}
      {stored.consent ? null : (
        <Alert color="orange" icon={<IconAlertTriangle size={20} />} title={<Trans>Consent has not been given</Trans>}>
          <Trans>Until it is, the case can only be ended. Record it under “Urgency and consent”.</Trans>
        </Alert>
      )}
    </Stack>
  )
}

const Standing = ({ file }: { readonly file: CaseFile }) => {
  const label = useLabel()
  const days = useDays()
  const { case: stored, daysInStage, next } = file
  const group = stageGroup.codes.find((code) => stageGroups[code].includes(stored.stage))
  return (
    <section className="surface" aria-labelledby="standing-title">
      <Title order={2} id="standing-title" className={classes.cardHead ?? ''}>
        <Trans>Where it stands</Trans>
      </Title>
      <dl className={classes.facts}>
        <div className={classes.whole}>
          <dt>{label.field('evacuationCase', 'stage')}</dt>
          <dd>
            <StatusBadge list={evacuationStage} code={stored.stage} />
          </dd>
        </div>
        <div>
          <dt>
            <Trans>Part of the way</Trans>
          </dt>
          <dd>{group ? label.code(stageGroup.id, group) : null}</dd>
        </div>
        {next.length === 0 ? null : (
          <div>
            <dt>
              <Trans>Days in stage</Trans>
            </dt>
            <dd>{days(daysInStage)}</dd>
          </div>
        )}
        <div>
          <dt>{label.field('evacuationCase', 'priority')}</dt>
          <dd>
            <StatusBadge list={priority} code={stored.priority} />
          </dd>
        </div>
      </dl>
    </section>
  )
}
