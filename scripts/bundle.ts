// npm run bundle -- inspect|verify FILE --identity KEYFILE [--office ID] [--sender HEXKEY]
// Opens a bundle without the application, for headquarters and for anybody who has to find out what is in a file.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readOps, verifyBundle } from '../src/main/bundles/format/read.ts'
import { checkpointHolds, statementHolds } from '../src/main/bundles/format/statements.ts'
import { BundleError } from '../src/shared/bundle/v1/errors.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { identity: { type: 'string' }, office: { type: 'string' }, sender: { type: 'string' } },
})
const [command, file] = positionals
if ((command !== 'inspect' && command !== 'verify') || !file || !values.identity) {
  console.error('usage: npm run bundle -- inspect|verify FILE --identity KEYFILE [--office ID] [--sender HEXKEY]')
  process.exit(2)
}

const identities = readFileSync(values.identity, 'utf8').match(/^AGE-SECRET-KEY-1[0-9A-Z]+$/gm) ?? []
let offices: string[] = []
try {
  const verified = await verifyBundle(file, {
    identities,
    office: values.office ?? '',
    // Without --sender any key that signed consistently is shown; it is then the reader's business to know it.
    trust: (key, header) => {
      offices = header.offices
      return values.sender === undefined || values.sender === key ? 'trusted' : 'unknown'
    },
  })
  await report(verified)
} catch (error) {
  if (!(error instanceof BundleError)) throw error
  if (error.code === 'NOT_FOR_THIS_OFFICE' && values.office === undefined) {
    console.error(`The bundle is for: ${offices.join(' ')}. Name one of them with --office.`)
  } else console.error(error.message)
  process.exitCode = 1
}

function held(good: number, all: number): string {
  return `${good} of ${all} signatures hold`
}

async function report(verified: Awaited<ReturnType<typeof verifyBundle>>): Promise<void> {
  const { header, roster, checkpoints, counts } = verified
  console.log(`${header.type} bundle of the ${header.store} store, ${header.created}`)
  console.log(`from ${header.sender.office}, device ${header.sender.device}, key ${header.sender.key}`)
  console.log(
    `for ${header.offices.join(' ')}; volume ${header.volume.i} of ${header.volume.n}; schema ${header.schema}`,
  )
  console.log(`operations ${counts.ops}, audit rows ${counts.audit}, attachment chunks ${counts.chunks}`)
  console.log(`roster: ${held(roster.statements.filter(statementHolds).length, roster.statements.length)}`)
  console.log(`checkpoints: ${held(checkpoints.filter(checkpointHolds).length, checkpoints.length)}`)
  if (values.sender === undefined)
    console.log('The signature fits the key above. Whether that key is enrolled was not checked.')
  if (command !== 'inspect' || !file) return
  const kinds = new Map<string, number>()
  for await (const batch of readOps(file, verified, 1000)) {
    // Types and kinds only: this output may end up in an e-mail.
    for (const { type, kind } of batch) kinds.set(`${type} ${kind}`, (kinds.get(`${type} ${kind}`) ?? 0) + 1)
  }
  for (const [name, count] of [...kinds].toSorted(([a], [b]) => (a < b ? -1 : 1))) console.log(`  ${name}: ${count}`)
}
