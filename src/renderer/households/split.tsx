import { Checkbox, Group, Select, Stack, Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { relationship, type Relationship } from '../../shared/codes/person.ts'
import type { Household } from '../../shared/records/household.ts'
import type { Person } from '../../shared/records/person.ts'
import { call, useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import { CodeField } from '../records/code-field.tsx'
import { Dialog } from '../records/dialog.tsx'
import { useUndo } from '../records/undo.tsx'
import { IssueList } from './issue-list.tsx'

interface SplitProps {
  readonly stored: Household
  readonly members: readonly Person[]
  readonly onClose: () => void
}

/** Asks who leaves, who heads the new household and how the others are related to that head. */
export function Split({ stored, members, onClose }: SplitProps) {
  const { t } = useLingui()
  const format = useFormat()
  const undoable = useUndo()
  const navigate = useNavigate()
  const split = useCall('households.split')
  const [leaving, setLeaving] = useState<readonly string[]>([])
  const [chosen, setHead] = useState<string | null>(null)
  const [related, setRelated] = useState<Readonly<Record<string, Relationship>>>({})
  const [stays, setStays] = useState<string | null>(null)
  const active = members.filter(({ status }) => status === 'active')
  const able = (one: Person) => one.relationship !== 'NON_BENEFICIARY'
  const going = active.filter(({ id }) => leaving.includes(id))
  const staying = active.filter((one) => !leaving.includes(one.id) && able(one))
  const only = going.length === 1 ? going[0]?.id : undefined
  const head = only ?? going.find(({ id }) => id === chosen)?.id ?? null
  const asksStays = stored.head !== null && leaving.includes(stored.head)
  const told = going.every(({ id }) => id === head || related[id] !== undefined)
  const newHead = asksStays ? (staying.find(({ id }) => id === stays)?.id ?? null) : null
  const ready = head !== null && told && staying.length > 0 && !(asksStays && newHead === null)
  const options = (people: readonly Person[]) => people.map((one) => ({ value: one.id, label: format.name(one) }))
  const toggle = (id: string) =>
    setLeaving(leaving.includes(id) ? leaving.filter((one) => one !== id) : [...leaving, id])
  const send = () => {
    if (!ready) return
    split.mutate(
      {
        id: stored.id,
        members: going.map(({ id }) => ({ id, relationship: id === head ? 'HEAD' : (related[id] ?? 'UNKNOWN') })),
        newHead,
        household: null,
      },
      {
        onSuccess: ({ household, number, undo }) => {
          undoable(t`The new household has number ${number}.`, async () => {
            await call('households.takeBack', undo)
            await navigate({ to: '/households/$id', params: { id: stored.id } })
          })
          onClose()
          void navigate({ to: '/households/$id', params: { id: household } })
        },
      },
    )
  }
  return (
    <Dialog
      title={<Trans>Split the household</Trans>}
      action={<Trans>Split</Trans>}
      busy={split.isPending}
      ready={ready}
      error={null}
      onClose={onClose}
      onSubmit={send}
    >
      <IssueList error={split.error} />
      <Text size="sm" c="dimmed">
        <Trans>
          Those who leave become a household with its own number at the same place. Its place, phone and papers can be
          changed on its page.
        </Trans>
      </Text>
      <Checkbox.Group label={t`Who leaves?`} withAsterisk value={[...leaving]}>
        <Stack gap={8} mt={6}>
          {active.map((one, index) => (
            <Checkbox
              key={one.id}
              value={one.id}
              label={<bdi>{format.name(one)}</bdi>}
              onChange={() => toggle(one.id)}
              {...(index === 0 ? { 'data-autofocus': true } : {})}
            />
          ))}
        </Stack>
      </Checkbox.Group>
      {active.length > 0 && staying.length === 0 ? (
        <Text size="sm" c="red.9" role="alert">
          <Trans>Somebody who can be head has to stay.</Trans>
        </Text>
      ) : null}
      {going.length > 1 ? (
        <Select
          searchable
          selectFirstOptionOnChange
          label={t`Who is head of the new household?`}
          withAsterisk
          data={options(going.filter(able))}
          value={head}
          onChange={setHead}
        />
      ) : null}
      {head === null
        ? null
        : going
            .filter(({ id }) => id !== head)
            .map((one) => (
              <Related
                key={one.id}
                member={one}
                value={related[one.id] ?? null}
                onChange={(code) => setRelated({ ...related, [one.id]: code })}
              />
            ))}
      {asksStays ? (
        <Select
          searchable
          selectFirstOptionOnChange
          label={t`Who is head of those who stay?`}
          withAsterisk
          data={options(staying)}
          value={newHead}
          onChange={setStays}
        />
      ) : null}
    </Dialog>
  )
}

interface RelatedProps {
  readonly member: Person
  readonly value: Relationship | null
  readonly onChange: (code: Relationship) => void
}

/** Asks how somebody is related to the head of the household they come to. */
export const Related = ({ member, value, onChange }: RelatedProps) => {
  const { t } = useLingui()
  const format = useFormat()
  const name = format.name(member)
  return (
    <Group grow>
      <CodeField
        list={relationship}
        required
        label={t`How is ${name} related to the head?`}
        value={value}
        onChange={(next) => {
          const code = relationship.codes.find((one): one is Relationship => one === next)
          if (code) onChange(code)
        }}
      />
    </Group>
  )
}
