import path from 'node:path'
import { app, BrowserWindow, powerMonitor, type WebContents } from 'electron'
import type { Message } from '../shared/contract/messages.ts'
import { contract } from '../shared/contract/index.ts'
import { err, type Result } from '../shared/errors.ts'
import { routeCalls } from './ipc.ts'
import { declareScheme } from './shell/app-protocol.ts'
import { forgetFiles } from './shell/chosen-files.ts'
import { dropPrinted } from './shell/printing.ts'
import { denyNavigation } from './shell/security.ts'
import { shellCall } from './shell/calls.ts'
import { openMainWindow } from './shell/windows.ts'
import { startStore, type StoreClient } from './store/client.ts'

/*
 * The composition root: a flat list of steps. `ready` comes only after this module has been evaluated, so nothing here
 * waits for it at the top level.
 */

let store: StoreClient | undefined
let mainWindow: BrowserWindow | undefined

const tellWindows = (message: Message): void => {
  for (const window of BrowserWindow.getAllWindows()) {
    if (!window.isDestroyed()) window.webContents.send('message', message)
  }
}

const openStore = (): StoreClient =>
  startStore({
    folder: path.join(app.getPath('userData'), 'office'),
    version: app.getVersion(),
    onMessage: tellWindows,
  })

/** Closes the stores and forgets the keys with their threads, destroys every window, and opens a fresh one. */
const lock = async (): Promise<void> => {
  const old = store
  store = openStore()
  forgetFiles()
  const windows = BrowserWindow.getAllWindows()
  mainWindow = openMainWindow()
  for (const window of windows) window.destroy()
  await dropPrinted()
  await old?.close()
}

const route = async (name: string, input: unknown, sender: WebContents): Promise<Result<unknown>> => {
  if (!store) return err({ kind: 'locked' })
  const spec = Object.hasOwn(contract, name) ? contract[name as keyof typeof contract] : undefined
  if (spec && 'shell' in spec && spec.shell) return await shellCall(name, input, { store, lock, sender })
  return await store.call(name, input)
}

const start = (): void => {
  routeCalls(route)
  store = openStore()
  mainWindow = openMainWindow()
  for (const event of ['suspend', 'lock-screen'] as const) {
    // Nothing to lock before an office is open; the lock itself is harmless then.
    powerMonitor.on(event as 'suspend', () => void lock())
  }
}

app.enableSandbox()
app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
app.commandLine.appendSwitch('disable-features', 'Translate,MediaRouter,OptimizationHints')
declareScheme()
denyNavigation()

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', () => {
    if (mainWindow?.isMinimized()) mainWindow.restore()
    mainWindow?.focus()
  })
  app.on('window-all-closed', () => {
    app.quit()
  })
  let closed = false
  app.on('before-quit', (event) => {
    if (closed || !store) return
    // Quitting waits until the stores are closed, so that no save is cut off.
    event.preventDefault()
    void store.close().finally(() => {
      closed = true
      app.quit()
    })
  })
  void app.whenReady().then(start)
} else {
  app.quit()
}
