import { capStatus, capType, cluster, dacSector } from '../codes/cap.ts'
import { countBasis } from '../codes/core.ts'
import type { Issue } from '../errors.ts'
import { code, date, moneyField, multilingual, number, record, ref, text, type RecordOf } from './field.ts'

/** A Community Assistance Project: small works or services for a host community (domain design, 5.1). */
export const capProject = record(
  'capProject',
  { store: 'registry', class: 'ordinary', numberType: 'CP' },
  {
    title: multilingual({ merge: 'ask' }),
    type: code(capType, {}),
    sector: code(dacSector, {}),
    cluster: code(cluster, { optional: true }),
    donor: text({ optional: true }),
    grant: text({ optional: true, max: 60, code: true }),
    place: ref('place', { optional: true }),
    placeUnknown: text({ optional: true }),
    problem: text({ long: true }),
    beneficiariesDirect: number({ optional: true, max: 10_000_000 }),
    beneficiariesIndirect: number({ optional: true, max: 10_000_000 }),
    beneficiaryBasis: code(countBasis, { optional: true }),
    countingRule: text({ optional: true, long: true }),
    estimate: moneyField({ optional: true, merge: 'ask' }),
    implementer: text({ optional: true }),
    startPlanned: date({ optional: true }),
    endPlanned: date({ optional: true }),
    startActual: date({ optional: true }),
    endActual: date({ optional: true }),
    status: code(capStatus, { merge: 'ask' }),
    notes: text({ optional: true, long: true, merge: 'ask' }),
  },
  (values): readonly Issue[] => [
    ...(values.startPlanned && values.endPlanned && values.endPlanned < values.startPlanned
      ? [{ path: ['endPlanned'], code: 'end_before_start' }]
      : []),
    ...(values.startActual && values.endActual && values.endActual < values.startActual
      ? [{ path: ['endActual'], code: 'end_before_start' }]
      : []),
  ],
)
export type CapProject = RecordOf<typeof capProject>

/** One step of a project through its workflow. */
export const capStep = record(
  'capStep',
  { store: 'registry', class: 'ordinary' },
  {
    project: ref('capProject', {}),
    from: code(capStatus, { optional: true }),
    status: code(capStatus, {}),
    date: date({}),
    reason: text({ optional: true, long: true }),
  },
)
export type CapStep = RecordOf<typeof capStep>
