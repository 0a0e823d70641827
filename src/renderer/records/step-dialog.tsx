import { Alert, Button, Group, List, Modal, Stack, Textarea } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconArrowRight } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { CodeList } from '../../shared/codes/code-list.ts'
import { isoDate } from '../../shared/records/field.ts'
import { issuesIn, useErrorText } from '../errors.ts'
import { useLabel } from '../i18n.ts'
import { PartialDateField } from './date-field.tsx'
import { ErrorNote } from './states.tsx'
import { StatusBadge } from './status-badge.tsx'
import { useToday } from './today.ts'

export interface StepDialogProps {
  readonly title: ReactNode
  readonly list: CodeList<string, string, string>
  readonly from: string
  readonly to: string
  /** Steps that turn back, stop or end say why. */
  readonly asksReason: boolean
  readonly send: (date: string, reason: string | undefined) => Promise<unknown>
  readonly onDone: () => void
  readonly onClose: () => void
}

/** Asks for the day and the reason of one step of a workflow, and says what still stands against it. */
export function StepDialog({ title, list, from, to, asksReason, send, onDone, onClose }: StepDialogProps) {
  const { t } = useLingui()
  const label = useLabel()
  const text = useErrorText()
  const [date, setDate] = useState<string | null>(useToday())
  const [reason, setReason] = useState('')
  const step = useMutation({
    networkMode: 'always',
    mutationFn: ({ day, why }: { day: string; why: string | undefined }) => send(day, why),
    onSuccess: onDone,
  })
  const word = label.code(list.id, to)
  const issues = issuesIn(step.error)
  const at = (field: string) => {
    const issue = issues.find(({ path }) => path[0] === field)
    return issue ? text.issue(issue) : null
  }
  const others = issues.filter(({ path }) => path[0] !== 'date' && path[0] !== 'reason')
  const why = reason.trim()
  const day = isoDate.safeParse(date).data
  const ready = day !== undefined && !(asksReason && why === '')
  const save = () => {
    if (ready && !step.isPending) step.mutate({ day, why: why === '' ? undefined : why })
  }
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t`Close` }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save()
        }}
        noValidate
      >
        <Stack gap="md">
          <Group gap="xs">
            <StatusBadge list={list} code={from} />
            <IconArrowRight size={16} className="mirror" aria-label={t`to`} />
            <StatusBadge list={list} code={to} />
          </Group>
          <PartialDateField
            wholeDay
            required
            label={t`On which day`}
            value={date}
            onChange={setDate}
            error={at('date')}
          />
          <Textarea
            data-autofocus
            label={<Trans>Reason</Trans>}
            description={
              asksReason ? (
                <Trans>Why it turns back, stops or ends, and where the news comes from.</Trans>
              ) : (
                <Trans>May stay empty.</Trans>
              )
            }
            withAsterisk={asksReason}
            aria-required={asksReason}
            error={at('reason')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={1000}
            autosize
            minRows={2}
            maxRows={8}
            dir="auto"
          />
          {others.length > 0 ? (
            <Alert color="red" role="alert" title={<Trans>This step is not possible yet</Trans>}>
              <List size="sm">
                {others.map((issue) => (
                  <List.Item key={`${issue.path.join('.')}:${issue.code}`}>{text.issue(issue)}</List.Item>
                ))}
              </List>
            </Alert>
          ) : step.isError && issues.length === 0 ? (
            <ErrorNote error={step.error} />
          ) : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
            <Button type="submit" loading={step.isPending} disabled={!ready}>
              <Trans>Set to “{word}”</Trans>
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
