import { capStatus, capType, capTypeSectors, type CapStatus, type CapType } from '../../src/shared/codes/cap.ts'
import { isoText } from '../../src/shared/dates/partial.ts'
import type { DraftOf } from '../../src/shared/records/field.ts'
import type { capProject } from '../../src/shared/records/project.ts'
import { dwellingPlaces, type PlaceOption } from './places.ts'
import { type Random, randomStream } from './random.ts'

export type ProjectDraft = DraftOf<typeof capProject>

export interface ProjectOptions {
  readonly seed: number
  readonly count: number
  /** The year the first projects start. */
  readonly startYear: number
  readonly places: readonly PlaceOption[]
}

type Work = readonly [type: CapType, la: string, ar: string, ckb: string, problem: string]

const WORKS: readonly Work[] = [
  [
    'water_network',
    'Extension of the water network',
    'توسيع شبكة الماء',
    'فراوانکردنی تۆڕی ئاو',
    'Two quarters have no piped water; families buy it from trucks.',
  ],
  [
    'ro_plant',
    'Reverse osmosis plant',
    'محطة تحلية مياه',
    'وێستگەی پاڵاوتنی ئاو',
    'Well water is salty and unfit to drink in summer.',
  ],
  [
    'sewage',
    'Repair of the sewage line',
    'إصلاح خط الصرف الصحي',
    'چاککردنەوەی هێڵی ئاوەڕۆ',
    'The main line overflows into the street in winter.',
  ],
  [
    'school_rehab',
    'Rehabilitation of the primary school',
    'تأهيل المدرسة الابتدائية',
    'نۆژەنکردنەوەی قوتابخانەی سەرەتایی',
    'Three classrooms are closed; children come in three shifts.',
  ],
  [
    'school_furniture',
    'Furniture for two schools',
    'أثاث لمدرستين',
    'کەلوپەل بۆ دوو قوتابخانە',
    'Pupils sit on the floor in half of the classes.',
  ],
  [
    'phc_rehab',
    'Rehabilitation of the health centre',
    'تأهيل المركز الصحي',
    'نۆژەنکردنەوەی بنکەی تەندروستی',
    'The centre lost its roof and works from one room.',
  ],
  [
    'electricity',
    'Transformers and low-voltage lines',
    'محولات وخطوط كهرباء',
    'گۆڕەر و هێڵی کارەبا',
    'Overloaded transformers burn out every summer.',
  ],
  [
    'road',
    'Paving of the access road',
    'تبليط الطريق',
    'قیرتاوکردنی ڕێگا',
    'The road is impassable after rain, ambulances turn back.',
  ],
  [
    'community_centre',
    'Community centre',
    'مركز مجتمعي',
    'ناوەندی کۆمەڵایەتی',
    'Host and displaced families have no place to meet.',
  ],
  [
    'sports_ground',
    'Sports ground for youth',
    'ملعب للشباب',
    'یاریگا بۆ گەنجان',
    'Young people have nowhere to spend their time.',
  ],
  [
    'irrigation',
    'Cleaning of irrigation canals',
    'كري قنوات الري',
    'پاککردنەوەی جۆگەی ئاودێری',
    'Silted canals left 300 farms without water.',
  ],
  [
    'skills_training',
    'Sewing and repair training',
    'تدريب على الخياطة والصيانة',
    'ڕاهێنانی دروومان و چاککردنەوە',
    'Women who head households have no income.',
  ],
  [
    'shelter_repair',
    'Repair of damaged houses',
    'ترميم المنازل المتضررة',
    'چاککردنەوەی خانووی زیانلێکەوتوو',
    'Returned families live under plastic sheets.',
  ],
]

const DONORS = ['Programme donor A', 'Programme donor B', 'Humanitarian fund', 'Recovery fund']

/** From this status on work has started, and from the next list on it has ended. */
const STARTED: readonly CapStatus[] = [
  'implementing',
  'delayed',
  'physically_complete',
  'defects_period',
  'handed_over',
  'financially_closed',
  'post_monitored',
  'terminated',
]
const ENDED: readonly CapStatus[] = [
  'physically_complete',
  'defects_period',
  'handed_over',
  'financially_closed',
  'post_monitored',
  'terminated',
]

function works(random: Random): Work {
  // Now and then a type without a prepared title, so that every code is met.
  if (random.chance(0.9)) return random.pick(WORKS)
  const type = random.pick(capType.codes)
  return [type, type.replaceAll('_', ' '), 'مشروع خدمي', 'پڕۆژەی خزمەتگوزاری', 'Need named by the local committee.']
}

function money(random: Random): { amount: string; currency: 'USD' | 'IQD' } {
  const dollars = random.int(5, 250) * 1000
  return random.chance(0.7)
    ? { amount: `${dollars}.00`, currency: 'USD' }
    : { amount: String(dollars * 1310), currency: 'IQD' }
}

function generateProject(options: ProjectOptions, at: number): ProjectDraft {
  const random = randomStream(options.seed ^ 0x5ca1ab1e, at)
  const [type, la, ar, ckb, problem] = works(random)
  const places = dwellingPlaces(options.places)
  const place = places.length > 0 ? random.pick(places) : null
  const { sectors, cluster } = capTypeSectors[type]
  const status = random.weighted<CapStatus>([
    ...capStatus.codes.map((code) => [code, 2] as const),
    ['implementing', 20],
    ['handed_over', 10],
  ])
  const [year, month] = [options.startYear + random.int(0, 1), random.int(1, 9)]
  const startPlanned = isoText(year, month, random.int(1, 28))
  const endPlanned = isoText(year + random.int(0, 1), random.int(month + 1, 12), random.int(1, 28))
  const households = random.int(40, 2000)
  return {
    title: {
      la: place ? `${la}, ${place.nameEn}` : la,
      ar: place ? `${ar}، ${place.nameAr}` : ar,
      ...(random.chance(0.4) ? { ckb } : {}),
    },
    type,
    sector: random.chance(0.85) ? sectors[0] : random.pick(sectors),
    cluster,
    donor: random.pick(DONORS),
    grant: `GR-${year}-${random.int(100, 999)}`,
    place: place?.code ?? null,
    problem,
    beneficiariesDirect: households * 6,
    beneficiariesIndirect: households * random.int(6, 30),
    beneficiaryBasis: random.weighted([
      ['estimated', 70],
      ['counted', 20],
      ['reported', 10],
    ]),
    countingRule: 'Households × 6',
    estimate: money(random),
    ...(random.chance(0.5)
      ? { implementer: random.pick(['Local contractor', 'Community committee', 'Partner organisation']) }
      : {}),
    startPlanned,
    endPlanned,
    ...(STARTED.includes(status) ? { startActual: startPlanned } : {}),
    ...(ENDED.includes(status) ? { endActual: endPlanned } : {}),
    status,
  }
}

/** Community assistance projects of an office. */
export function* generateProjects(options: ProjectOptions): Generator<ProjectDraft, void, undefined> {
  for (let at = 0; at < options.count; at++) yield generateProject(options, at)
}
