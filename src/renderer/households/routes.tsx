import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'
import { listSearch } from './filter.ts'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/households',
  // What narrows the list stands in the address, so that Back returns to the same list. Typed names never do.
  validateSearch: (search) => listSearch.parse(search),
  component: lazyRouteComponent(() => import('./list.tsx'), 'HouseholdsPage'),
})

const register = createRoute({
  getParentRoute: () => rootRoute,
  path: '/households/new',
  component: lazyRouteComponent(() => import('./register.tsx'), 'RegisterPage'),
})

const page = createRoute({
  getParentRoute: () => rootRoute,
  path: '/households/$id',
  component: lazyRouteComponent(() => import('./page.tsx'), 'HouseholdPage'),
})

/** The pages of this folder. */
export const routes = [list, register, page] as const
