import { only } from './strict.ts'

type Handler = (event: object, ...values: unknown[]) => unknown
type Listener = (event: object, ...values: unknown[]) => void
interface Sender {
  sender: object
  senderFrame: object
}

const handlers = new Map<string, Handler>()
const listeners = new Map<string, Listener[]>()

const off = (channel: string, listener: Listener) => {
  listeners.set(
    channel,
    (listeners.get(channel) ?? []).filter((other) => other !== listener),
  )
}

export const ipcMain = only('ipcMain', {
  handle: (channel: string, handler: Handler) => {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    handlers.set(channel, handler)
  },
  removeHandler: (channel: string) => {
    handlers.delete(channel)
  },
  on: (channel: string, listener: Listener) => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
  },
  off,
  removeListener: off,
})

/** What arrives from a preload. */
export const receive = {
  invoke: async (channel: string, sender: Sender, values: unknown[]): Promise<unknown> => {
    const handler = handlers.get(channel)
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    return handler(only('IpcMainInvokeEvent', { ...sender, type: 'frame' }), ...values)
  },
  send: (channel: string, sender: Sender, values: unknown[]): void => {
    for (const listener of listeners.get(channel) ?? []) {
      listener(only('IpcMainEvent', { ...sender, type: 'frame' }), ...values)
    }
  },
}
