import { type CodeOf, codeList } from './code-list.ts'

/** To be confirmed by the programme. */
export const capType = codeList('capType', [
  'water_network',
  'compact_unit',
  'ro_plant',
  'sewage',
  'solid_waste',
  'school_rehab',
  'school_furniture',
  'phc_rehab',
  'phc_equipment',
  'hospital_grant',
  'medical_training',
  'electricity',
  'road',
  'bridge',
  'culvert',
  'street_lighting',
  'community_centre',
  'youth_centre',
  'women_centre',
  'sports_ground',
  'garden',
  'irrigation',
  'market',
  'skills_training',
  'shelter_repair',
])
export type CapType = CodeOf<typeof capType>

/** To be confirmed by the programme. */
export const procurement = codeList('procurement', [
  'petty_cash',
  'direct',
  'three_quotations',
  'national_tender',
  'partner_agreement',
  'community_contracting',
  'cash_for_work',
])

/** OECD-DAC purpose codes that IATI lists as active and that CAPs and relief use. */
export const dacSector = codeList('dacSector', [
  '11120',
  '11330',
  '12181',
  '12191',
  '12220',
  '12230',
  '14020',
  '14021',
  '14022',
  '14030',
  '14031',
  '14032',
  '14050',
  '15220',
  '16020',
  '16030',
  '16040',
  '16050',
  '16061',
  '21020',
  '23630',
  '31140',
  '43030',
  '72010',
  '72011',
  '72012',
  '72040',
  '72050',
  '73010',
  '74020',
])
type DacSector = CodeOf<typeof dacSector>

/** Coordination clusters, the areas of responsibility of Protection among them. */
export const cluster = codeList('cluster', [
  'cccm',
  'early_recovery',
  'education',
  'emergency_telecommunications',
  'food_security',
  'health',
  'logistics',
  'nutrition',
  'protection',
  'child_protection',
  'gbv',
  'hlp',
  'mine_action',
  'shelter_nfi',
  'wash',
  'emergency_livelihoods',
  'mpca',
])
type Cluster = CodeOf<typeof cluster>

/** What a CAP type is reported as: the first sector is proposed, the others may be chosen instead. */
export interface CapTypeSector {
  readonly sectors: readonly [DacSector, ...DacSector[]]
  readonly cluster: Cluster
}

/** Pairing of CAP types with sectors and clusters, to be confirmed by the programme. */
export const capTypeSectors: Readonly<Record<CapType, CapTypeSector>> = {
  water_network: { sectors: ['14031', '14021', '14030', '14020'], cluster: 'wash' },
  compact_unit: { sectors: ['14031', '14021', '14030', '14020'], cluster: 'wash' },
  ro_plant: { sectors: ['14031', '14021', '14030', '14020'], cluster: 'wash' },
  sewage: { sectors: ['14032', '14022'], cluster: 'wash' },
  solid_waste: { sectors: ['14050'], cluster: 'wash' },
  school_rehab: { sectors: ['11120', '72012'], cluster: 'education' },
  school_furniture: { sectors: ['11120', '72012'], cluster: 'education' },
  phc_rehab: { sectors: ['12230', '12220', '72011'], cluster: 'health' },
  phc_equipment: { sectors: ['12230', '12220', '72011'], cluster: 'health' },
  hospital_grant: { sectors: ['12191'], cluster: 'health' },
  medical_training: { sectors: ['12181'], cluster: 'health' },
  electricity: { sectors: ['23630'], cluster: 'early_recovery' },
  road: { sectors: ['21020'], cluster: 'early_recovery' },
  bridge: { sectors: ['21020'], cluster: 'early_recovery' },
  culvert: { sectors: ['21020'], cluster: 'early_recovery' },
  street_lighting: { sectors: ['43030'], cluster: 'early_recovery' },
  community_centre: { sectors: ['16050'], cluster: 'protection' },
  youth_centre: { sectors: ['16050'], cluster: 'protection' },
  women_centre: { sectors: ['16050'], cluster: 'protection' },
  sports_ground: { sectors: ['16061'], cluster: 'protection' },
  garden: { sectors: ['43030'], cluster: 'protection' },
  irrigation: { sectors: ['31140'], cluster: 'food_security' },
  market: { sectors: ['43030'], cluster: 'emergency_livelihoods' },
  skills_training: { sectors: ['11330', '16020'], cluster: 'emergency_livelihoods' },
  shelter_repair: { sectors: ['16030', '16040', '73010'], cluster: 'shelter_nfi' },
}

