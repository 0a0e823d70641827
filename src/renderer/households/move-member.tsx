import { Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { relationship, type Relationship } from '../../shared/codes/person.ts'
import type { Person } from '../../shared/records/person.ts'
import { call, useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import { CodeField } from '../records/code-field.tsx'
import { Dialog } from '../records/dialog.tsx'
import { useUndo } from '../records/undo.tsx'
import { HouseholdSearch } from './household-search.tsx'
import { IssueList } from './issue-list.tsx'

interface MoveMemberProps {
  readonly member: Person
  readonly head: boolean
  readonly onClose: () => void
}

/** Asks to which household a member moves and how they are related to its head. */
export function MoveMember({ member, head, onClose }: MoveMemberProps) {
  const { t } = useLingui()
  const format = useFormat()
  const undoable = useUndo()
  const move = useCall('people.move')
  const [to, setTo] = useState<string | null>(null)
  const [related, setRelated] = useState<string | null>(null)
  const name = format.name(member)
  const code = relationship.codes.find((one): one is Relationship => one === related)
  const send = () => {
    if (to === null || code === undefined) return
    move.mutate(
      { id: member.id, to, relationship: code },
      {
        onSuccess: (action) => {
          undoable(t`${name} lives in the other household now.`, () => call('households.takeBack', action))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      title={
        <Trans>
          Move <bdi>{name}</bdi> to another household
        </Trans>
      }
      action={<Trans>Move</Trans>}
      busy={move.isPending}
      ready={to !== null && code !== undefined && !head}
      error={null}
      onClose={onClose}
      onSubmit={send}
    >
      <IssueList error={move.error} />
      {head ? (
        <Text size="sm">
          <Trans>
            This is the head of the household. Make another member head first; or choose “Split…” or “Merge into
            another…” under “Family”.
          </Trans>
        </Text>
      ) : (
        <>
          <Text size="sm" c="dimmed">
            <Trans>It stays the same person, with the same number and history.</Trans>
          </Text>
          <HouseholdSearch except={member.household} value={to} onChange={setTo} />
          <CodeField
            list={relationship}
            required
            label={t`Relationship to the head of that household`}
            value={related}
            onChange={setRelated}
          />
        </>
      )}
    </Dialog>
  )
}
