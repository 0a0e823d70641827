import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { rootRoute } from '../shell/root.tsx'

const page = createRoute({
  getParentRoute: () => rootRoute,
  path: '/bundles',
  component: lazyRouteComponent(() => import('./page.tsx'), 'BundlesPage'),
})

const send = createRoute({
  getParentRoute: () => rootRoute,
  path: '/bundles/send',
  // A bundle that is already being written.
  validateSearch: (search) => z.object({ job: z.string().max(60).optional() }).parse(search),
  component: lazyRouteComponent(() => import('./send.tsx'), 'SendPage'),
})

const receive = createRoute({
  getParentRoute: () => rootRoute,
  path: '/bundles/receive',
  // A bundle that was checked earlier and still waits for a decision.
  validateSearch: (search) => z.object({ bundle: z.string().max(80).optional() }).parse(search),
  component: lazyRouteComponent(() => import('./receive.tsx'), 'ReceivePage'),
})

/** The pages of this folder. */
export const routes = [page, send, receive] as const
