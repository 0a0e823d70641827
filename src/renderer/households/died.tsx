import { Select, Text, Textarea } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { partialDate } from '../../shared/records/field.ts'
import type { Person } from '../../shared/records/person.ts'
import { call, useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { PartialDateField } from '../records/date-field.tsx'
import { Dialog } from '../records/dialog.tsx'
import { useUndo } from '../records/undo.tsx'
import { IssueList } from './issue-list.tsx'

interface DiedProps {
  readonly member: Person
  readonly members: readonly Person[]
  readonly head: boolean
  readonly onClose: () => void
}

/** Records a death as far as its day is known; when the head died, asks who follows. */
export function Died({ member, members, head, onClose }: DiedProps) {
  const { t } = useLingui()
  const format = useFormat()
  const label = useLabel()
  const undoable = useUndo()
  const died = useCall('people.died')
  const [day, setDay] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const [newHead, setNewHead] = useState<string | null>(null)
  const name = format.name(member)
  const others = members.filter(
    (one) => one.id !== member.id && one.status === 'active' && one.relationship !== 'NON_BENEFICIARY',
  )
  const asksHead = head && others.length > 0
  const known = partialDate.safeParse(day).data
  const send = () => {
    if (known === undefined) return
    died.mutate(
      { id: member.id, died: known, note: note.trim() === '' ? null : note, newHead: asksHead ? newHead : null },
      {
        onSuccess: (action) => {
          undoable(t`The death of ${name} is recorded.`, () => call('households.takeBack', action))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      title={
        <Trans>
          <bdi>{name}</bdi> has died
        </Trans>
      }
      action={<Trans>Record the death</Trans>}
      busy={died.isPending}
      ready={known !== undefined && !(asksHead && newHead === null)}
      error={null}
      onClose={onClose}
      onSubmit={send}
    >
      <IssueList error={died.error} />
      <Text size="sm" c="dimmed">
        <Trans>The record stays with the family and is no longer counted.</Trans>
      </Text>
      <PartialDateField required label={label.field('person', 'died')} value={day} onChange={setDay} data-autofocus />
      {asksHead ? (
        <Select
          searchable
          selectFirstOptionOnChange
          label={t`Who is head of the household from now on?`}
          withAsterisk
          data={others.map((one) => ({ value: one.id, label: format.name(one) }))}
          value={newHead}
          onChange={setNewHead}
        />
      ) : null}
      <Textarea
        label={t`How do you know?`}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        maxLength={1000}
        autosize
        dir="auto"
      />
    </Dialog>
  )
}
