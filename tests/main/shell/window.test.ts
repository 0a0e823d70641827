import path from 'node:path'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { Session } from 'electron'
import { afterAll, expect, test, vi } from 'vitest'

type Answer = (value: unknown) => void
type Asked = (details: { url: string }, answer: (reply: { cancel: boolean }) => void) => void

// What the program asks of Electron, as Electron would hear it.
const heard = vi.hoisted(() => ({
  windows: [] as { title: string; webPreferences: Record<string, unknown> }[],
  addresses: [] as string[],
  partitions: [] as string[],
  spelling: [] as boolean[],
  request: undefined as Asked | undefined,
  permission: undefined as ((contents: unknown, permission: string, answer: Answer) => void) | undefined,
  check: undefined as (() => boolean) | undefined,
  device: undefined as (() => boolean) | undefined,
  serve: undefined as ((request: Request) => Promise<Response>) | undefined,
  created: undefined as ((event: unknown, contents: unknown) => void) | undefined,
}))

vi.mock('electron', () => {
  const session = {
    webRequest: { onBeforeRequest: (listener: Asked) => void (heard.request = listener) },
    setPermissionRequestHandler: (handler: typeof heard.permission) => void (heard.permission = handler),
    setPermissionCheckHandler: (handler: () => boolean) => void (heard.check = handler),
    setDevicePermissionHandler: (handler: () => boolean) => void (heard.device = handler),
    setSpellCheckerEnabled: (on: boolean) => void heard.spelling.push(on),
    protocol: { handle: (_scheme: string, serve: typeof heard.serve) => void (heard.serve = serve) },
  }
  class BrowserWindow {
    constructor(options: (typeof heard.windows)[number]) {
      heard.windows.push(options)
    }
    once() {}
    loadURL(url: string) {
      heard.addresses.push(url)
      return Promise.resolve()
    }
  }
  return {
    app: {
      isPackaged: true,
      on: (_name: string, listener: typeof heard.created) => void (heard.created = listener),
    },
    BrowserWindow,
    protocol: {},
    session: {
      fromPartition: (name: string) => {
        heard.partitions.push(name)
        return session
      },
    },
  }
})

const { serveRenderer } = await import('../../../src/main/shell/app-protocol.ts')
const { denyNavigation } = await import('../../../src/main/shell/security.ts')
const { openMainWindow, openPrintWindow } = await import('../../../src/main/shell/windows.ts')

openMainWindow()
openPrintWindow('a/b')

const folder = mkdtempSync(path.join(tmpdir(), 'waypost-window-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('every window is sandboxed, isolated, without Node, and without developer tools once packaged', () => {
  expect(heard.windows).toHaveLength(2)
  for (const { title, webPreferences } of heard.windows) {
    expect(title).toBe('Waypost')
    expect(webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      devTools: false,
    })
    for (const opening of [
      'nodeIntegrationInWorker',
      'nodeIntegrationInSubFrames',
      'webviewTag',
      'plugins',
      'experimentalFeatures',
      'allowRunningInsecureContent',
      'enableBlinkFeatures',
    ]) {
      expect(webPreferences).not.toHaveProperty(opening)
    }
  }
  expect(heard.addresses).toEqual(['app://waypost/index.html', 'app://waypost/print.html?document=a%2Fb'])
})

test('the session lives in memory and lets nothing out', () => {
  expect(heard.partitions).toEqual(['waypost']) // only a name that begins with persist: is written to disk
  const isCancelled = (url: string) => {
    let cancelled: boolean | undefined
    heard.request?.({ url }, ({ cancel }) => {
      cancelled = cancel
    })
    return cancelled
  }
  for (const own of ['app://waypost/index.html', 'blob:app://waypost/1', 'data:image/png;base64,']) {
    expect(isCancelled(own), own).toBe(false)
  }
  for (const away of [
    'https://example.org/',
    'ws://example.org/',
    'file:///etc/hosts',
    'app://waypost.example/',
    'http://app://waypost/',
  ]) {
    expect(isCancelled(away), away).toBe(true)
  }
})

test('permissions and devices are refused, and no dictionary is fetched', () => {
  const answers: unknown[] = []
  heard.permission?.(null, 'geolocation', (value) => answers.push(value))
  expect(answers).toEqual([false])
  expect([heard.check?.(), heard.device?.()]).toEqual([false, false])
  expect(heard.spelling).toEqual([false])
})

test('no window leads anywhere else', () => {
  denyNavigation()
  const listeners = new Map<string, (event: { preventDefault: () => void }) => void>()
  let open: (() => unknown) | undefined
  heard.created?.(null, {
    on: (name: string, listener: (event: { preventDefault: () => void }) => void) => listeners.set(name, listener),
    setWindowOpenHandler: (handler: () => unknown) => {
      open = handler
    },
  })
  const prevented = [...listeners].map(([name, listener]) => {
    const event = { preventDefault: vi.fn<() => void>() }
    listener(event)
    return [name, event.preventDefault.mock.calls.length]
  })
  expect(prevented).toEqual([
    ['will-navigate', 1],
    ['will-redirect', 1],
    ['will-frame-navigate', 1],
    ['will-attach-webview', 1],
  ])
  expect(open?.()).toEqual({ action: 'deny' })
})

test('the program serves its own folder alone, each page under the whole policy with a nonce of its own', async () => {
  mkdirSync(path.join(folder, 'renderer'))
  writeFileSync(path.join(folder, 'renderer/index.html'), '<meta content="__CSP_NONCE__">')
  writeFileSync(path.join(folder, 'secret.html'), 'not for the window')
  const serve = await servedFrom(path.join(folder, 'renderer'))
  const load = async () => {
    const response = await serve(new Request('app://waypost/index.html'))
    const nonce = /"(.+)"/.exec(await response.text())?.[1] ?? ''
    expect(Buffer.from(nonce, 'base64')).toHaveLength(16)
    expect(response.headers.get('content-security-policy')?.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data: blob:",
      "font-src 'self'",
      "connect-src 'self'",
      "worker-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ])
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    return nonce
  }
  expect(await load()).not.toBe(await load())
  for (const refused of [
    new Request('app://waypost/..%2Fsecret.html'),
    new Request('app://waypost/%2E%2E/secret.html'),
    new Request('app://waypost/missing.html'),
    new Request('app://elsewhere/index.html'),
    new Request('app://waypost/index.html', { method: 'POST' }),
  ]) {
    expect((await serve(refused)).status, `${refused.method} ${refused.url}`).toBe(404)
  }
})

async function servedFrom(place: string): Promise<(request: Request) => Promise<Response>> {
  const { session } = await import('electron')
  const own: Session = session.fromPartition('waypost')
  serveRenderer(own, place)
  if (!heard.serve) throw new Error('nothing is served')
  return heard.serve
}
