import type { Random } from './random.ts'

/** A place the generator may use: its code and its two names. */
export interface PlaceOption {
  readonly code: string
  readonly level: number
  readonly nameEn: string
  readonly nameAr: string
}

// Where people were displaced from most: Ninewa, Anbar, Salah al-Din, Diyala, Kirkuk, Baghdad (COD-AB codes).
const ORIGINS: readonly (readonly [string, number])[] = [
  ['IQG15', 55],
  ['IQG01', 15],
  ['IQG16', 12],
  ['IQG10', 7],
  ['IQG13', 6],
  ['IQG08', 5],
]

/** Districts and sub-districts, where households live; all places when the list has none. */
export function dwellingPlaces(places: readonly PlaceOption[]): readonly PlaceOption[] {
  const below = places.filter(({ level }) => level > 1)
  return below.length > 0 ? below : places
}

/** A place people fled from, other than the one given. */
export function originPlace(random: Random, places: readonly PlaceOption[], except: string): PlaceOption | null {
  const others = dwellingPlaces(places).filter(({ code }) => code !== except)
  if (others.length === 0) return null
  const governorate = random.weighted(ORIGINS)
  const there = others.filter(({ code }) => code.startsWith(governorate))
  return random.pick(there.length > 0 ? there : others)
}
