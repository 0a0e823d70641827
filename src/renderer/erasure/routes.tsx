import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

const page = createRoute({
  getParentRoute: () => rootRoute,
  path: '/data-protection',
  component: lazyRouteComponent(() => import('./page.tsx'), 'DataProtectionPage'),
})

const tab = createRoute({
  getParentRoute: () => rootRoute,
  path: '/data-protection/$tab',
  component: lazyRouteComponent(() => import('./page.tsx'), 'DataProtectionPage'),
})

/** The pages of this folder. */
export const routes = [page, tab] as const
