import { makeCarrier } from './carry.ts'

// Electron's contextBridge carries values and functions between the preload's world and the page's. Two worlds of
// Chromium share the document but no JavaScript object. What crosses synchronously is an event on a shared target:
// each world sees its own copy of `detail`. Functions and promises cross as numbers.

type Message =
  | { kind: 'expose'; key: string; value: unknown }
  | { kind: 'call'; id: number; values: unknown }
  | { kind: 'return'; ok: boolean; value: unknown }
  | { kind: 'settle'; id: number; ok: boolean; value: unknown }

// Self-contained: its source is evaluated in both worlds.
const joinWorlds = (
  channel: EventTarget,
  mine: string,
  theirs: string,
  expose: (key: string, value: unknown) => void,
) => {
  const functions = new Map<number, (...values: unknown[]) => unknown>()
  const promises = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  const returned: { ok: boolean; value: unknown }[] = []
  let lastId = 0

  const send = (message: Message) => channel.dispatchEvent(new CustomEvent(theirs, { detail: message }))
  const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
  const isLive = (value: unknown): boolean => {
    if (typeof value === 'function' || value instanceof Promise) return true
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return false
    return Array.isArray(value) ? value.some(isLive) : Object.values(value).some(isLive)
  }
  const pack = (value: unknown): unknown => {
    if (!isLive(value)) return { plain: value }
    lastId += 1
    const id = lastId
    if (typeof value === 'function') {
      functions.set(id, value as (...values: unknown[]) => unknown)
      return { function: id }
    }
    if (value instanceof Promise) {
      value.then(
        (result) => send({ kind: 'settle', id, ok: true, value: pack(result) }),
        (error: unknown) => send({ kind: 'settle', id, ok: false, value: textOf(error) }),
      )
      return { promise: id }
    }
    if (Array.isArray(value)) return { list: value.map(pack) }
    return { record: Object.entries(value as object).map(([key, item]) => [key, pack(item)]) }
  }
  const unpack = (packed: unknown): unknown => {
    const value = packed as {
      plain?: unknown
      function?: number
      promise?: number
      list?: unknown[]
      record?: [string, unknown][]
    }
    if (value.function !== undefined) {
      const id = value.function
      return (...values: unknown[]) => {
        send({ kind: 'call', id, values: values.map(pack) })
        const reply = returned.pop()
        if (!reply?.ok) throw new Error(String(reply?.value))
        return unpack(reply.value)
      }
    }
    if (value.promise !== undefined) {
      const id = value.promise
      return new Promise((resolve, reject) => promises.set(id, { resolve, reject }))
    }
    if (value.list) return value.list.map(unpack)
    if (value.record) return Object.freeze(Object.fromEntries(value.record.map(([key, item]) => [key, unpack(item)])))
    return value.plain
  }

  channel.addEventListener(mine, (event) => {
    const message = (event as CustomEvent<Message>).detail
    if (message.kind === 'expose') expose(message.key, unpack(message.value))
    else if (message.kind === 'return') returned.push(message)
    else if (message.kind === 'settle') {
      const promise = promises.get(message.id)
      promises.delete(message.id)
      if (message.ok) promise?.resolve(unpack(message.value))
      else promise?.reject(new Error(String(message.value)))
    } else {
      try {
        const result = functions.get(message.id)?.(...(message.values as unknown[]).map(unpack))
        send({ kind: 'return', ok: true, value: pack(result) })
      } catch (error) {
        send({ kind: 'return', ok: false, value: textOf(error) })
      }
    }
  })
  return (key: string, value: unknown) => send({ kind: 'expose', key, value: pack(value) })
}

// The preload's world: `require` that knows `electron` alone, and the binding to main.
const preloadWorld = (
  exposeInMainWorld: (key: string, value: unknown) => void,
  carrier: ReturnType<typeof makeCarrier>,
  binding: string,
) => {
  const world = globalThis as unknown as Record<string, unknown>
  const post = world[binding] as (text: string) => void
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  const listeners = new Map<string, ((...values: unknown[]) => void)[]>()
  let lastId = 0
  world['waypostDeliver'] = (text: string) => {
    const message = carrier.decode(text) as { id?: number; ok?: boolean; channel: string; value: unknown }
    if (message.id === undefined) {
      for (const listener of listeners.get(message.channel) ?? []) listener({}, ...(message.value as unknown[]))
      return
    }
    const wait = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.ok) wait?.resolve(message.value)
    else wait?.reject(new Error(`Error invoking remote method '${message.channel}': ${String(message.value)}`))
  }
  const strict = <T extends object>(name: string, target: T): T =>
    new Proxy(target, {
      get: (object, key, receiver) => {
        if (typeof key === 'symbol' || key in object) return Reflect.get(object, key, receiver) as unknown
        throw new Error(`the stand-in has no ${name}.${key}`)
      },
    })
  const off = (channel: string, listener: (...values: unknown[]) => void) => {
    listeners.set(
      channel,
      (listeners.get(channel) ?? []).filter((other) => other !== listener),
    )
  }
  const electron = strict('electron (preload)', {
    contextBridge: strict('contextBridge', { exposeInMainWorld }),
    ipcRenderer: strict('ipcRenderer', {
      invoke: (channel: string, ...values: unknown[]) =>
        new Promise((resolve, reject) => {
          lastId += 1
          const text = carrier.encode({ id: lastId, channel, values })
          waiting.set(lastId, { resolve, reject })
          post(text)
        }),
      send: (channel: string, ...values: unknown[]) => post(carrier.encode({ channel, values })),
      on: (channel: string, listener: (...values: unknown[]) => void) => {
        listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
      },
      off,
      removeListener: off,
    }),
  })
  return (name: string) => {
    if (name === 'electron') return electron
    throw new Error(`module not found: ${name}`)
  }
}

export const bindingName = 'waypostPost'
export const worldName = 'Electron Isolated Context'

/** The script that prepares the page's own world, before any script of the page. */
export const pageScript = (token: string): string => `(() => {
  if (window.parent !== window) return
  const join = ${joinWorlds.toString()}
  window.addEventListener('${token}', event => {
    join(event.relatedTarget, 'page', 'preload', (key, value) => {
      Object.defineProperty(window, key, { value, enumerable: true, writable: false, configurable: false })
    })
  }, { once: true })
})()`

/** The script that runs the real preload in its isolated world. */
export const preloadScript = (token: string, preload: string): string => `(() => {
  if (window.parent !== window || !('${bindingName}' in globalThis)) return
  const channel = new EventTarget()
  const expose = (${joinWorlds.toString()})(channel, 'preload', 'page', () => {})
  window.dispatchEvent(new MouseEvent('${token}', { relatedTarget: channel }))
  const require = (${preloadWorld.toString()})(expose, (${makeCarrier.toString()})(), '${bindingName}')
  const module = { exports: {} }
  ;((require, module, exports) => {
${preload}
  })(require, module, module.exports)
})()`
