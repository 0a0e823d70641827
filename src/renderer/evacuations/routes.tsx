import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'
import { boardSearch } from './filter.ts'

const board = createRoute({
  getParentRoute: () => rootRoute,
  path: '/evacuations',
  // What narrows the board stands in the address, so that Back returns to it. A patient's name never does.
  validateSearch: (search) => boardSearch.parse(search),
  component: lazyRouteComponent(() => import('./cases.tsx'), 'EvacuationPage'),
})

const create = createRoute({
  getParentRoute: () => rootRoute,
  path: '/evacuations/new',
  component: lazyRouteComponent(() => import('./new.tsx'), 'NewCasePage'),
})

const page = createRoute({
  getParentRoute: () => rootRoute,
  path: '/evacuations/$id',
  component: lazyRouteComponent(() => import('./page.tsx'), 'CasePage'),
})

/** The pages of this folder. */
export const routes = [board, create, page] as const
