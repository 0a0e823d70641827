import { Badge, Button, Group, Modal, Radio, Skeleton, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Output } from '../../shared/contract/index.ts'
import type { Likeness } from '../../shared/contract/pairs.ts'
import type { Person } from '../../shared/records/person.ts'
import { call, query, useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { Dialog } from '../records/dialog.tsx'
import { ErrorState } from '../records/states.tsx'
import { useUndo } from '../records/undo.tsx'
import classes from './same-person.module.css'

type Alike = Output<'pairs.alike'>[number]
type Row = Alike['row']

interface SamePersonProps {
  readonly member: Person
  readonly onClose: () => void
}

/** Who on record may be the same person as a member, and what somebody decides about them. */
export function SamePerson({ member, onClose }: SamePersonProps) {
  const { t } = useLingui()
  const format = useFormat()
  const [chosen, setChosen] = useState<Row | null>(null)
  const name = format.name(member)
  if (chosen) return <Choose member={member} other={chosen} onClose={onClose} onBack={() => setChosen(null)} />
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={
        <b>
          <Trans>
            Is <bdi>{name}</bdi> on record twice?
          </Trans>
        </b>
      }
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <Candidates member={member} onSame={setChosen} onClose={onClose} />
    </Modal>
  )
}

interface CandidatesProps extends SamePersonProps {
  readonly onSame: (row: Row) => void
}

const Candidates = ({ member, onSame, onClose }: CandidatesProps) => {
  const { t } = useLingui()
  const alike = useQuery(query('pairs.alike', { person: member.id }))
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text.trim().slice(0, 200), 150)
  const hits = useQuery({
    ...query('people.list', { text: asked, offset: 0, limit: 6 }),
    enabled: asked.length >= 2,
    placeholderData: keepPreviousData,
  })
  const known = new Set(alike.data?.map(({ row }) => row.id))
  // An emptied box shows nobody at once, and not what the last letters found.
  const found =
    asked.length < 2 || text.trim() === ''
      ? []
      : (hits.data?.rows ?? []).filter(({ id }) => id !== member.id && !known.has(id))
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        <Trans>Nothing is merged: both records stay, and your decision can be taken back at any time.</Trans>
      </Text>
      {alike.isPending ? <Skeleton h={60} aria-busy /> : null}
      {alike.isError ? <ErrorState error={alike.error} onRetry={() => void alike.refetch()} /> : null}
      {alike.data?.length === 0 ? (
        <Text size="sm">
          <Trans>Nobody on record looks like this person. You can look for somebody yourself.</Trans>
        </Text>
      ) : null}
      {alike.data && alike.data.length > 0 ? (
        <ul className={classes.list}>
          {alike.data.map((one) => (
            <Candidate key={one.row.id} of={one} member={member} onSame={onSame} onClose={onClose} />
          ))}
        </ul>
      ) : null}
      <TextInput
        type="search"
        label={t`Somebody else`}
        placeholder={t`Number, name in any script, or phone`}
        leftSection={<IconSearch size={17} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        spellCheck={false}
      />
      {found.length > 0 ? (
        <ul className={classes.list}>
          {found.map((row) => (
            <Candidate
              key={row.id}
              of={{ row, alike: [], pair: null }}
              member={member}
              onSame={onSame}
              onClose={onClose}
            />
          ))}
        </ul>
      ) : null}
    </Stack>
  )
}

const useLikeness = (): ((one: Likeness) => string) => {
  const { t } = useLingui()
  const words: Readonly<Record<Likeness, string>> = {
    paper: t`same paper number`,
    name: t`same name`,
    birth: t`same day of birth`,
    birthYear: t`same year of birth`,
    phone: t`same phone`,
  }
  return (one) => words[one]
}

