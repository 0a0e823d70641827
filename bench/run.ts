// Measures the application beside named baselines in the same process, on an office full of invented families:
// `npm run bench [-- --households N --json FILE --assert]`.
import { writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { firstLoadRow } from './first-load.ts'
import { listRows } from './lists.ts'
import { isMissed, tableOf, type Row } from './measure.ts'
import { benchOffice, type BenchOffice } from './office-cache.ts'
import { pageRows } from './page.ts'
import { plainCopy } from './plain-copy.ts'
import { runningAppRows } from './running-app.ts'
import { localOffice, seededUser } from './seed-office.ts'
import { writeWorkbook } from './workbook.ts'

const { values: options } = parseArgs({
  options: {
    // At about 4.6 people in a family this makes the 300,000 people that an office is planned for.
    households: { type: 'string', default: '65000' },
    rows: { type: 'string', default: '10000' },
    json: { type: 'string' },
    assert: { type: 'boolean', default: false },
  },
})
const households = Number(options.households)
const importRows = Number(options.rows)
if (![households, importRows].every((number) => Number.isInteger(number) && number > 0)) {
  console.error('npm run bench -- [--households N] [--rows N] [--json FILE] [--assert]')
  process.exit(2)
}
/** Says what is being done: over itself in a terminal, line by line in a file. */
const say = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${text}`)
  else if (text !== '' && !text.startsWith('seeding')) process.stderr.write(`${text}\n`)
}

const storeRows = async ({ office: folder, scratch }: BenchOffice): Promise<Row[]> => {
  const office = localOffice(folder)
  await office.get('accounts.unlock', { name: seededUser.user, passphrase: seededUser.passphrase })
  try {
    const store = office.app.stores().registry
    say('copying the store without its key')
    const plain = await plainCopy(store, office.keys().registry, path.join(scratch, 'plain.db'))
    try {
      say('lists')
      const lists = await listRows(office, store, plain)
      say('opening and saving')
      return [...lists, ...(await pageRows(office, store))]
    } finally {
      plain.close()
    }
  } finally {
    office.app.lock()
  }
}

say('the office')
const office = await benchOffice(households, say)
try {
  const before = os.loadavg()[0] ?? 0
  const rows = await storeRows(office)
  say('writing the workbook')
  const workbook = await writeWorkbook(path.join(office.scratch, 'workbook.xlsx'), importRows)
  say('the running application')
  const { backend, rows: appRows } = await runningAppRows(office.userData, workbook)
  rows.push(...appRows, await firstLoadRow(path.join(import.meta.dirname, '../out/renderer')))
  say('')

  const [cpu] = os.cpus()
  const machine = {
    cpu: cpu?.model ?? 'unknown',
    cores: os.cpus().length,
    memoryGb: Math.round(os.totalmem() / 1e9),
    node: process.version,
    backend,
    load: { before, after: os.loadavg()[0] ?? 0 },
  }
  const { households: held, people, seedSeconds } = office
  console.log(`${held} households, ${people} people (seeded in ${seedSeconds.toFixed(0)} s)`)
  console.log(
    `${machine.cores} cores (${machine.cpu}), ${machine.memoryGb} GB, Node ${machine.node}, ${backend}; ` +
      `load ${before.toFixed(1)} at the start, ${machine.load.after.toFixed(1)} at the end\n`,
  )
  console.log(tableOf(rows))
  const missed = rows.filter(isMissed)
  const targets = rows.filter(({ target }) => target)
  console.log(`\n${targets.length - missed.length} of ${targets.length} targets met`)
  for (const { measure } of missed) console.log(`missed: ${measure}`)
  if (options.json !== undefined) {
    await writeFile(
      options.json,
      `${JSON.stringify({ machine, office: { households: held, people }, rows }, null, 2)}\n`,
    )
  }
  if (options.assert && missed.length > 0) process.exitCode = 1
} finally {
  await office.close()
}
