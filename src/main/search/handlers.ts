import type { search } from '../../shared/contract/home.ts'
import { may, mayRead } from '../../shared/permissions.ts'
import type { Ctx, Handlers } from '../store/context.ts'
import { type Hit, searchCases, searchHouseholds, searchPeople, searchPlaceHits, searchProjects } from './repository.ts'

/** Everything a text may mean, of the records this user may read: finding something already tells that it exists. */
async function quickSearch(ctx: Ctx, typed: string, limit: number): Promise<Hit[]> {
  const text = typed.trim()
  if (text === '') return []
  const { user } = ctx
  const hits: Hit[] = []
  if (may(user, 'household.read') && mayRead(user, 'personal')) {
    hits.push(...(await searchHouseholds(ctx.db, text, limit)))
    hits.push(...(await searchPeople(ctx.db, text, limit)))
  }
  if (ctx.hasMedical && may(user, 'case.read') && mayRead(user, 'medical')) {
    hits.push(...(await searchCases(ctx.medical, text, limit)))
  }
  if (may(user, 'project.read')) hits.push(...(await searchProjects(ctx.db, text, limit)))
  const places = may(user, 'place.read') ? await searchPlaceHits(ctx.db, text, limit) : []
  // Many people share a name with a town; the few places that fit are kept from being crowded out.
  const kept = places.slice(0, Math.max(3, limit - hits.length))
  return [...hits.slice(0, Math.max(limit - kept.length, 0)), ...kept].slice(0, limit)
}

export const handlers: Handlers<typeof search> = {
  'search.quick': (ctx, { text, limit }) => quickSearch(ctx, text, limit),
}
