import { code, date, number, record, ref, text, type RecordOf } from './field.ts'
import { countBasis } from '../codes/core.ts'

/** A governorate (level 1), district (2) or sub-district (3). Its id is its COD-AB 2019 place code, as published by OCHA Iraq. */
export const place = record(
  'place',
  { store: 'registry', class: 'ordinary' },
  {
    level: number({ min: 1, max: 6 }),
    parent: ref('place', { optional: true }),
    nameEn: text({}),
    nameAr: text({ optional: true }),
    nameKu: text({ optional: true }),
    dtmCode: text({ optional: true, code: true }),
  },
)
export type Place = RecordOf<typeof place>

/** Another code or spelling of a place, in a named system. Hyphens count: `IQ-G04` and `IQG04` are different places. */
export const placeAlias = record(
  'placeAlias',
  { store: 'registry', class: 'ordinary' },
  {
    system: text({ max: 40, code: true }),
    codeOrName: text({}),
    place: ref('place', {}),
    validFrom: text({ optional: true, max: 10, code: true }),
    validTo: text({ optional: true, max: 10, code: true }),
    note: text({ optional: true, max: 500 }),
  },
)
export type PlaceAlias = RecordOf<typeof placeAlias>

/** A published figure of displaced people at a place on a date. Estimates are never added to counted people. */
export const figure = record(
  'figure',
  { store: 'registry', class: 'ordinary' },
  {
    place: ref('place', {}),
    reported: date({}),
    round: number({ min: 1, max: 10_000 }),
    individuals: number({ max: 100_000_000 }),
    basis: code(countBasis, {}),
    source: text({ max: 200 }),
  },
)
export type Figure = RecordOf<typeof figure>
