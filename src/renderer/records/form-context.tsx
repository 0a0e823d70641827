import { useForm, type UseFormReturnType } from '@mantine/form'
import { createContext, useContext, type ReactNode } from 'react'
import type { z } from 'zod'
import type { AnyRecord } from '../../shared/records/field.ts'
import { useErrorText } from '../errors.ts'
import { cleaned, issuesOf } from './validation.ts'

export type FormValues = Record<string, unknown>
export type AnyForm = UseFormReturnType<FormValues>

const Context = createContext<AnyForm | null>(null)

/** Lets every `Field` inside find its form. */
export const FormContext = ({ form, children }: { readonly form: AnyForm; readonly children: ReactNode }) => (
  <Context value={form}>{children}</Context>
)

/** The form around this field. */
export function useFormAround(): AnyForm {
  const form = useContext(Context)
  if (!form) throw new Error('a field stands outside of a form')
  return form
}

/**
 * What a form starts with for one record: every field is present, so that nested inputs have a place to write to.
 * Values given win; the rest is empty.
 */
export function startValues(record: AnyRecord, given: FormValues): FormValues {
  const values: FormValues = {}
  for (const [name, field] of Object.entries(record.fields)) {
    const value = given[name] ?? null
    if (field.languages) values[name] = { ar: '', ckb: '', la: '', ...value }
    else if (field.kind === 'money') values[name] = value ?? { amount: '', currency: 'USD' }
    else if (field.kind === 'point') values[name] = value ?? { lat: '', lon: '' }
    else if (field.many) values[name] = value ?? []
    else values[name] = value
  }
  return values
}

/** An uncontrolled form over any schema: it holds what inputs hold and checks the draft that comes out of them. */
export function useDraftForm(schema: z.ZodType, initialValues: FormValues): AnyForm {
  const text = useErrorText()
  return useForm<FormValues>({
    mode: 'uncontrolled',
    initialValues,
    validate: (values) =>
      Object.fromEntries(issuesOf(schema, cleaned(values)).map((issue) => [errorKey(issue.path), text.issue(issue)])),
  })
}

/** Errors of a text in several scripts stand at the text, not at a script. */
export const errorKey = (path: readonly (string | number)[]): string => path.join('.')
