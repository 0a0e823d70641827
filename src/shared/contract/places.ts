import { z } from 'zod'
import { figure, place, placeAlias } from '../records/place.ts'
import { recordId } from '../records/field.ts'
import { call, searchText } from './call.ts'

/** A place with the names of the units above it, nearest first. */
const placeHit = z.strictObject({ place: place.stored, above: z.array(place.stored) })

export const places = {
  'places.search': call({
    // Any of the three names, or any code or spelling in any system. Empty text lists the governorates.
    input: z.strictObject({ text: searchText, limit: z.int().min(1).max(100) }),
    output: z.array(placeHit),
    needs: 'place.read',
    changes: [],
  }),
  'places.get': call({
    input: z.strictObject({ id: recordId }),
    output: z.strictObject({
      place: place.stored,
      above: z.array(place.stored),
      below: z.array(place.stored),
      aliases: z.array(placeAlias.stored),
      // Published figures, oldest first; estimates, never added to counted people.
      figures: z.array(figure.stored),
      households: z.int(),
      people: z.int(),
    }),
    needs: 'place.read',
    changes: [],
  }),
  'places.count': call({
    input: z.strictObject({}),
    output: z.strictObject({ places: z.int(), aliases: z.int(), figures: z.int() }),
    needs: 'place.read',
    changes: [],
  }),
}
