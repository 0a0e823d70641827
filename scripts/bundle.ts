// npm run bundle -- inspect|verify FILE [--identity KEYFILE | --passphrase] [--office ID] [--sender HEXKEY]
// Opens a bundle without the application, for headquarters and for anybody who has to find out what is in a file. With
// --passphrase it reads the passphrase from the first line of its input, so that it stands in no list of processes.
// Without a key `inspect` tells what can be seen from outside. Ends with 0, 1 for a refusal, 2 for a wrong call.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { seenFromOutside } from '../src/main/bundles/format/envelope.ts'
import { readOps, verifyBundle } from '../src/main/bundles/format/read.ts'
import { checkpointHolds, statementHolds } from '../src/main/bundles/format/statements.ts'
import { BundleError } from '../src/shared/bundle/v1/errors.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    identity: { type: 'string' },
    passphrase: { type: 'boolean', default: false },
    office: { type: 'string' },
    sender: { type: 'string' },
  },
})
const [command, file] = positionals
const hasKey = values.identity !== undefined || values.passphrase
if ((command !== 'inspect' && command !== 'verify') || !file || (command === 'verify' && !hasKey)) {
  console.error(
    'usage: npm run bundle -- inspect|verify FILE [--identity KEYFILE | --passphrase] [--office ID] [--sender HEXKEY]',
  )
  process.exit(2)
}

const identities =
  values.identity === undefined
    ? []
    : (readFileSync(values.identity, 'utf8').match(/^AGE-SECRET-KEY-1[0-9A-Z]+$/gm) ?? [])
const passphrase = values.passphrase ? (readFileSync(0, 'utf8').split(/\r?\n/)[0] ?? '') : undefined
let offices: string[] = []
try {
  if (command === 'inspect') await outside(file)
  if (hasKey) await open(file)
} catch (error) {
  if (!(error instanceof BundleError)) throw error
  if (error.code === 'NOT_FOR_THIS_OFFICE' && values.office === undefined) {
    console.error(`The bundle is for: ${offices.join(' ')}. Name one of them with --office.`)
  } else console.error(error.message)
  process.exitCode = 1
}

async function outside(at: string): Promise<void> {
  const { size, recipients, passphraseCost, sidecar } = await seenFromOutside(at)
  const keys =
    passphraseCost === null
      ? `${recipients} ${recipients === 1 ? 'key' : 'keys'}`
      : `a passphrase (2^${passphraseCost})`
  console.log(`${size} bytes, encrypted to ${keys}`)
  console.log(`sidecar: ${sidecar}`)
}

async function open(at: string): Promise<void> {
  const verified = await verifyBundle(at, {
    identities,
    ...(passphrase === undefined ? {} : { passphrase }),
    office: values.office ?? '',
    // Without --sender any key that signed consistently is shown; it is then the reader's business to know it.
    trust: (key, header) => {
      offices = header.offices
      return values.sender === undefined || values.sender === key ? 'trusted' : 'unknown'
    },
  })
  await report(verified)
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
