import { ActionIcon, Badge, Menu, Text, Title } from '@mantine/core'
import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconCrown, IconDots, IconEraser, IconPencil, IconUserMinus, IconUsers } from '@tabler/icons-react'
import { useState } from 'react'
import { personStatus } from '../../shared/codes/idp.ts'
import { person, type Person } from '../../shared/records/person.ts'
import { call } from '../api.ts'
import { RequestDialog } from '../erasure/request-dialog.tsx'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { useAge } from '../records/age.ts'
import { StatusBadge } from '../records/status-badge.tsx'
import { Value } from '../records/value.tsx'
import { useMay } from '../shell/session.tsx'
import { useReport } from './report.ts'
import { useUndo } from '../records/undo.tsx'
import { LinkedTo } from './linked-to.tsx'
import classes from './page.module.css'
import { SamePerson } from './same-person.tsx'

interface MembersProps {
  readonly members: readonly Person[]
  readonly head: string | null
  /** Null for those who may only read. */
  readonly onEdit: ((member: Person) => void) | null
}

/** The members of a household, the head first. */
export function Members({ members, head, onEdit }: MembersProps) {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const { reads } = useMay()
  const personal = reads('personal')
  const counted = members.filter((one) => one.status === 'active' && one.relationship !== 'NON_BENEFICIARY').length
  const shown = format.number(counted)
  return (
    <section className="surface" aria-labelledby="members-title">
      <div className={classes.cardHead}>
        <Title order={2} id="members-title">
          <Trans>Members</Trans>{' '}
          <Text span c="dimmed" size="sm" fw={400}>
            {t`${plural(counted, { one: `${shown} person`, other: `${shown} people` })}`}
          </Text>
        </Title>
      </div>
      {members.length === 0 ? (
        <Text size="sm" c="dimmed" px={20} pb={20}>
          <Trans>Nobody is entered yet. Add the head of household first.</Trans>
        </Text>
      ) : (
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">
                  <Trans>Name</Trans>
                </th>
                <th scope="col">{label.field('person', 'sex')}</th>
                <th scope="col">
                  <Trans>Age</Trans>
                </th>
                <th scope="col">
                  <Trans>Phone and paper</Trans>
                </th>
                {onEdit ? (
                  <th scope="col">
                    <span className="visually-hidden">
                      <Trans>Actions</Trans>
                    </span>
                  </th>
                ) : null}
              </tr>
            </thead>
            <tbody>
              {members.map((member) => (
                <MemberLine
                  key={member.id}
                  member={member}
                  head={member.id === head}
                  personal={personal}
                  onEdit={onEdit ? () => onEdit(member) : null}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

interface MemberLineProps {
  readonly member: Person
  readonly head: boolean
  readonly personal: boolean
  readonly onEdit: (() => void) | null
}

const MemberLine = ({ member, head, personal, onEdit }: MemberLineProps) => {
  const label = useLabel()
  const format = useFormat()
  const age = useAge()
  return (
    <tr data-away={member.status !== 'active'}>
      <th scope="row">
        <span className={classes.memberName}>
          {personal ? <bdi>{format.name(member)}</bdi> : <Value record={person} name="given" value={null} />}
          {head ? (
            <Badge variant="light" size="sm" tt="none">
              <Trans>Head</Trans>
            </Badge>
          ) : null}
          {member.status === 'active' ? null : <StatusBadge list={personStatus} code={member.status} />}
        </span>
        <span className={classes.sub}>
          {personal && !head ? <span>{label.code('relationship', member.relationship)}</span> : null}
          {member.number ? <bdi className="ltr">{member.number}</bdi> : null}
        </span>
        {member.household ? <LinkedTo person={member.id} household={member.household} /> : null}
      </th>
      <td>
        <Value record={person} name="sex" value={member.sex} />
      </td>
      <td>
        {personal && member.birth ? (
          <>
            {age(member.birth)}
            <span className={`${classes.sub ?? ''} ${classes.date ?? ''}`}>{format.date(member.birth)}</span>
          </>
        ) : (
          <Value record={person} name="birth" value={member.birth} />
        )}
      </td>
      <td>
        <Value record={person} name="phone" value={member.phone} />
        {member.paper && personal ? (
          <span className={classes.sub}>
            <span>{label.code('paper', member.paper)}</span>
            {member.paperNumber ? <bdi className="ltr">{member.paperNumber}</bdi> : null}
          </span>
        ) : null}
      </td>
      {onEdit ? (
        <td className={classes.actions}>
          <MemberActions member={member} head={head} onEdit={onEdit} />
        </td>
      ) : null}
    </tr>
  )
}

interface MemberActionsProps {
  readonly member: Person
  readonly head: boolean
  readonly onEdit: () => void
}

const MemberActions = ({ member, head, onEdit }: MemberActionsProps) => {
  const { t } = useLingui()
  const format = useFormat()
  const undoable = useUndo()
  const report = useReport()
  const { may } = useMay()
  const [erasing, setErasing] = useState(false)
  const [comparing, setComparing] = useState(false)
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
          <Menu.Item leftSection={<IconUsers size={16} />} onClick={() => setComparing(true)}>
            <Trans>On record twice?</Trans>
          </Menu.Item>
          {!head && member.status === 'active' ? (
            <Menu.Item leftSection={<IconCrown size={16} />} onClick={() => void makeHead()}>
              <Trans>Make head of household</Trans>
            </Menu.Item>
          ) : null}
          {head ? null : (
            <Menu.Item color="red" leftSection={<IconUserMinus size={16} />} onClick={() => void remove()}>
              <Trans>Take out of the household</Trans>
            </Menu.Item>
          )}
          {!head && may('erasure.request') ? (
            <Menu.Item color="red" leftSection={<IconEraser size={16} />} onClick={() => setErasing(true)}>
              <Trans>Erase for good…</Trans>
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {comparing ? <SamePerson member={member} onClose={() => setComparing(false)} /> : null}
      {erasing ? <RequestDialog kind="person" id={member.id} onClose={() => setErasing(false)} /> : null}
    </>
  )
}
