import { fork } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { RegistryDatabase } from '../../../src/main/store/schema.ts'
import type { AnyRecord } from '../../../src/shared/records/field.ts'
import { records } from '../../../src/shared/records/index.ts'
import { sha256Hex } from '../../../src/main/crypto/hash.ts'
import { createSlots } from '../../../src/main/crypto/slots.ts'
import { migrationsOf } from '../../../src/main/store/migrations/index.ts'
import { openStore } from '../../../src/main/store/open.ts'
import { cheapCost, openOffice, type TestOffice } from '../open-office.ts'

let a: TestOffice
beforeEach(async () => {
  a = await openOffice({})
})
afterEach(async () => {
  await a.close()
})

const household = {
  household: {
    residenceStatus: 'IDP',
    consent: true,
    registered: '2026-11-01',
    status: 'draft',
    notes: 'Zanzibarnote',
    phone: '07701234567',
  },
  members: [
    {
      given: { ar: 'زرياب', la: 'Ziryabus' },
      father: { ar: 'مسعود', la: 'Masudius' },
      sex: 'MALE',
      birth: '1984~',
      relationship: 'HEAD',
      status: 'active',
    },
  ],
  displacements: [],
}
const reasonOf = async (): Promise<unknown> => {
  const result = await a.call('accounts.unlock', { name: a.name, passphrase: a.passphrase })
  return result.ok ? 'open' : result.error
}
const registry = () => path.join(a.folder, 'registry.db')

test('nothing of what was typed stands in any byte of the folder', async () => {
  await a.get('households.register', household as never)
  const found = await a.get('people.list', { text: 'Ziryabus', offset: 0, limit: 10 })
  expect(found.total).toBe(1)
  const secrets = [
    'Ziryabus',
    'Masudius',
    'Zanzibarnote',
    'زرياب',
    '07701234567',
    'Test User',
    'Test office',
    a.passphrase,
  ]
  const canaries = secrets.flatMap((secret) => [
    Buffer.from(secret),
    Buffer.from(secret.toLowerCase()),
    Buffer.from(secret, 'utf16le'),
  ])
  const look = () => {
    for (const name of readdirSync(a.folder)) {
      const bytes = readFileSync(path.join(a.folder, name))
      for (const canary of canaries) expect(bytes.includes(canary), `${name} holds ${canary.toString()}`).toBe(false)
    }
  }
  expect(statSync(registry()).size).toBeGreaterThan(4096)
  look()
  await a.lock()
  look()
})

test('a damaged file, a swapped file and a missing one are told apart from a wrong passphrase', async () => {
  await a.get('households.register', household as never)
  await a.lock()
  const whole = readFileSync(registry())
  const damaged = { kind: 'storage', reason: 'damaged' }
  for (const at of [5, 20, 100, 4096 * 3 + 50, whole.length - 30]) {
    const bytes = Buffer.from(whole)
    bytes[at] = (bytes[at] ?? 0) ^ 1
    writeFileSync(registry(), bytes)
    expect(await reasonOf(), `byte ${at}`).toEqual(damaged)
  }
  copyFileSync(path.join(a.folder, 'medical.db'), registry())
  expect(await reasonOf()).toEqual(damaged)
  rmSync(registry())
  expect(await reasonOf()).toEqual({ kind: 'storage', reason: 'missing' })
  writeFileSync(registry(), whole)
  expect(await reasonOf()).toBe('open')
})

test('a store from a newer program is refused and stays as it was', async () => {
  a.app.stores().registry.raw.pragma('user_version = 99')
  await a.lock()
  const before = sha256Hex(readFileSync(registry()))
  expect(await reasonOf()).toEqual({ kind: 'storage', reason: 'newer_version' })
  expect(sha256Hex(readFileSync(registry()))).toBe(before)
})

test('a full disk fails the save, says so, and loses nothing that was there', async () => {
  const { raw } = a.app.stores().registry
  await a.get('households.register', household as never)
  raw.pragma(`max_page_count = ${String(raw.pragma('page_count', { simple: true }))}`)
  let answer: unknown = null
  for (let n = 0; n < 200 && answer === null; n++) {
    const result = await a.call('households.register', household)
    if (!result.ok) answer = result.error
  }
  expect(answer).toEqual({ kind: 'storage', reason: 'full' })
  const count = (await a.get('households.list', { filter: {}, sort: 'number', descending: false, offset: 0, limit: 1 }))
    .total
  expect(count).toBeGreaterThan(0)
  raw.pragma('max_page_count = 1000000')
  await a.get('households.register', household as never)
  expect(
    (await a.get('households.list', { filter: {}, sort: 'number', descending: false, offset: 0, limit: 1 })).total,
  ).toBe(count + 1)
})

test('a second process is refused while the first has the office open', async () => {
  const source = `
    const Database = require('better-sqlite3-multiple-ciphers')
    try {
      new Database(process.argv[2], { timeout: 0 }).exec('begin exclusive')
      process.send('taken')
    } catch (error) { process.send(error.code) }
    setTimeout(() => process.exit(), 100)`
  const script = path.join(a.folder, 'second.cjs')
  writeFileSync(
    script,
    source.replace('better-sqlite3-multiple-ciphers', path.resolve('node_modules/better-sqlite3-multiple-ciphers')),
  )
  const ask = async () => {
    const child = fork(script, [path.join(a.folder, 'office.lock')])
    const [message] = (await once(child, 'message')) as unknown[]
    await once(child, 'exit')
    return message
  }
  expect(await ask()).toBe('SQLITE_BUSY')
  const second = await openOffice({ folder: a.folder, setUp: false })
  const result = await second.call('accounts.unlock', { name: a.name, passphrase: a.passphrase })
  expect(result).toEqual({ ok: false, error: { kind: 'storage', reason: 'busy' } })
  await second.close()
  await a.lock()
  expect(await ask()).toBe('taken')
})

