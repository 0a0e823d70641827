// Measures the exchange between offices: export, check, import and convergence, each phase in a process of its own,
// beside named baselines in the same run: `npm run bench:bundle [-- --people 10000,100000 --full --json FILE]`.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { builtEntry } from '../tests/harness/built.ts'
import type { Measured, PhaseInput, Phases } from './bundle-phase.ts'
import { missingTools } from './exchange/pipe.ts'
import { isMissed, tableOf, type Row } from './measure.ts'
import { cache, generatorHash } from './office-cache.ts'

const { values: options } = parseArgs({
  options: {
    people: { type: 'string', default: '100000' },
    /** Also a million people, and what only a release takes the time for. */
    full: { type: 'boolean', default: false },
    /** People on each of the two laptops that come to hold the same; 0 leaves that out. */
    laptops: { type: 'string', default: '300000' },
    peer: { type: 'boolean', default: true },
    json: { type: 'string' },
  },
  allowNegative: true,
})
const sizes = [...new Set([...options.people.split(',').map(Number), ...(options.full ? [1_000_000] : [])])]
const laptops = Number(options.laptops)
if (![...sizes, laptops + 1].every((size) => Number.isInteger(size) && size > 0)) {
  console.error('npm run bench:bundle -- [--people N,N] [--laptops N] [--full] [--no-peer] [--json FILE]')
  process.exit(2)
}
const say = (text: string): void => void process.stderr.write(`${text}\n`)

const [entry, worker] = [await builtEntry('bench/bundle-phase.ts'), await builtEntry('src/main/jobs/worker.ts')]
const run = path.join(cache, `bundles-${process.pid}`)
await mkdir(run, { recursive: true })

type Input = Omit<PhaseInput, 'worker'>

/** Runs one phase in a process of its own and answers what it found. */
const phase = <N extends keyof Phases>(name: N, input: Input): Phases[N] => {
  say(`${input.people} people: ${name}`)
  const told = JSON.stringify({ ...input, worker } satisfies PhaseInput)
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, name, told], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (status !== 0) throw new Error(`${name} failed:\n${stdout}\n${stderr}`)
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Phases[N]
}

const inputFor = (folder: string, people: number): Input => ({
  sender: path.join(folder, 'sender'),
  receiver: path.join(folder, 'receiver'),
  scratch: path.join(run, 'scratch'),
  people,
  edits: Math.round(people / 2),
  families: 0,
  bundle: '',
})

/** Makes two offices once and keeps them; each run works on a copy. */
const offices = async (name: string, people: number, make: (folder: string) => void): Promise<string> => {
  const kept = path.join(cache, `${name}-${await generatorHash('bench/exchange/office.ts')}-${people}`)
  if (!existsSync(kept)) {
    const making = `${kept}.making`
    await rm(making, { recursive: true, force: true })
    await mkdir(making, { recursive: true })
    make(making)
    await rename(making, kept)
  }
  const copy = path.join(run, `${name}-${people}`)
  await cp(kept, copy, { recursive: true })
  // Or the first commits wait until the disk has taken the copy.
  spawnSync('sync')
  return copy
}

const pair = (people: number): Promise<string> =>
  offices('pair', people, (folder) => void phase('seed', inputFor(folder, people)))

const met = async (people: number): Promise<string> =>
  await offices('met', people, (folder) => {
    phase('seed', inputFor(folder, people))
    phase('meet', inputFor(folder, people))
  })

const megabytes = (bytes: number): number => bytes / 1_000_000
const gap = { kind: 'value', most: 100 } as const
const memory = { kind: 'value', most: 400 } as const

const watched = (what: string, { peakMb, longestGap, idleGap }: Measured<unknown>): Row[] => [
  { measure: `${what}: peak memory`, value: peakMb, unit: 'MB', target: memory },
  {
    measure: `${what}: longest gap of a trivial call`,
    value: longestGap,
    unit: 'ms',
    baseline: { name: 'on the idle office', value: idleGap },
    target: gap,
  },
]