export const capStatus = codeList('capStatus', [
  'identified',
  'recommended',
  'assessed',
  'designed',
  'submitted',
  'returned',
  'approved_not_funded',
  'approved',
  'rejected',
  'tendering',
  'awarded',
  'mobilised',
  'implementing',
  'delayed',
  'physically_complete',
  'defects_period',
  'handed_over',
  'financially_closed',
  'post_monitored',
  'cancelled',
  'terminated',
  'suspended',
])
export type CapStatus = CodeOf<typeof capStatus>

/** Statuses whose step asks why: what steps back, pauses or ends a project (domain design, 5.3). */
export const capStatusesWithReason: readonly CapStatus[] = [
  'returned',
  'rejected',
  'delayed',
  'cancelled',
  'terminated',
  'suspended',
]

/** Where a CAP may go from each status: cancelled while there is no contract, terminated once there is one. */
export const capTransitions: Readonly<Record<CapStatus, readonly CapStatus[]>> = {
  identified: ['recommended', 'cancelled', 'suspended'],
  recommended: ['assessed', 'cancelled', 'suspended'],
  assessed: ['designed', 'cancelled', 'suspended'],
  designed: ['submitted', 'cancelled', 'suspended'],
  submitted: ['returned', 'approved_not_funded', 'approved', 'rejected', 'cancelled', 'suspended'],
  returned: ['designed', 'cancelled', 'suspended'],
  approved_not_funded: ['approved', 'cancelled', 'suspended'],
  approved: ['tendering', 'cancelled', 'suspended'],
  rejected: [],
  tendering: ['awarded', 'cancelled', 'suspended'],
  awarded: ['mobilised', 'terminated', 'suspended'],
  mobilised: ['implementing', 'terminated', 'suspended'],
  implementing: ['delayed', 'physically_complete', 'terminated', 'suspended'],
  delayed: ['implementing', 'physically_complete', 'terminated', 'suspended'],
  physically_complete: ['defects_period'],
  defects_period: ['handed_over'],
  handed_over: ['financially_closed'],
  financially_closed: ['post_monitored'],
  post_monitored: [],
  cancelled: [],
  terminated: [],
  // Back means the status the project had when it stopped; only the history of the project knows which.
  suspended: [
    'identified',
    'recommended',
    'assessed',
    'designed',
    'submitted',
    'returned',
    'approved_not_funded',
    'approved',
    'tendering',
    'awarded',
    'mobilised',
    'implementing',
    'delayed',
    'cancelled',
    'terminated',
  ],
}

/** IATI ActivityStatus codes. */
export const iatiStatus = codeList('iatiStatus', ['1', '2', '3', '4', '5', '6'])

/** The IATI ActivityStatus each CAP status is published as. */
export const iatiStatusOf: Readonly<Record<CapStatus, 1 | 2 | 3 | 4 | 5 | 6>> = {
  identified: 1,
  recommended: 1,
  assessed: 1,
  designed: 1,
  submitted: 1,
  returned: 1,
  approved_not_funded: 1,
  approved: 1,
  rejected: 5,
  tendering: 1,
  awarded: 1,
  mobilised: 2,
  implementing: 2,
  delayed: 2,
  physically_complete: 3,
  defects_period: 3,
  handed_over: 3,
  financially_closed: 4,
  post_monitored: 4,
  cancelled: 5,
  terminated: 5,
  suspended: 6,
}
