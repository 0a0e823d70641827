import path from 'node:path'
import { defineConfig } from 'electron-vite'
import { lingui } from '@lingui/vite-plugin'
import react from '@vitejs/plugin-react'
import { linguiMacros } from './lingui.macros.ts'

const at = (file: string) => path.join(import.meta.dirname, file)

export default defineConfig({
  main: {
    // The decoders of pictures are built into the program: see docs/adr/0011.
    assetsInclude: ['**/*.wasm'],
    build: {
      outDir: 'out/main',
      rollupOptions: {
        // Each worker is an entry of its own: main starts it by its file name beside index.js.
        input: {
          index: at('src/main/index.ts'),
          store: at('src/main/store/worker.ts'),
          jobs: at('src/main/jobs/worker.ts'),
          inspect: at('src/main/imports/inspect-worker.ts'),
        },
        output: { format: 'es' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rollupOptions: {
        input: at('src/preload/index.ts'),
        // A sandboxed preload can neither be an ES module nor load files: one CommonJS file.
        output: { format: 'cjs', entryFileNames: 'index.cjs' },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    plugins: [react(), linguiMacros(), lingui()],
    build: {
      outDir: at('out/renderer'),
      rollupOptions: { input: { index: at('src/renderer/index.html'), print: at('src/renderer/print.html') } },
    },
  },
})
