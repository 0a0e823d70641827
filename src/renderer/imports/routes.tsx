import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

const page = createRoute({
  getParentRoute: () => rootRoute,
  path: '/imports',
  component: lazyRouteComponent(() => import('./page.tsx'), 'ImportPage'),
})

const wizard = createRoute({
  getParentRoute: () => rootRoute,
  path: '/imports/$kind',
  component: lazyRouteComponent(() => import('./wizard.tsx'), 'WizardPage'),
})

const report = createRoute({
  getParentRoute: () => rootRoute,
  path: '/imports/runs/$importId',
  component: lazyRouteComponent(() => import('./run.tsx'), 'RunPage'),
})

/** The pages of this folder. */
export const routes = [page, wizard, report] as const
