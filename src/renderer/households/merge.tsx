import { Text, Textarea } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Relationship } from '../../shared/codes/person.ts'
import type { Household } from '../../shared/records/household.ts'
import type { Person } from '../../shared/records/person.ts'
import { call, useCall } from '../api.ts'
import { Dialog } from '../records/dialog.tsx'
import { useUndo } from '../records/undo.tsx'
import { HouseholdSearch } from './household-search.tsx'
import { IssueList } from './issue-list.tsx'
import { Related } from './split.tsx'

interface MergeProps {
  readonly stored: Household
  readonly members: readonly Person[]
  readonly onClose: () => void
}

/** Asks into which household all members go, how they are related to its head, and why. */
export function Merge({ stored, members, onClose }: MergeProps) {
  const { t } = useLingui()
  const undoable = useUndo()
  const navigate = useNavigate()
  const merge = useCall('households.merge')
  const [into, setInto] = useState<string | null>(null)
  const [related, setRelated] = useState<Readonly<Record<string, Relationship>>>({})
  const [reason, setReason] = useState('')
  const active = members.filter(({ status }) => status === 'active')
  const told = active.every(({ id }) => related[id] !== undefined)
  const ready = into !== null && told && reason.trim() !== ''
  const send = () => {
    if (!ready) return
    merge.mutate(
      {
        from: stored.id,
        into,
        members: active.map(({ id }) => ({ id, relationship: related[id] ?? 'UNKNOWN' })),
        reason,
      },
      {
        onSuccess: (action) => {
          undoable(t`The two households are one now.`, async () => {
            await call('households.takeBack', action)
            await navigate({ to: '/households/$id', params: { id: stored.id } })
          })
          onClose()
          void navigate({ to: '/households/$id', params: { id: into } })
        },
      },
    )
  }
  return (
    <Dialog
      title={<Trans>Merge into another household</Trans>}
      action={<Trans>Merge</Trans>}
      busy={merge.isPending}
      ready={ready}
      error={null}
      onClose={onClose}
      onSubmit={send}
    >
      <IssueList error={merge.error} />
      <Text size="sm" c="dimmed">
        <Trans>
          All members go to the other household. This one stays readable with its displacements and papers, and says
          where they are.
        </Trans>
      </Text>
      <HouseholdSearch except={stored.id} value={into} onChange={setInto} />
      {into === null
        ? null
        : active.map((one) => (
            <Related
              key={one.id}
              member={one}
              value={related[one.id] ?? null}
              onChange={(code) => setRelated({ ...related, [one.id]: code })}
            />
          ))}
      <Textarea
        label={t`Why are they one household?`}
        withAsterisk
        aria-required
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={1000}
        autosize
        dir="auto"
      />
    </Dialog>
  )
}
