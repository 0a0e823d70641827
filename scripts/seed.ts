// Makes an office full of invented families, projects and patients:
// `npm run seed -- --households N --seed S --out DIR`. The folder can be given to the application as its data folder.
import { mkdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { seedOffice } from '../bench/seed-office.ts'

const { values: options } = parseArgs({
  options: {
    households: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
  },
})
const households = Number(options.households)
const seed = Number(options.seed)
if (options.out === undefined || !Number.isInteger(households) || households < 1 || !Number.isInteger(seed)) {
  console.error('npm run seed -- --households N --seed S --out DIR')
  process.exit(2)
}
const out = path.resolve(options.out)
if (await stat(path.join(out, 'office')).catch(() => undefined)) {
  console.error(`There is an office in ${out} already: choose an empty folder, so that nothing is overwritten.`)
  process.exit(2)
}
await mkdir(out, { recursive: true })
const made = await seedOffice({
  folder: path.join(out, 'office'),
  households,
  seed,
  progress: (done) => {
    process.stderr.write(`\r${done} of ${households} households`)
  },
})
process.stderr.write('\n')
console.log(
  `${made.households} households, ${made.people} people, ${made.projects} projects, ${made.cases} patients in ${made.seconds.toFixed(1)} s`,
)
console.log(`Sign in as "${made.user}" with the passphrase "${made.passphrase}".`)
