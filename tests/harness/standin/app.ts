import { mkdirSync, readFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { onRequest } from './backstage.ts'
import { BrowserWindow, connectApplication } from './browser-window.ts'
import { eventsOf, preventable } from './events.ts'
import { releaseLock, takeLock } from './single-instance.ts'
import { only } from './strict.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const description = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  version: string
  name: string
}

const events = eventsOf('app', [
  'ready',
  'window-all-closed',
  'before-quit',
  'will-quit',
  'quit',
  'activate', // macOS only, never sent
  'second-instance',
  'web-contents-created',
  'browser-window-created',
  'render-process-gone', // sent for a window by its webContents
  'child-process-gone', // never sent: there are no helper processes
])

const prefix = '--user-data-dir='
const given = process.argv.find((argument) => argument.startsWith(prefix))?.slice(prefix.length)
const appData = process.env['XDG_CONFIG_HOME'] ?? path.join(os.homedir(), '.config')
const paths: Record<string, string> = {
  home: os.homedir(),
  appData,
  userData: given ?? path.join(appData, description.name),
  temp: os.tmpdir(),
  desktop: path.join(os.homedir(), 'Desktop'),
  documents: path.join(os.homedir(), 'Documents'),
  downloads: path.join(os.homedir(), 'Downloads'),
  exe: process.execPath,
}

let isReady = false
let quitting = false
const switches = new Map<string, string>()

const exit = (code: number) => {
  for (const window of BrowserWindow.getAllWindows()) window.destroy()
  events.emit('quit', {}, code)
  releaseLock(pathOf('userData'))
  process.exit(code)
}

const pathOf = (name: string): string => {
  const found =
    paths[name] ?? { sessionData: paths['userData'], logs: path.join(paths['userData'] ?? '', 'logs') }[name]
  if (found === undefined) throw new Error(`the stand-in has no path '${name}'`)
  return found
}

const quit = () => {
  const before = preventable({})
  events.emit('before-quit', before)
  if (before.defaultPrevented) return
  quitting = true
  for (const window of BrowserWindow.getAllWindows()) window.close()
  if (BrowserWindow.getAllWindows().length > 0) {
    quitting = false // a window refused to close
    return
  }
  finishQuitting()
}

const finishQuitting = () => {
  const will = preventable({})
  events.emit('will-quit', will)
  if (will.defaultPrevented) quitting = false
  else exit(0)
}

connectApplication({
  onContents: (contents) => {
    events.emit('web-contents-created', {}, contents)
  },
  onAllClosed: () => {
    if (quitting) return
    if (events.listenerCount('window-all-closed') > 0) events.emit('window-all-closed')
    else quit()
  },
})

export const app = only('app', {
  name: description.name,
  isPackaged: false,
  commandLine: only('app.commandLine', {
    // Recorded only: this Chromium is already running, with switches of its own.
    appendSwitch: (name: string, value = '') => {
      switches.set(name, value)
    },
    hasSwitch: (name: string) => switches.has(name),
    getSwitchValue: (name: string) => switches.get(name) ?? '',
  }),
  getVersion: () => description.version,
  getName: () => description.name,
  getAppPath: () => root,
  getLocale: () => 'en-GB',
  getPreferredSystemLanguages: () => ['en-GB'],
  getPath: pathOf,
  setPath: (name: string, value: string) => {
    pathOf(name)
    if (name === 'userData') mkdirSync(value, { recursive: true })
    paths[name] = value
  },
  setAppLogsPath: (value?: string) => {
    paths['logs'] = value ?? pathOf('logs')
  },
  // Accepted and without effect here: the operating system's part of a window.
  enableSandbox: () => {},
  disableHardwareAcceleration: () => {},
  setAppUserModelId: () => {},
  focus: () => {},
  isReady: () => isReady,
  whenReady: () =>
    isReady ? Promise.resolve() : new Promise<void>((resolve) => events.once('ready', () => resolve())),
  requestSingleInstanceLock: () => {
    mkdirSync(pathOf('userData'), { recursive: true })
    return takeLock(pathOf('userData'), (argv, directory) => {
      events.emit('second-instance', {}, argv, directory, null)
    })
  },
  releaseSingleInstanceLock: () => releaseLock(pathOf('userData')),
  quit,
  exit: (code = 0) => exit(code),
  ...events,
})

onRequest((message) => {
  if (message.kind === 'quit') quit()
})

/** Called once main's entry has been evaluated: only then does Electron get ready. */
export const becomeReady = (): void => {
  isReady = true
  events.emit('ready', {}, {})
}