/** A person in two lines, as one looks at them beside another. */
const About = ({ row }: { readonly row: Row }) => {
  const format = useFormat()
  const label = useLabel()
  const birth = row.birth ? format.date(row.birth) : null
  return (
    <div className={classes.about}>
      <Text size="sm" fw={600}>
        <bdi>{format.name(row)}</bdi>
      </Text>
      <Text size="xs" c="dimmed">
        {[label.code('sex', row.sex), birth, label.code('relationship', row.relationship)].filter(Boolean).join(' · ')}
      </Text>
      <Text size="xs" c="dimmed" className="ltr">
        {row.householdNumber ?? row.number}
      </Text>
    </div>
  )
}

interface CandidateProps extends CandidatesProps {
  readonly of: Alike
}

const Candidate = ({ of: { row, alike, pair }, member, onSame, onClose }: CandidateProps) => {
  const { t } = useLingui()
  const words = useLikeness()
  const undoable = useUndo()
  const decide = useCall('pairs.decide')
  const takeBack = useCall('pairs.takeBack')
  const notSame = () =>
    decide.mutate(
      { one: member.id, other: row.id, decision: 'different', main: null, reason: null },
      {
        onSuccess: ({ id }) => {
          undoable(t`They are kept as two people.`, () => call('pairs.takeBack', { id, undo: false }))
          onClose()
        },
      },
    )
  return (
    <li className={classes.row}>
      <About row={row} />
      <Group gap={6} className={classes.why ?? ''}>
        {alike.map((one) => (
          <Badge key={one} variant="light" size="sm" tt="none" fw={500}>
            {words(one)}
          </Badge>
        ))}
      </Group>
      {pair ? (
        <Group gap="xs" wrap="nowrap">
          <Text size="sm" fw={500}>
            {pair.decision === 'same' ? <Trans>The same person</Trans> : <Trans>Not the same person</Trans>}
          </Text>
          <Button
            size="compact-sm"
            variant="subtle"
            loading={takeBack.isPending}
            onClick={() => takeBack.mutate({ id: pair.id, undo: false })}
          >
            <Trans>Undo</Trans>
          </Button>
        </Group>
      ) : (
        <Group gap="xs" wrap="nowrap">
          {alike.length > 0 ? (
            <Button size="compact-sm" variant="default" loading={decide.isPending} onClick={notSame}>
              <Trans>Not the same</Trans>
            </Button>
          ) : null}
          <Button size="compact-sm" onClick={() => onSame(row)}>
            <Trans>The same…</Trans>
          </Button>
        </Group>
      )}
    </li>
  )
}

interface ChooseProps extends SamePersonProps {
  readonly other: Row
  readonly onBack: () => void
}

/** Asks which of the two records is kept up, side by side. */
const Choose = ({ member, other, onClose, onBack }: ChooseProps) => {
  const { t } = useLingui()
  const undoable = useUndo()
  const decide = useCall('pairs.decide')
  const own: Row = { ...member, householdNumber: null }
  const [main, setMain] = useState(member.id)
  const [reason, setReason] = useState('')
  return (
    <Dialog
      title={<Trans>Which record is kept up from now on?</Trans>}
      action={<Trans>They are the same</Trans>}
      busy={decide.isPending}
      error={decide.error}
      onClose={onBack}
      onSubmit={() =>
        decide.mutate(
          { one: member.id, other: other.id, decision: 'same', main, reason: reason.trim() === '' ? null : reason },
          {
            onSuccess: ({ id }) => {
              undoable(t`The two records are linked.`, () => call('pairs.takeBack', { id, undo: false }))
              onClose()
            },
          },
        )
      }
    >
      <Radio.Group value={main} onChange={setMain} aria-label={t`Main record`}>
        <div className={classes.two}>
          {[own, other].map((row) => (
            <Radio.Card key={row.id} value={row.id} className={classes.option ?? ''}>
              <Group gap="md" wrap="nowrap" align="flex-start">
                <Radio.Indicator />
                <About row={row} />
              </Group>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      <Text size="sm" c="dimmed">
        <Trans>
          Both records stay readable, and each shows where the other one is. Every office gets to know of it.
        </Trans>
      </Text>
      <Textarea
        label={t`How do you know?`}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={1000}
        autosize
      />
    </Dialog>
  )
}
