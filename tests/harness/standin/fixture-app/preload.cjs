const { contextBridge, ipcRenderer } = require('electron')

let required
try {
  require('node:fs')
  required = 'loaded'
} catch (error) {
  required = error.message
}

contextBridge.exposeInMainWorld('bridge', {
  required,
  call: (name, input) => ipcRenderer.invoke('call', name, input),
  on: (listener) => {
    const forward = (_event, message) => listener(message)
    ipcRenderer.on('message', forward)
    return () => {
      ipcRenderer.off('message', forward)
    }
  },
})
