import { interactive } from './backstage.ts'
import { connect, type CdpSession } from './cdp.ts'

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

const address = process.env['WAYPOST_STANDIN_BROWSER']
if (!address) throw new Error('WAYPOST_STANDIN_BROWSER is not set: the stand-in is started by tests/harness/launch.ts')

const browser = await connect(address)
const sessions = new Map<string, CdpSession>()
const gone = new Map<string, () => void>()
const waiting = new Map<string, (cdp: CdpSession) => void>()
const idlePages: string[] = []

// Chromium ends with its last window. A person's window is therefore kept until its successor is there (after a lock).
const closingDelay = interactive ? 500 : 0

const closeTarget = (targetId: string) => {
  setTimeout(() => void browser.send('Target.closeTarget', { targetId }).catch(() => {}), closingDelay)
}

browser.on('Target.attachedToTarget', ({ sessionId, targetInfo }: { sessionId: string; targetInfo: TargetInfo }) => {
  const cdp = browser.session(sessionId)
  // A page opened by a page. Electron would ask the window open handler, which allows none; see web-contents.ts.
  if (targetInfo.openerId) {
    void browser.send('Target.closeTarget', { targetId: targetInfo.targetId }).catch(() => {})
    return
  }
  sessions.set(targetInfo.targetId, cdp)
  if (targetInfo.url.startsWith('data:')) idlePages.push(targetInfo.targetId) // the app window `npm start` opened
  waiting.get(targetInfo.targetId)?.(cdp)
})
browser.on('Target.detachedFromTarget', ({ targetId }: { targetId: string }) => gone.get(targetId)?.())
browser.onClose(() => {
  for (const handler of [...gone.values()]) handler()
})

await browser.send('Target.setAutoAttach', {
  autoAttach: true,
  waitForDebuggerOnStart: true,
  flatten: true,
  filter: [{ type: 'page' }],
})

const createTarget = async (hidden: boolean): Promise<string> => {
  const idle = hidden ? undefined : idlePages.pop()
  if (idle) return idle
  const { targetId } = await browser.send('Target.createTarget', {
    url: 'about:blank',
    ...(interactive && { newWindow: true, ...(hidden && { background: true, windowState: 'minimized' }) }),
  })
  return String(targetId)
}

/** Opens a page for a window of the application. */
export const openPage = (hidden: boolean): Page => {
  let onGone = () => {}
  let onRelated: (cdp: CdpSession) => Promise<void> = () => Promise.resolve()
  const attach = async (): Promise<Attached> => {
    const targetId = await createTarget(hidden)
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
