import { Anchor, Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useParams } from '@tanstack/react-router'
import { IconCheck, IconFileImport } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { importReport } from '../../shared/contract/exchange.ts'
import type { Input, Output } from '../../shared/contract/index.ts'
import { useCall, useJob } from '../api.ts'
import { useFormat } from '../format.ts'
import { JobProgress } from '../records/job-progress.tsx'
import { PageHeader } from '../records/page-header.tsx'
import { ErrorNote, NoPermission, NotHere } from '../records/states.tsx'
import { jobFailure } from '../shell/job-tray.tsx'
import { useMay } from '../shell/session.tsx'
import { Columns, type Mapping } from './columns.tsx'
import { FileStep, type Chosen } from './file-step.tsx'
import classes from './imports.module.css'
import { isKind, kinds, type Kind } from './kinds.ts'
import { ImportEnd } from './import-end.tsx'
import { ReportView } from './report-view.tsx'

type Stage = 'file' | 'columns' | 'trial' | 'review' | 'import'

/** Takes in one kind of file, step by step; only the last step changes anything. */
export function WizardPage() {
  const { kind } = useParams({ from: '/imports/$kind' })
  const { may } = useMay()
  if (!may('import.run')) return <NoPermission />
  return isKind(kind) ? <Wizard key={kind} kind={kind} /> : <NotHere />
}

const Wizard = ({ kind }: { readonly kind: Kind }) => {
  const { t, i18n } = useLingui()
  const [stage, setStage] = useState<Stage>('file')
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [inspected, setInspected] = useState<Output<'imports.inspect'> | null>(null)
  const [mapping, setMapping] = useState<Mapping>([])
  const [trialId, setTrialId] = useState<string | null>(null)
  const [importId, setImportId] = useState<string | null>(null)
  const start = useCall('imports.start')
  const trial = useJob(trialId)
  const running = useJob(importId)

  const begin = (apply: boolean, file: Chosen) => {
    const input: Input<'imports.start'> = { kind, file: file.file, apply, ...(inspected ? { mapping } : {}) }
    start.mutate(input, {
      onSuccess: ({ jobId }) => {
        if (apply) setImportId(jobId)
        else setTrialId(jobId)
        setStage(apply ? 'import' : 'trial')
      },
    })
  }
  const back = () => {
    setTrialId(null)
    setStage(inspected ? 'columns' : 'file')
  }
  // A trial that has ended turns the page by itself.
  const now: Stage = stage === 'trial' && trial?.state === 'done' ? 'review' : stage
  const body = useRef<HTMLDivElement>(null)
  const stood = useRef(now)
  useEffect(() => {
    if (stood.current === now) return
    stood.current = now
    // The new step is read out, and the page stands at its top.
    body.current?.focus({ preventScroll: true })
    body.current?.closest('main')?.scrollTo({ top: 0 })
  }, [now])
  const checking = t`Trial run: checking every row`
  const importing = t`Importing`
  return (
    <>
      <Anchor size="sm" mb={8} display="inline-block" renderRoot={(props) => <Link to="/imports" {...props} />}>
        <Trans>Import</Trans>
      </Anchor>
      <PageHeader title={i18n._(kinds[kind].title)} subtitle={chosen ? <bdi>{chosen.name}</bdi> : null} />
      <Steps now={now} withColumns={kind === 'registration'} />
      <div ref={body} tabIndex={-1} className={classes.body}>
        {start.isError ? <ErrorNote error={start.error} /> : null}
        {now === 'file' ? (
          <FileStep
            kind={kind}
            starting={start.isPending}
            onChosen={(file, answer) => {
              setChosen(file)
              if (answer) {
                setInspected(answer)
                setMapping(
                  answer.sheets.flatMap(({ sheet, columns }) =>
                    columns.map(({ column, target }) => ({ sheet, column, target })),
                  ),
                )
                setStage('columns')
              } else begin(false, file)
            }}
          />
        ) : null}
        {now === 'columns' && inspected && chosen ? (
          <Columns
            inspected={inspected}
            mapping={mapping}
            onChange={setMapping}
            starting={start.isPending}
            onBack={() => {
              setInspected(null)
              setChosen(null)
              setStage('file')
            }}
            onNext={() => begin(false, chosen)}
          />
        ) : null}
        {now === 'trial' ? (
          trial?.state === 'failed' || trial?.state === 'cancelled' ? (
            <>
              <ErrorNote error={jobFailure(trial.error ?? { kind: 'cancelled' })} />
              <div className={classes.footer}>
                <Button onClick={back}>
                  <Trans>Back</Trans>
                </Button>
              </div>
            </>
          ) : (
            <JobProgress
              job={trial}
              title={checking}
              step={trial?.step === 'checking' ? <Trans>Checking the rows</Trans> : <Trans>Reading the file</Trans>}
              detail={<Trans>Nothing is changed by this. You can stop at any time.</Trans>}
              cancelLabel={<Trans>Stop</Trans>}
            />
          )
        ) : null}
        {now === 'review' && trial && chosen ? (
          <Review result={trial.result} starting={start.isPending} onBack={back} onImport={() => begin(true, chosen)} />
        ) : null}
        {now === 'import' ? (
          running && running.state !== 'running' ? (
            <ImportEnd job={running} kind={kind} />
          ) : (
            <JobProgress
              job={running}
              title={importing}
              step={running?.step === 'importing' ? <Trans>Saving the records</Trans> : <Trans>Reading the file</Trans>}
              detail={
                <Trans>
                  You may go on working meanwhile. Stopping keeps what is saved already; nothing is doubled.
                </Trans>
              }
              cancelLabel={<Trans>Stop</Trans>}
            />
          )
        ) : null}
      </div>
    </>
  )
}

interface ReviewProps {
  readonly result: unknown
  readonly starting: boolean
  readonly onBack: () => void
  readonly onImport: () => void
}

const Review = ({ result, starting, onBack, onImport }: ReviewProps) => {
  const format = useFormat()
  const report = importReport.parse(result)
  const many = report.sheets.reduce((sum, sheet) => sum + sheet.create + sheet.update, 0)
  const rows = format.number(many)
  return (
    <>
      <ReportView report={report} />
      <div className={`surface ${classes.footer ?? ''}`}>
        <Button variant="default" onClick={onBack}>
          <Trans>Back</Trans>
        </Button>
        <Button leftSection={<IconFileImport size={17} />} disabled={many === 0} loading={starting} onClick={onImport}>
          <Trans>Import now (rows: {rows})</Trans>
        </Button>
      </div>
    </>
  )
}

const stepOrder = ['file', 'columns', 'trial', 'review', 'import'] as const

const Steps = ({ now, withColumns }: { readonly now: Stage; readonly withColumns: boolean }) => {
  const { t } = useLingui()
  const format = useFormat()
  const words: Readonly<Record<Stage, string>> = {
    file: t`File`,
    columns: t`Columns`,
    trial: t`Trial run`,
    review: t`Review`,
    import: t`Import`,
  }
  const shown = stepOrder.filter((step) => withColumns || step !== 'columns')
  const at = shown.indexOf(now)
  return (
    <ol className={classes.steps} aria-label={t`Steps`}>
      {shown.map((step, index) => (
        <li
          key={step}
          className={classes.step}
          data-state={index < at ? 'done' : index === at ? 'now' : 'later'}
          {...(index === at ? { 'aria-current': 'step' as const } : {})}
        >
          <span className={classes.mark} aria-hidden>
            {index < at ? <IconCheck size={15} /> : format.number(index + 1)}
          </span>
          {words[step]}
        </li>
      ))}
    </ol>
  )
}
