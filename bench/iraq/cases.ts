import { bloodGroup, evacuationStage, stageExits, type EvacuationStage } from '../../src/shared/codes/evacuation.ts'
import { daysInMonth, isoText } from '../../src/shared/dates/partial.ts'
import type { DraftOf } from '../../src/shared/records/field.ts'
import type { evacuationCase, patient } from '../../src/shared/records/evacuation.ts'
import { newFamily, birthIn, draftOf, type PersonDraft, phoneNumber, strangerChain } from './people.ts'
import { type Random, randomStream } from './random.ts'

type PatientDraft = DraftOf<typeof patient>
type CaseDraft = DraftOf<typeof evacuationCase>

/** Somebody registered already, who may become a patient under the same id. */
interface RegisteredPerson {
  readonly id: string
  readonly person: PersonDraft
}

export interface CaseOptions {
  readonly seed: number
  readonly count: number
  /** The year of the referrals. */
  readonly startYear: number
  /** Registered people of whom each may become one patient; the other patients are known to the medical side only. */
  readonly people: readonly RegisteredPerson[]
}

export interface GeneratedCase {
  readonly patient: PatientDraft
  readonly case: CaseDraft
}

interface Illness {
  readonly specialty: CaseDraft['specialty']
  readonly diagnosis: string
  readonly icd10: string
  readonly procedure: string
  readonly cause: CaseDraft['cause']
  readonly sided: boolean
}

const ILLNESSES: readonly Illness[] = [
  {
    specialty: 'blast_mine_injury',
    diagnosis: 'بتر رضي للساق أسفل الركبة',
    icd10: 'S88.1',
    procedure: 'Stump revision and prosthesis',
    cause: 'mine_uxo',
    sided: true,
  },
  {
    specialty: 'blast_mine_injury',
    diagnosis: 'Open fracture of the femur after blast',
    icd10: 'S72.9',
    procedure: 'External fixation, bone graft',
    cause: 'blast',
    sided: true,
  },
  {
    specialty: 'blast_mine_injury',
    diagnosis: 'Penetrating injury of the eye',
    icd10: 'S05.6',
    procedure: 'Vitrectomy',
    cause: 'gunshot',
    sided: true,
  },
  {
    specialty: 'heart',
    diagnosis: 'Ventricular septal defect',
    icd10: 'Q21.0',
    procedure: 'Surgical closure',
    cause: 'congenital',
    sided: false,
  },
  {
    specialty: 'heart',
    diagnosis: 'تضيق الصمام التاجي',
    icd10: 'I05.0',
    procedure: 'Valve replacement',
    cause: 'disease',
    sided: false,
  },
  {
    specialty: 'cancer',
    diagnosis: 'Acute lymphoblastic leukaemia',
    icd10: 'C91.0',
    procedure: 'Chemotherapy, transplant work-up',
    cause: 'disease',
    sided: false,
  },
  {
    specialty: 'cancer',
    diagnosis: 'سرطان الثدي',
    icd10: 'C50.9',
    procedure: 'Radiotherapy',
    cause: 'disease',
    sided: true,
  },
  {
    specialty: 'neurological',
    diagnosis: 'Spinal cord injury with paraplegia',
    icd10: 'S24.1',
    procedure: 'Spinal stabilisation, rehabilitation',
    cause: 'traffic',
    sided: false,
  },
  {
    specialty: 'burns',
    diagnosis: 'حروق من الدرجة الثالثة في الوجه واليدين',
    icd10: 'T29.3',
    procedure: 'Skin grafts, contracture release',
    cause: 'burn',
    sided: false,
  },
  {
    specialty: 'other',
    diagnosis: 'Cleft palate',
    icd10: 'Q35.9',
    procedure: 'Palate repair',
    cause: 'congenital',
    sided: false,
  },
]

function stageOf(random: Random): EvacuationStage {
  return random.weighted([
    ...evacuationStage.codes.map((code) => [code, stageExits.some((exit) => exit === code) ? 1 : 3] as const),
    // Most wait: thousands on the list for hundreds evacuated.
    ['dossier_incomplete', 25],
    ['medical_board', 20],
    ['matching', 30],
  ])
}

function unregistered(random: Random, year: number): PersonDraft {
  const family = newFamily(random, year, 0.12)
  const sex = random.chance(0.55) ? 'male' : 'female'
  const age = random.weighted([
    [random.int(0, 17), 45],
    [random.int(18, 45), 40],
    [random.int(46, 80), 15],
  ])
  const chain = strangerChain(family, sex)
  return draftOf(family, { sex, chain, birth: birthIn(random, year - age), age, relationship: 'OTHER', marital: null })
}

function patientOf(random: Random, person: PersonDraft, id: string | null): PatientDraft {
  return {
    ...(id === null ? {} : { registryPerson: id }),
    given: person.given,
    father: person.father,
    grandfather: person.grandfather,
    family: person.family,
    sex: person.sex,
    birth: person.birth,
    ...(random.chance(0.8) ? { phone: person.phone ?? phoneNumber(random) } : {}),
    ...(random.chance(0.6) ? { bloodGroup: random.pick(bloodGroup.codes) } : {}),
    ...(random.chance(0.1) ? { allergies: 'Penicillin' } : {}),
  }
}

function generateCase(options: CaseOptions, at: number): GeneratedCase {
  const random = randomStream(options.seed ^ 0x0dd5eed, at)
  const year = options.startYear
  const registered = options.people[at]
  const person = registered?.person ?? unregistered(random, year)
  const illness = random.pick(ILLNESSES)
  const stage = stageOf(random)
  const priority = random.weighted([
    ['planned', 55],
    ['urgent', 33],
    ['emergency', 12],
  ] as const)
  const month = random.int(1, 12)
  // A case past consent has one; before that one in ten is still to be asked.
  const early = ['referred', 'screened', 'dossier_incomplete'].includes(stage)
  return {
    patient: patientOf(random, person, registered?.id ?? null),
    case: {
      // The call that opens a case creates both and fills this in.
      patient: 'new',
      referringDoctor: random.pick(['Dr. A. Salim', 'د. كريم', 'Dr. N. Hadi']),
      facility: random.pick(['General Hospital', 'المستشفى التعليمي', 'Emergency Hospital']),
      specialty: illness.specialty,
      diagnosis: illness.diagnosis,
      icd10: illness.icd10,
      ...(illness.sided ? { side: random.pick(['left', 'right', 'both'] as const) } : {}),
      procedure: illness.procedure,
      cause: illness.cause,
      ...(illness.cause === 'congenital' ? {} : { causeDate: isoText(year - random.int(0, 3), null, null) }),
      ...(random.chance(0.4) ? { weight: random.int(8, 95) } : {}),
      whyAbroad: random.pick([
        'Equipment not available in the country',
        'No specialist in the governorate',
        'العلاج غير متوفر محليا',
      ]),
      ...(random.chance(0.5) ? { cost: { amount: `${random.int(3, 60) * 1000}.00`, currency: 'USD' } } : {}),
      stayDays: random.int(10, 120),
      priority,
      deteriorating: priority !== 'planned' && random.chance(0.3),
      consent: !early || random.chance(0.9),
      referred: isoText(year, month, random.int(1, daysInMonth(year, month))),
      stage,
    },
  }
}

/** Patients with their cases; the first ones are the registered people given. */
export function* generateCases(options: CaseOptions): Generator<GeneratedCase, void, undefined> {
  for (let at = 0; at < options.count; at++) yield generateCase(options, at)
}
