import { transformAsync } from '@babel/core'
import macros from '@lingui/babel-plugin-lingui-macro'
import type { Plugin } from 'vite'

/**
 * Turns Lingui's macros into calls, in Babel. Lingui's own native transform is an optional package that npm leaves out
 * when it runs on a Node older than the one it asks for, and then nothing would build.
 */
export const linguiMacros = (): Plugin => ({
  name: 'waypost-lingui-macros',
  enforce: 'pre',
  transform: {
    filter: { id: /\/src\/renderer\/.*\.tsx?$/, code: /@lingui\/(?:core|react)\/macro/ },
    async handler(code, id) {
      const result = await transformAsync(code, {
        filename: id,
        babelrc: false,
        configFile: false,
        sourceMaps: true,
        parserOpts: { plugins: ['typescript', 'jsx'] },
        // The sentence stays beside its id, so that a missing catalogue never shows a reader an id.
        plugins: [[macros, { descriptorFields: 'message' }]],
      })
      return { code: result?.code ?? code, map: result?.map ?? null }
    },
  },
})
