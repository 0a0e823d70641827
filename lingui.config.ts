import { defineConfig } from '@lingui/cli'
import { formatter } from '@lingui/format-po'

// One catalogue for each folder, so that people who work on different screens do not meet in one file.
const folders = [
  'records',
  'shell',
  'setup',
  'unlock',
  'home',
  'settings',
  'households',
  'projects',
  'evacuations',
  'places',
  'imports',
  'bundles',
  'health',
  'history',
  'audit',
  'backup',
  'print',
  'attachments',
  'erasure',
  'conflicts',
]

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'ar', 'ckb'],
  catalogs: [
    { path: '<rootDir>/src/renderer/locales/app/{locale}', include: ['src/renderer/*.ts', 'src/renderer/*.tsx'] },
    ...folders.map((name) => ({
      path: `<rootDir>/src/renderer/locales/${name}/{locale}`,
      include: [`src/renderer/${name}`],
    })),
  ],
  format: formatter({ lineNumbers: false, origins: false }),
})
