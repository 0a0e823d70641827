import { createRootRoute } from '@tanstack/react-router'
import { Shell } from './shell.tsx'

/** The parent of every page: navigation, header and the tray stand around it. */
export const rootRoute = createRootRoute({ component: Shell })
