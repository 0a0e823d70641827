import { Text } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import type { AnyRecord } from '../../shared/records/field.ts'
import { Value } from '../records/value.tsx'
import type { NameOf } from './line.tsx'
import classes from './history.module.css'

interface StoodProps {
  readonly record: AnyRecord | undefined
  readonly field: string
  readonly value: unknown
  readonly called: NameOf
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What stood in a field: every script of a name, as two of them may differ in one only, and people by their names. */
export function Stood({ record, field, value, called }: StoodProps) {
  const def = record && Object.hasOwn(record.fields, field) ? record.fields[field] : undefined
  if (value === null || value === undefined || value === '') {
    return (
      <Text span size="sm" c="dimmed">
        <Trans>nothing</Trans>
      </Text>
    )
  }
  if (!record || !def) return <bdi className="ltr">{typeof value === 'string' ? value : JSON.stringify(value)}</bdi>
  if (def.languages && isObject(value)) {
    return (
      <span className={classes.scripts}>
        {Object.entries(value).map(([script, text]) => (
          <span key={script}>
            <bdi>{String(text)}</bdi>
          </span>
        ))}
      </span>
    )
  }
  if (def.kind === 'ref' && def.record !== 'place' && typeof value === 'string') {
    const name = called(def.record ?? '', value)
    if (name !== null) return <bdi>{name}</bdi>
  }
  // Degrees travel as text, so that every office hashes the same.
  const shown =
    def.kind === 'point' && isObject(value) ? { lat: Number(value['lat']), lon: Number(value['lon']) } : value
  return <Value record={record} name={field} value={shown} />
}
