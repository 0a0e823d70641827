import { daysInMonth, isoText } from '../../src/shared/dates/partial.ts'
import { returnObstacle } from '../../src/shared/codes/idp.ts'
import type { DraftOf } from '../../src/shared/records/field.ts'
import type { displacement } from '../../src/shared/records/household.ts'
import { originPlace, type PlaceOption } from './places.ts'
import type { Random, Weighted } from './random.ts'

export type DisplacementDraft = DraftOf<typeof displacement>

type Month = readonly [year: number, month: number]

// The waves of displacement in Iraq with the months they hold and how many families they moved, roughly.
const WAVES: readonly Weighted<readonly [Month, Month]>[] = [
  [
    [
      [1991, 3],
      [2002, 12],
    ],
    3,
  ],
  [
    [
      [2003, 3],
      [2006, 2],
    ],
    3,
  ],
  [
    [
      [2006, 3],
      [2008, 6],
    ],
    12,
  ],
  [
    [
      [2014, 1],
      [2014, 5],
    ],
    9,
  ],
  [
    [
      [2014, 6],
      [2014, 7],
    ],
    20,
  ],
  [
    [
      [2014, 8],
      [2014, 8],
    ],
    24,
  ],
  [
    [
      [2014, 9],
      [2015, 3],
    ],
    8,
  ],
  [
    [
      [2015, 4],
      [2016, 2],
    ],
    7,
  ],
  [
    [
      [2016, 3],
      [2017, 12],
    ],
    11,
  ],
  [
    [
      [2018, 1],
      [2024, 12],
    ],
    3,
  ],
]

const REASONS = ['armed_conflict', 'fear', 'direct_threat', 'generalised_violence', 'forced_from_property'] as const

const monthNumber = ([year, month]: Month): number => year * 12 + month - 1

function partialOf(random: Random, month: number): string {
  const year = Math.floor(month / 12)
  const inYear = (month % 12) + 1
  return random.weighted([
    [isoText(year, inYear, null), 50],
    [isoText(year, inYear, random.int(1, daysInMonth(year, inYear))), 30],
    [isoText(year, null, null), 15],
    [`${isoText(year, null, null)}~`, 5],
  ])
}

// Departure and arrival say no more than each other, so that a vague one never seems to contradict the exact one.
function departure(arrived: string, sameMonth: boolean): string | null {
  return sameMonth && !arrived.endsWith('~') ? arrived.slice(0, 7) : null
}

/** The moves that brought a household to where it lives, oldest first; all before the year it was registered. */
export function moves(
  random: Random,
  places: readonly PlaceOption[],
  home: string,
  registeredYear: number,
): DisplacementDraft[] {
  const waves = WAVES.filter(([[, last]]) => last[0] < registeredYear)
  if (waves.length === 0) return []
  const drafts: DisplacementDraft[] = []
  const last = registeredYear * 12 - 1
  const [from, to] = random.weighted(waves)
  let month = random.int(monthNumber(from), monthNumber(to))
  let at = originPlace(random, places, home)?.code ?? null
  // Three households in ten fled more than once: through another place first.
  const stops = random.chance(0.3) ? [originPlace(random, places, home)?.code ?? null, home] : [home]
  for (const next of stops) {
    if (next === null || next === at) continue
    const arrived = partialOf(random, month)
    drafts.push({
      household: 'new',
      from: at,
      to: next,
      left: departure(arrived, random.chance(0.6)),
      arrived,
      reasons: [
        random.weighted([
          [REASONS[0], 50],
          [REASONS[1], 20],
          [REASONS[2], 15],
          [REASONS[3], 10],
          [REASONS[4], 5],
        ]),
      ],
      wholeFamily: random.chance(0.85),
      intention3m: random.weighted([
        ['remain', 70],
        ['return', 10],
        ['wait_to_decide', 15],
        ['move_inside_iraq', 5],
      ]),
      intention12m: random.weighted([
        ['current', 60],
        ['return', 22],
        ['dont_know', 15],
        ['move_inside_iraq', 3],
      ]),
      ...(random.chance(0.6) ? { returnObstacles: [random.pick(returnObstacle.codes)] } : {}),
      returnTried: random.chance(0.15),
    })
    at = next
    month = Math.min(month + random.int(12, 40), last)
  }
  return drafts
}
