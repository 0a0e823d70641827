// What `import ... from 'electron'` answers in the stand-in's main process: what the application uses, and no more.
import { app } from './app.ts'
import { BrowserWindow, webContents } from './browser-window.ts'
import { dialog } from './dialog.ts'
import { ipcMain } from './ipc-main.ts'
import { protocol, session } from './session.ts'
import { Menu, nativeTheme, powerMonitor, shell } from './system.ts'

export { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, powerMonitor, protocol, session, shell, webContents }
