import { onRequest, report } from './backstage.ts'
import { eventsOf } from './events.ts'
import { only } from './strict.ts'

let idle = 0
const power = eventsOf('powerMonitor', ['suspend', 'resume', 'lock-screen', 'unlock-screen', 'shutdown'])

onRequest((message) => {
  if (message.kind === 'power') power.emit(message.event)
  if (message.kind === 'idle') idle = message.seconds
})

export const powerMonitor = only('powerMonitor', {
  getSystemIdleTime: () => idle,
  getSystemIdleState: (threshold: number) => (idle >= threshold ? 'idle' : 'active'),
  ...power,
})

export const nativeTheme = only('nativeTheme', {
  themeSource: 'system',
  shouldUseDarkColors: false,
  ...eventsOf('nativeTheme', ['updated']),
})

export const shell = only('shell', {
  openExternal: (url: string) => {
    report({ kind: 'call', name: 'openExternal', values: [url] })
    return Promise.resolve()
  },
})

// Native menus are drawn by the operating system; the stand-in keeps what was built and shows nothing.
let applicationMenu: object | null = null
export const Menu = only('Menu', {
  buildFromTemplate: (template: object[]) => only('Menu', { items: template }),
  setApplicationMenu: (menu: object | null) => {
    applicationMenu = menu
  },
  getApplicationMenu: () => applicationMenu,
})
