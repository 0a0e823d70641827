// npm run soak:mutants [-- --runs 400]: breaks each rule of the merge in turn and shows whether the property of
// tests/main/oplog/exchange.ts notices. Exits with 1 when one goes unnoticed.
import path from 'node:path'
import { parseArgs } from 'node:util'
import { runnerImport, type Plugin } from 'vite'
import { mutants, type Mutant } from '../main/oplog/mutants.ts'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '400' }, only: { type: 'string' } } })
process.env['WAYPOST_RUNS'] = values.runs

const trial = path.resolve('tests/soak/mutant-trial.ts')

/** Replaces the text where it stands, which has to be one place. */
const breaking = ({ from, to }: Mutant, found: () => void): Plugin => ({
  name: 'break-one-rule',
  enforce: 'pre',
  transform(code, id) {
    if (!id.includes('src/main/oplog/') || !code.includes(from)) return null
    found()
    return code.replace(from, () => to)
  },
})

const verdict = async (mutant: Mutant): Promise<{ noticed: string | null; seconds: number }> => {
  const started = performance.now()
  let places = 0
  const plugin = breaking(mutant, () => {
    places += 1
  })
  // The whole trial happens while the module loads: its rules exist only as long as this import lasts.
  const { module } = await runnerImport<{ noticed: string | null }>(trial, {
    configFile: false,
    logLevel: 'error',
    assetsInclude: ['**/*.wasm'],
    plugins: [plugin],
  })
  if (places !== 1) throw new Error(`${mutant.name}: the rule stands in ${places} places; bring the list up to date`)
  return { noticed: module.noticed, seconds: (performance.now() - started) / 1000 }
}

let missed = 0
console.log(`${'broken rule'.padEnd(66)} seconds  noticed as`)
for (const mutant of mutants.filter(({ name }) => name.includes(values.only ?? ''))) {
  const { noticed, seconds } = await verdict(mutant)
  const told = noticed ?? (mutant.same ? `no difference: ${mutant.same}` : 'NOT NOTICED')
  if ((noticed === null) !== (mutant.same !== undefined)) missed += 1
  console.log(`${mutant.name.padEnd(66)} ${seconds.toFixed(1).padStart(7)}  ${told}`)
}
console.log(`${missed} unexpected`)
process.exitCode = missed === 0 ? 0 : 1
