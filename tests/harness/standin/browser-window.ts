import { interactive } from './backstage.ts'
import { askBrowser, openPage } from './browser.ts'
import { eventsOf, preventable } from './events.ts'
import { session as sessions, stateOf, type Session } from './session.ts'
import { only, onlyKeys } from './strict.ts'
import { createWebContents, type WebContents } from './web-contents.ts'

interface WebPreferences {
  preload?: string
  sandbox?: boolean
  contextIsolation?: boolean
  nodeIntegration?: boolean
  webSecurity?: boolean
  partition?: string
  session?: Session
}
export interface WindowOptions {
  width?: number
  height?: number
  show?: boolean
  title?: string
  webPreferences?: WebPreferences
}

const windowOptions = [
  'width', 'height', 'minWidth', 'minHeight', 'show', 'title', 'center', 'useContentSize',
  'backgroundColor', 'autoHideMenuBar', 'icon', 'paintWhenInitiallyHidden', 'parent', 'webPreferences',
] // prettier-ignore
const webPreferences = [
  'preload', 'sandbox', 'contextIsolation', 'nodeIntegration', 'nodeIntegrationInWorker', 'nodeIntegrationInSubFrames',
  'webSecurity', 'partition', 'session', 'devTools', 'spellcheck', 'webviewTag', 'plugins', 'navigateOnDragDrop',
  'allowRunningInsecureContent', 'experimentalFeatures', 'safeDialogs', 'enableBlinkFeatures', 'disableDialogs',
  'enableWebSQL', 'defaultEncoding', 'backgroundThrottling',
] // prettier-ignore

// The names Chromium's protocol has for what Electron's permission handler is asked.
const permissions: Record<string, string> = {
  geolocation: 'geolocation',
  notifications: 'notifications',
  media: 'videoCapture',
  'clipboard-read': 'clipboardReadWrite',
  midi: 'midi',
  'idle-detection': 'idleDetection',
}

interface Application {
  onContents(contents: WebContents): void
  onAllClosed(): void
}
let application: Application = { onContents: () => {}, onAllClosed: () => {} }
/** Lets `app` hear of windows, without a cycle of imports. */
export const connectApplication = (given: Application): void => {
  application = given
}

const windows = new Set<BrowserWindow>()
let lastId = 0

const decidePermissions = (contents: WebContents) => {
  const ask = stateOf(contents.session).permissionRequest
  for (const [name, chromiumName] of Object.entries(permissions)) {
    const set = (granted: boolean) =>
      void askBrowser('Browser.setPermission', {
        permission: { name: chromiumName },
        setting: granted ? 'granted' : 'denied',
      }).catch(() => {})
    ask?.(contents, name, set)
  }
}

