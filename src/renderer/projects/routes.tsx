import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'
import { listSearch } from './filter.ts'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/projects',
  // What narrows the list stands in the address, so that Back returns to the same list.
  validateSearch: (search) => listSearch.parse(search),
  component: lazyRouteComponent(() => import('./list.tsx'), 'ProjectsPage'),
})

const create = createRoute({
  getParentRoute: () => rootRoute,
  path: '/projects/new',
  component: lazyRouteComponent(() => import('./new.tsx'), 'NewProjectPage'),
})

const page = createRoute({
  getParentRoute: () => rootRoute,
  path: '/projects/$id',
  component: lazyRouteComponent(() => import('./page.tsx'), 'ProjectPage'),
})

/** The pages of this folder. */
export const routes = [list, create, page] as const
