import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

const page = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./page.tsx'), 'SettingsPage'),
})

const tab = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/$tab',
  component: lazyRouteComponent(() => import('./page.tsx'), 'SettingsPage'),
})

/** The pages of this folder. */
export const routes = [page, tab] as const
