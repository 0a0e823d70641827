import path from 'node:path'
import { build } from 'vite'
import { root } from './launched.ts'

/**
 * Builds one of our files with all it needs of ours into one file, and answers it: a process that is started often, or
 * whose memory is measured, must not read and transform every source each time. It lies within the project, where its
 * libraries are found.
 */
export const builtEntry = async (file: string): Promise<string> => {
  const outDir = path.join(root, 'node_modules/.cache/waypost-built', String(process.pid))
  const name = `${path.basename(path.dirname(file))}-${path.basename(file, '.ts')}.mjs`
  await build({
    configFile: false,
    logLevel: 'warn',
    assetsInclude: ['**/*.wasm'],
    root,
    build: {
      ssr: path.join(root, file),
      outDir,
      emptyOutDir: false,
      target: 'node24',
      minify: false,
      rollupOptions: { output: { entryFileNames: name, codeSplitting: false } },
    },
  })
  return path.join(outDir, name)
}
