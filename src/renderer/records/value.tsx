import { Text } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { AnyRecord, Money, Point } from '../../shared/records/field.ts'
import { query } from '../api.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { useMay } from '../shell/session.tsx'

/** A place by its id, in the reader's language. */
export function PlaceName({ id }: { readonly id: string }) {
  const format = useFormat()
  const place = useQuery(query('places.get', { id }))
  return place.data ? <bdi>{format.place(place.data.place)}</bdi> : <bdi className="ltr">{id}</bdi>
}

const Quiet = ({ children }: { readonly children: React.ReactNode }) => (
  <Text span c="dimmed" size="sm" fs="normal">
    {children}
  </Text>
)

/** What is stored as text, as text; anything else would be a fault worth seeing as it is. */
const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

interface ValueProps<R extends AnyRecord> {
  readonly record: R
  readonly name: keyof R['fields'] & string
  readonly value: unknown
}

/** One value of a record as text, by its kind; says whether an empty one is not recorded or withheld. */
export function Value<R extends AnyRecord>({ record, name, value }: ValueProps<R>) {
  const format = useFormat()
  const label = useLabel()
  const { reads } = useMay()
  const def = record.fields[name]
  if (!def) throw new Error(`${record.name} has no field ${name}`)
  if (!reads(def.class ?? record.class)) {
    return (
      <Quiet>
        <Trans>withheld</Trans>
      </Quiet>
    )
  }
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) {
    return (
      <Quiet>
        <Trans>not recorded</Trans>
      </Quiet>
    )
  }
  if (def.languages) return <bdi>{format.text(value)}</bdi>
  switch (def.kind) {
    case 'number':
      return <span className="tabular">{format.number(Number(value))}</span>
    case 'date':
      return <span>{format.date(plain(value))}</span>
    case 'flag':
      return value === true ? <Trans>Yes</Trans> : <Trans>No</Trans>
    case 'code': {
      const list = def.list?.id ?? ''
      const codes = Array.isArray(value) ? value.map(plain) : [plain(value)]
      return <bdi>{codes.map((code) => label.code(list, code)).join(format.language === 'en' ? ', ' : '، ')}</bdi>
    }
    case 'money':
      return <bdi className="ltr">{format.money(value as Money)}</bdi>
    case 'point': {
      const { lat, lon } = value as Point
      return <bdi className="ltr">{`${lat.toFixed(5)}, ${lon.toFixed(5)}`}</bdi>
    }
    case 'ref':
      return def.record === 'place' ? <PlaceName id={plain(value)} /> : <bdi className="ltr">{plain(value)}</bdi>
    case 'text':
    case 'file':
      return def.code ? (
        <bdi className="ltr">{plain(value)}</bdi>
      ) : (
        <bdi style={def.long ? { whiteSpace: 'pre-wrap' } : {}}>{plain(value)}</bdi>
      )
  }
}
