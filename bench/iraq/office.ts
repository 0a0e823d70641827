import { daysInMonth, isoText } from '../../src/shared/dates/partial.ts'
import type { DraftOf } from '../../src/shared/records/field.ts'
import type { household } from '../../src/shared/records/household.ts'
import { type DisplacementDraft, moves } from './displacement.ts'
import { members } from './household.ts'
import { newFamily, type PersonDraft } from './people.ts'
import { dwellingPlaces, type PlaceOption } from './places.ts'
import { type Random, randomStream } from './random.ts'

type HouseholdDraft = DraftOf<typeof household>

/** One registered household, in the shape the registration call takes. */
export interface GeneratedHousehold {
  readonly household: HouseholdDraft
  readonly members: PersonDraft[]
  readonly displacements: DisplacementDraft[]
}

export interface OfficeOptions {
  readonly seed: number
  readonly households: number
  /** The year registration starts; it goes on for two years. */
  readonly startYear: number
  /** Where households may live and come from. */
  readonly places: readonly PlaceOption[]
  /** The share of families that are Kurdish, with names in Sorani; 0.12 when left out. */
  readonly kurdishShare?: number
}

const ADDRESSES = [
  'حي الزهور، قرب المدرسة',
  'حي السلام، خلف الجامع',
  'شارع المستشفى، دار 12',
  'مخيم، قطاع ب، خيمة 41',
  'قرب المركز الصحي',
  'گەڕەکی ئازادی، نزیک بازاڕ',
  'Near the water station, house 7',
  'Sector A, block 3, tent 118',
]

function dayIn(random: Random, year: number): string {
  const month = random.int(1, 12)
  return isoText(year, month, random.int(1, daysInMonth(year, month)))
}

const isChild = ({ birth }: PersonDraft, year: number): boolean =>
  typeof birth === 'string' && year - Number(birth.slice(0, 4)) < 18

function householdDraft(
  random: Random,
  people: readonly PersonDraft[],
  home: string | null,
  registered: string,
): HouseholdDraft {
  const head = people[0]
  const size = people.length
  const consent = random.chance(0.97)
  return {
    residenceStatus: random.weighted([
      ['IDP', 60],
      ['IDP_RETURNEE', 20],
      ['HOST', 10],
      ['RETURNEE', 4],
      ['REFUGEE', 3],
      ['NON_HOST', 2],
      ['OTHERS_OF_CONCERN', 1],
    ]),
    place: home,
    ...(random.chance(0.7) ? { address: random.pick(ADDRESSES) } : {}),
    // Somewhere in the north and middle of the country; not in the place itself, whose shape is not known here.
    ...(random.chance(0.15) ? { gps: { lat: random.int(3300, 3650) / 100, lon: random.int(4250, 4500) / 100 } } : {}),
    shelter: random.weighted([
      ['camp', 22],
      ['rented_fit', 28],
      ['rented_unfit', 10],
      ['host_family', 14],
      ['own_property', 10],
      ['informal_settlement', 6],
      ['unfinished_abandoned', 5],
      ['religious_building', 2],
      ['school_building', 2],
      ['unknown', 1],
    ]),
    sizeReported: random.chance(0.92) ? size : Math.max(1, size + random.pick([-1, 1, 2])),
    ...(random.chance(0.12) ? { pregnantOrLactating: 1 } : {}),
    femaleHeaded: head?.sex === 'FEMALE',
    childHeaded: head !== undefined && isChild(head, Number(registered.slice(0, 4))),
    ...(head?.phone ? { phone: head.phone } : {}),
    ...(random.chance(0.6) ? { rationCard: String(random.int(1_000_000, 9_999_999)) } : {}),
    ...(random.chance(0.05) ? { unhcrNumber: `IRQ-${random.int(100, 999)}-${random.int(10_000, 99_999)}` } : {}),
    consent,
    ...(consent ? { consentDate: registered } : {}),
    registered,
    status: random.weighted([
      ['registered', 45],
      ['verified', 22],
      ['active', 30],
      ['draft', 3],
    ]),
  }
}

/** The household at a position of an office; the same for the same options, however many others are made. */
export function generateHousehold(options: OfficeOptions, at: number): GeneratedHousehold {
  const random = randomStream(options.seed, at)
  const year = options.startYear + random.int(0, 1)
  const dwellings = dwellingPlaces(options.places)
  const home = dwellings.length > 0 ? random.pick(dwellings).code : null
  const people = members(newFamily(random, year, options.kurdishShare ?? 0.12))
  // Born and registered in one year: registered on its last day, after every birthday.
  const born = people.some(({ birth }) => typeof birth === 'string' && Number(birth.slice(0, 4)) >= year)
  const registered = born ? isoText(year, 12, 31) : dayIn(random, year)
  const household = householdDraft(random, people, home, registered)
  const stayed = ['HOST', 'NON_HOST'].includes(household.residenceStatus)
  const displacements = stayed || home === null ? [] : moves(random, options.places, home, year)
  return { household, members: people, displacements }
}

/** The households of an office one by one, so that 200,000 need no memory. */
export function* generateOffice(options: OfficeOptions): Generator<GeneratedHousehold, void, undefined> {
  for (let at = 0; at < options.households; at++) yield generateHousehold(options, at)
}
