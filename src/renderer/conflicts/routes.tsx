import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

const page = createRoute({
  getParentRoute: () => rootRoute,
  path: '/conflicts',
  component: lazyRouteComponent(() => import('./page.tsx'), 'ConflictsPage'),
})

/** The pages of this folder. */
export const routes = [page] as const
