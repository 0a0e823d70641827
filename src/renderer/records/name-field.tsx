import { Chip, Group, Input, TextInput, VisuallyHidden } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Language } from '../../shared/codes/core.ts'
import { scripts, type AnyRecord, type Script } from '../../shared/records/field.ts'
import { useLabel, useLocale } from '../i18n.ts'
import { useFormAround } from './form-context.tsx'
import classes from './name-field.module.css'

const chain = ['given', 'father', 'grandfather', 'family'] as const
const scriptNames: Readonly<Record<Script, string>> = { ar: 'العربية', ckb: 'کوردی', la: 'Latin' }
const scriptOf: Readonly<Record<Language, Script>> = { en: 'la', ar: 'ar', ckb: 'ckb' }

interface NameFieldProps {
  readonly record: AnyRecord
  /** Where the names stand in the form: `members.0.`, or nothing for a form of one person. */
  readonly prefix?: string
  /** Which parts of the chain are asked; all four if left out. */
  readonly parts?: readonly (typeof chain)[number][]
  /** A single text in several scripts instead of the chain, for example a project's title. */
  readonly field?: string
}

const valueAt = (values: unknown, path: string): string =>
  path
    .split('.')
    .reduce<unknown>(
      (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
      values,
    ) as string

/**
 * The patronymic chain as a grid: own, father's, grandfather's and family name across, one row for each script. The
 * reader's own script and every script that holds something are shown; the others wait behind their switch.
 */
export function NameField({ record, prefix, parts, field }: NameFieldProps) {
  const form = useFormAround()
  const label = useLabel()
  const { t } = useLingui()
  const { language } = useLocale()
  const start = prefix ?? ''
  const columns: readonly string[] = field === undefined ? (parts ?? chain) : [field]
  const [shown, setShown] = useState<readonly Script[]>(() =>
    scripts.filter(
      (script) =>
        script === scriptOf[language] ||
        columns.some((part) => (valueAt(form.getValues(), `${start}${part}.${script}`) ?? '') !== ''),
    ),
  )
  const rows = scripts.filter((script) => shown.includes(script))
  const first = rows[0]
  return (
    <div className={classes.field}>
      <Group justify="flex-end" gap={6} mb={6}>
        <VisuallyHidden>
          <Trans>Scripts shown</Trans>
        </VisuallyHidden>
        <Chip.Group
          multiple
          value={[...shown]}
          onChange={(next) => {
            if (next.length > 0) setShown(scripts.filter((script) => next.includes(script)))
          }}
        >
          {scripts.map((script) => (
            <Chip key={script} value={script} size="xs" variant="light" lang={script === 'la' ? 'en' : script}>
              {scriptNames[script]}
            </Chip>
          ))}
        </Chip.Group>
      </Group>
      <div className={classes.grid} style={{ gridTemplateColumns: `repeat(${columns.length}, minmax(0, 1fr))` }}>
        {rows.map((script) =>
          columns.map((part) => {
            const path = `${start}${part}`
            const required = !record.fields[part]?.optional
            const word = label.field(record.name, part)
            const error = script === first ? (form.errors[path] ?? form.errors[`${path}.${script}`]) : undefined
            const scriptName = scriptNames[script]
            return (
              <div key={`${script}.${part}`}>
                {script === first ? (
                  <Input.Label component="div" required={required} mb={2} aria-hidden>
                    {word}
                  </Input.Label>
                ) : null}
                <TextInput
                  key={form.key(`${path}.${script}`)}
                  aria-label={rows.length > 1 ? t`${word} (${scriptName})` : word}
                  aria-required={required}
                  {...form.getInputProps(`${path}.${script}`)}
                  error={error}
                  dir="auto"
                  lang={script === 'la' ? 'en' : script}
                  autoComplete="off"
                  spellCheck={false}
                  data-path={`${path}.${script}`}
                  {...(rows.length > 1 ? { placeholder: scriptName } : {})}
                />
              </div>
            )
          }),
        )}
      </div>
    </div>
  )
}

/** One text in several scripts, for example a title. */
export const MultiTextField = ({ record, name, prefix }: { record: AnyRecord; name: string; prefix?: string }) => (
  <NameField record={record} field={name} {...(prefix === undefined ? {} : { prefix })} />
)
