import { createHashHistory, createRouter } from '@tanstack/react-router'
import { routes as audit } from './audit/routes.tsx'
import { routes as bundles } from './bundles/routes.tsx'
import { routes as conflicts } from './conflicts/routes.tsx'
import { routes as erasure } from './erasure/routes.tsx'
import { routes as evacuations } from './evacuations/routes.tsx'
import { routes as home } from './home/routes.tsx'
import { routes as households } from './households/routes.tsx'
import { routes as imports } from './imports/routes.tsx'
import { routes as places } from './places/routes.tsx'
import { routes as projects } from './projects/routes.tsx'
import { ErrorState, NotHere } from './records/states.tsx'
import { routes as settings } from './settings/routes.tsx'
import { rootRoute } from './shell/root.tsx'

const routeTree = rootRoute.addChildren([
  ...home,
  ...households,
  ...projects,
  ...evacuations,
  ...places,
  ...imports,
  ...bundles,
  ...conflicts,
  ...erasure,
  ...audit,
  ...settings,
])

/** Every page of the window, behind the hash: the address itself never leaves index.html. */
export const router = createRouter({
  routeTree,
  history: createHashHistory(),
  defaultPreload: 'intent',
  defaultErrorComponent: ({ error, reset }) => <ErrorState error={error} onRetry={reset} />,
  defaultNotFoundComponent: NotHere,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
