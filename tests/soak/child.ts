// The process that is killed: `node <built child.ts> SCENARIO FOLDER`. One word a line is a
// promise; written synchronously, so that a promise made is a promise seen.
import { writeSync } from 'node:fs'
import { scenarios } from './scenarios.ts'

const [name, folder = ''] = process.argv.slice(2)
const scenario = scenarios.find((one) => one.name === name)
if (!scenario) throw new Error(`no scenario ${name}`)
await scenario.work(folder, (word) => writeSync(1, `${word}\n`))
writeSync(1, 'end\n')
process.exit(0)
