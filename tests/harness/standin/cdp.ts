import { readFileSync } from 'node:fs'
import path from 'node:path'

type Parameters = Record<string, unknown>
type Reply = Record<string, unknown>
type Handler = (parameters: never) => void
interface Message {
  id?: number
  sessionId?: string
  method?: string
  params?: Parameters
  result?: Reply
  error?: { message: string }
}

/** One session with a page, a frame of another process, a worker, or (without an id) the browser itself. */
export interface CdpSession {
  readonly id: string | undefined
  send(method: string, parameters?: Parameters): Promise<Reply>
  on(method: string, handler: Handler): void
}

export interface Browser extends CdpSession {
  session(id: string): CdpSession
  onClose(handler: () => void): void
}

/** Reads the address Chromium writes into its profile once its debugging port is open. */
export const debuggerAddress = (profile: string): string | undefined => {
  try {
    const [port, place] = readFileSync(path.join(profile, 'DevToolsActivePort'), 'utf8').split('\n')
    return port && place ? `ws://127.0.0.1:${port}${place}` : undefined
  } catch {
    return undefined // not written yet
  }
}

/** Connects to Chromium's debugging protocol; all sessions share one socket, so their messages keep their order. */
export const connect = async (address: string): Promise<Browser> => {
  const socket = new WebSocket(address)
  const waiting = new Map<number, { resolve: (reply: Reply) => void; reject: (error: Error) => void; method: string }>()
  const handlers = new Map<string, Handler[]>()
  const closers: (() => void)[] = []
  let lastId = 0

  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Message
    if (message.id !== undefined) {
      const wait = waiting.get(message.id)
      waiting.delete(message.id)
      if (message.error) wait?.reject(new Error(`${wait.method}: ${message.error.message}`))
      else wait?.resolve(message.result ?? {})
      return
    }
    for (const handler of handlers.get(`${message.sessionId ?? ''} ${message.method}`) ?? []) {
      handler((message.params ?? {}) as never)
    }
  })
  socket.addEventListener('close', () => {
    for (const wait of waiting.values()) wait.reject(new Error(`${wait.method}: the browser is gone`))
    waiting.clear()
    for (const closer of closers) closer()
  })
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve)
    socket.addEventListener('error', () => reject(new Error('cannot reach the browser')))
  })

  const session = (id: string | undefined): CdpSession => ({
    id,
    send: (method, parameters) =>
      new Promise((resolve, reject) => {
        if (socket.readyState !== WebSocket.OPEN) return reject(new Error(`${method}: the browser is gone`))
        lastId += 1
        waiting.set(lastId, { resolve, reject, method })
        socket.send(JSON.stringify({ id: lastId, method, params: parameters ?? {}, ...(id && { sessionId: id }) }))
      }),
    on: (method, handler) => {
      const key = `${id ?? ''} ${method}`
      handlers.set(key, [...(handlers.get(key) ?? []), handler])
    },
  })
  return { ...session(undefined), session, onClose: (closer) => closers.push(closer) }
}
