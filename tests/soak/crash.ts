// Kills the application while it works, for minutes: `npm run soak:crash -- --minutes 5 [--only SCENARIO]`.
import { parseArgs } from 'node:util'
import { builtEntry } from '../harness/built.ts'
import { crashes, type Toll } from './crashes.ts'
import { scenarios } from './scenarios.ts'

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '5' }, only: { type: 'string' } } })
const minutes = Number(values.minutes)
const chosen = scenarios.filter(({ name }) => values.only === undefined || name === values.only)
if (!(minutes > 0) || chosen.length === 0) {
  console.error('npm run soak:crash -- [--minutes N] [--only SCENARIO]')
  process.exit(2)
}
const row = (cells: readonly (string | number)[]): string => cells.map((cell) => String(cell).padEnd(14)).join('')
console.log(row(['killed in', 'tries', 'kills', 'acknowledged', 'lost', 'damaged']))
const tolls: Toll[] = []
const entry = await builtEntry('tests/soak/child.ts')
for (const scenario of chosen) {
  const until = Date.now() + (minutes * 60_000) / chosen.length
  const toll = await crashes(entry, scenario, () => Date.now() < until)
  tolls.push(toll)
  console.log(row([toll.scenario, toll.tries, toll.kills, toll.promises, toll.lost, toll.damaged.length]))
  for (const fault of toll.damaged) console.log(`  ${fault}`)
}
const sum = (of: (toll: Toll) => number): number => tolls.reduce((total, toll) => total + of(toll), 0)
const [kills, promises, lost, damaged] = [
  sum((toll) => toll.kills),
  sum((toll) => toll.promises),
  sum((toll) => toll.lost),
  sum((toll) => toll.damaged.length),
]
console.log(`${kills} kills, ${promises} acknowledged writes, ${lost} lost writes, ${damaged} damaged files`)
// A scenario that promises nothing in minutes does not do its work.
const idle = tolls.filter((toll) => toll.promises === 0 && toll.tries > 20)
for (const { scenario } of idle) console.log(`${scenario} promised nothing`)
if (lost > 0 || damaged > 0 || kills === 0 || idle.length > 0) process.exitCode = 1
