// The process whose file calls fail: `node <built faulty-child.ts> FOLDER`.
import { writeSync } from 'node:fs'
import { faultyWork } from './faulty-work.ts'

await faultyWork(process.argv[2] ?? '', (word) => writeSync(1, `${word}\n`))
writeSync(1, 'end\n')
process.exit(0)
