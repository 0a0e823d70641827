import { app, type Session } from 'electron'
import { appOrigin } from './app-protocol.ts'

const isOwn = (url: string): boolean =>
  url.startsWith(`${appOrigin}/`) || url.startsWith('blob:') || url.startsWith('data:')

/** Closes every way out: no network, no permissions, no devices, no spelling dictionaries from afar. */
export const closeSession = (session: Session): void => {
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isOwn(details.url) })
  })
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false)
  })
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setSpellCheckerEnabled(false)
}

/** Denies navigation, new windows and embedded pages in every window that will ever exist. */
export const denyNavigation = (): void => {
  app.on('web-contents-created', (_event, contents) => {
    const deny = (event: { preventDefault: () => void }): void => {
      event.preventDefault()
    }
    contents.on('will-navigate', deny)
    contents.on('will-redirect', deny)
    contents.on('will-frame-navigate', deny)
    contents.on('will-attach-webview', deny)
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}
