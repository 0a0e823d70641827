// A tiny application that uses Electron as Waypost does, so that the harness is tested by itself.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { app, BrowserWindow, dialog, ipcMain, powerMonitor, protocol, session } from 'electron'

const here = import.meta.dirname
const types = { '.html': 'text/html', '.js': 'text/javascript' }
const heard = { seconds: 0, power: [], navigations: [], opened: [], readyDuringEvaluation: false }

protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }])
app.enableSandbox()

const open = async () => {
  const window = new BrowserWindow({
    width: 1366,
    height: 768,
    show: false,
    webPreferences: { preload: path.join(here, 'preload.cjs'), partition: 'memory' },
  })
  window.once('ready-to-show', () => window.show())
  // A window may be destroyed while it loads; that ends the load and is no fault.
  await window.loadURL('app://waypost/index.html').catch((error) => {
    if (!window.isDestroyed()) throw error
  })
  return window
}

const calls = {
  echo: (_event, input) => input,
  sender: (event) => ({
    url: event.senderFrame.url,
    isTop: event.senderFrame.parent === null,
    isMain: event.senderFrame === event.sender.mainFrame,
  }),
  heard: () => heard,
  fail: () => {
    throw new Error('as asked')
  },
  unknown: () => {
    try {
      return app.inventedProperty
    } catch (error) {
      return error.message
    }
  },
  worker: () =>
    new Promise((resolve) => {
      const worker = new Worker(path.join(here, 'worker.mjs'))
      worker.once('message', resolve)
    }),
  announce: (event, input) => {
    event.sender.send('message', input)
  },
  pdf: (event) => event.sender.printToPDF({ preferCSSPageSize: true, printBackground: true, generateTaggedPDF: true }),
  print: (event) => {
    event.sender.print({ silent: false })
  },
  choose: () => dialog.showSaveDialog({ title: 'Save the case file' }),
  lax: (event) => {
    void event.sender.loadURL('app://waypost/lax.html')
  },
  lock: () => {
    for (const window of BrowserWindow.getAllWindows()) window.destroy()
    void open()
  },
}

const start = async () => {
  const traffic = session.fromPartition('memory')
  traffic.webRequest.onBeforeRequest((details, callback) => {
    callback({ cancel: !details.url.startsWith('app://waypost/') })
  })
  traffic.setPermissionRequestHandler((_contents, _permission, callback) => callback(false))
  traffic.protocol.handle('app', (request) => {
    const file = path.join(here, path.basename(new URL(request.url).pathname))
    const type = types[path.extname(file)]
    if (!type) return new Response('', { status: 404 })
    // The lax page lets requests out, to show that the application's own block stops them.
    const policy = file.endsWith('lax.html') ? 'default-src * ws: blob:' : "default-src 'none'; script-src 'self'"
    return new Response(readFileSync(file), {
      headers: { 'content-type': type, 'content-security-policy': policy },
    })
  })
  ipcMain.handle('call', (event, name, input) => calls[name](event, input))
  powerMonitor.on('suspend', () => heard.power.push('suspend'))
  await open()
}

app.on('web-contents-created', (_event, contents) => {
  contents.on('will-navigate', (event, url) => {
    heard.navigations.push(url)
    event.preventDefault()
  })
  contents.setWindowOpenHandler(({ url }) => {
    heard.opened.push(url)
    return { action: 'deny' }
  })
})
app.on('second-instance', () => {
  heard.seconds += 1
})

heard.readyDuringEvaluation = app.isReady()
if (app.requestSingleInstanceLock()) void app.whenReady().then(start)
else app.quit()
