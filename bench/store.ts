// Measures the store: cipher, the whole path of a save, unlocking, and the backup, each beside a named baseline in the
// same process: `npm run bench:store [-- --households N --json FILE --assert]`.
import { createReadStream } from 'node:fs'
import { mkdir, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { writeSnapshot } from '../src/main/backup/snapshot.ts'
import { runCheck } from '../src/main/health/checks.ts'
import { storeFile } from '../src/main/store/open.ts'
import { argonFloor, newKdf, stretch } from '../src/main/crypto/passphrase.ts'
import { cipherRows } from './cipher.ts'
import { inTurn, isMissed, spread, tableOf, type Row } from './measure.ts'
import { benchOffice, type BenchOffice } from './office-cache.ts'
import { pageRows } from './page.ts'
import { localOffice, seededUser, type LocalOffice } from './seed-office.ts'

const { values: options } = parseArgs({
  options: {
    households: { type: 'string', default: '65000' },
    json: { type: 'string' },
    assert: { type: 'boolean', default: false },
  },
})

const timed = async (run: () => unknown): Promise<number> => {
  const start = performance.now()
  await run()
  return performance.now() - start
}

const unlockRows = async (folder: string): Promise<Row[]> => {
  const opening: number[] = []
  const keys: number[] = []
  const { user: name, passphrase } = seededUser
  for (let round = 0; round < 9; round++) {
    keys.push(await timed(async () => (await stretch(seededUser.passphrase, newKdf(argonFloor), argonFloor)).fill(0)))
    const office = localOffice(folder)
    await office.get('accounts.unlock', { name, passphrase })
    const held = office.keys()
    const own = {
      registry: Buffer.from(held.registry),
      ...(held.medical ? { medical: Buffer.from(held.medical) } : {}),
    }
    const { account } = office.app.ctx('bench')
    office.app.lock()
    // The rest of a sign-in, apart from the derivation whose time varies by more than this.
    opening.push(
      await timed(() => {
        const { registry, medical } = account.openStores(own)
        registry.close()
        medical?.close()
      }),
    )
  }
  return [
    { measure: 'opening and closing both stores', value: spread(opening).median, unit: 'ms' },
    { measure: 'key derivation (floor of its cost)', value: spread(keys).median, unit: 'ms' },
  ]
}

const readThrough = async (file: string): Promise<void> => {
  for await (const piece of createReadStream(file, { highWaterMark: 1024 * 1024 })) void piece
}

const speedOf = (bytes: number, ms: number): number => bytes / 1_000_000 / (ms / 1000)

const backupRow = async (office: LocalOffice, { office: folder, scratch }: BenchOffice): Promise<Row> => {
  const { registry, medical } = office.app.stores()
  registry.raw.pragma('wal_checkpoint(TRUNCATE)')
  const bytes = (await stat(storeFile(folder, 'registry'))).size
  const reading = await timed(() => readThrough(storeFile(folder, 'registry')))
  const target = path.join(scratch, 'backups')
  await mkdir(target)
  const copying = await timed(() =>
    writeSnapshot(
      {
        folder,
        stores: { registry, ...(medical ? { medical } : {}), keys: office.keys() },
        version: 'bench',
        now: () => new Date(),
        progress: () => undefined,
        cancelled: () => false,
        pause: () => Promise.resolve(),
      },
      path.join(target, 'waypost-backup-20261124-000000'),
    ),
  )
  return {
    measure: `backup of ${Math.round(bytes / 1_000_000)} MB with its trial restore, a second of it`,
    value: speedOf(bytes, copying),
    unit: 'MB',
    baseline: { name: 'reading the file, a second of it', value: speedOf(bytes, reading) },
  }
}

const changes = 1000

/** The history of a household that was changed so often: its page of 50, beside reading the rows of the log it tells of. */
const historyRow = async (office: LocalOffice): Promise<Row> => {
  const { registry } = office.app.stores()
  const id = String(registry.prepare('select id from household where deleted = 0 limit 1').pluck().get())
  for (let at = 0; at < changes; at++) await office.get('households.update', { id, patch: { phone: `0770${at}` } })
  const rows = registry.raw.prepare('select * from opLog where entity = ?')
  const { run, baseline } = await inTurn(
    9,
    () => office.get('history.ofRecord', { record: 'household', id, offset: 0, limit: 50 }),
    () => rows.all(id),
  )
  const measure = `history of a household with ${changes} changes, first 50`
  return { measure, value: run, unit: 'ms', baseline: { name: 'select of its log rows', value: baseline } }
}

/** Every check of health on the registry, beside reading its file. */
const healthRow = async (office: LocalOffice, folder: string): Promise<Row> => {
  const { registry } = office.app.stores()
  registry.raw.pragma('wal_checkpoint(TRUNCATE)')
  const file = storeFile(folder, 'registry')
  const bytes = (await stat(file)).size
  const reading = await timed(() => readThrough(file))
  const key = office.keys().registry
  const user = office.app.ctx('bench').user?.id ?? ''
  const patient = { folder, store: 'registry', key, user, version: 'bench' } as const
  const checking = await timed(async () => {
    for (const check of ['pages', 'references', 'audit', 'tables', 'attachments'] as const) {
      const { sound } = await runCheck(check, patient, () => Promise.resolve())
      if (!sound) throw new Error(`${check} is not in order`)
    }
  })
  return {
    measure: `check of ${Math.round(bytes / 1_000_000)} MB, tables made anew, a second of it`,
    value: speedOf(bytes, checking),
    unit: 'MB',
    baseline: { name: 'reading the file, a second of it', value: speedOf(bytes, reading) },
  }
}

const say = (text: string): void => void process.stderr.write(`${text}\n`)
say('the office')
const office = await benchOffice(Number(options.households), () => undefined)
try {
  const before = os.loadavg()[0] ?? 0
  say('the cipher')
  const rows = await cipherRows(office.scratch)
  say('unlocking')
  rows.push(...(await unlockRows(office.office)))
  const local = localOffice(office.office)
  await local.get('accounts.unlock', { name: seededUser.user, passphrase: seededUser.passphrase })
  try {
    // Before the bare updates of the next part, which no log knows.
    say('the health check')
    rows.push(await healthRow(local, office.office))
    say('a long history')
    rows.push(await historyRow(local))
    say('saving')
    const pages = await pageRows(local, local.app.stores().registry)
    for (const row of pages)
      if (row.measure === 'saving one field') rows.push({ ...row, target: { kind: 'ratio', most: 4 } })
    say('the backup')
    rows.push(await backupRow(local, office))
  } finally {
    local.app.lock()
  }
  const after = os.loadavg()[0] ?? 0
  console.log(
    `${office.households} households, ${office.people} people; ${os.cpus().length} cores, Node ${process.version}`,
  )
  console.log(`load ${before.toFixed(1)} at the start, ${after.toFixed(1)} at the end\n`)
  console.log(tableOf(rows))
  const missed = rows.filter(isMissed)
  console.log(`\n${rows.filter(({ target }) => target).length - missed.length} targets met, ${missed.length} missed`)
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(rows, null, 2)}\n`)
  if (options.assert && missed.length > 0) process.exitCode = 1
} finally {
  await office.close()
}
