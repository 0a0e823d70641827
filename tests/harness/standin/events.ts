import { EventEmitter } from 'node:events'

type Listener = Parameters<EventEmitter['on']>[1]

/** The event methods of an Electron object; listening to an event the stand-in never sends throws. */
export const eventsOf = (name: string, known: readonly string[]) => {
  const emitter = new EventEmitter()
  const check = (event: string) => {
    if (!known.includes(event)) throw new Error(`the stand-in has no ${name} event '${event}'`)
  }
  const add = (method: 'on' | 'once' | 'off') => (event: string, listener: Listener) => {
    check(event)
    emitter[method](event, listener)
  }
  return {
    on: add('on'),
    once: add('once'),
    off: add('off'),
    addListener: add('on'),
    removeListener: add('off'),
    removeAllListeners: (event?: string) => {
      if (event === undefined) emitter.removeAllListeners()
      else emitter.removeAllListeners(event)
    },
    listenerCount: (event: string) => emitter.listenerCount(event),
    emit: (event: string, ...values: unknown[]) => {
      check(event)
      return emitter.emit(event, ...values)
    },
  }
}

/** An event whose default action a listener may prevent. */
export const preventable = <T extends object>(details: T) => {
  const event = {
    ...details,
    defaultPrevented: false,
    preventDefault: () => {
      event.defaultPrevented = true
    },
  }
  return event
}
