import { language, officeType, userRole, digits } from '../codes/core.ts'
import { code, flag, multilingual, record, ref, text, type RecordOf } from './field.ts'

/** An office of the agency. `code` is the three letters that open its record numbers. */
export const office = record(
  'office',
  { store: 'registry', class: 'ordinary' },
  {
    code: text({ max: 3, code: true }),
    name: multilingual({}),
    type: code(officeType, {}),
    place: ref('place', { optional: true }),
    phone: text({ optional: true, max: 40, code: true }),
    address: text({ optional: true, long: true }),
  },
)
export type Office = RecordOf<typeof office>

/** A person who signs in. Names of staff are shown beside what they wrote, in every office. */
export const user = record(
  'user',
  { store: 'registry', class: 'ordinary' },
  {
    name: text({ max: 120 }),
    role: code(userRole, {}),
    office: ref('office', {}),
    language: code(language, {}),
    digits: code(digits, {}),
    active: flag({}),
  },
)
export type User = RecordOf<typeof user>
