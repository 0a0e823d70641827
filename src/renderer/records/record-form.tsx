import { Button, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { useRef, useState, type FormEvent, type ReactNode } from 'react'
import type { DraftOf, TypedRecord, Fields } from '../../shared/records/field.ts'
import { issuesIn, useErrorText } from '../errors.ts'
import { ConfirmLeave, LeaveDialog } from './confirm-leave.tsx'
import { errorKey, FormContext, startValues, useDraftForm, type AnyForm } from './form-context.tsx'
import { focusFirstError, moveOnEnter } from './form-keys.ts'
import { Field } from './field.tsx'
import { ErrorNote } from './states.tsx'
import { cleaned } from './validation.ts'

interface FormSection<Name extends string> {
  readonly title?: ReactNode
  readonly hint?: ReactNode
  readonly fields: readonly Name[]
}

interface FormFrameProps {
  readonly form: AnyForm
  /** Gets the draft; what it throws is shown, and its issues stand at their fields. */
  readonly onSave: (draft: unknown) => Promise<unknown>
  readonly onCancel?: () => void
  readonly saveLabel?: ReactNode
  /** What becomes of the typed when the page is left, where it is not lost. */
  readonly leaveNote?: ReactNode
  readonly children: ReactNode
}

// A call takes `{ patch }` or `{ draft }`; its issues stand at the form's own fields all the same.
const ownPath = (path: readonly (string | number)[]) =>
  path[0] === 'patch' || path[0] === 'draft' ? path.slice(1) : path

/** The frame of every record form: keys, saving, errors from main, and the question before unsaved work is left. */
export function FormFrame({ form, onSave, onCancel, saveLabel, leaveNote, children }: FormFrameProps) {
  const text = useErrorText()
  const element = useRef<HTMLFormElement>(null)
  const done = useRef(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const [count, setCount] = useState(0)
  const [asking, setAsking] = useState(false)

  const refuse = (errors: Record<string, ReactNode>) => {
    setCount(Object.keys(errors).length)
    if (element.current) focusFirstError(element.current)
  }
  const save = async (values: unknown) => {
    setBusy(true)
    setFailure(null)
    setCount(0)
    // Set before the call: a page that opens the saved record must not be held back.
    done.current = true
    try {
      await onSave(cleaned(values))
      form.resetDirty()
    } catch (error) {
      done.current = false
      const issues = issuesIn(error)
      form.setErrors(Object.fromEntries(issues.map((issue) => [errorKey(ownPath(issue.path)), text.issue(issue)])))
      setFailure(error)
      if (issues.length > 0) refuse({})
    } finally {
      setBusy(false)
    }
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!busy) form.onSubmit(save, refuse)()
  }
  return (
    <FormContext form={form}>
      <ConfirmLeave unsaved={() => !done.current && form.isDirty()} note={leaveNote} />
      <LeaveDialog
        opened={asking}
        onStay={() => setAsking(false)}
        onLeave={() => {
          done.current = true
          onCancel?.()
        }}
        note={leaveNote}
      />
      <form ref={element} onSubmit={submit} onKeyDown={moveOnEnter} noValidate>
        <Stack gap="lg">
          {failure !== null ? <ErrorNote error={failure} /> : null}
          {children}
          <Group justify="space-between" gap="sm">
            <Text size="sm" c="dimmed">
              {count > 0 ? (
                <Text span c="var(--mantine-color-error)" role="alert">
                  <Trans>Nothing was saved yet. Please look at the marked fields.</Trans>
                </Text>
              ) : (
                <Trans>Enter moves to the next field, Ctrl+Enter saves.</Trans>
              )}
            </Text>
            <Group gap="xs">
              {onCancel ? (
                <Button variant="default" onClick={() => (form.isDirty() ? setAsking(true) : onCancel())}>
                  <Trans>Cancel</Trans>
                </Button>
              ) : null}
              <Button type="submit" loading={busy}>
                {saveLabel ?? <Trans>Save</Trans>}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </FormContext>
  )
}

interface RecordFormProps<N extends string, F extends Fields> {
  readonly record: TypedRecord<N, F>
  readonly initial: Partial<DraftOf<TypedRecord<N, F>>>
  readonly sections: readonly FormSection<keyof F & string>[]
  /** Gets the whole draft, fields without an input included as they were given. */
  readonly onSubmit: (draft: DraftOf<TypedRecord<N, F>>) => Promise<unknown>
  readonly onCancel?: () => void
  readonly saveLabel?: ReactNode
  /** Inputs drawn by hand instead of the usual one, by field name. */
  readonly overrides?: Partial<Record<keyof F & string, ReactNode>>
  /** Stands below the sections, above the buttons. */
  readonly extra?: ReactNode
}

/** One titled part of a form. */
export const FormPart = ({
  title,
  hint,
  children,
}: {
  readonly title?: ReactNode
  readonly hint?: ReactNode
  readonly children: ReactNode
}) => (
  <section className="surface">
    <Stack p="lg" gap="md">
      {title ? (
        <div>
          <Title order={2}>{title}</Title>
          {hint ? (
            <Text size="sm" c="dimmed">
              {hint}
            </Text>
          ) : null}
        </div>
      ) : null}
      {children}
    </Stack>
  </section>
)

/** The inputs of some fields of a record, two to a row. */
export const FieldGrid = ({ children }: { readonly children: ReactNode }) => (
  <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md" verticalSpacing="md">
    {children}
  </SimpleGrid>
)

/** A form drawn from a record's fields. */
export function RecordForm<N extends string, F extends Fields>(props: RecordFormProps<N, F>) {
  const { record, initial, sections, overrides, onSubmit, onCancel, saveLabel, extra } = props
  const form = useDraftForm(record.draft, startValues(record, initial))
  return (
    <FormFrame
      form={form}
      onSave={(draft) => onSubmit(record.draft.parse(draft))}
      {...(onCancel ? { onCancel } : {})}
      saveLabel={saveLabel}
    >
      {sections.map((section, index) => (
        <FormPart key={index} title={section.title} hint={section.hint}>
          <FieldGrid>
            {section.fields.map((name) => {
              const drawn = overrides?.[name]
              return drawn === undefined ? <Field key={name} record={record} name={name} /> : drawn
            })}
          </FieldGrid>
        </FormPart>
      ))}
      {extra}
    </FormFrame>
  )
}
