import { Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconArrowBackUp, IconArrowRight, IconUsers } from '@tabler/icons-react'
import type { Input } from '../../shared/contract/index.ts'
import type { AnyRecord } from '../../shared/records/field.ts'
import { useLabel } from '../i18n.ts'
import type { Entry, NameOf } from './line.tsx'
import { PutBackDialog } from './put-back.tsx'
import { Stood } from './stood.tsx'
import classes from './history.module.css'

interface FieldChangeProps {
  readonly entry: Entry
  readonly change: Entry['fields'][number]
  readonly record: AnyRecord | undefined
  readonly called: NameOf
}

/** One field of a change: its label, what stood before, what stood after, and a way to put the old value back. */
export function FieldChange({ entry, change, record, called }: FieldChangeProps) {
  const { t } = useLingui()
  const label = useLabel()
  const [asking, { open, close }] = useDisclosure(false)
  const def = record && Object.hasOwn(record.fields, change.field) ? record.fields[change.field] : undefined
  const name = def ? label.field(entry.record, change.field) : change.field === 'number' ? t`Number` : change.field
  const stood = (value: unknown) => <Stood record={record} field={change.field} value={value} called={called} />
  return (
    <>
      <dt className={classes.label}>{name}</dt>
      <dd className={classes.values}>
        {change.withheld ? (
          <Text size="sm" c="dimmed">
            <Trans>hidden: your role does not show it</Trans>
          </Text>
        ) : (
          <>
            <div className={classes.both}>
              {entry.kind === 'create' ? null : (
                <>
                  <span className={classes.before}>
                    <span className="visually-hidden">
                      <Trans>before:</Trans>{' '}
                    </span>
                    {stood(change.before)}
                  </span>
                  <IconArrowRight size={15} className={`mirror ${classes.arrow ?? ''}`} aria-hidden />
                </>
              )}
              <span>
                {entry.kind === 'create' ? null : (
                  <span className="visually-hidden">
                    <Trans>after:</Trans>{' '}
                  </span>
                )}
                {stood(change.after)}
              </span>
            </div>
            {change.concurrent ? (
              <Group gap={6} wrap="nowrap" className={classes.together ?? ''}>
                <IconUsers size={15} aria-hidden />
                <span>
                  <Trans>written at the same time as another office</Trans>
                </span>
              </Group>
            ) : null}
          </>
        )}
        {change.mayPutBack ? (
          <Button
            variant="subtle"
            size="compact-xs"
            leftSection={<IconArrowBackUp size={14} className="mirror" />}
            className={classes.back ?? ''}
            onClick={open}
            aria-label={t`Put back the old value of: ${name}`}
          >
            <Trans>Put back</Trans>
          </Button>
        ) : null}
        {change.mayPutBack ? (
          <PutBackDialog
            opened={asking}
            onClose={close}
            // Main says which records may be put back; a field of any other never carries `mayPutBack`.
            what={{
              record: entry.record as Input<'history.restoreField'>['record'],
              id: entry.entity,
              change: entry.id,
              field: change.field,
            }}
            name={name}
            value={stood(change.before)}
          />
        ) : null}
      </dd>
    </>
  )
}
