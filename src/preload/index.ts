import { contextBridge, ipcRenderer } from 'electron'

// Knows no feature and never grows: what may be called is decided by the contract, in main.
contextBridge.exposeInMainWorld('bridge', {
  call: (name: string, input: unknown): Promise<unknown> => ipcRenderer.invoke('call', name, input),
  on: (listener: (message: unknown) => void) => {
    // The event stays here: it would hand the page the sender.
    const forward = (_event: unknown, message: unknown) => listener(message)
    ipcRenderer.on('message', forward)
    return () => {
      ipcRenderer.off('message', forward)
    }
  },
})
