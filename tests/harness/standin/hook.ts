// Loaded by --import, therefore in worker threads too: replaces the module `electron`.
import { registerHooks } from 'node:module'
import { isMainThread } from 'node:worker_threads'

const replacement = new URL('./electron.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, nextResolve) => {
    if (specifier !== 'electron' && specifier !== 'electron/main') return nextResolve(specifier, context)
    if (!isMainThread) throw new Error("'electron' is not available in a worker thread")
    return { url: replacement, format: 'module-typescript', shortCircuit: true }
  },
})