test('a wrong key is told apart by the key file', async () => {
  await a.lock()
  const other = Buffer.alloc(32, 7)
  expect(() => openStore(a.folder, 'registry', other, { create: false })).toThrow(
    expect.objectContaining({ error: { kind: 'storage', reason: 'wrong_key' } }),
  )
})

test('released migrations never change', () => {
  const hashes = (['registry', 'medical'] as const).map((store) => migrationsOf(store).map(({ sql }) => sha256Hex(sql)))
  expect(hashes).toMatchInlineSnapshot(`
    [
      [
        "430b2a0cffa3f6baf747d67c8ca69eda44726e981ee0d37df61c87ee141f77e0",
        "24961234d18248751d90046f21f55b0f419c133f7ce8f400b5d820f5dc50a3a8",
        "f8a1f4a6f93e02e3c6538ac10a1b065b5ec07cbc49b3a66da9e09d0a3cc83264",
        "8bd783e2894ebb32769fb2bcb5ceacd12e1e2990485bb84714ea63100eb382be",
        "2553e4c2f910f67e18875e6dd035e9b51b6cd997f0798dd1eaee67cb696c53ec",
        "24569a0c8023d0ffca7b68b28ecb49c39b12d419f8789f8ce9d76a49bb794c19",
        "e51646091e1ef82376faf40dbdc718cecffcd4a1fa9409e5a44b5cedbb19d0b5",
      ],
      [
        "d6120e6eff693dee144f45f462f2e53124bbef18c4b7492d1bb7ad0e8e5abbd6",
        "24961234d18248751d90046f21f55b0f419c133f7ce8f400b5d820f5dc50a3a8",
        "9def2c591db8cccbac6cf13a8da35c34252d5f0de1ee0c996df7c7b38f385ea8",
        "8bd783e2894ebb32769fb2bcb5ceacd12e1e2990485bb84714ea63100eb382be",
        "2553e4c2f910f67e18875e6dd035e9b51b6cd997f0798dd1eaee67cb696c53ec",
        "1bc75c590cec8a1c3ab9dea0d5b336fe202e8f592bbf43a8932d0e92a0149ef0",
      ],
    ]
  `)
})

test('every record has a table with exactly its fields as columns', () => {
  const { registry: one, medical } = a.app.stores()
  const all: readonly AnyRecord[] = Object.values(records)
  for (const record of all) {
    const raw = record.store === 'registry' ? one.raw : medical?.raw
    const columns = raw?.pragma(`table_info("${record.name}")`) as { name: string; type: string; notnull: number }[]
    const types = { text: 'TEXT', json: 'TEXT', integer: 'INTEGER', real: 'REAL' }
    const own = columns.filter(({ name }) => Object.hasOwn(record.fields, name))
    expect(columns.length - own.length, record.name).toBe(7)
    const expected = Object.entries(record.fields).map(
      ([name, field]) => `${name} ${types[field.storage]} ${field.optional ? 0 : 1}`,
    )
    const actual = own.map(({ name, type, notnull }) => `${name} ${type} ${notnull}`)
    expect(actual.toSorted()).toEqual(expected.toSorted())
    const strict = raw?.prepare('select strict from pragma_table_list where name = ?').pluck().get(record.name)
    expect(strict, `${record.name} is strict`).toBe(1)
  }
})

test('a migration keeps the data, is undone by an error, and leaves a copy of what was there', async () => {
  const { keys } = await createSlots(
    { folder: path.join(a.folder), floor: cheapCost },
    { id: 'x', passphrase: 'x', cost: cheapCost, medical: true },
  ).catch(() => ({ keys: null }))
  expect(keys).toBeNull() // a folder is set up once
  const held = a.app.ctx('test').account.held()
  const key = Buffer.from(held.keys.registry)
  await a.get('households.register', household as never)
  await a.lock()
  const steps = migrationsOf('registry')
  const next = steps.length + 1
  const bad = [...steps, { id: next, sql: 'create table extra (a integer) strict; insert into nowhere values (1)' }]
  expect(() => openStore(a.folder, 'registry', key, { create: false, migrations: bad })).toThrow()
  const good = [
    ...steps,
    { id: next, sql: "alter table household add column extra text; update household set extra = 'x'" },
  ]
  const store = openStore(a.folder, 'registry', key, { create: false, migrations: good })
  expect(store.raw.pragma('user_version', { simple: true })).toBe(next)
  expect(store.raw.prepare('select extra, notes from household').get()).toEqual({ extra: 'x', notes: 'Zanzibarnote' })
  expect(store.raw.prepare("select count(*) from sqlite_master where name = 'extra'").pluck().get()).toBe(0)
  store.close()
  expect(readdirSync(a.folder)).toContain(`registry.db.before-${next}`)
  // The same steps again change nothing.
  openStore(a.folder, 'registry', key, { create: false, migrations: good }).close()
})

/** Tables as Kysely types them must exist; a name that is only a type would fail at the first query. */
test('the internal tables exist', () => {
  const names: (keyof RegistryDatabase)[] = [
    'opLog',
    'head',
    'conflict',
    'audit',
    'knownOffice',
    'importRow',
    'importRun',
    'bundleJournal',
    'nameSearch',
  ]
  const found = a.app.stores().registry.raw.prepare("select name from sqlite_master where type = 'table'").pluck().all()
  expect(found).toEqual(expect.arrayContaining(names))
})
