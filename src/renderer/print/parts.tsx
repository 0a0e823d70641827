import bwipjs from 'bwip-js/browser'
import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import { createContext, useContext, type ReactNode } from 'react'
import type { PreparedDocument } from '../../shared/contract/documents.ts'
import { fullName, shownText, type NameParts } from '../../shared/names/display.ts'
import { money, multiText, point, type AnyRecord, type Field } from '../../shared/records/field.ts'
import type { Place } from '../../shared/records/place.ts'
import { formatDate, inDigits } from '../format.ts'
import type { Paper, Words } from './words.ts'

export const PaperContext = createContext<Paper | null>(null)

/** The paper being drawn. */
export const usePaper = (): Paper => {
  const paper = useContext(PaperContext)
  if (!paper) throw new Error('a printed part stands outside a paper')
  return paper
}

/** One text in the paper's language with English beside it. */
export const Both = ({ of }: { readonly of: (words: Words) => string }) => {
  const { first, second } = usePaper()
  return (
    <>
      <bdi>{of(first)}</bdi>
      {second && (
        <span className="second" lang="en" dir="ltr">
          {of(second)}
        </span>
      )}
    </>
  )
}

export const say = (message: MessageDescriptor) => (words: Words) => words.say(message)

const barcode = (number: string): string =>
  `data:image/svg+xml,${encodeURIComponent(bwipjs.toSVG({ bcid: 'code128', text: number, height: 9, scale: 2 }))}`

/** The head of the first page: office, kind of paper, and the record number as text and barcode. */
export const PaperHead = ({
  document,
  title,
}: {
  readonly document: PreparedDocument
  readonly title: MessageDescriptor
}) => {
  const { first, second } = usePaper()
  const { office, number } = document
  return (
    <header className="paper-head">
      <div>
        <p className="office">
          <span>{shownText(office.name, first.language)}</span>
          {second && (
            <span className="second" lang="en" dir="ltr">
              {shownText(office.name, 'en')}
            </span>
          )}
        </p>
        <h1>
          <Both of={say(title)} />
        </h1>
      </div>
      <div className="number">
        <img src={barcode(number)} alt={number} />
        <bdi dir="ltr">{number}</bdi>
      </div>
    </header>
  )
}

export const Section = ({ title, children }: { readonly title: MessageDescriptor; readonly children: ReactNode }) => (
  <section>
    <h2>
      <Both of={say(title)} />
    </h2>
    {children}
  </section>
)

/** Shows a date as far as it is known. */
export const dateText = (value: string, words: Words): string =>
  formatDate(value, words.language, words.digits, words.say(msg({ message: 'about', comment: 'about 1984' })))

export const placeText = (place: Place | undefined, words: Words): string =>
  place === undefined
    ? ''
    : ((words.language === 'ar' ? place.nameAr : words.language === 'ckb' ? (place.nameKu ?? place.nameAr) : null) ??
      place.nameEn)

/** One value as text, by its field's kind. References are shown by the template that knows what they point to. */
const valueText = (field: Field<unknown, boolean>, value: unknown, words: Words): string => {
  if (typeof value === 'boolean') return value ? words.say(msg`Yes`) : words.say(msg`No`)
  if (typeof value === 'number') return inDigits(String(value), words.digits)
  if (typeof value === 'string') {
    if (field.list) return words.label(`${field.list.id}.${value}`)
    return field.kind === 'date' ? dateText(value, words) : value
  }
  if (Array.isArray(value) && field.list) {
    const list = field.list.id
    return value.map((code) => words.label(`${list}.${String(code)}`)).join(words.language === 'en' ? ', ' : '، ')
  }
  const amount = money.safeParse(value)
  if (amount.success) return `${amount.data.amount} ${amount.data.currency}`
  const many = multiText.safeParse(value)
  if (many.success) return shownText(many.data, words.language)
  const where = point.safeParse(value)
  return where.success ? `${where.data.lat}, ${where.data.lon}` : ''
}

/** "Not recorded" and "withheld" are different answers, and an empty space would be neither. */
export const Value = ({
  record,
  name,
  value,
  shown,
}: {
  readonly record: AnyRecord
  readonly name: string
  readonly value: unknown
  /** What a reference points to, when the template knows. */
  readonly shown?: ((words: Words) => string) | undefined
}) => {
  const paper = usePaper()
  const field = record.fields[name]
  if (!field) throw new Error(`${record.name} has no field ${name}`)
  if (paper.hidden.has(`${record.name}.${name}`)) return <em>{paper.first.say(msg`withheld`)}</em>
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0))
    return <em>{paper.first.say(msg`not recorded`)}</em>
  const of = shown ?? ((words: Words) => valueText(field, value, words))
  if (field.code || field.kind === 'money' || field.kind === 'point') return <bdi dir="ltr">{of(paper.first)}</bdi>
  // Free text is shown once, as written; codes and places have a name in each language.
  return field.list || shown ? <Both of={of} /> : <bdi>{of(paper.first)}</bdi>
}

/** Label and value of several fields of one record, in separate elements so that copied text stays readable. */
export const FieldGrid = ({
  record,
  values,
  names,
  shown,
}: {
  readonly record: AnyRecord
  readonly values: Readonly<Record<string, unknown>>
  readonly names: readonly string[]
  readonly shown?: Readonly<Record<string, (words: Words) => string>>
}) => (
  <dl className="fields">
    {names.map((name) => (
      <div key={name} className={record.fields[name]?.long ? 'wide' : undefined}>
        <dt>
          <Both of={(words) => words.label(`${record.name}.${name}`)} />
        </dt>
        <dd>
          <Value record={record} name={name} value={values[name]} shown={values[name] ? shown?.[name] : undefined} />
        </dd>
      </div>
    ))}
  </dl>
)

/** Rows of one record as a table that repeats its header on every page. */
export const RowsTable = ({
  record,
  rows,
  names,
}: {
  readonly record: AnyRecord
  readonly rows: readonly (Readonly<Record<string, unknown>> & { readonly id: string })[]
  readonly names: readonly string[]
}) => (
  <table>
    <thead>
      <tr>
        {names.map((name) => (
          <th scope="col" key={name}>
            <Both of={(words) => words.label(`${record.name}.${name}`)} />
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={row.id}>
          {names.map((name) => (
            <td key={name}>
              <Value record={record} name={name} value={row[name]} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)

/** A person's full name in the scripts on record: the reader's first, Latin letters beside it. */
export const NameText = ({ name }: { readonly name: NameParts }) => {
  const { first, second } = usePaper()
  const own = fullName(name, first.language)
  const latin = second ? fullName(name, 'en') : ''
  return (
    <>
      <bdi>{own}</bdi>
      {latin !== '' && latin !== own && (
        <bdi className="second" dir="ltr" lang="en">
          {latin}
        </bdi>
      )}
    </>
  )
}

/** Room for a signature, at the end of a paper. */
export const Signatures = ({ of }: { readonly of: readonly MessageDescriptor[] }) => (
  <div className="signatures">
    {of.map((who) => (
      <div key={who.id}>
        <Both of={say(who)} />
      </div>
    ))}
  </div>
)
