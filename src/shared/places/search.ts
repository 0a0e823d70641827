import { foldName } from '../names/fold.ts'
import type { PlaceEntry, PlaceIndex } from './codes.ts'

// Best first: the code itself, a whole name, the start of a name, the start of a later word, the start of a code.
const RANK = { code: 0, name: 1, nameStart: 2, wordStart: 3, codeStart: 4 } as const

function rankName(name: string, query: string): number | undefined {
  if (name === query) return RANK.name
  if (name.startsWith(query)) return RANK.nameStart
  return name.includes(` ${query}`) ? RANK.wordStart : undefined
}

// While a word is being typed too few letters follow its article for folding to remove it.
function readings(query: string): string[] {
  const folded = foldName(query)
  return [folded, folded.replace(/^(?:ال|[ae]l)(?=.)/, '')].filter((text) => text !== '')
}

/** Places for what somebody is typing, by any name or spelling in any script, or any code; the best first. */
export function searchPlaces(index: PlaceIndex, query: string, limit: number): PlaceEntry[] {
  const best = new Map<string, number>()
  const offer = (places: Iterable<string>, rank: number | undefined): void => {
    if (rank === undefined) return
    for (const code of places) if (rank < (best.get(code) ?? Infinity)) best.set(code, rank)
  }
  const code = query.normalize('NFKC').trim().toUpperCase()
  for (const reading of readings(query))
    for (const [name, places] of index.names) offer(places, rankName(name, reading))
  if (code !== '')
    for (const [known, places] of index.codes) {
      offer(places, known === code ? RANK.code : known.startsWith(code) ? RANK.codeStart : undefined)
    }
  return [...best]
    .flatMap(([place, rank]) => {
      const entry = index.places.get(place)
      return entry ? [{ entry, rank }] : []
    })
    .toSorted((a, b) => a.rank - b.rank || a.entry.level - b.entry.level || (a.entry.code < b.entry.code ? -1 : 1))
    .slice(0, Math.max(limit, 0))
    .map(({ entry }) => entry)
}
