import { Button, Text } from '@mantine/core'
import { useDisclosure, useId } from '@mantine/hooks'
import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconChevronDown } from '@tabler/icons-react'
import { Fragment } from 'react'
import type { AnyRecord } from '../../shared/records/field.ts'
import { records } from '../../shared/records/index.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { FieldChange } from './field-change.tsx'
import type { Entry, NameOf } from './line.tsx'
import classes from './history.module.css'

const kinds: Readonly<Record<Entry['kind'], MessageDescriptor>> = {
  create: msg({ message: 'Entered', context: 'what happened to a record' }),
  change: msg({ message: 'Changed', context: 'what happened to a record' }),
  remove: msg({ message: 'Taken out', context: 'what happened to a record' }),
  restore: msg({ message: 'Brought back', context: 'what happened to a record' }),
  erase: msg({ message: 'Erased for good', context: 'what happened to a record' }),
}

const known: Readonly<Record<string, AnyRecord>> = records
/** A part names the record it belongs to; its page says that already. */
const owners: ReadonlySet<string> = new Set(['household', 'capProject', 'evacuationCase', 'patient'])

/** The record an entry is about; undefined for one that only a newer Waypost knows. */
const recordOf = (entry: Entry): AnyRecord | undefined =>
  Object.hasOwn(known, entry.record) ? known[entry.record] : undefined

interface ChangeProps {
  readonly entry: Entry
  readonly called: NameOf
}

/** One change: what it was about, who made it, when and where, and each field with its old and new value. */
export function Change({ entry, called }: ChangeProps) {
  const { i18n } = useLingui()
  const format = useFormat()
  const label = useLabel()
  const record = recordOf(entry)
  const name = called(entry.record, entry.entity)
  const fields = entry.fields.filter(({ field }) => {
    const def = record && Object.hasOwn(record.fields, field) ? record.fields[field] : undefined
    return def?.kind !== 'ref' || !owners.has(def.record ?? '')
  })
  return (
    <li className={classes.entry} data-kind={entry.kind}>
      <h3 className={classes.title}>
        {i18n._(kinds[entry.kind])}: {label.record(entry.record)}
        {name === null ? null : (
          <>
            {' '}
            <bdi>{name}</bdi>
          </>
        )}
      </h3>
      <Text size="sm" c="dimmed" className={classes.by ?? ''}>
        <span>
          <bdi>{entry.user ?? <Trans>somebody not on record here</Trans>}</bdi>
        </span>
        {entry.office ? (
          <span>
            <bdi>{format.text(entry.office)}</bdi>
          </span>
        ) : null}
        <span>{format.time(entry.at)}</span>
        {entry.here ? (
          <span>
            <Trans>on this computer</Trans>
          </span>
        ) : (
          <span>
            <Trans>
              on another computer (<bdi className="ltr">{entry.device}</bdi>)
            </Trans>
          </span>
        )}
      </Text>
      {fields.length === 0 ? null : entry.kind === 'create' ? (
        <Entered entry={entry} fields={fields} record={record} called={called} />
      ) : (
        <Fields entry={entry} fields={fields} record={record} called={called} />
      )}
    </li>
  )
}

interface FieldsProps extends ChangeProps {
  readonly fields: Entry['fields']
  readonly record: AnyRecord | undefined
}

const Fields = ({ entry, fields, record, called }: FieldsProps) => (
  <dl className={classes.fields}>
    {fields.map((change) => (
      <Fragment key={change.field}>
        <FieldChange entry={entry} change={change} record={record} called={called} />
      </Fragment>
    ))}
  </dl>
)

/** Everything that was entered at first is long: it opens when somebody wants to see it. */
const Entered = (props: FieldsProps) => {
  const format = useFormat()
  const id = useId()
  const [opened, { toggle }] = useDisclosure(false)
  const count = props.fields.length
  const shown = format.number(count)
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        className={classes.more ?? ''}
        aria-expanded={opened}
        aria-controls={id}
        rightSection={<IconChevronDown size={14} className={classes.chevron} data-opened={opened} />}
        onClick={toggle}
      >
        {opened ? (
          <Trans>Hide what was entered</Trans>
        ) : (
          <Plural
            value={count}
            one={`Show what was entered (${shown} field)`}
            other={`Show what was entered (${shown} fields)`}
          />
        )}
      </Button>
      <div id={id}>{opened ? <Fields {...props} /> : null}</div>
    </>
  )
}