const createWindow = (options: WindowOptions, self: () => BrowserWindow) => {
  const preferences = options.webPreferences ?? {}
  onlyKeys('BrowserWindow', options, windowOptions)
  onlyKeys('webPreferences', preferences, webPreferences)
  for (const [key, safe] of [
    ['sandbox', true],
    ['contextIsolation', true],
    ['webSecurity', true],
    ['nodeIntegration', false],
  ] as const) {
    if (preferences[key] === !safe) throw new Error(`the stand-in has no ${key}: ${String(!safe)}`)
  }
  const partition = preferences.partition
  const session = preferences.session ?? (partition ? sessions.fromPartition(partition) : sessions.defaultSession)

  lastId += 1
  const events = eventsOf('BrowserWindow', [
    'ready-to-show',
    'close',
    'closed',
    'show',
    'hide',
    'focus',
    'page-title-updated', // never sent: a page of Chromium has its title from the document
  ])
  const page = openPage()
  const made = createWebContents(page.attached, session, preferences.preload)
  const { contents } = made
  let destroyed = false
  let visible = options.show !== false
  let title = options.title ?? ''

  const end = () => {
    if (destroyed) return
    destroyed = true
    windows.delete(self())
    made.destroy()
    events.emit('closed')
    if (windows.size === 0) setImmediate(() => windows.size === 0 && application.onAllClosed())
  }
  page.onGone(end)
  page.onRelated(made.adopt)
  contents.once('did-finish-load', () => !destroyed && events.emit('ready-to-show'))

  const { width, height } = options
  if (!interactive && width && height) {
    const metrics = { width, height, deviceScaleFactor: 0, mobile: false }
    void page.attached.then(({ cdp }) => cdp.send('Emulation.setDeviceMetricsOverride', metrics)).catch(() => {})
  }
  decidePermissions(contents)

  const bringUp = async (state: string) => {
    const { cdp, targetId } = await page.attached
    if (interactive) {
      const { windowId } = await askBrowser('Browser.getWindowForTarget', { targetId })
      // A minimised window draws nothing and could not print, so a hidden one lies beside the screen.
      const bounds = state === 'hidden' ? { left: -10_000 } : state === 'shown' ? { left: 40 } : { windowState: state }
      await askBrowser('Browser.setWindowBounds', { windowId, bounds })
    }
    if (state !== 'hidden') await cdp.send('Page.bringToFront')
  }
  // The first window stays where Chromium opened it: it will be shown in a moment.
  if (interactive && !visible && windows.size > 0) bringUp('hidden').catch(() => {})
  const setVisible = (wanted: boolean) => {
    if (destroyed) throw new TypeError('Object has been destroyed')
    if (visible === wanted) return
    visible = wanted
    bringUp(wanted ? 'shown' : 'hidden').catch(() => {}) // gone meanwhile
    events.emit(wanted ? 'show' : 'hide')
  }

  const destroy = () => {
    page.close()
    end()
  }
  return {
    id: lastId,
    webContents: contents,
    loadURL: (url: string) => contents.loadURL(url),
    show: () => setVisible(true),
    hide: () => setVisible(false),
    isVisible: () => visible && !destroyed,
    isMinimized: () => false,
    restore: () => {},
    maximize: () => {
      if (interactive) bringUp('maximized').catch(() => {})
    },
    focus: () => {
      bringUp('normal').catch(() => {})
      events.emit('focus')
    },
    isFocused: () => visible && !destroyed,
    setTitle: (given: string) => {
      title = given
    },
    getTitle: () => title,
    // Menus and the protection of the screen belong to the operating system; there is nothing to show.
    setMenu: () => {},
    removeMenu: () => {},
    setMenuBarVisibility: () => {},
    setContentProtection: () => {},
    isDestroyed: () => destroyed,
    destroy,
    close: () => {
      if (destroyed) return
      const event = preventable({})
      events.emit('close', event)
      if (!event.defaultPrevented) destroy()
    },
    ...events,
  }
}

export interface BrowserWindow extends ReturnType<typeof createWindow> {}

/** A window of the application: a page of Chromium. */
export const BrowserWindow = only(
  'BrowserWindow',
  class {
    static getAllWindows(): BrowserWindow[] {
      return [...windows]
    }
    static fromWebContents(contents: WebContents): BrowserWindow | null {
      return [...windows].find((window) => window.webContents === contents) ?? null
    }
    static fromId(id: number): BrowserWindow | null {
      return [...windows].find((window) => window.id === id) ?? null
    }
    static getFocusedWindow(): BrowserWindow | null {
      return [...windows].findLast((window) => window.isVisible()) ?? null
    }

    constructor(options: WindowOptions = {}) {
      const window: BrowserWindow = only(
        'BrowserWindow',
        createWindow(options, () => window),
      )
      windows.add(window)
      application.onContents(window.webContents)
      return window
    }
  },
)

export const webContents = only('webContents', {
  getAllWebContents: () => [...windows].map((window) => window.webContents),
  fromId: (id: number) => [...windows].map((window) => window.webContents).find((contents) => contents.id === id),
})
