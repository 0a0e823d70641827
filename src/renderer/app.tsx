import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { Center, DirectionProvider, Loader, MantineProvider, useDirection } from '@mantine/core'
import { ModalsProvider } from '@mantine/modals'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { listenToMain, query, queryClient } from './api.ts'
import { directionOf, startLanguage, useLocale } from './i18n.ts'
import { ErrorState } from './records/states.tsx'
import { router } from './router.tsx'
import { SessionProvider } from './shell/session.tsx'
import { Stopped } from './shell/stopped.tsx'
import { styleNonce } from './start.ts'
import { cssVariables, theme } from './theme.ts'

const Setup = lazy(() => import('./setup/wizard.tsx').then((module) => ({ default: module.SetupWizard })))
const Unlock = lazy(() => import('./unlock/page.tsx').then((module) => ({ default: module.UnlockPage })))

const Waiting = () => (
  <Center h="100%">
    <Loader type="dots" />
  </Center>
)

/** Set up, unlock, or work: one question to main decides. */
const Gate = () => {
  const status = useQuery(query('accounts.status', {}))
  // Set-up shows the recovery keys after the office exists: the wizard stays until they are written down.
  const [settingUp, setSettingUp] = useState(false)
  if (status.isPending) return <Waiting />
  if (status.isError) return <ErrorState error={status.error} onRetry={() => void status.refetch()} />
  if (status.data.state === 'new' || settingUp) {
    return <Setup onStart={() => setSettingUp(true)} onFinish={() => setSettingUp(false)} />
  }
  if (status.data.state === 'locked') return <Unlock version={status.data.version} />
  return <Open />
}

const Open = () => {
  const session = useQuery(query('accounts.session', {}))
  const wanted = session.data?.user
  const shown = useLocale()
  useEffect(() => {
    if (wanted && (wanted.language !== shown.language || wanted.digits !== shown.digits)) {
      void startLanguage({ language: wanted.language, digits: wanted.digits })
    }
    // Only what the user saved moves the window; a language tried out elsewhere does not fight with it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [wanted?.language, wanted?.digits])
  if (session.isPending) return <Waiting />
  if (session.isError) return <ErrorState error={session.error} onRetry={() => void session.refetch()} />
  return (
    <SessionProvider value={session.data}>
      <RouterProvider router={router} />
    </SessionProvider>
  )
}

/** Turns Mantine's own arrows and sides with the language. */
const FollowDirection = () => {
  const { language } = useLocale()
  const { setDirection } = useDirection()
  useEffect(() => {
    setDirection(directionOf(language))
  }, [language, setDirection])
  return null
}

/** The whole window. */
export function App() {
  const { language } = useLocale()
  useEffect(listenToMain, [])
  return (
    <QueryClientProvider client={queryClient}>
      <I18nProvider i18n={i18n}>
        <DirectionProvider initialDirection={directionOf(language)} detectDirection={false}>
          <FollowDirection />
          <MantineProvider
            theme={theme}
            cssVariablesResolver={cssVariables}
            forceColorScheme="light"
            getStyleNonce={() => styleNonce}
          >
            <ModalsProvider>
              <Notifications position="bottom-center" autoClose={5000} />
              <Stopped />
              <Suspense fallback={<Waiting />}>
                <Gate />
              </Suspense>
            </ModalsProvider>
          </MantineProvider>
        </DirectionProvider>
      </I18nProvider>
    </QueryClientProvider>
  )
}
