import type { QuestionType } from '../../shared/forms/form.ts'

/** What the `type` cell of a row asks for. */
export type RowType =
  | { readonly kind: 'question'; readonly type: QuestionType; readonly list: string; readonly other: boolean }
  | { readonly kind: 'begin' | 'end'; readonly what: 'group' | 'repeat' }
  /** What a telephone notes down by itself; the calculation that stands for it, if there is one. */
  | { readonly kind: 'metadata'; readonly type: string; readonly calculation: string | null }
  | { readonly kind: 'unsupported'; readonly type: string }

const questions: Readonly<Record<string, QuestionType>> = {
  text: 'text',
  string: 'text',
  integer: 'integer',
  int: 'integer',
  decimal: 'decimal',
  range: 'range',
  date: 'date',
  time: 'time',
  datetime: 'dateTime',
  note: 'note',
  calculate: 'calculate',
  hidden: 'calculate',
  acknowledge: 'acknowledge',
  trigger: 'acknowledge',
  geopoint: 'geopoint',
  gps: 'geopoint',
  location: 'geopoint',
  image: 'photo',
  photo: 'photo',
  file: 'file',
  barcode: 'barcode',
}

const metadata: Readonly<Record<string, string | null>> = {
  start: 'once(now())',
  end: 'now()',
  today: 'once(today())',
  deviceid: null,
  subscriberid: null,
  simserial: null,
  phonenumber: null,
  phone_number: null,
  username: null,
  email: null,
  audit: null,
}

const SELECT =
  /^(select[ _]one|select[ _]multiple|select1|select[ _]all[ _]that[ _]apply)(?:[ _]from)? +(\S+)( +or[ _](?:specify[ _])?other)?$/i

/** Reads a `type` cell, in the spellings the standard has had. */
export function rowTypeOf(cell: string): RowType {
  const text = cell.trim().replace(/\s+/g, ' ')
  const key = text.toLowerCase().replaceAll(' ', '_')
  const bracket = /^(begin|end)_?(group|repeat)$/.exec(key)
  if (bracket) return { kind: bracket[1] as 'begin' | 'end', what: bracket[2] as 'group' | 'repeat' }
  if (Object.hasOwn(questions, key)) {
    return { kind: 'question', type: questions[key] ?? 'text', list: '', other: false }
  }
  if (Object.hasOwn(metadata, key)) return { kind: 'metadata', type: key, calculation: metadata[key] ?? null }
  const select = SELECT.exec(text)
  if (select?.[2] !== undefined && !select[2].includes('${')) {
    const type = /one|1/i.test(select[1] ?? '') ? 'select_one' : 'select_multiple'
    return { kind: 'question', type, list: select[2], other: select[3] !== undefined }
  }
  return { kind: 'unsupported', type: text }
}
