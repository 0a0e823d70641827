import { fail } from '../../shared/errors.ts'
import type { Household } from '../../shared/records/household.ts'
import { findPlacesWithAbove } from '../places/repository.ts'
import type { Reader } from '../store/context.ts'
import { findDisplacements, findHousehold, findMembers, findRelated, findUser } from './repository.ts'

/** A household that has to be there. */
export const existingHousehold = async (db: Reader<'registry'>, id: string): Promise<Household> =>
  (await findHousehold(db, id)) ?? fail({ kind: 'notFound', record: 'household', id })

/** Everything a household's page and its printed case file show. */
export async function householdFile(db: Reader<'registry'>, id: string) {
  const stored = await existingHousehold(db, id)
  const displacements = await findDisplacements(db, id)
  const createdBy = await findUser(db, stored.createdBy)
  return {
    household: stored,
    members: await findMembers(db, id),
    displacements,
    places: await findPlacesWithAbove(db, [stored.place, ...displacements.flatMap(({ from, to }) => [from, to])]),
    related: await findRelated(db, stored),
    createdBy,
    updatedBy: stored.updatedBy === stored.createdBy ? createdBy : await findUser(db, stored.updatedBy),
  }
}
