import { eventsOf } from './events.ts'
import { only } from './strict.ts'
import { addScheme } from './urls.ts'

type ProtocolHandler = (request: Request) => Response | Promise<Response>
type BeforeRequest = (details: object, callback: (reply: { cancel?: boolean; redirectURL?: string }) => void) => void
type HeadersReceived = (
  details: object,
  callback: (reply: { cancel?: boolean; responseHeaders?: Record<string, string | string[]> }) => void,
) => void
export interface Filter {
  urls: string[]
}
interface Listening<Listener> {
  matches: (url: string) => boolean
  listener: Listener
}
type PermissionRequest = (contents: unknown, permission: string, callback: (granted: boolean) => void) => void

/** What the stand-in keeps for a session, out of the application's sight. */
export interface SessionState {
  readonly handlers: Map<string, ProtocolHandler>
  beforeRequest: Listening<BeforeRequest> | undefined
  headersReceived: Listening<HeadersReceived> | undefined
  permissionRequest: PermissionRequest | undefined
}

const matcher = (filter: Filter) => {
  const patterns = filter.urls.map((pattern) => {
    if (pattern === '<all_urls>') return /^/
    const escaped = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)
    return new RegExp(`^${escaped.replace(/^\*:/, '[a-z]+:').replaceAll('*', '.*')}$`)
  })
  return (url: string) => patterns.some((pattern) => pattern.test(url))
}

// Electron takes (listener) or (filter, listener), and null to stop listening.
const listening = <Listener>(
  first: Filter | Listener | null,
  second?: Listener | null,
): Listening<Listener> | undefined => {
  if (first === null || second === null) return undefined
  if (second !== undefined) return { matches: matcher(first as Filter), listener: second }
  return { matches: () => true, listener: first as Listener }
}

const states = new WeakMap<object, SessionState>()

const createSession = () => {
  const state: SessionState = {
    handlers: new Map(),
    beforeRequest: undefined,
    headersReceived: undefined,
    permissionRequest: undefined,
  }
  const session = only('session', {
    protocol: only('session.protocol', protocolOf(state)),
    webRequest: only('session.webRequest', {
      onBeforeRequest: (first: Filter | BeforeRequest | null, second?: BeforeRequest | null) => {
        state.beforeRequest = listening(first, second)
      },
      onHeadersReceived: (first: Filter | HeadersReceived | null, second?: HeadersReceived | null) => {
        state.headersReceived = listening(first, second)
      },
    }),
    setPermissionRequestHandler: (handler: PermissionRequest | null) => {
      state.permissionRequest = handler ?? undefined
    },
    // Accepted and never asked: Chromium keeps these decisions to itself, and headless it refuses them all.
    setPermissionCheckHandler: () => {},
    setDevicePermissionHandler: () => {},
    setDisplayMediaRequestHandler: () => {},
    // Accepted and without effect: the browser is started without spelling, downloads and network in any case.
    setSpellCheckerEnabled: () => {},
    setSpellCheckerLanguages: () => {},
    setSpellCheckerDictionaryDownloadURL: () => {},
    setProxy: () => Promise.resolve(),
    enableNetworkEmulation: () => {},
    clearStorageData: () => Promise.resolve(),
    clearCache: () => Promise.resolve(),
    clearAuthCache: () => Promise.resolve(),
    ...eventsOf('session', ['will-download']),
  })
  states.set(session, state)
  return session
}

function protocolOf(state: SessionState) {
  return {
    handle: (scheme: string, handler: ProtocolHandler) => {
      if (state.handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
      state.handlers.set(scheme, handler)
      addScheme(scheme)
    },
    unhandle: (scheme: string) => {
      state.handlers.delete(scheme)
    },
    isProtocolHandled: (scheme: string) => state.handlers.has(scheme),
  }
}

export type Session = ReturnType<typeof createSession>

const partitions = new Map<string, Session>()
const fromPartition = (partition: string): Session => {
  const known = partitions.get(partition) ?? createSession()
  partitions.set(partition, known)
  return known
}

/** Answers what the stand-in keeps for a session. */
export const stateOf = (given: object): SessionState => {
  const state = states.get(given)
  if (!state) throw new Error('not a session of the stand-in')
  return state
}

export const session = only('session', {
  fromPartition,
  get defaultSession() {
    return fromPartition('')
  },
})

export interface CustomScheme {
  scheme: string
  privileges?: { standard?: boolean; secure?: boolean }
}

let registered = false

export const protocol = only('protocol', {
  registerSchemesAsPrivileged: (customSchemes: CustomScheme[]) => {
    if (registered) throw new Error('protocol.registerSchemesAsPrivileged should be called only once')
    registered = true
    for (const { scheme, privileges } of customSchemes) {
      if (!privileges?.standard || !privileges.secure) {
        throw new Error(`the stand-in has no scheme that is not standard and secure: ${scheme}`)
      }
      addScheme(scheme)
    }
  },
  handle: (scheme: string, handler: ProtocolHandler) => fromPartition('').protocol.handle(scheme, handler),
  unhandle: (scheme: string) => fromPartition('').protocol.unhandle(scheme),
  isProtocolHandled: (scheme: string) => fromPartition('').protocol.isProtocolHandled(scheme),
})
