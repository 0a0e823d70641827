import type { Serializable } from 'node:child_process'

// What passes between the launcher and the stand-in's main process, beside the browser. The application sees nothing
// of it: on Electron the launcher reaches the same things through Playwright.

export type DialogName = 'showOpenDialog' | 'showSaveDialog' | 'showMessageBox'

export type ToStandin =
  | { kind: 'answer'; dialog: DialogName; reply: object }
  | { kind: 'power'; event: string }
  | { kind: 'idle'; seconds: number }
  | { kind: 'quit' }
  | { kind: 'ping'; id: number }

export type FromStandin =
  | { kind: 'blocked'; url: string }
  | { kind: 'call'; name: string; values: Serializable }
  | { kind: 'pong'; id: number }
  // A person's window without tabs: only a command line opens one.
  | { kind: 'appWindow' }

/** True when a person sits in front of the window (`npm start`), false when a test does. */
export const interactive = process.env['WAYPOST_STANDIN_INTERACTIVE'] === '1'

/** Tells the launcher something; without a launcher it is dropped. */
export const report = (message: FromStandin): void => {
  if (process.connected) process.send?.(message)
}

const listeners: ((message: ToStandin) => void)[] = []
process.on('message', (message: ToStandin) => {
  if (message.kind === 'ping') report({ kind: 'pong', id: message.id })
  for (const listener of listeners) listener(message)
})
// When the launcher is gone nobody would ever end this process.
process.on('disconnect', () => process.exit(1))

/** Calls `listener` with what the launcher asks for. */
export const onRequest = (listener: (message: ToStandin) => void): void => {
  listeners.push(listener)
}
