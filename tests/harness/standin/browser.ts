import { interactive, report } from './backstage.ts'
import { connect, debuggerAddress, type CdpSession } from './cdp.ts'

interface TargetInfo {
  targetId: string
  type: string
  url: string
  openerId?: string
}
interface Attached {
  cdp: CdpSession
  targetId: string
}
interface Page {
  attached: Promise<Attached>
  onGone(handler: () => void): void
  onRelated(handler: (cdp: CdpSession) => Promise<void>): void
  close(): void
}

const profile = process.env['WAYPOST_STANDIN_PROFILE']
if (!profile) throw new Error('WAYPOST_STANDIN_PROFILE is not set: the stand-in is started by tests/harness/launch.ts')

const awaitAddress = async (folder: string): Promise<string> => {
  for (;;) {
    const address = debuggerAddress(folder)
    if (address) return address
    await new Promise((resolve) => setTimeout(resolve, 10)) // the launcher ends this process if Chromium fails
  }
}

const browser = await connect(await awaitAddress(profile))
const sessions = new Map<string, CdpSession>()
const gone = new Map<string, () => void>()
const waiting = new Map<string, (cdp: CdpSession) => void>()
const appWindows: string[] = [] // opened by the launcher and not yet used
let awaitAppWindow: ((targetId: string) => void) | undefined
const isAwaitingWindow = () => awaitAppWindow !== undefined

// Chromium ends with its last window. A person's window is therefore kept until its successor is there (after a lock).
const closeTarget = async (targetId: string) => {
  if (interactive) {
    await new Promise((resolve) => setTimeout(resolve, 200)) // the successor may be asked for after this
    while (isAwaitingWindow()) await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await browser.send('Target.closeTarget', { targetId })
}

browser.on('Target.attachedToTarget', ({ sessionId, targetInfo }: { sessionId: string; targetInfo: TargetInfo }) => {
  const cdp = browser.session(sessionId)
  // A page opened by a page. Electron would ask the window open handler, which allows none; see web-contents.ts.
  if (targetInfo.openerId) {
    void browser.send('Target.closeTarget', { targetId: targetInfo.targetId }).catch(() => {})
    return
  }
  sessions.set(targetInfo.targetId, cdp)
  if (targetInfo.url.startsWith('data:')) {
    if (awaitAppWindow) awaitAppWindow(targetInfo.targetId)
    else appWindows.push(targetInfo.targetId)
    awaitAppWindow = undefined
  }
  waiting.get(targetInfo.targetId)?.(cdp)
})
browser.on('Target.detachedFromTarget', ({ targetId }: { targetId: string }) => gone.get(targetId)?.())
browser.onClose(() => {
  for (const handler of gone.values()) handler()
})

await browser.send('Target.setAutoAttach', {
  autoAttach: true,
  waitForDebuggerOnStart: true,
  flatten: true,
  filter: [{ type: 'page' }],
})

const createTarget = async (): Promise<string> => {
  if (interactive) {
    const ready = appWindows.pop()
    if (ready) return ready
    report({ kind: 'appWindow' })
    return new Promise((resolve) => {
      awaitAppWindow = resolve
    })
  }
  const { targetId } = await browser.send('Target.createTarget', {
    url: 'about:blank',
  })
  return String(targetId)
}

/** Opens a page for a window of the application. */
export const openPage = (): Page => {
  let onGone = () => {}
  let onRelated: (cdp: CdpSession) => Promise<void> = () => Promise.resolve()
  const attach = async (): Promise<Attached> => {
    const targetId = await createTarget()
    const cdp = sessions.get(targetId) ?? (await new Promise<CdpSession>((resolve) => waiting.set(targetId, resolve)))
    gone.set(targetId, () => onGone())
    // Workers and frames of other processes have sessions of their own.
    cdp.on('Target.attachedToTarget', ({ sessionId, targetInfo }: { sessionId: string; targetInfo: TargetInfo }) => {
      if (targetInfo.type === 'page') return // a page opened by this page; the browser's session closes it
      const related = browser.session(sessionId)
      void onRelated(related)
        .catch(() => {}) // it ended before it began
        .then(() => related.send('Runtime.runIfWaitingForDebugger'))
        .catch(() => {})
    })
    await cdp.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true })
    return { cdp, targetId }
  }
  const attached = attach()
  attached.catch(() => onGone())
  return {
    attached,
    onGone: (handler) => {
      onGone = handler
    },
    onRelated: (handler) => {
      onRelated = handler
    },
    close: () => void attached.then(({ targetId }) => closeTarget(targetId)).catch(() => {}),
  }
}

/** Sends a command to the browser itself. */
export const askBrowser = (method: string, parameters: Record<string, unknown>) => browser.send(method, parameters)
