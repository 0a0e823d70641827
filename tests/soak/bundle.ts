// npm run soak:bundle -- --minutes 5: changes good bundles at every layer, lets offices exchange at random, flips and cuts
// a file everywhere, and kills exports and imports. Exits with 1 when anything is accepted, lost, thrown or too slow.
import { mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { readOps, verifyBundle } from '../../src/main/bundles/format/read.ts'
import { writeBundle } from '../../src/main/bundles/format/write.ts'
import { apply } from '../../src/main/oplog/apply.ts'
import { BundleError } from '../../src/shared/bundle/v1/errors.ts'
import { builtEntry } from '../harness/built.ts'
import { cutEverywhere, flipEachByte } from '../main/bundle-format/every-byte.ts'
import { makeOps, readInput, writeInput } from '../main/bundle-format/sample.ts'
import { checkExchange } from '../main/oplog/exchange.ts'
import { makeReplica } from '../main/oplog/three-stores.ts'
import { crashes } from './crashes.ts'
import { layers } from './fuzz.ts'
import { scenarios } from './scenarios.ts'

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '5' } } })
const minutes = Number(values.minutes)
if (!(minutes > 0)) {
  console.error('npm run soak:bundle -- [--minutes N]')
  process.exit(2)
}
const millis = minutes * 60_000
const folder = mkdtempSync(path.join(tmpdir(), 'waypost-fuzz-'))
const slow = 10_000
let faults = 0
const row = (cells: readonly (string | number)[]): string =>
  cells.map((cell, at) => String(cell).padEnd(at === 0 ? 26 : 11)).join('')

console.log(row(['changed at', 'bundles', 'refused', 'passed', 'wrongly', 'crashes', 'hangs']) + 'refused as')
const office = await makeReplica('registry', 'f')
for (const [name, layer] of Object.entries(layers)) {
  const until = Date.now() + (millis * 0.4) / Object.keys(layers).length
  let [tries, refused, passed, wrongly, crashed, hung] = [0, 0, 0, 0, 0, 0]
  const classes = new Map<string, number>()
  while (Date.now() < until) {
    const { file, mayPass } = await layer(folder)
    tries += 1
    const started = performance.now()
    try {
      const verified = await verifyBundle(file, readInput)
      passed += 1
      if (!mayPass) wrongly += 1
      // What is let in has to be contained by the store.
      for await (const ops of readOps(file, verified, 100)) await office.write(async (trx) => await apply(trx, ops))
    } catch (error) {
      if (error instanceof BundleError) {
        refused += 1
        classes.set(error.code, (classes.get(error.code) ?? 0) + 1)
      } else {
        crashed += 1
        console.error(name, error)
      }
    }
    if (performance.now() - started > slow) hung += 1
  }
  faults += wrongly + crashed + hung
  const told = [...classes].toSorted(([, a], [, b]) => b - a).map(([code, count]) => `${code} ${count}`)
  console.log(row([name, tries, refused, passed, wrongly, crashed, hung]) + told.join(', '))
}
office.remove()

// Every byte takes a minute or two; a short run takes each tenth.
const { file } = await writeBundle(writeInput(folder, makeOps(2)))
const whole = await readFile(file)
for (const sidecar of [true, false]) {
  const how = { every: minutes >= 5 ? 1 : 10, from: 0, sidecar }
  for (const [name, attempt] of [['flipped', flipEachByte] as const, ['cut', cutEverywhere] as const]) {
    const { tries, accepted, right } = await attempt(file, whole, readInput, how)
    faults += accepted + Number(right / tries < 0.99)
    console.log(
      `${name} ${sidecar ? 'beside its sidecar' : 'alone'}: ${tries} tries, ${accepted} accepted, ${right} with the right class`,
    )
  }
}

const seed = Date.now() % 2 ** 31
const run = { offices: 4, runs: 1_000_000, steps: 60, seed, seconds: (millis * 0.2) / 1000 }
try {
  const { steps } = await checkExchange(run)
  console.log(`exchange of 4 offices, seed ${seed}: ${steps} steps, everybody agrees, nothing is lost`)
} catch (error) {
  faults += 1
  console.error(error)
}

const entry = await builtEntry('tests/soak/child.ts')
for (const scenario of scenarios.filter((one) => one.name.startsWith('bundle '))) {
  const until = Date.now() + millis * 0.2
  const toll = await crashes(entry, scenario, () => Date.now() < until)
  faults += toll.lost + toll.damaged.length
  console.log(
    `killed in ${toll.scenario}: ${toll.kills} kills of ${toll.tries}, ${toll.lost} lost, ${toll.damaged.length} damaged`,
  )
}
rmSync(folder, { recursive: true, force: true })
console.log(`${faults} faults`)
process.exitCode = faults === 0 ? 0 : 1
