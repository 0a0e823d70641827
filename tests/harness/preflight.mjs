// Runs before start, test and verify, perhaps on an old Node: plain JavaScript, no dependencies.
import { readFileSync } from 'node:fs'

const pinned = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).devDependencies.node

if (process.version !== `v${pinned}`) {
  console.error(
    `Waypost needs Node ${pinned} but this is ${process.version}. ` +
      'Run "npm ci" to install the pinned Node into node_modules, and start things through npm and npx only. ' +
      'If npm ci left node_modules/node without its binary, run "npm rebuild node".',
  )
  process.exit(1)
}
