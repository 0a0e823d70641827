import type { places } from '../../shared/contract/places.ts'
import { fail } from '../../shared/errors.ts'
import { searchPlaces } from '../../shared/places/search.ts'
import type { Place } from '../../shared/records/place.ts'
import type { Handlers, Reader } from '../store/context.ts'
import {
  countAt,
  countPlaces,
  findAliases,
  findFigures,
  findPlace,
  findPlaces,
  findPlacesAbove,
  findPlacesBelow,
  idsAbove,
  placeIndex,
} from './repository.ts'

interface PlaceHit {
  place: Place
  above: Place[]
}

/** Places for what somebody is typing, with the units they lie in; empty text lists the governorates. */
async function findHits(db: Reader<'registry'>, text: string, limit: number): Promise<PlaceHit[]> {
  if (text.trim() === '') return (await findPlacesBelow(db, null, limit)).map((place) => ({ place, above: [] }))
  const index = await placeIndex(db)
  const hits = searchPlaces(index, text, limit).map(({ code }) => ({ code, above: idsAbove(index, code) }))
  const wanted = await findPlaces(
    db,
    hits.flatMap(({ code, above }) => [code, ...above]),
  )
  const byId = new Map(wanted.map((place) => [place.id, place]))
  return hits.flatMap(({ code, above }) => {
    const place = byId.get(code)
    return place ? [{ place, above: above.flatMap((id) => byId.get(id) ?? []) }] : []
  })
}

export const handlers: Handlers<typeof places> = {
  'places.search': (ctx, { text, limit }) => findHits(ctx.db, text, limit),
  'places.get': async (ctx, { id }) => {
    const place = (await findPlace(ctx.db, id)) ?? fail({ kind: 'notFound', record: 'place', id })
    return {
      place,
      above: await findPlacesAbove(ctx.db, place),
      below: await findPlacesBelow(ctx.db, id, 1000),
      aliases: await findAliases(ctx.db, id),
      figures: await findFigures(ctx.db, id),
      ...(await countAt(ctx.db, id)),
    }
  },
  'places.count': (ctx) => countPlaces(ctx.db),
}
