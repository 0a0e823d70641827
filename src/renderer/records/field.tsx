import { NumberInput, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import type { AnyRecord } from '../../shared/records/field.ts'
import { useLabel } from '../i18n.ts'
import { useMay } from '../shell/session.tsx'
import { CodeField, CodesField } from './code-field.tsx'
import { PartialDateField } from './date-field.tsx'
import { FlagField } from './flag-field.tsx'
import { useFormAround } from './form-context.tsx'
import { MoneyField } from './money-field.tsx'
import { MultiTextField } from './name-field.tsx'
import { PlacePicker } from './place-picker.tsx'
import { PointField } from './point-field.tsx'

interface FieldProps<R extends AnyRecord> {
  readonly record: R
  readonly name: keyof R['fields'] & string
  /** Where the record stands in the form: `members.0.`, or nothing for a form of one record. */
  readonly prefix?: string
  readonly label?: ReactNode
  readonly description?: ReactNode
  /** A birth date: a bare number is an age. */
  readonly birth?: boolean
  readonly autoFocus?: boolean
}

/** The input of one field of a record, by its kind. Fields the user may not read are left out. */
export function Field<R extends AnyRecord>(props: FieldProps<R>) {
  const { record, name, prefix, description, birth, autoFocus } = props
  const form = useFormAround()
  const labels = useLabel()
  const { reads } = useMay()
  const def = record.fields[name]
  if (!def) throw new Error(`${record.name} has no field ${name}`)
  if (!reads(def.class ?? record.class)) return null

  const path = `${prefix ?? ''}${name}`
  const label = props.label ?? labels.field(record.name, name)
  const required = !def.optional
  const common = {
    ...form.getInputProps(path),
    ...(description === undefined ? {} : { description }),
    ...(autoFocus ? { autoFocus } : {}),
    label,
    'data-path': path,
  }
  const asked = { withAsterisk: required, 'aria-required': required } as const
  const key = form.key(path)

  if (def.languages) return <MultiTextField record={record} name={name} {...(prefix === undefined ? {} : { prefix })} />
  switch (def.kind) {
    case 'text': {
      // null is no text; an input would not know what to show.
      const text = { ...common, defaultValue: (common.defaultValue as string | null) ?? '', ...asked }
      if (def.long) {
        return <Textarea key={key} {...text} className="whole-row" autosize minRows={2} maxRows={8} dir="auto" />
      }
      return <TextInput key={key} {...text} autoComplete="off" spellCheck={false} dir={def.code ? 'ltr' : 'auto'} />
    }
    case 'number':
      return (
        <NumberInput
          key={key}
          {...common}
          defaultValue={(common.defaultValue as number | null) ?? ''}
          {...asked}
          allowDecimal={false}
          allowNegative={(def.min ?? 0) < 0}
          hideControls
          inputMode="numeric"
        />
      )
    case 'date':
      return (
        <PartialDateField key={key} {...common} required={required} wholeDay={!def.partial} birth={birth ?? false} />
      )
    case 'flag':
      return <FlagField key={key} {...common} required={required} />
    case 'code':
      if (!def.list) throw new Error(`${record.name}.${name} has no list`)
      return def.many ? (
        <CodesField key={key} {...common} required={required} list={def.list} />
      ) : (
        <CodeField key={key} {...common} required={required} list={def.list} />
      )
    case 'money':
      return <MoneyField key={key} {...common} required={required} />
    case 'point':
      return <PointField key={key} {...common} required={required} />
    case 'ref':
      if (def.record === 'place') return <PlacePicker key={key} {...common} required={required} />
      throw new Error(`${record.name}.${name} points to a ${def.record ?? 'record'}: draw its input by hand`)
    case 'file':
      throw new Error(`${record.name}.${name} is a file: draw its input by hand`)
  }
}
