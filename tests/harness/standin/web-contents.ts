import { readFileSync } from 'node:fs'
import { interactive, report } from './backstage.ts'
import { makeCarrier } from './carry.ts'
import type { CdpSession } from './cdp.ts'
import { eventsOf, preventable } from './events.ts'
import { receive } from './ipc-main.ts'
import { printOptions, type PdfOptions } from './pdf.ts'
import type { Session } from './session.ts'
import { stateOf } from './session.ts'
import { only } from './strict.ts'
import { decide, type PausedRequest } from './traffic.ts'
import { toApplication, toBrowser } from './urls.ts'
import { bindingName, pageScript, preloadScript, worldName } from './worlds.ts'

const carrier = makeCarrier()

interface Frame {
  url: string
  parentId: string | undefined
}
type OpenHandler = (details: object) => { action: 'allow' | 'deny' }
interface Context {
  id: number
  name: string
  auxData: { frameId?: string }
}

/** How long a request for a document waits to learn that the page itself asked for it. */
const graceForInitiator = 50

let lastId = 0

const cdpOf = new WeakMap<object, Promise<CdpSession>>()

/** Evaluates an expression in a window's page, for the prompts a person answers. */
export const evaluate = async (contents: object, expression: string): Promise<unknown> => {
  const cdp = await cdpOf.get(contents)
  const reply = await cdp?.send('Runtime.evaluate', { expression, returnByValue: true, userGesture: true })
  return (reply?.['result'] as { value?: unknown } | undefined)?.value
}

