import { pairDecision } from '../codes/pair.ts'
import { code, record, ref, text, type RecordOf } from './field.ts'

/**
 * What a person decided about two people on record: they are the same, under one of the two as the main record, or
 * they are not. Nothing is merged, so that a decision can always be taken back; it travels like any record. Its id
 * follows from the two people, so that two offices which decide the same pair write the same record.
 */
export const personPair = record(
  'personPair',
  { store: 'registry', class: 'personal' },
  {
    one: ref('person', {}),
    other: ref('person', {}),
    decision: code(pairDecision, { class: 'ordinary', merge: 'ask' }),
    // Of two that are the same: whose record is kept up from now on.
    main: ref('person', { optional: true, merge: 'ask' }),
    reason: text({ optional: true, long: true }),
  },
)
export type PersonPair = RecordOf<typeof personPair>
