import aliasesText from '../../../resources/places/iraq-place-aliases.csv?raw'
import placesText from '../../../resources/places/iraq-places.csv?raw'
import { place, placeAlias } from '../../shared/records/place.ts'
import { save } from '../oplog/save.ts'
import type { Writer } from '../store/context.ts'
import { parseAliases, parsePlaces } from './places.ts'

/** The texts of the built-in lists, bundled with the program so that they are there whatever the folder it runs in. */
export const builtInTexts: { readonly places: string; readonly aliases: string } = {
  places: placesText,
  aliases: aliasesText,
}

/**
 * Saves the built-in places of Iraq and their aliases; what the office already has is left as it is. Ids are the same in
 * every office, so that two offices that both loaded the list agree.
 */
export async function loadBuiltInPlaces(trx: Writer<'registry'>): Promise<{ places: number; aliases: number }> {
  const places = parsePlaces(placesText)
  const aliases = parseAliases(aliasesText)
  if (places.problems.length > 0 || aliases.problems.length > 0)
    throw new Error('the built-in list of places is damaged')
  // Removed ones too: a list loaded again does not bring back what somebody took out.
  const knownPlaces = await trx.selectFrom('place').select('id').execute()
  const knownAliases = await trx.selectFrom('placeAlias').select('id').execute()
  const known = new Set([...knownPlaces, ...knownAliases].map(({ id }) => id))
  const loaded = { places: 0, aliases: 0 }
  for (const { id, values } of places.rows) {
    if (known.has(id)) continue
    await save(trx, place, { ...values, id })
    loaded.places++
  }
  for (const { id, values } of aliases.rows) {
    if (known.has(id)) continue
    await save(trx, placeAlias, { ...values, id })
    loaded.aliases++
  }
  return loaded
}
