import { z } from 'zod'
import { householdFilter } from '../../shared/contract/households.ts'

export const sorts = ['registered', 'updatedAt', 'number'] as const
export type Sort = (typeof sorts)[number]

const { place, residenceStatus, status, shelter, registeredFrom, registeredTo, placeUnknown } = householdFilter.shape

/** What the address of the list carries; anything it does not understand is left out rather than refused. */
export const listSearch = z.object({
  place: place.catch(undefined),
  residenceStatus: residenceStatus.catch(undefined),
  status: status.catch(undefined),
  shelter: shelter.catch(undefined),
  registeredFrom: registeredFrom.catch(undefined),
  registeredTo: registeredTo.catch(undefined),
  placeUnknown: placeUnknown.catch(undefined),
  tab: z.enum(['people', 'pairs']).optional().catch(undefined),
  sort: z.enum(sorts).optional().catch(undefined),
  ascending: z.literal(true).optional().catch(undefined),
})
export type ListSearch = z.infer<typeof listSearch>
export type Filter = Omit<ListSearch, 'tab' | 'sort' | 'ascending'>

/** The filter without its empty parts, as the call takes it. */
export function filterOf(search: ListSearch): Filter {
  const { tab: _tab, sort: _sort, ascending: _ascending, ...filter } = search
  return Object.fromEntries(
    Object.entries(filter).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  )
}
