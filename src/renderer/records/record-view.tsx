import { Group, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { AnyRecord } from '../../shared/records/field.ts'
import { useLabel } from '../i18n.ts'
import classes from './record-view.module.css'
import { Value } from './value.tsx'

interface RecordViewProps<R extends AnyRecord> {
  readonly record: R
  readonly values: Readonly<Partial<Record<keyof R['fields'] & string, unknown>>>
  readonly sections: readonly {
    readonly title?: ReactNode
    readonly action?: ReactNode
    readonly fields: readonly (keyof R['fields'] & string)[]
  }[]
  /** Values drawn by hand instead of the usual way, by field name. */
  readonly overrides?: Partial<Record<keyof R['fields'] & string, ReactNode>>
}

/** A record to read: labels and values by sections; empty and withheld values say so. */
export function RecordView<R extends AnyRecord>({ record, values, sections, overrides }: RecordViewProps<R>) {
  const label = useLabel()
  return (
    <div className={classes.view}>
      {sections.map((section, index) => (
        <section key={index} className="surface">
          {section.title ? (
            <Group justify="space-between" className={classes.head ?? ''}>
              <Title order={2}>{section.title}</Title>
              {section.action}
            </Group>
          ) : null}
          <dl className={classes.list}>
            {section.fields.map((name) => (
              <div key={name} className={classes.item} data-long={record.fields[name]?.long ?? false}>
                <dt>{label.field(record.name, name)}</dt>
                <dd>{overrides?.[name] ?? <Value record={record} name={name} value={values[name]} />}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  )
}
