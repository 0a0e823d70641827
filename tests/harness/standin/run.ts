// Started by the launcher: node --import hook.ts run.ts <main entry> [arguments]. Runs the real main entry.
import { pathToFileURL } from 'node:url'
import { becomeReady } from './app.ts'

const entry = process.argv[2]
if (!entry) throw new Error('no main entry was named')
// As in Electron: the program, then the application, then the arguments.
process.argv.splice(1, 1)

await import(pathToFileURL(entry).href)
becomeReady()
