import path from 'node:path'
import { app, BrowserWindow, session as sessions, type Session } from 'electron'
import { appOrigin, serveRenderer } from './app-protocol.ts'
import { closeSession } from './security.ts'

const here = import.meta.dirname
let prepared: Session | undefined

/** One session in memory for all windows: nothing of it is ever written to disk. */
const ownSession = (): Session => {
  if (!prepared) {
    prepared = sessions.fromPartition('waypost')
    closeSession(prepared)
    serveRenderer(prepared, path.join(here, '../renderer'))
  }
  return prepared
}

const webPreferences = (): Electron.WebPreferences => ({
  preload: path.join(here, '../preload/index.cjs'),
  session: ownSession(),
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webSecurity: true,
  spellcheck: false,
  devTools: !app.isPackaged,
})

/** Loads one of our pages. A lock may destroy a window that is still loading: that ends the load and is no fault. */
const show = (window: BrowserWindow, page: string): void => {
  window.loadURL(`${appOrigin}${page}`).catch((error: unknown) => {
    if (!window.isDestroyed()) throw error
  })
}

/** Opens the application window; its title never carries a record. */
export const openMainWindow = (): BrowserWindow => {
  const window = new BrowserWindow({
    width: 1366,
    height: 768,
    minWidth: 960,
    minHeight: 600,
    show: false,
    title: 'Waypost',
    autoHideMenuBar: true,
    webPreferences: webPreferences(),
  })
  window.once('ready-to-show', () => {
    window.show()
  })
  show(window, '/index.html')
  return window
}

/** A window nobody sees, in which a document is drawn before it becomes a PDF. */
export const openPrintWindow = (documentId: string): BrowserWindow => {
  const window = new BrowserWindow({
    width: 900,
    height: 1200,
    show: false,
    title: 'Waypost',
    webPreferences: webPreferences(),
  })
  show(window, `/print.html?document=${encodeURIComponent(documentId)}`)
  return window
}