/** Builds the webContents of a window whose page is `attached` (which comes later than the window object). */
export const createWebContents = (
  attached: Promise<{ cdp: CdpSession; targetId: string }>,
  session: Session,
  preload: string | undefined,
) => {
  lastId += 1
  const id = lastId
  const state = stateOf(session)
  const frames = new Map<string, Frame>()
  const frameObjects = new Map<string, object>()
  const contextFrames = new Map<number, string>()
  const requestedByPage = new Set<string>()
  const loads: { resolve: () => void; reject: (error: Error) => void }[] = []
  let mainFrameId = ''
  let mainContext: number | undefined
  let openHandler: OpenHandler | undefined
  let ownNavigation: string | undefined
  let destroyed = false

  const events = eventsOf('webContents', [
    'will-navigate',
    'will-frame-navigate',
    'will-redirect',
    'will-attach-webview', // never sent: there is no <webview> outside Electron
    'did-navigate',
    'did-finish-load',
    'did-fail-load',
    'dom-ready',
    'render-process-gone',
    'destroyed',
  ])

  const frameObject = (frameId: string): object => {
    const known = frameObjects.get(frameId)
    if (known) return known
    const url = () => toApplication(frames.get(frameId)?.url ?? '')
    const created = only('WebFrameMain', {
      get url() {
        return url()
      },
      get origin() {
        return URL.parse(url())?.origin ?? ''
      },
      get parent() {
        const parentId = frames.get(frameId)?.parentId
        return parentId === undefined ? null : frameObject(parentId)
      },
      get top() {
        return frameObject(mainFrameId)
      },
      get detached() {
        return !frames.has(frameId)
      },
    })
    frameObjects.set(frameId, created)
    return created
  }

  const deliver = (cdp: CdpSession, contextId: number, message: object) => {
    // A page that has gone meanwhile hears nothing, as in Electron.
    void cdp
      .send('Runtime.callFunctionOn', {
        functionDeclaration: 'function (text) { waypostDeliver(text) }',
        executionContextId: contextId,
        arguments: [{ value: carrier.encode(message) }],
      })
      .catch(() => {})
  }

  const onCall = (cdp: CdpSession, text: string, contextId: number) => {
    const message = carrier.decode(text) as { id?: number; channel: string; values: unknown[] }
    const frameId = contextFrames.get(contextId)
    if (frameId === undefined) return
    const sender = { sender: contents, senderFrame: frameObject(frameId) }
    if (message.id === undefined) receive.send(message.channel, sender, message.values)
    else {
      const reply = { id: message.id, channel: message.channel }
      receive.invoke(message.channel, sender, message.values).then(
        (value) => {
          try {
            deliver(cdp, contextId, { ...reply, ok: true, value })
          } catch (error) {
            deliver(cdp, contextId, { ...reply, ok: false, value: String(error) })
          }
        },
        (error: unknown) => deliver(cdp, contextId, { ...reply, ok: false, value: String(error) }),
      )
    }
  }

  // True when the application denies a navigation that the page asked for.
  const isDenied = async (paused: PausedRequest): Promise<boolean> => {
    const isMainFrame = paused.frameId === mainFrameId
    if (isMainFrame && paused.request.url === ownNavigation) {
      ownNavigation = undefined
      return false
    }
    const url = toApplication(paused.request.url)
    const event = preventable({ url, isMainFrame, isSameDocument: false, frame: frameObject(paused.frameId) })
    if (paused.redirectedRequestId) {
      events.emit('will-redirect', event, url)
      return event.defaultPrevented
    }
    if (!requestedByPage.has(paused.frameId)) await new Promise((resolve) => setTimeout(resolve, graceForInitiator))
    // Reloading from outside the page (Playwright's page.reload) is not the page's wish, so nobody is asked.
    if (!requestedByPage.delete(paused.frameId) && isMainFrame) return false
    events.emit('will-frame-navigate', event)
    if (isMainFrame) events.emit('will-navigate', event, url)
    return event.defaultPrevented
  }

  const onRequest = async (cdp: CdpSession, paused: PausedRequest) => {
    try {
      if (paused.resourceType === 'Document' && (await isDenied(paused))) {
        await cdp.send('Fetch.failRequest', { requestId: paused.requestId, errorReason: 'Aborted' })
        return
      }
      await decide(cdp, state, paused, { webContentsId: id, isMainFrame: paused.frameId === mainFrameId })
    } catch (error) {
      if (destroyed) return
      console.error(error)
      await cdp.send('Fetch.failRequest', { requestId: paused.requestId, errorReason: 'Failed' }).catch(() => {})
    }
  }

  const watchTraffic = async (cdp: CdpSession) => {
    cdp.on('Fetch.requestPaused', (paused: PausedRequest) => void onRequest(cdp, paused))
    // Sockets and the like do not pass through Fetch. They reach nothing, as no name resolves; they are counted here.
    cdp.on('Network.webSocketCreated', ({ url }: { url: string }) => report({ kind: 'blocked', url }))
    cdp.on('Network.webTransportCreated', ({ url }: { url: string }) => report({ kind: 'blocked', url }))
    await Promise.all([cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }), cdp.send('Network.enable')])
  }

  const watchFrames = (cdp: CdpSession) => {
    cdp.on('Page.frameAttached', ({ frameId, parentFrameId }: { frameId: string; parentFrameId: string }) => {
      frames.set(frameId, { url: '', parentId: parentFrameId })
    })
    cdp.on('Page.frameNavigated', ({ frame }: { frame: { id: string; parentId?: string; url: string } }) => {
      frames.set(frame.id, { url: frame.url, parentId: frame.parentId })
      if (!frame.parentId) events.emit('did-navigate', {}, toApplication(frame.url), 200, '')
    })
    cdp.on('Page.navigatedWithinDocument', ({ frameId, url }: { frameId: string; url: string }) => {
      frames.set(frameId, { url, parentId: frames.get(frameId)?.parentId })
    })
    cdp.on('Page.frameDetached', ({ frameId }: { frameId: string }) => frames.delete(frameId))
    cdp.on('Page.frameRequestedNavigation', ({ frameId }: { frameId: string }) => requestedByPage.add(frameId))
    cdp.on('Page.domContentEventFired', () => events.emit('dom-ready', {}))
    cdp.on('Page.loadEventFired', () => {
      for (const load of loads.splice(0)) load.resolve()
      events.emit('did-finish-load', {})
    })
    cdp.on('Page.windowOpen', ({ url, windowName }: { url: string; windowName: string }) => {
      const details = only('window open details', { url: toApplication(url), frameName: windowName })
      // The page that Chromium opens is closed at once, see browser.ts.
      if (openHandler?.(details).action === 'allow') console.error('the stand-in has no allowed windows')
    })
    cdp.on('Inspector.targetCrashed', () => {
      events.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 })
    })
  }

  const watchContexts = (cdp: CdpSession) => {
    cdp.on('Runtime.executionContextCreated', ({ context }: { context: Context }) => {
      if (context.name !== worldName || !context.auxData.frameId) return
      contextFrames.set(context.id, context.auxData.frameId)
      if (context.auxData.frameId === mainFrameId) mainContext = context.id
    })
    cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }: { executionContextId: number }) => {
      contextFrames.delete(executionContextId)
      if (mainContext === executionContextId) mainContext = undefined
    })
    cdp.on('Runtime.executionContextsCleared', () => {
      contextFrames.clear()
      mainContext = undefined
    })
    cdp.on('Runtime.bindingCalled', (call: { name: string; payload: string; executionContextId: number }) => {
      if (call.name === bindingName) onCall(cdp, call.payload, call.executionContextId)
    })
  }

  const prepare = async () => {
    const { cdp, targetId } = await attached
    mainFrameId = targetId
    frames.set(targetId, { url: 'about:blank', parentId: undefined })
    watchFrames(cdp)
    watchContexts(cdp)
    const token = `waypost-${crypto.randomUUID()}`
    await Promise.all([
      watchTraffic(cdp),
      cdp.send('Page.enable'),
      cdp.send('Runtime.addBinding', { name: bindingName, executionContextName: worldName }),
      cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: pageScript(token) }),
      ...(preload
        ? [
            cdp.send('Page.addScriptToEvaluateOnNewDocument', {
              source: preloadScript(token, readFileSync(preload, 'utf8')),
              worldName,
            }),
          ]
        : []),
      cdp.send('Runtime.enable'),
      cdp.send('Runtime.runIfWaitingForDebugger'),
    ])
    return cdp
  }
  const prepared = prepare()
  prepared.catch(() => {}) // reported by whoever uses it; a window may be destroyed before it is prepared

  const alive = () => {
    if (destroyed) throw new TypeError('Object has been destroyed')
  }

  const contents = only('webContents', {
    id,
    session,
    get mainFrame() {
      return frameObject(mainFrameId)
    },
    getURL: () => {
      alive()
      return toApplication(frames.get(mainFrameId)?.url ?? '')
    },
    isDestroyed: () => destroyed,
    loadURL: async (url: string) => {
      alive()
      const cdp = await prepared
      const loaded = new Promise<void>((resolve, reject) => loads.push({ resolve, reject }))
      loaded.catch(() => {})
      ownNavigation = toBrowser(url)
      const { errorText } = await cdp.send('Page.navigate', { url: ownNavigation })
      if (typeof errorText === 'string') {
        events.emit('did-fail-load', {}, -2, errorText, url, true)
        throw new Error(`${errorText} loading '${url}'`)
      }
      await loaded
    },
    reload: () => {
      alive()
      void prepared.then((cdp) => {
        ownNavigation = frames.get(mainFrameId)?.url
        return cdp.send('Page.reload')
      })
    },
    send: (channel: string, ...values: unknown[]) => {
      alive()
      const message = { channel, value: values }
      carrier.encode(message) // what cannot be cloned throws here, not later
      void prepared.then((cdp) => {
        if (mainContext !== undefined) deliver(cdp, mainContext, message)
      })
    },
    setWindowOpenHandler: (handler: OpenHandler) => {
      openHandler = handler
    },
    printToPDF: async (options: PdfOptions) => {
      alive()
      const cdp = await prepared
      const { data } = await cdp.send('Page.printToPDF', printOptions(options))
      return Buffer.from(String(data), 'base64')
    },
    print: (options: object = {}, callback: (success: boolean, reason: string) => void = () => {}) => {
      alive()
      report({ kind: 'call', name: 'print', values: [JSON.parse(JSON.stringify(options))] })
      if (interactive) void prepared.then((cdp) => cdp.send('Runtime.evaluate', { expression: 'window.print()' }))
      queueMicrotask(() => callback(true, ''))
    },
    focus: () => void prepared.then((cdp) => cdp.send('Page.bringToFront')),
    ...events,
  })

  cdpOf.set(contents, prepared)
  return {
    contents,
    /** Ends it, with its window. */
    destroy: () => {
      if (destroyed) return
      destroyed = true
      for (const load of loads.splice(0)) load.reject(new Error('ERR_ABORTED (-3): the window is gone'))
      events.emit('destroyed')
    },
    /** Attaches a worker or a frame of another process: its requests are decided about as well. */
    adopt: watchTraffic,
  }
}

export type WebContents = ReturnType<typeof createWebContents>['contents']
