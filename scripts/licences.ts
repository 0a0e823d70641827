// Checks every installed package's licence against an allow list, and writes or compares the notices file.
// `node scripts/licences.ts` checks; `--write` also writes THIRD-PARTY.md.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { init, type ModuleInfos } from 'license-checker-rseidelsohn'

const root = path.join(import.meta.dirname, '..')

/** Licences that may be bundled or used as tools. Weak copyleft (MPL) is used unchanged, as tools only. */
const allowed = new Set([
  'MIT',
  'MIT*',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  '0BSD',
  'Unlicense',
  'CC0-1.0',
  'CC-BY-3.0',
  'CC-BY-4.0',
  'OFL-1.1',
  'Python-2.0',
  'WTFPL',
  'Zlib',
  'MPL-2.0',
  'GPL-3.0-or-later',
])

/** An expression passes when one side of OR is allowed, or every side of AND. GPL counts only beside an OR. */
const passes = (licence: string): boolean => {
  const plain = licence.replaceAll(/[()]/g, '')
  if (plain.includes(' OR ')) return plain.split(' OR ').some((one) => allowed.has(one) && !one.startsWith('GPL'))
  return plain.split(' AND ').every((one) => allowed.has(one) && !one.startsWith('GPL'))
}

/** Packages that state no licence but never leave the developer's machine: the reason why each is tolerated. */
const toolsOnly: Readonly<Record<string, string>> = {
  buffers: 'stated nowhere; reached only through exceljs, the oracle of the workbook tests, never distributed',
}

/** Packages whose own words name no licence of the list, and what the text that lies beside them is. */
const read: Readonly<Record<string, string>> = {
  // Says "BSD" and carries the text of two clauses; reached only through pouchdb, the peer of a benchmark.
  'readable-stream@0.0.4': 'BSD-2-Clause',
}

const installed = await new Promise<ModuleInfos>((resolve, reject) => {
  init({ start: root, excludePrivatePackages: true }, (error, packages) => {
    if (error) reject(error)
    else resolve(packages)
  })
})

const rows: string[] = []
const refused: string[] = []
for (const [name, about] of Object.entries(installed).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
  const bare = name.slice(0, name.lastIndexOf('@'))
  const licence =
    toolsOnly[bare] ??
    read[name] ??
    (Array.isArray(about.licenses) ? about.licenses.join(' AND ') : String(about.licenses))
  if (!(bare in toolsOnly) && !passes(licence)) refused.push(`${name}: ${licence}`)
  rows.push(`| ${name} | ${licence} | ${about.publisher?.replaceAll('|', ' ') ?? ''} |`)
}
if (refused.length > 0) {
  console.error(`Licences that are not on the allow list:\n${refused.join('\n')}`)
  process.exit(1)
}
console.log(`${rows.length} packages, every licence allowed`)

if (process.argv.includes('--write')) {
  const own = (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }).version
  const head = [
    '# Third-party notices',
    '',
    `Waypost ${own} is built with the packages below. Written by \`npm run notices\`.`,
    '',
    '| package | licence | publisher |',
    '|---|---|---|',
  ]
  writeFileSync(path.join(root, 'THIRD-PARTY.md'), `${[...head, ...rows].join('\n')}\n`)
}
