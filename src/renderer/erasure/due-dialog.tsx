import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { keepReason } from '../../shared/codes/erasure.ts'
import type { DueRecord } from '../../shared/contract/erasure.ts'
import { isoDate } from '../../shared/records/field.ts'
import { useCall } from '../api.ts'
import { issuesIn, useErrorText } from '../errors.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { PartialDateField } from '../records/date-field.tsx'
import { Dialog } from '../records/dialog.tsx'
import { useMay } from '../shell/session.tsx'
import { useErasureWords } from './words.ts'

interface DueDialogProps {
  readonly record: DueRecord
  readonly onAsk: () => void
  readonly onClose: () => void
}

/** What to do with a record whose time has come: look at it, ask to erase it, or keep it longer. */
export function DueDialog({ record, onAsk, onClose }: DueDialogProps) {
  const { t } = useLingui()
  const format = useFormat()
  const words = useErasureWords()
  const { may } = useMay()
  const [keeping, setKeeping] = useState(false)
  if (keeping) return <KeepDialog record={record} onClose={onClose} />
  const asks = may('erasure.request')
  return (
    <Modal
      opened
      onClose={onClose}
      title={
        <b>
          <bdi className="ltr">{record.number}</bdi>
        </b>
      }
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <Stack gap="md">
        <Text size="sm">
          {words.why(record.reason)}. <Trans>Due since {format.date(record.due)}.</Trans>
        </Text>
        <Group justify="space-between" gap="xs">
          <OpenRecord record={record} />
          {asks ? (
            <Group gap="xs">
              <Button variant="default" onClick={() => setKeeping(true)}>
                <Trans>Keep longer…</Trans>
              </Button>
              <Button color="red.9" disabled={record.waiting} onClick={onAsk}>
                {record.waiting ? <Trans>Asked for</Trans> : <Trans>Ask to erase…</Trans>}
              </Button>
            </Group>
          ) : null}
        </Group>
      </Stack>
    </Modal>
  )
}

const OpenRecord = ({ record: { kind, id, reason } }: { readonly record: DueRecord }) => {
  const { may } = useMay()
  const open = <Trans>Open the record</Trans>
  if (reason === 'left_over') return <span />
  if (kind === 'household' && may('household.read')) {
    return (
      <Button variant="subtle" renderRoot={(props) => <Link to="/households/$id" params={{ id }} {...props} />}>
        {open}
      </Button>
    )
  }
  if (kind === 'capProject' && may('project.read')) {
    return (
      <Button variant="subtle" renderRoot={(props) => <Link to="/projects/$id" params={{ id }} {...props} />}>
        {open}
      </Button>
    )
  }
  if (kind === 'evacuationCase' && may('case.read')) {
    return (
      <Button variant="subtle" renderRoot={(props) => <Link to="/evacuations/$id" params={{ id }} {...props} />}>
        {open}
      </Button>
    )
  }
  return <span />
}

const KeepDialog = ({ record, onClose }: { readonly record: DueRecord; readonly onClose: () => void }) => {
  const { t } = useLingui()
  const label = useLabel()
  const text = useErrorText()
  const keep = useCall('erasure.keep')
  const [until, setUntil] = useState<string | null>(null)
  const [reason, setReason] = useState<(typeof keepReason.codes)[number] | null>(null)
  const day = isoDate.safeParse(until).data
  const issue = issuesIn(keep.error).find(({ path }) => path[0] === 'until')
  return (
    <Dialog
      title={t`Keep ${record.number} longer`}
      action={<Trans>Keep</Trans>}
      busy={keep.isPending}
      ready={day !== undefined && reason !== null}
      error={issue ? null : keep.error}
      onClose={onClose}
      onSubmit={() => {
        if (day === undefined || reason === null) return
        keep.mutate(
          { kind: record.kind, id: record.id, until: day, reason },
          {
            onSuccess: () => {
              onClose()
              notifications.show({ color: 'teal', withCloseButton: false, message: t`It comes up again on that day.` })
            },
          },
        )
      }}
    >
      <Select
        label={label.code('codeList', 'keepReason')}
        withAsterisk
        allowDeselect={false}
        data={keepReason.codes.map((value) => ({ value, label: label.code('keepReason', value) }))}
        value={reason}
        onChange={(value) => setReason(keepReason.codes.find((code) => code === value) ?? null)}
      />
      <PartialDateField
        wholeDay
        required
        label={t`Until which day`}
        value={until}
        onChange={setUntil}
        error={issue ? text.issue(issue) : null}
      />
    </Dialog>
  )
}
