import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/places',
  component: lazyRouteComponent(() => import('./list.tsx'), 'PlacesPage'),
})

const page = createRoute({
  getParentRoute: () => rootRoute,
  path: '/places/$id',
  component: lazyRouteComponent(() => import('./page.tsx'), 'PlacePage'),
})

/** The pages of this folder. */
export const routes = [list, page] as const
