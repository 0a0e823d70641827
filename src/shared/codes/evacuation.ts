import { type CodeOf, codeList } from './code-list.ts'

export const priority = codeList('priority', ['emergency', 'urgent', 'planned'])

export const cause = codeList('cause', ['blast', 'mine_uxo', 'gunshot', 'burn', 'congenital', 'disease', 'traffic'])

/** IATA special service requests a carrier must know about. */
export const ssr = codeList('ssr', [
  'WCHR',
  'WCHS',
  'WCHC',
  'WCBD',
  'WCBW',
  'WCMP',
  'STCR',
  'OXYG',
  'MEDA',
  'MAAS',
  'BLND',
  'DEAF',
  'LEGL',
  'LEGB',
])

export const outcome = codeList('outcome', [
  'full_recovery',
  'improved',
  'unchanged',
  'worse',
  'died_before',
  'died_travel',
  'died_abroad',
  'died_after_return',
])

/** To be confirmed by the programme. */
export const specialty = codeList('specialty', [
  'cancer',
  'heart',
  'neurological',
  'blast_mine_injury',
  'burns',
  'other',
])

export const bloodGroup = codeList('bloodGroup', ['A+', 'A-', 'B+', 'B-', 'AB+', 'AB-', 'O+', 'O-'])

export const bodySide = codeList('bodySide', ['left', 'right', 'both'])

export const evacuationStage = codeList('evacuationStage', [
  'referred',
  'screened',
  'dossier_incomplete',
  'dossier_complete',
  'medical_board',
  'approved_abroad',
  'approved_in_country',
  'deferred',
  'not_indicated',
  'matching',
  'offered',
  'accepted',
  'declined',
  'offer_expired',
  'consent_signed',
  'documents',
  'fitness_to_fly',
  'booked',
  'departed',
  'arrived',
  'admitted',
  'treating',
  'discharged',
  'extended',
  'transferred',
  'died_abroad',
  'return_fit',
  'return_booked',
  'returned',
  'rehabilitation',
  'follow_up',
  'closed',
  'died_waiting',
  'withdrew',
  'unreachable',
  'treated_elsewhere',
  'security_denied',
  'absconded_asylum',
])
export type EvacuationStage = CodeOf<typeof evacuationStage>

/** Stages any open case may leave to. */
export const stageExits = [
  'died_waiting',
  'withdrew',
  'unreachable',
  'treated_elsewhere',
  'security_denied',
  'absconded_asylum',
] as const satisfies readonly EvacuationStage[]

/** Stages whose step asks why: what ends a case, puts it off or prolongs a stay (domain design, 6.3). */
export const stagesWithReason: readonly EvacuationStage[] = [
  ...stageExits,
  'deferred',
  'not_indicated',
  'died_abroad',
  'extended',
]

/** Where a case may go from each stage; a case at an end goes nowhere. */
export const stageTransitions: Readonly<Record<EvacuationStage, readonly EvacuationStage[]>> = {
  referred: ['screened', ...stageExits],
  screened: ['dossier_incomplete', 'dossier_complete', ...stageExits],
  dossier_incomplete: ['dossier_complete', ...stageExits],
  dossier_complete: ['medical_board', 'dossier_incomplete', ...stageExits],
  medical_board: ['approved_abroad', 'approved_in_country', 'deferred', 'not_indicated', ...stageExits],
  approved_abroad: ['matching', ...stageExits],
  approved_in_country: ['treating', ...stageExits],
  deferred: ['medical_board', ...stageExits],
  not_indicated: [],
  matching: ['offered', ...stageExits],
  offered: ['accepted', 'declined', 'offer_expired', ...stageExits],
  accepted: ['consent_signed', ...stageExits],
  declined: ['matching', ...stageExits],
  offer_expired: ['matching', ...stageExits],
  consent_signed: ['documents', ...stageExits],
  documents: ['fitness_to_fly', ...stageExits],
  fitness_to_fly: ['booked', ...stageExits],
  booked: ['departed', ...stageExits],
  departed: ['arrived', ...stageExits],
  arrived: ['admitted', ...stageExits],
  admitted: ['treating', ...stageExits],
  treating: ['discharged', 'extended', 'transferred', 'died_abroad', ...stageExits],
  discharged: ['return_fit', ...stageExits],
  extended: ['treating', ...stageExits],
  transferred: ['admitted', ...stageExits],
  died_abroad: [],
  return_fit: ['return_booked', ...stageExits],
  return_booked: ['returned', ...stageExits],
  returned: ['rehabilitation', ...stageExits],
  rehabilitation: ['follow_up', ...stageExits],
  follow_up: ['closed', ...stageExits],
  closed: [],
  died_waiting: [],
  withdrew: [],
  unreachable: [],
  treated_elsewhere: [],
  security_denied: [],
  absconded_asylum: [],
}

/** Columns of the board, in the order a patient passes through them. */
export const stageGroup = codeList('stageGroup', [
  'waiting',
  'decision',
  'offer',
  'preparation',
  'travel',
  'treatment',
  'home',
  'closed',
])
export type StageGroup = CodeOf<typeof stageGroup>

/** The stages each column of the board holds; every stage stands in exactly one. */
export const stageGroups: Readonly<Record<StageGroup, readonly EvacuationStage[]>> = {
  waiting: ['referred', 'screened', 'dossier_incomplete', 'dossier_complete'],
  decision: ['medical_board', 'deferred', 'approved_abroad', 'approved_in_country'],
  offer: ['matching', 'offered', 'declined', 'offer_expired', 'accepted'],
  preparation: ['consent_signed', 'documents', 'fitness_to_fly'],
  travel: ['booked', 'departed', 'arrived'],
  treatment: ['admitted', 'treating', 'extended', 'transferred'],
  home: ['discharged', 'return_fit', 'return_booked', 'returned', 'rehabilitation', 'follow_up'],
  closed: ['closed', 'not_indicated', 'died_abroad', ...stageExits],
}
