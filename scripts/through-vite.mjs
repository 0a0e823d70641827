// Runs a TypeScript file of ours as the build would read it: `node scripts/through-vite.mjs FILE [arguments]`.
// Plain Node strips types, but does not know `?raw` imports, which the built-in lists use.
import path from 'node:path'
import { runnerImport } from 'vite'

const [file] = process.argv.splice(2, 1)
if (file === undefined) throw new Error('name the file to run')
await runnerImport(path.resolve(file), { configFile: false, logLevel: 'warn', assetsInclude: ['**/*.wasm'] })
