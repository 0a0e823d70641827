import type { DraftOf, PartialDate } from '../../src/shared/records/field.ts'
import { daysInMonth, isoText } from '../../src/shared/dates/partial.ts'
import type { person } from '../../src/shared/records/person.ts'
import { givenName, newChain, type Chain, type NameWord, speller, newWriting } from './names.ts'
import type { Random } from './random.ts'

export type PersonDraft = DraftOf<typeof person>

/** What members of one household have in common. */
export interface Family {
  readonly random: Random
  /** The year ages are counted from. */
  readonly year: number
  readonly kurdish: boolean
  readonly phone: string | null
  readonly spell: ReturnType<typeof speller>
}

/** Starts a household: how its names are written, and its phone. */
export function newFamily(random: Random, year: number, kurdishShare: number): Family {
  const kurdish = random.chance(kurdishShare)
  return {
    random,
    year,
    kurdish,
    phone: random.chance(0.65) ? phoneNumber(random) : null,
    spell: speller(random, newWriting(random, kurdish)),
  }
}

const digits = (random: Random, length: number): string =>
  Array.from({ length }, () => String(random.int(0, 9))).join('')

/** An Iraqi mobile number as people write it. */
export function phoneNumber(random: Random): string {
  const network = random.pick(['770', '771', '772', '780', '781', '750', '751', '773'])
  const number = digits(random, 7)
  return random.weighted([
    [`0${network}${number}`, 60],
    [`+964${network}${number}`, 20],
    [`0${network} ${number.slice(0, 3)} ${number.slice(3)}`, 20],
  ])
}

/** A birth date: 35 % on 1 January, as papers without a known day say; some known as a year or an estimate only. */
export function birthIn(random: Random, year: number): PartialDate {
  const month = random.int(1, 12)
  const day = random.int(1, daysInMonth(year, month))
  return random.weighted([
    [isoText(year, 1, 1), 35],
    [isoText(year, month, day), 50],
    [isoText(year, month, null), 2],
    [isoText(year, null, null), 8],
    [`${isoText(year, null, null)}~`, 5],
  ])
}

interface About {
  readonly sex: 'male' | 'female'
  readonly chain: Chain
  readonly birth: PartialDate
  readonly age: number
  readonly relationship: PersonDraft['relationship']
  readonly marital: PersonDraft['marital']
}

const occupations = [
  'عامل',
  'معلم',
  'سائق',
  'موظف',
  'فلاح',
  'بقال',
  'حداد',
  'Teacher',
  'Driver',
  'Daily worker',
  'کرێکار',
]

function paperOf({ random }: Family, age: number): Pick<PersonDraft, 'paper' | 'paperNumber' | 'paperState'> {
  if (random.chance(0.2)) return {}
  const paper =
    age < 16
      ? 'BIRTH_CERTIFICATE'
      : random.weighted([
          ['NATIONAL_ID', 80],
          ['nationality_certificate', 12],
          ['NATIONAL_PASSPORT', 8],
        ] as const)
  if (random.chance(0.08)) return { paper, paperState: 'missing_expired_confiscated' }
  const number =
    paper === 'NATIONAL_PASSPORT' ? `A${digits(random, 8)}` : digits(random, paper === 'NATIONAL_ID' ? 12 : 8)
  return { paper, paperNumber: number, paperState: 'valid' }
}

/** A member as the registration form would send it. */
export function draftOf(family: Family, about: About): PersonDraft {
  const { random, spell } = family
  const { chain, age, relationship } = about
  return {
    given: spell(chain.given),
    father: random.chance(0.99) ? spell(chain.father) : null,
    grandfather: random.chance(0.93) ? spell(chain.grandfather) : null,
    family: random.chance(0.85) ? spell(chain.family) : null,
    sex: about.sex === 'male' ? 'MALE' : 'FEMALE',
    birth: random.chance(0.98) ? about.birth : null,
    relationship,
    ...(age >= 12 && about.marital ? { marital: about.marital } : {}),
    ...(relationship === 'HEAD' && family.phone !== null ? { phone: family.phone } : {}),
    ...paperOf(family, age),
    ...(age >= 18 && random.chance(0.35) ? { occupation: random.pick(occupations) } : {}),
    ...(age >= 6 && age <= 17 ? { attendsSchool: random.chance(0.8) } : {}),
    ...(random.chance(0.05) ? { needs: [random.pick(['SM-CI', 'SM-CC', 'SM-MI', 'LP-ND'] as const)] } : {}),
    status: 'active',
  }
}

/** A given name as written, to tell whether a family has it already: ماجد and مجيد may both be written Majid. */
export function writtenName(family: Family, word: NameWord): string {
  return JSON.stringify(family.spell(word))
}

/** A child's chain: its own name before its father's, and none of the names taken. */
export function childChain(family: Family, sex: 'male' | 'female', father: Chain, taken: ReadonlySet<string>): Chain {
  let given = givenName(family.random, sex, family.kurdish)
  // Parents do not give two children one name; a few tries find a free one in lists of this length.
  for (let tries = 0; taken.has(writtenName(family, given)) && tries < 40; tries++)
    given = givenName(family.random, sex, family.kurdish)
  return { given, father: father.given, grandfather: father.father, family: father.family }
}

/** A grown-up from another family. */
export function strangerChain(family: Family, sex: 'male' | 'female'): Chain {
  return newChain(family.random, sex, family.kurdish)
}
