import path from 'node:path'
import { build } from 'vite'
import { root } from '../harness/launched.ts'

/**
 * Builds an entry of the soak runs into one file, and answers it: a process that is killed a thousand times must not
 * read and transform every source each time. It lies within the project, where its libraries are found.
 */
export const builtEntry = async (name: 'child' | 'faulty-child'): Promise<string> => {
  const outDir = path.join(root, 'node_modules/.cache/waypost-soak', String(process.pid))
  await build({
    configFile: false,
    logLevel: 'warn',
    assetsInclude: ['**/*.wasm'],
    root,
    build: {
      ssr: path.join(root, 'tests/soak', `${name}.ts`),
      outDir,
      emptyOutDir: false,
      target: 'node24',
      minify: false,
      rollupOptions: { output: { entryFileNames: `${name}.mjs`, codeSplitting: false } },
    },
  })
  return path.join(outDir, `${name}.mjs`)
}
