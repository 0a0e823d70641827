/** The import rules of the architecture: who may use what. A test runs this on one forbidden import. */
const domains =
  '^src/main/(accounts|attachments|audit|health|bundles|documents|erasure|evacuations|home|households|imports|jobs|people|places|projects|roster|search)/'

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'shared-is-pure',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { pathNot: '^(src/shared/|node_modules/zod/)' },
    },
    {
      name: 'preload-knows-only-electron',
      severity: 'error',
      from: { path: '^src/preload/' },
      to: { pathNot: '^(src/shared/|src/preload/|node_modules/electron/|electron$)' },
    },
    {
      name: 'renderer-stays-in-the-window',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { path: '^(src/main/|src/preload/|node_modules/electron/|electron$)' },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'features-do-not-import-each-other',
      severity: 'error',
      from: {
        path: '^src/renderer/(households|projects|evacuations|imports|bundles|places|home|settings|audit|setup|unlock)/',
      },
      to: {
        path: '^src/renderer/(households|projects|evacuations|imports|bundles|places|home|settings|audit|setup|unlock)/',
        pathNot: '^src/renderer/$1/',
      },
    },
    {
      name: 'electron-only-in-the-shell',
      severity: 'error',
      from: { path: '^src/main/', pathNot: '^src/main/(index|ipc)\\.ts$|^src/main/shell/' },
      to: { path: '^(node_modules/electron/|electron$)' },
    },
    {
      name: 'shell-is-for-the-composition-root',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main/(index|ipc)\\.ts$|^src/main/shell/' },
      to: { path: '^src/main/shell/' },
    },
    {
      name: 'domains-share-repositories-only',
      severity: 'error',
      from: { path: domains },
      to: { path: '^src/main/[a-z]+/handlers\\.ts$', pathNot: '^src/main/$1/' },
    },
    {
      name: 'nobody-reads-evacuations',
      comment: 'The registry holds no trace that a person has a case.',
      severity: 'error',
      from: { path: '^src/main/(households|people|places|projects)/' },
      to: { path: '^src/main/evacuations/' },
    },
    {
      name: 'no-network',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(node:)?(http|https|http2|net|tls|dgram|dns|dns/promises)$' },
    },
    {
      name: 'cryptography-in-one-place',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main/crypto/' },
      to: { path: '^(node:)?crypto$' },
    },
    {
      name: 'specs-know-only-the-window',
      severity: 'error',
      from: { path: '^tests/e2e/' },
      to: { path: '^(src|bench|scripts)/' },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '\\?raw$|^virtual:' } },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.css'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
}
