// Makes every Nth file call of one kind fail, for each N until none is reached:
// `npm run soak:faults [-- --most N] [--step N] [--only CALL]`.
// The kernel answers the error, so SQLite's own calls are among them; needs Linux and Debian's `strace`.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../harness/launched.ts'
import { faultsOf } from './check.ts'
import { builtEntry } from '../harness/built.ts'
import { brokenPromises, prepareFaulty, stickFaults } from './faulty-work.ts'

const kinds = [
  ['pwrite64', 'ENOSPC'],
  ['pwrite64', 'EIO'],
  ['pwrite64', 'short'],
  ['write', 'ENOSPC'],
  ['fsync', 'EIO'],
  ['fdatasync', 'EIO'],
  ['ftruncate', 'EIO'],
  ['rename', 'EBUSY'],
] as const

const { values } = parseArgs({
  options: {
    most: { type: 'string', default: '10000' },
    step: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
})
if (spawnSync('strace', ['--version']).error) {
  console.error('this needs strace: apt-get install strace')
  process.exit(2)
}

interface Try {
  readonly reached: boolean
  readonly lost: number
  readonly faults: readonly string[]
}

/** One run in which the Nth call of a kind on the office's or the stick's files fails. */
const once = async (base: string, [call, error]: (typeof kinds)[number], nth: number): Promise<Try> => {
  const folder = path.join(base, 'try')
  rmSync(folder, { recursive: true, force: true })
  cpSync(path.join(base, 'first'), folder, { recursive: true })
  const trace = path.join(base, 'trace')
  // A short write is one that the disk took nothing of.
  const answer = error === 'short' ? 'retval=0' : `error=${error}`
  const run = spawnSync(
    'strace',
    ['-f', '-o', trace, '-e', `trace=${call}`, '-e', `inject=${call}:${answer}:when=${nth}`].concat(
      process.execPath,
      entry,
      folder,
    ),
    { cwd: root, encoding: 'utf8', timeout: 120_000 },
  )
  const said = run.stdout.split('\n').filter((word) => word !== '' && word !== 'end')
  const reached = readFileSync(trace, 'utf8').includes('(INJECTED)')
  const { office, lost } = await brokenPromises(folder, said)
  const faults = said.filter((word) => word.endsWith(' unexpected'))
  // Where nothing failed, all of it has to succeed: otherwise this run shows nothing.
  if (!reached) faults.push(...said.filter((word) => !word.startsWith('ok ')))
  try {
    const open = office.app.ctx('check').account.isOpen()
    if (open) faults.push(...(await faultsOf(office.app.stores().registry)))
    else faults.push('the office does not open')
    faults.push(...(await stickFaults(folder, office, said)))
  } finally {
    await office.close()
  }
  return { reached, lost, faults }
}

const entry = await builtEntry('tests/soak/faulty-child.ts')
const base = mkdtempSync(path.join(tmpdir(), 'waypost-faults-'))
let [injected, lost, damaged] = [0, 0, 0]
try {
  await prepareFaulty(path.join(base, 'first'))
  for (const kind of kinds.filter(([call]) => values.only === undefined || call === values.only)) {
    let worst = 0
    for (let nth = 1; nth <= Number(values.most); nth += Number(values.step)) {
      const result = await once(base, kind, nth)
      if (result.reached) {
        worst = nth
        injected++
      }
      lost += result.lost
      damaged += result.faults.length
      for (const fault of result.faults) console.log(`  ${kind.join(' ')} ${nth}: ${fault}`)
      if (result.lost > 0) console.log(`  ${kind.join(' ')} ${nth}: ${result.lost} lost`)
      if (!result.reached) break
    }
    console.log(`${kind.join(' ').padEnd(20)} last call reached: ${worst}`)
  }
} finally {
  rmSync(base, { recursive: true, force: true })
}
console.log(`${injected} failing calls, ${lost} acknowledged writes lost, ${damaged} faults`)
if (lost > 0 || damaged > 0 || injected === 0) process.exitCode = 1