/** Everything of one size, in the order in which people would do it. */
const exchangeRows = async (people: number): Promise<Row[]> => {
  const folder = await pair(people)
  const input = inputFor(folder, people)
  await mkdir(input.scratch, { recursive: true })
  const exported = phase('export', input)
  const { file, bytes, operations } = exported.result
  const missing = missingTools()
  if (missing.length > 0) say(`no baseline for the export: ${missing.join(', ')} not installed`)
  const payload = missing.length === 0 ? phase('payload', input) : undefined
  const piped = payload ? phase('pipe', input) : undefined
  const verified = phase('verify', { ...input, bundle: file })
  const applied = phase('apply', { ...input, bundle: verified.result.bundle })
  if (applied.result.applied !== operations) throw new Error('the import did not take in every operation')
  const again = phase('again', { ...input, bundle: file })
  if (again.result.applied !== 0) throw new Error('the same bundle again was not without effect')
  const raw = phase('raw', input)
  const peer = options.peer ? phase('peer', input) : undefined
  await rm(folder, { recursive: true, force: true })
  await rm(input.scratch, { recursive: true, force: true })
  const of = `${people} people, ${operations} operations`
  const whole = exported.seconds + verified.seconds + applied.seconds
  return [
    {
      measure: `${of}: export`,
      value: exported.seconds,
      unit: 's',
      ...(piped ? { baseline: { name: 'tar | zstd -3 | age', value: piped.seconds } } : {}),
      target: { kind: 'ratio', most: 2 },
    },
    {
      measure: 'export: the bundle',
      value: megabytes(bytes),
      unit: 'MB',
      ...(piped ? { baseline: { name: 'what the pipe wrote', value: megabytes(piped.bytes) } } : {}),
    },
    ...watched('export', exported),
    { measure: `${of}: check and preview`, value: verified.seconds, unit: 's' },
    ...watched('check', verified),
    {
      measure: `${of}: import`,
      value: applied.seconds,
      unit: 's',
      baseline: { name: `raw inserts of ${raw.rows} rows`, value: raw.seconds },
      target: { kind: 'ratio', most: 4 },
    },
    ...watched('import', applied),
    { measure: `import: longest of ${applied.saves} saves by a person`, value: applied.longestSave, unit: 'ms' },
    { measure: 'the same bundle again, 0 new', value: again.seconds, unit: 's' },
    { measure: 'again: peak memory', value: again.peakMb, unit: 'MB', target: memory },
    {
      measure: 'export, check and import together',
      value: whole,
      unit: 's',
      ...(peer ? { baseline: { name: `PouchDB, ${peer.documents} documents`, value: peer.seconds } } : {}),
    },
  ]
}

const day = { edits: 500, families: 60 }

/** Two laptops that hold the same people, after half a day and after a day of work on both. */
const laptopRows = async (people: number): Promise<Row[]> => {
  const folder = await met(people)
  const input = inputFor(folder, people)
  const half = phase('day', { ...input, edits: day.edits / 2, families: day.families / 2 })
  const whole = phase('day', { ...input, ...day })
  if (!half.same || !whole.same) throw new Error('the laptops do not hold the same')
  await rm(folder, { recursive: true, force: true })
  return [
    {
      measure: `two laptops of ${people} people, ${whole.operations} changes of a day`,
      value: whole.seconds,
      unit: 's',
      target: { kind: 'value', most: 5 },
    },
    {
      measure: 'bytes exchanged for that day',
      value: megabytes(whole.bytes),
      unit: 'MB',
      baseline: { name: `twice half a day, ${half.operations} changes`, value: 2 * megabytes(half.bytes) },
      target: { kind: 'ratio', most: 1.2 },
    },
  ]
}

try {
  const before = os.loadavg()[0] ?? 0
  const rows: Row[] = []
  for (const people of sizes) rows.push(...(await exchangeRows(people)))
  if (laptops > 0) rows.push(...(await laptopRows(laptops)))
  const [cpu] = os.cpus()
  const after = os.loadavg()[0] ?? 0
  console.log(
    `${os.cpus().length} cores (${cpu?.model ?? 'unknown'}), ${Math.round(os.totalmem() / 1e9)} GB, Node ` +
      `${process.version}; load ${before.toFixed(1)} at the start, ${after.toFixed(1)} at the end\n`,
  )
  console.log(tableOf(rows))
  const missed = rows.filter(isMissed)
  console.log(`\n${rows.filter(({ target }) => target).length - missed.length} targets met, ${missed.length} missed`)
  for (const { measure } of missed) console.log(`missed: ${measure}`)
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(rows, null, 2)}\n`)
  if (missed.length > 0) process.exitCode = 1
} finally {
  await rm(run, { recursive: true, force: true })
  await rm(path.dirname(entry), { recursive: true, force: true })
}
