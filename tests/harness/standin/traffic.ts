import { report } from './backstage.ts'
import type { CdpSession } from './cdp.ts'
import type { SessionState } from './session.ts'
import { only } from './strict.ts'
import { toApplication, toBrowser } from './urls.ts'

/** A request Chromium holds until the stand-in has decided about it. */
export interface PausedRequest {
  requestId: string
  frameId: string
  resourceType: string
  redirectedRequestId?: string
  request: { url: string; method: string; headers: Record<string, string>; postData?: string }
}

const resourceTypes: Record<string, string> = {
  Stylesheet: 'stylesheet',
  Image: 'image',
  Font: 'font',
  Script: 'script',
  XHR: 'xhr',
  Fetch: 'xhr',
  Ping: 'ping',
  CSPViolationReport: 'cspReport',
  Media: 'media',
  WebSocket: 'webSocket',
}

// Chromium's own PDF viewer is an extension built into the browser, in Electron too.
const isBrowserOwn = (url: string) =>
  url.startsWith('chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/') || url.startsWith('chrome://resources/')

const block = async (cdp: CdpSession, paused: PausedRequest, url: string) => {
  report({ kind: 'blocked', url })
  await cdp.send('Fetch.failRequest', { requestId: paused.requestId, errorReason: 'BlockedByClient' })
}

/** Decides about one request as Electron would: the webRequest listener first, then the protocol handler. */
export const decide = async (
  cdp: CdpSession,
  state: SessionState,
  paused: PausedRequest,
  where: { webContentsId: number; isMainFrame: boolean },
): Promise<void> => {
  const { requestId, request } = paused
  if (isBrowserOwn(request.url)) {
    await cdp.send('Fetch.continueRequest', { requestId })
    return
  }
  // Chromium, unlike Electron, looks for the picture of a tab.
  if (paused.resourceType === 'Other' && URL.parse(request.url)?.pathname === '/favicon.ico') {
    await cdp.send('Fetch.fulfillRequest', { requestId, responseCode: 204 })
    return
  }
  const url = toApplication(request.url)
  const handler = state.handlers.get(URL.parse(url)?.protocol.slice(0, -1) ?? '')
  const details = only('webRequest details', {
    id: Number(requestId.replaceAll(/\D/g, '')),
    url,
    method: request.method,
    webContentsId: where.webContentsId,
    resourceType:
      paused.resourceType === 'Document'
        ? where.isMainFrame
          ? 'mainFrame'
          : 'subFrame'
        : (resourceTypes[paused.resourceType] ?? 'other'),
    referrer: toApplication(request.headers['Referer'] ?? ''),
    timestamp: Date.now(),
    statusCode: 200,
    responseHeaders: {},
  })
  const before = state.beforeRequest
  if (before?.matches(url)) {
    const reply = await new Promise<{ cancel?: boolean; redirectURL?: string }>((resolve) =>
      before.listener(details, resolve),
    )
    if (reply.redirectURL) throw new Error('the stand-in has no webRequest redirectURL')
    if (reply.cancel && handler) {
      await cdp.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' })
      return
    }
    if (reply.cancel) return block(cdp, paused, url)
  }
  if (!handler) return block(cdp, paused, url)

  const headers = new Headers(request.headers)
  for (const name of ['origin', 'referer']) {
    const value = headers.get(name)
    if (value) headers.set(name, name === 'origin' ? toApplication(`${value}/`).slice(0, -1) : toApplication(value))
  }
  const response = await handler(
    new Request(url, { method: request.method, headers, ...(request.postData && { body: request.postData }) }),
  )
  const body = Buffer.from(await response.arrayBuffer())
  let responseHeaders = [...response.headers].map(([name, value]) => ({
    name,
    value: name === 'location' ? toBrowser(value) : value,
  }))
  const received = state.headersReceived
  if (received?.matches(url)) {
    details.statusCode = response.status
    details.responseHeaders = Object.fromEntries(responseHeaders.map(({ name, value }) => [name, [value]]))
    const reply = await new Promise<{ cancel?: boolean; responseHeaders?: Record<string, string | string[]> }>(
      (resolve) => received.listener(details, resolve),
    )
    if (reply.cancel) {
      await cdp.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' })
      return
    }
    if (reply.responseHeaders) {
      responseHeaders = Object.entries(reply.responseHeaders).flatMap(([name, values]) =>
        [values].flat().map((value) => ({ name, value })),
      )
    }
  }
  await cdp.send('Fetch.fulfillRequest', {
    requestId,
    responseCode: response.status,
    responseHeaders,
    body: body.toString('base64'),
  })
}
