import { Select } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { Failure } from '../../shared/errors.ts'
import { person, type Person } from '../../shared/records/person.ts'
import { call } from '../api.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { PartialDateField } from '../records/date-field.tsx'
import { useFormAround } from '../records/form-context.tsx'
import { NameField } from '../records/name-field.tsx'
import { RecordForm } from '../records/record-form.tsx'
import { useUndo } from '../records/undo.tsx'
import { namesDown } from './names-down.ts'

interface BornProps {
  readonly household: string
  readonly members: readonly Person[]
  readonly onDone: () => void
}

/** Enters a child that was born into a household: fewer questions than for another new member, and the mother. */
export function Born({ household, members, onDone }: BornProps) {
  const { t } = useLingui()
  const format = useFormat()
  const undoable = useUndo()
  return (
    <RecordForm
      record={person}
      initial={{
        household,
        status: 'active',
        relationship: 'SON_DAUGHTER',
        ...namesDown('SON_DAUGHTER', members),
      }}
      sections={[
        {
          title: <Trans>A child was born</Trans>,
          fields: ['given', 'sex', 'birth', 'mother', 'relationship'],
        },
      ]}
      overrides={{
        given: <NameField key="given" record={person} />,
        birth: <Birth key="birth" />,
        mother: <Mother key="mother" members={members} />,
      }}
      onSubmit={async (draft) => {
        if (!draft.birth)
          throw new Failure({ kind: 'invalid', issues: [{ path: ['draft', 'birth'], code: 'required' }] })
        const { id, number } = await call('people.add', { draft })
        const name = format.name({ given: draft.given, father: draft.father, family: draft.family })
        undoable(t`${name} was added with number ${number}.`, () => call('people.remove', { id, undo: false }))
        onDone()
      }}
      onCancel={onDone}
    />
  )
}

/** Of a child that was just born the date is known as far as a month or a year at least. */
const Birth = () => {
  const form = useFormAround()
  const label = useLabel()
  return (
    <PartialDateField
      key={form.key('birth')}
      {...form.getInputProps('birth')}
      label={label.field('person', 'birth')}
      required
      birth
      data-path="birth"
    />
  )
}

/** The women of the household, since most mothers live in it. */
const Mother = ({ members }: { readonly members: readonly Person[] }) => {
  const form = useFormAround()
  const format = useFormat()
  const label = useLabel()
  const women = members.filter(({ sex }) => sex === 'FEMALE')
  return (
    <Select
      searchable
      selectFirstOptionOnChange
      key={form.key('mother')}
      {...form.getInputProps('mother')}
      label={label.field('person', 'mother')}
      data={women.map((one) => ({ value: one.id, label: format.name(one) }))}
      clearable
      data-path="mother"
    />
  )
}
