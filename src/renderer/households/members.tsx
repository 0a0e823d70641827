import { Badge, Text, Title } from '@mantine/core'
import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { personStatus } from '../../shared/codes/idp.ts'
import { person, type Person } from '../../shared/records/person.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { useAge } from '../records/age.ts'
import { StatusBadge } from '../records/status-badge.tsx'
import { Value } from '../records/value.tsx'
import { useMay } from '../shell/session.tsx'
import { LinkedTo } from './linked-to.tsx'
import { MemberActions } from './member-actions.tsx'
import classes from './page.module.css'

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
                  members={members}
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
  readonly members: readonly Person[]
  readonly head: boolean
  readonly personal: boolean
  readonly onEdit: (() => void) | null
}

const MemberLine = ({ member, members, head, personal, onEdit }: MemberLineProps) => {
  const label = useLabel()
  const format = useFormat()
  const age = useAge()
  const diedOn = member.died ? format.date(member.died) : ''
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
          {personal && member.died ? (
            <span>
              <Trans>Died {diedOn}</Trans>
            </span>
          ) : null}
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
          <MemberActions member={member} members={members} head={head} onEdit={onEdit} />
        </td>
      ) : null}
    </tr>
  )
}
