import { toLatinDigits } from '../dates/digits.ts'
import { foldName } from '../names/fold.ts'

/** A place with its code and the code of the unit it belongs to. */
export interface PlaceEntry {
  readonly code: string
  readonly level: number
  readonly parent: string | null
  readonly nameEn: string
  readonly nameAr: string | null
  readonly nameKu?: string | null
  readonly dtmCode?: string | null
}

/** Another code or spelling of a place, exactly as the named system writes it. */
export interface PlaceAliasEntry {
  readonly system: string
  readonly codeOrName: string
  readonly place: string
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly note: string | null
}

/** Everything `resolvePlace` and `searchPlaces` look up; build it once per list of places. */
export interface PlaceIndex {
  readonly places: ReadonlyMap<string, PlaceEntry>
  /** Codes of all systems, upper case, hyphens kept. */
  readonly codes: ReadonlyMap<string, ReadonlySet<string>>
  /** Folded names and spellings. */
  readonly names: ReadonlyMap<string, ReadonlySet<string>>
}

/** The place, the codes a person has to choose from, or nothing. */
export type PlaceAnswer =
  { readonly place: string } | { readonly ambiguous: readonly string[] } | { readonly unknown: true }

export interface ResolveOptions {
  /** The level the text stands for (1 governorate, 2 district, 3 sub-district). A name counts only at this level. */
  readonly level?: number
  /** A unit the place lies in, itself included: tells two districts of one name apart. */
  readonly within?: string
}

const NAME_SYSTEM = /^NAME-/
// A code says its prefix; "G04" alone is two different places in two systems, and so is "04".
const BARE_CODE = /^(?:G?\d{1,2}(?:[QD]\d{2,3}(?:N\d{2})?)?|[QD]\d{2,3})$/

// Codes may arrive in full-width letters or with Arabic digits. Hyphens are part of a code: IQ-G04 is not IQG04.
function codeKey(text: string): string {
  return toLatinDigits(text.normalize('NFKC'))
    .replace(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .trim()
    .toUpperCase()
}

function add(map: Map<string, Set<string>>, key: string, code: string): void {
  if (key === '') return
  const known = map.get(key)
  if (known) known.add(code)
  else map.set(key, new Set([code]))
}

function namesOf(place: PlaceEntry): string[] {
  return [place.nameEn, place.nameAr, place.nameKu].filter(
    (name): name is string => name !== null && name !== undefined,
  )
}

/** Prepares places and their aliases for look-up by code or name. */
export function buildPlaceIndex(places: Iterable<PlaceEntry>, aliases: Iterable<PlaceAliasEntry>): PlaceIndex {
  const byCode = new Map<string, PlaceEntry>()
  const codes = new Map<string, Set<string>>()
  const names = new Map<string, Set<string>>()
  for (const place of places) {
    byCode.set(place.code, place)
    add(codes, codeKey(place.code), place.code)
    if (place.dtmCode) add(codes, codeKey(place.dtmCode), place.code)
    for (const name of namesOf(place)) add(names, foldName(name), place.code)
  }
  for (const alias of aliases) {
    if (!byCode.has(alias.place)) continue
    if (NAME_SYSTEM.test(alias.system)) add(names, foldName(alias.codeOrName), alias.place)
    else add(codes, codeKey(alias.codeOrName), alias.place)
  }
  return { places: byCode, codes, names }
}

/** Whether a place is another place or lies in it. */
export function isWithin(index: PlaceIndex, code: string, ancestor: string): boolean {
  // The bound keeps a list whose parents form a ring from hanging the application.
  let at: string | null = code
  for (let step = 0; at !== null && step < 10; step++) {
    if (at === ancestor) return true
    at = index.places.get(at)?.parent ?? null
  }
  return false
}

/** The units a place lies in, from the largest to the place itself. */
export function placePath(index: PlaceIndex, code: string): PlaceEntry[] {
  const path: PlaceEntry[] = []
  let place = index.places.get(code)
  while (place && path.length < 10) {
    path.unshift(place)
    place = place.parent === null ? undefined : index.places.get(place.parent)
  }
  return path
}

function answer(index: PlaceIndex, found: Iterable<string>, options: ResolveOptions): PlaceAnswer {
  const { level, within } = options
  const fitting = [...found].filter(
    (code) =>
      (level === undefined || index.places.get(code)?.level === level) &&
      (within === undefined || isWithin(index, code, within)),
  )
  const [only] = fitting
  if (only === undefined) return { unknown: true }
  return fitting.length === 1 ? { place: only } : { ambiguous: fitting.toSorted() }
}

function bareCode(index: PlaceIndex, key: string, options: ResolveOptions): PlaceAnswer {
  const suffix = /^\d/.test(key) ? `G${key.padStart(2, '0')}` : key
  const found = new Set<string>()
  for (const [code, places] of index.codes) {
    const rest = /^(?:IRQ-|IQ-|IQ)(.+)$/.exec(code)?.[1]
    if (rest === suffix) for (const place of places) found.add(place)
  }
  const candidates = answer(index, found, options)
  // Even with one candidate the number's system is a guess, so a person confirms it.
  return 'place' in candidates ? { ambiguous: [candidates.place] } : candidates
}

/**
 * Finds the place a code or name stands for. Codes are compared as written, hyphens included; a code without prefix is
 * always asked about; a name that several places bear is asked about unless level or surrounding unit decide.
 */
export function resolvePlace(index: PlaceIndex, text: string, options: ResolveOptions): PlaceAnswer {
  const key = codeKey(text)
  const byCode = index.codes.get(key)
  if (byCode) return answer(index, byCode, options)
  if (BARE_CODE.test(key)) return bareCode(index, key, options)
  const byName = index.names.get(foldName(text))
  return byName ? answer(index, byName, options) : { unknown: true }
}
