import { Text } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { useState } from 'react'
import { z } from 'zod'
import type { Input } from '../../shared/contract/index.ts'
import { FormContext, startValues, useDraftForm } from '../records/form-context.tsx'
import { Dialog } from '../records/dialog.tsx'
import { Field } from '../records/field.tsx'
import { cleaned } from '../records/validation.ts'
import { recordOf, useFieldName, type Conflict } from './words.tsx'

type Choice = Input<'conflicts.decide'>['choice']

interface OtherValueProps {
  readonly conflict: Conflict
  readonly onDecide: (choice: Choice) => Promise<unknown>
  readonly onClose: () => void
}

/** True where the field has an input of its own on this page. */
export function hasInput({ record, field, mayWrite }: Conflict): boolean {
  const def = recordOf(record).fields[field]
  return mayWrite && def !== undefined && (def.kind !== 'ref' || def.record === 'place')
}

/** Asks for a value that no office wrote, starting with the one that is shown. */
export function OtherValue({ conflict, onDecide, onClose }: OtherValueProps) {
  const fieldName = useFieldName()
  const { field } = conflict
  const record = recordOf(conflict.record)
  const def = record.fields[field]
  const shown = conflict.options.find((option) => option.shown)?.value ?? null
  const schema = z.object(def ? { [field]: def.optional ? def.schema.nullish() : def.schema } : {})
  const form = useDraftForm(schema, { [field]: startValues(record, { [field]: shown })[field] })
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const save = async (values: unknown) => {
    const draft = schema.parse(cleaned(values))
    setBusy(true)
    try {
      await onDecide({ value: z.json().parse(draft[field] ?? null) })
      onClose()
    } catch (error) {
      setFailure(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={fieldName(conflict.record, field)}
      action={<Trans>Decide for this value</Trans>}
      busy={busy}
      error={failure}
      onClose={onClose}
      onSubmit={() => form.onSubmit((values) => void save(values))()}
    >
      <Text size="sm">
        <Trans>It takes the place of all the values, here and in every office that this reaches.</Trans>
      </Text>
      <FormContext form={form}>
        <Field record={record} name={field} autoFocus />
      </FormContext>
    </Dialog>
  )
}
