import { Trans, useLingui } from '@lingui/react/macro'
import { notifications } from '@mantine/notifications'
import { scripts, type MultiText } from '../../shared/records/field.ts'
import { person, type Person } from '../../shared/records/person.ts'
import { call } from '../api.ts'
import { useFormat } from '../format.ts'
import { Field } from '../records/field.tsx'
import { useFormAround } from '../records/form-context.tsx'
import { NameField } from '../records/name-field.tsx'
import { RecordForm } from '../records/record-form.tsx'
import { changeOf } from '../records/change.ts'
import { namesDown } from './names-down.ts'
import { useUndo } from '../records/undo.tsx'

interface PersonFormProps {
  readonly household: string
  readonly members: readonly Person[]
  /** The member to edit; without one a new member is entered. */
  readonly stored?: Person
  readonly onDone: () => void
}

/** Enters or edits one member of a household. */
export function PersonForm({ household, members, stored, onDone }: PersonFormProps) {
  const { t } = useLingui()
  const format = useFormat()
  const undoable = useUndo()
  const name = stored ? format.name(stored) : ''
  return (
    <RecordForm
      record={person}
      initial={stored ?? { household, status: 'active' }}
      sections={[
        {
          title: stored ? <Trans>Edit {name}</Trans> : <Trans>New member</Trans>,
          fields: ['relationship', 'given', 'sex', 'birth', 'marital', 'nickname', 'phone'],
        },
        {
          title: <Trans>Papers, work and needs</Trans>,
          fields: ['paper', 'paperNumber', 'paperState', 'occupation', 'attendsSchool', 'needs'],
        },
      ]}
      overrides={{
        given: <NameField key="given" record={person} />,
        birth: <Field key="birth" record={person} name="birth" birth />,
      }}
      extra={stored ? null : <CarryNames members={members} />}
      onSubmit={async (draft) => {
        if (stored) {
          const { patch, back, empty } = changeOf(person, stored, draft)
          if (!empty) {
            await call('people.update', { id: stored.id, patch })
            undoable(t`${name} was changed.`, () => call('people.update', { id: stored.id, patch: back }))
          }
        } else {
          const { number } = await call('people.add', { draft })
          const added = format.name({ given: draft.given, father: draft.father, family: draft.family })
          notifications.show({
            withCloseButton: false,
            color: 'teal',
            message: t`${added} was added with number ${number}.`,
          })
        }
        onDone()
      }}
      onCancel={onDone}
    />
  )
}

/** Fills a new member's empty names once the relationship says where they come from. */
const CarryNames = ({ members }: { readonly members: readonly Person[] }) => {
  const form = useFormAround()
  form.watch('relationship', ({ value }) => {
    const suggested = namesDown(typeof value === 'string' ? value : null, members)
    for (const part of ['father', 'grandfather', 'family'] as const) {
      for (const script of scripts) {
        const typed = (form.getValues()[part] as MultiText | null)?.[script] ?? ''
        const wanted = suggested[part]?.[script] ?? ''
        if (typed === '' && wanted !== '') form.setFieldValue(`${part}.${script}`, wanted)
      }
    }
  })
  return null
}
