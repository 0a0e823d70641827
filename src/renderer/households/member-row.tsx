import { ActionIcon, Text, TextInput, Tooltip } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconTrash } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import { person } from '../../shared/records/person.ts'
import type { Script } from '../../shared/records/field.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { PartialDateField } from '../records/date-field.tsx'
import { Field } from '../records/field.tsx'
import { useFormAround } from '../records/form-context.tsx'
import classes from './register.module.css'

export const scriptNames: Readonly<Record<Script, string>> = { ar: 'العربية', ckb: 'کوردی', la: 'Latin' }
const nameParts = ['given', 'father', 'grandfather', 'family'] as const

interface MemberRowProps {
  readonly index: number
  readonly scripts: readonly Script[]
  readonly onRemove: () => void
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
}

/** One person of the family: names on the first lines, everything else on the last. */
export function MemberRow({ index, scripts, onRemove, onKeyDown }: MemberRowProps) {
  const { t } = useLingui()
  const format = useFormat()
  const prefix = `members.${index}.`
  const number = format.number(index + 1)
  const head = index === 0
  return (
    <div
      role="group"
      aria-label={t`Person ${number}`}
      className={classes.member}
      data-member={index}
      onKeyDown={onKeyDown}
    >
      <div className={classes.memberHead}>
        <Text fw={700} size="sm" className="tabular">
          {head ? <Trans>Head of household</Trans> : <Trans>Person {number}</Trans>}
        </Text>
        {head ? null : (
          <Tooltip label={<Trans>Take this row out</Trans>}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              tabIndex={-1}
              aria-label={t`Take person ${number} out`}
              onClick={onRemove}
            >
              <IconTrash size={15} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      <div className={classes.memberGrid}>
        {head ? (
          <TextInput label={t`Relationship`} value={t`Head`} readOnly variant="filled" tabIndex={-1} />
        ) : (
          <Field record={person} name="relationship" prefix={prefix} label={t`Relationship`} />
        )}
        {scripts.map((script, line) => (
          <NameLine key={script} prefix={prefix} script={script} first={line === 0} many={scripts.length > 1} />
        ))}
        <Field record={person} name="sex" prefix={prefix} />
        <Birth path={`${prefix}birth`} />
        <Field record={person} name="phone" prefix={prefix} />
        <Field record={person} name="paper" prefix={prefix} />
        <Field record={person} name="paperNumber" prefix={prefix} />
      </div>
    </div>
  )
}

const Birth = ({ path }: { readonly path: string }) => {
  const form = useFormAround()
  const label = useLabel()
  const { t } = useLingui()
  return (
    <PartialDateField
      key={form.key(path)}
      {...form.getInputProps(path)}
      birth
      label={label.field('person', 'birth')}
      placeholder={t`Date or age`}
      data-path={path}
    />
  )
}

interface NameLineProps {
  readonly prefix: string
  readonly script: Script
  readonly first: boolean
  readonly many: boolean
}

const NameLine = ({ prefix, script, first, many }: NameLineProps) => {
  const form = useFormAround()
  const label = useLabel()
  const { t } = useLingui()
  const scriptName = scriptNames[script]
  return (
    <>
      {first ? null : (
        <span className={classes.script} lang={script === 'la' ? 'en' : script} aria-hidden>
          {scriptName}
        </span>
      )}
      {nameParts.map((part) => {
        const path = `${prefix}${part}.${script}`
        const word = label.field('person', part)
        return (
          <TextInput
            key={form.key(path)}
            {...form.getInputProps(path)}
            error={first ? (form.errors[`${prefix}${part}`] ?? form.errors[path]) : form.errors[path]}
            {...(first ? { label: word, withAsterisk: part === 'given' } : {})}
            aria-label={many ? t`${word} (${scriptName})` : word}
            aria-required={part === 'given'}
            placeholder={many ? scriptName : ''}
            dir={script === 'la' ? 'ltr' : 'rtl'}
            lang={script === 'la' ? 'en' : script}
            autoComplete="off"
            spellCheck={false}
            data-path={path}
          />
        )
      })}
    </>
  )
}
