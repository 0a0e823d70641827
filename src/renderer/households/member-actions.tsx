import { ActionIcon, Menu } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import {
  IconArrowsRightLeft,
  IconCrown,
  IconDots,
  IconEraser,
  IconHeartOff,
  IconPencil,
  IconUserMinus,
  IconUsers,
} from '@tabler/icons-react'
import { useState } from 'react'
import type { Person } from '../../shared/records/person.ts'
import { call } from '../api.ts'
import { RequestDialog } from '../erasure/request-dialog.tsx'
import { useFormat } from '../format.ts'
import { useUndo } from '../records/undo.tsx'
import { useMay } from '../shell/session.tsx'
import { Died } from './died.tsx'
import { MoveMember } from './move-member.tsx'
import { useReport } from './report.ts'
import { SamePerson } from './same-person.tsx'

interface MemberActionsProps {
  readonly member: Person
  readonly members: readonly Person[]
  readonly head: boolean
  readonly onEdit: () => void
}

/** What can be done about a member: a pencil to edit, and a menu of the rest. */
export const MemberActions = ({ member, members, head, onEdit }: MemberActionsProps) => {
  const { t } = useLingui()
  const format = useFormat()
  const undoable = useUndo()
  const report = useReport()
  const { may } = useMay()
  const [open, setOpen] = useState<'erase' | 'compare' | 'move' | 'died' | null>(null)
  const close = () => setOpen(null)
  const name = format.name(member)
  const remove = () =>
    report(async () => {
      await call('people.remove', { id: member.id, undo: false })
      undoable(t`${name} was taken out of the household.`, () => call('people.remove', { id: member.id, undo: true }))
    })
  const makeHead = () =>
    report(async () => {
      await call('people.makeHead', { id: member.id })
    })
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t`Edit ${name}`}
        onClick={onEdit}
        data-edit={`member.${member.id}`}
      >
        <IconPencil size={17} stroke={1.7} />
      </ActionIcon>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t`More for ${name}`}>
            <IconDots size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconUsers size={16} />} onClick={() => setOpen('compare')}>
            <Trans>On record twice?</Trans>
          </Menu.Item>
          {!head && member.status === 'active' ? (
            <Menu.Item leftSection={<IconCrown size={16} />} onClick={() => void makeHead()}>
              <Trans>Make head of household</Trans>
            </Menu.Item>
          ) : null}
          {member.status === 'active' ? (
            <>
              <Menu.Item leftSection={<IconArrowsRightLeft size={16} />} onClick={() => setOpen('move')}>
                <Trans>Move to another household…</Trans>
              </Menu.Item>
              <Menu.Item leftSection={<IconHeartOff size={16} />} onClick={() => setOpen('died')}>
                <Trans>Has died…</Trans>
              </Menu.Item>
            </>
          ) : null}
          {head ? null : (
            <Menu.Item color="red" leftSection={<IconUserMinus size={16} />} onClick={() => void remove()}>
              <Trans>Take out of the household</Trans>
            </Menu.Item>
          )}
          {!head && may('erasure.request') ? (
            <Menu.Item color="red" leftSection={<IconEraser size={16} />} onClick={() => setOpen('erase')}>
              <Trans>Erase for good…</Trans>
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {open === 'compare' ? <SamePerson member={member} onClose={close} /> : null}
      {open === 'move' ? <MoveMember member={member} head={head} onClose={close} /> : null}
      {open === 'died' ? <Died member={member} members={members} head={head} onClose={close} /> : null}
      {open === 'erase' ? <RequestDialog kind="person" id={member.id} onClose={close} /> : null}
    </>
  )
}
