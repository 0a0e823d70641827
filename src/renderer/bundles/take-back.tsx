import { Button, Progress, Skeleton, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState, type ReactNode } from 'react'
import type { Output } from '../../shared/contract/index.ts'
import { query, useCall, useJob } from '../api.ts'
import { useFormat } from '../format.ts'
import { Dialog } from '../records/dialog.tsx'
import { jobFailure } from '../shell/job-tray.tsx'
import { undoRefusals } from './refusals.ts'

interface TakeBackProps {
  readonly bundle: string
  readonly small?: boolean
  readonly onDone?: () => void
  readonly children: ReactNode
}

/** Takes an import back after a question that says what goes with it, or says why that is no longer possible. */
export function TakeBack({ bundle, small, onDone, children }: TakeBackProps) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button
        variant="subtle"
        {...(small ? { size: 'compact-sm' } : {})}
        leftSection={<IconArrowBackUp size={small ? 15 : 17} className="mirror" />}
        onClick={() => setAsking(true)}
      >
        {children}
      </Button>
      {asking ? <Question bundle={bundle} onClose={() => setAsking(false)} {...(onDone ? { onDone } : {})} /> : null}
    </>
  )
}

interface QuestionProps {
  readonly bundle: string
  readonly onClose: () => void
  readonly onDone?: () => void
}

const Question = ({ bundle, onClose, onDone }: QuestionProps) => {
  const { t, i18n } = useLingui()
  const plan = useQuery({ ...query('bundles.undoPlan', { bundle }), staleTime: 0 })
  const undo = useCall('bundles.undo')
  const job = useJob(undo.data?.jobId ?? null)
  const failed = job?.state === 'failed' || job?.state === 'cancelled' ? jobFailure(job.error) : null
  const done = job?.state === 'done'
  const message = t`The import was taken back. Everything is as before.`
  useEffect(() => {
    if (!done) return
    notifications.show({ message, color: 'gray', withCloseButton: false })
    onClose()
    onDone?.()
  }, [done, message, onClose, onDone])
  const why = plan.data?.why ?? null
  const running = undo.isPending || (undo.isSuccess && failed === null)
  return (
    <Dialog
      title={<Trans>Take this import back?</Trans>}
      action={<Trans>Take the import back</Trans>}
      color="red.9"
      busy={running}
      ready={plan.data !== undefined && why === null && failed === null}
      error={plan.error ?? undo.error ?? failed}
      onClose={onClose}
      onSubmit={() => undo.mutate({ bundle })}
    >
      {plan.isPending ? <Skeleton h={64} aria-busy /> : null}
      {plan.data ? (
        why === null ? (
          <Plan plan={plan.data} />
        ) : (
          <div>
            <Text fw={600}>{i18n._(undoRefusals[why].title)}</Text>
            <Text size="sm">{i18n._(undoRefusals[why].detail)}</Text>
          </div>
        )
      ) : null}
      {running ? (
        <Progress
          value={job && job.total > 0 ? (job.done / job.total) * 100 : 100}
          animated={!job || job.total === 0}
          aria-label={t`Taking the records out again`}
        />
      ) : null}
    </Dialog>
  )
}

/** How much goes, and what stays. */
const Plan = ({ plan }: { readonly plan: Output<'bundles.undoPlan'> }) => {
  const format = useFormat()
  const [removed, restored, files] = [plan.removed, plan.restored, plan.bundles].map((n) => format.number(n))
  return (
    <div>
      <Text size="sm">
        <Plural
          value={plan.removed}
          one={`${removed} record that came with it goes again.`}
          other={`${removed} records that came with it go again.`}
        />{' '}
        <Plural
          value={plan.restored}
          one={`${restored} record becomes what it was before.`}
          other={`${restored} records become what they were before.`}
        />
      </Text>
      {plan.bundles > 1 ? (
        <Text size="sm">
          <Plural
            value={plan.bundles}
            one={`${files} file of the same set goes together.`}
            other={`All ${files} files of the same set go together.`}
          />
        </Text>
      ) : null}
      <Text size="sm" mt="xs">
        <Trans>Nothing else is touched, and the same bundle can be taken in again later.</Trans>
      </Text>
      <Text size="sm" c="dimmed" mt="xs">
        <Trans>Until it is finished, nothing else can be saved here.</Trans>
      </Text>
    </div>
  )
}
