import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { openOffice, type OfficeOptions, type TestOffice } from '../open-office.ts'

const open: TestOffice[] = []
const office = async (options: OfficeOptions) => {
  const made = await openOffice(options)
  open.push(made)
  return made
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

test('sets up an office, signs out and in again', async () => {
  const a = await office({ builtInPlaces: true })
  expect(await a.get('accounts.status', {})).toEqual({ state: 'open', version: '0.1.0' })
  const session = await a.get('accounts.session', {})
  expect(session).toMatchObject({ user: { name: 'Test User', role: 'administrator' }, office: { code: 'BGD' } })
  expect(session.medical).toBe(true)
  expect((await a.get('places.count', {})).places).toBeGreaterThan(100)
  await a.lock()
  expect(await a.get('accounts.status', {})).toMatchObject({ state: 'locked' })
  expect(await a.call('accounts.session', {})).toEqual({ ok: false, error: { kind: 'locked' } })
  await a.unlock()
  expect((await a.get('accounts.session', {})).user.id).toBe(session.user.id)
  expect(a.recoveryKeys.registry).toMatch(/^([0-9A-Z]{4}-){8}[0-9A-Z]{2}$/)
})

test('a wrong passphrase and an unknown name are answered alike, counted on disk, and wait longer each time', async () => {
  let now = Date.UTC(2026, 10, 24)
  const a = await office({ now: () => new Date(now) })
  await a.lock()
  const wrong = { name: a.name, passphrase: 'not the right words at all' }
  const refused = (waitSeconds: number) => ({
    ok: false,
    error: { kind: 'refused', reason: 'wrong_passphrase', params: { waitSeconds } },
  })
  expect(await a.call('accounts.unlock', wrong)).toEqual(refused(1))
  expect(await a.call('accounts.unlock', { ...wrong, passphrase: a.passphrase })).toEqual({
    ok: false,
    error: { kind: 'refused', reason: 'too_many_attempts', params: { waitSeconds: 1 } },
  })
  now += 1000
  expect(await a.call('accounts.unlock', { ...wrong, name: 'Nobody' })).toEqual(refused(2))
  for (const wait of [4, 8, 16, 32, 64, 128, 256, 300, 300]) {
    now += 300_000
    // A new program on the same folder counts on: ending the program does not help.
    expect(await a.call('accounts.unlock', wrong)).toEqual(refused(wait))
  }
  expect(JSON.parse(readFileSync(path.join(a.folder, 'sign-in.json'), 'utf8'))).toMatchObject({ failures: 11 })
  now += 300_000
  await a.unlock()
  expect(existsSync(path.join(a.folder, 'sign-in.json'))).toBe(false)
  const failed = await a.ctx.db.selectFrom('audit').select('action').where('action', '=', 'accounts.failed').execute()
  expect(failed).toHaveLength(11)
})

test('the printed keys open the office and give the user a new passphrase', async () => {
  let now = Date.UTC(2026, 10, 24)
  const a = await office({ now: () => new Date(now) })
  const { user } = await a.get('accounts.session', {})
  await a.lock()
  const words = 'another good lantern phrase'
  const keys = { registryKey: a.recoveryKeys.registry, medicalKey: a.recoveryKeys.medical }
  const other = await office({ code: 'ERB' })
  const foreign = { name: a.name, registryKey: other.recoveryKeys.registry, newPassphrase: words }
  expect(await a.call('accounts.recover', foreign)).toMatchObject({ error: { kind: 'refused', reason: 'wrong_key' } })
  now += 2000
  const session = await a.get('accounts.recover', { name: a.name, ...keys, newPassphrase: words })
  expect(session).toMatchObject({ medical: true, user: { id: user.id } })
  await a.lock()
  expect(await a.call('accounts.unlock', { name: a.name, passphrase: a.passphrase })).toMatchObject({
    error: { reason: 'wrong_passphrase' },
  })
  now += 2000
  expect((await a.get('accounts.unlock', { name: a.name, passphrase: words })).user.id).toBe(user.id)
})

test('preferences, passphrase and office can be changed', async () => {
  let now = Date.UTC(2026, 10, 24)
  const a = await office({ now: () => new Date(now) })
  expect((await a.get('accounts.setPreferences', { language: 'ckb', digits: 'arab' })).user).toMatchObject({
    language: 'ckb',
    digits: 'arab',
  })
  await a.get('accounts.updateOffice', { patch: { code: 'KRK', phone: '066' } })
  expect((await a.get('accounts.session', {})).office).toMatchObject({ code: 'KRK', phone: '066' })
  expect(await a.get('accounts.users', {})).toHaveLength(1)
  const next = 'seventeen copper kettles'
  expect(await a.call('accounts.changePassphrase', { current: 'wrong words', next })).toMatchObject({
    error: { reason: 'wrong_passphrase' },
  })
  now += 2000
  await a.get('accounts.changePassphrase', { current: a.passphrase, next })
  await a.lock()
  await a.get('accounts.unlock', { name: ' test  user ', passphrase: next })
  expect(await a.call('accounts.changePassphrase', { current: next, next: 'aaaaaaaaaaaa' })).toMatchObject({
    error: { kind: 'invalid', issues: [{ path: ['next'], code: 'weak_passphrase' }] },
  })
})

test('an office is set up once, and an unfinished set-up is started over', async () => {
  const a = await office({})
  const input = {
    office: { code: 'BGD', name: { la: 'Other' }, type: 'country' },
    user: { name: 'Somebody', role: 'administrator' },
    language: 'en',
    digits: 'latn',
    passphrase: 'quiet lantern orchard seven',
    builtInPlaces: false,
  }
  expect(await a.call('accounts.setUp', input)).toEqual({
    ok: false,
    error: { kind: 'conflict', reason: 'already_set_up' },
  })
  await a.lock()
  writeFileSync(path.join(a.folder, 'set-up.unfinished'), '')
  expect(await a.get('accounts.status', {})).toMatchObject({ state: 'new' })
  expect((await a.call('accounts.setUp', input)).ok).toBe(true)
  expect((await a.get('accounts.session', {})).user.name).toBe('Somebody')
})
