import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { storeFile, unlockFile, openStore } from '../../../src/main/store/open.ts'
import { listSlots, slotCost } from '../../../src/main/crypto/slots.ts'
import { raisedCost } from '../../../src/main/crypto/passphrase.ts'
import Database from 'better-sqlite3-multiple-ciphers'
import type { Role } from '../../../src/shared/permissions.ts'
import { cheapCost, openOffice, type TestOffice } from '../open-office.ts'

let a: TestOffice
let now: number
beforeEach(async () => {
  now = Date.UTC(2026, 10, 24, 8)
  a = await openOffice({ now: () => new Date(now) })
})
afterEach(async () => {
  await a.close()
})

const words = (name: string) => `${name.toLowerCase()} copper meadow dust`
const add = async (name: string, role: Role, medical: boolean): Promise<string> => {
  const person = { name, role, language: 'ar', digits: 'arab', passphrase: words(name), medical } as const
  return (await a.get('accounts.addUser', person)).id
}
const signIn = async (name: string, passphrase: string) => {
  now += 600_000
  await a.lock()
  return await a.call('accounts.unlock', { name, passphrase })
}
const enter = async (name: string) => {
  const result = await signIn(name, words(name))
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return await a.get('accounts.session', {})
}
const person = async (name: string) => (await a.get('accounts.people', {})).find(({ user }) => user.name === name)
const refusal = (reason: string) => ({ ok: false, error: { kind: 'refused', reason } })
const audited = async (id: string) =>
  (await a.ctx.db.selectFrom('audit').select('action').where('entity', '=', id).execute()).map(({ action }) => action)

test('a colleague is added with a passphrase of their own, and the medical key only on purpose', async () => {
  const registrar = await add('Bilal', 'registrar', false)
  const doctor = await add('Chra', 'medicalOfficer', true)
  expect(await person('Bilal')).toMatchObject({ here: true, medical: false, lastSignIn: null })
  expect(await person('Chra')).toMatchObject({ here: true, medical: true })
  expect(await audited(doctor)).toEqual(['accounts.addUser'])
  expect(await enter('Chra')).toMatchObject({ medical: true, user: { id: doctor, role: 'medicalOfficer' } })
  expect(await enter('Bilal')).toMatchObject({ medical: false, user: { id: registrar, language: 'ar' } })
  await a.lock()
  await a.unlock()
  expect((await person('Bilal'))?.lastSignIn).toBe(new Date(now).toISOString())
  const clear = ['slots.json', 'registry.keys.json', 'medical.keys.json']
  for (const file of clear) expect(readFileSync(path.join(a.folder, file), 'utf8')).not.toMatch(/Bilal|bilal|Chra|chra/)
})

test('names are taken once per laptop, weak passphrases and needless medical keys are refused', async () => {
  await add('Bilal', 'registrar', false)
  const more = { role: 'viewer', language: 'en', digits: 'latn', passphrase: words('other'), medical: false } as const
  expect(await a.call('accounts.addUser', { ...more, name: '  bilal ' })).toMatchObject({
    error: { kind: 'invalid', issues: [{ path: ['name'], code: 'name_taken' }] },
  })
  expect(await a.call('accounts.addUser', { ...more, name: 'New', passphrase: 'aaaaaaaaaaaa' })).toMatchObject({
    error: { kind: 'invalid', issues: [{ path: ['passphrase'], code: 'weak_passphrase' }] },
  })
  expect(await a.call('accounts.addUser', { ...more, name: 'New', medical: true })).toEqual(refusal('role_not_medical'))
  expect(await a.get('accounts.people', {})).toHaveLength(2)
})

test('without the medical key the medical file stays shut, with the file and the registry key in hand', async () => {
  await add('Bilal', 'registrar', false)
  await enter('Bilal')
  const { keys } = a.ctx.account.held()
  expect(keys.medical).toBeUndefined()
  expect(a.app.stores().medical).toBeNull()
  expect(() => a.ctx.medical).toThrow(expect.objectContaining({ error: { kind: 'forbidden' } }))
  expect(() => openStore(a.folder, 'medical', keys.registry, { create: false })).toThrow(
    expect.objectContaining({ error: { kind: 'storage', reason: 'wrong_key' } }),
  )
  const raw = new Database(storeFile(a.folder, 'medical'))
  expect(() => unlockFile(raw, 'aegis', keys.registry)).toThrow(expect.objectContaining({ code: 'SQLITE_NOTADB' }))
  raw.close()
})

test('medical access is granted by somebody who has it, proved by a passphrase, and withdrawn', async () => {
  const id = await add('Chra', 'medicalOfficer', false)
  await add('Dana', 'administrator', false)
  expect((await enter('Chra')).medical).toBe(false)
  await enter('Dana')
  expect(await a.call('accounts.grantMedical', { id, passphrase: words('Chra') })).toEqual(
    refusal('medical_key_needed'),
  )
  await a.lock()
  await a.unlock()
  expect(await a.call('accounts.grantMedical', { id, passphrase: 'wrong words here' })).toMatchObject({
    error: { reason: 'wrong_passphrase', params: { waitSeconds: 1 } },
  })
  expect(await a.call('accounts.grantMedical', { id, passphrase: words('Chra') })).toMatchObject({
    error: { reason: 'too_many_attempts' },
  })
  now += 2000
  await a.get('accounts.grantMedical', { id, passphrase: words('Chra') })
  expect((await enter('Chra')).medical).toBe(true)
  await a.lock()
  await a.unlock()
  await a.get('accounts.withdrawMedical', { id })
  expect(await person('Chra')).toMatchObject({ here: true, medical: false })
  expect((await a.get('accounts.keys', {})).find(({ store }) => store === 'medical')?.adviceSince).not.toBeNull()
  const own = (await a.get('accounts.session', {})).user.id
  expect(await a.call('accounts.withdrawMedical', { id: own })).toEqual(refusal('own_account'))
  expect((await enter('Chra')).medical).toBe(false)
})

test('a role without medical work takes the medical key with it', async () => {
  const id = await add('Chra', 'medicalOfficer', true)
  await add('Dana', 'administrator', false)
  await enter('Dana')
  expect(await a.call('accounts.changeUser', { id, role: 'registrar' })).toEqual(refusal('medical_key_needed'))
  await a.lock()
  await a.unlock()
  await a.get('accounts.changeUser', { id, role: 'registrar' })
  expect(await person('Chra')).toMatchObject({ medical: false, user: { role: 'registrar' } })
  const session = await enter('Chra')
  expect(session.medical).toBe(false)
  expect(session.permissions).not.toContain('case.read')
})

test('a new name is the one to sign in with, and the old one is free again', async () => {
  const id = await add('Bilal', 'registrar', false)
  await add('Chra', 'viewer', false)
  expect(await a.call('accounts.changeUser', { id, name: 'CHRA' })).toMatchObject({
    error: { issues: [{ path: ['name'], code: 'name_taken' }] },
  })
  await a.get('accounts.changeUser', { id, name: 'Bilal Karim' })
  await add('Bilal', 'viewer', false)
  expect(await signIn('Bilal Karim', words('Bilal'))).toMatchObject({ ok: true, value: { user: { id } } })
  expect(await enter('Bilal')).toMatchObject({ user: { role: 'viewer' } })
})

test('somebody who left cannot sign in, by passphrase or by the printed key, until they are let in again', async () => {
  const id = await add('Chra', 'medicalOfficer', true)
  await a.get('accounts.disableUser', { id })
  expect(await person('Chra')).toMatchObject({ here: false, medical: false, user: { active: false } })
  const advice = (await a.get('accounts.keys', {})).map(({ adviceSince }) => adviceSince)
  expect(advice).toEqual([new Date(now).toISOString(), new Date(now).toISOString()])
  expect(await a.call('accounts.resetPassphrase', { id, passphrase: words('next') })).toEqual(refusal('not_active'))
  expect(await signIn('Chra', words('Chra'))).toMatchObject({ error: { reason: 'wrong_passphrase' } })
  now += 600_000
  const printed = { name: 'Chra', registryKey: a.recoveryKeys.registry, newPassphrase: words('next') }
  expect(await a.call('accounts.recover', printed)).toEqual(refusal('not_active'))
  now += 600_000
  await a.unlock()
  await a.get('accounts.enableUser', { id, passphrase: words('again'), medical: false })
  expect(await audited(id)).toEqual(['accounts.addUser', 'accounts.disableUser', 'accounts.enableUser'])
  expect(await signIn('Chra', words('again'))).toMatchObject({ ok: true, value: { medical: false, user: { id } } })
})

test('a forgotten passphrase is replaced by a colleague, who passes on medical access only when they have it', async () => {
  const id = await add('Chra', 'medicalOfficer', true)
  await add('Dana', 'administrator', false)
  expect(await a.get('accounts.resetPassphrase', { id, passphrase: words('second') })).toEqual({ medical: true })
  expect(await signIn('Chra', words('Chra'))).toMatchObject({ error: { reason: 'wrong_passphrase' } })
  expect(await signIn('Chra', words('second'))).toMatchObject({ ok: true, value: { medical: true } })
  await enter('Dana')
  expect(await a.get('accounts.resetPassphrase', { id, passphrase: words('third') })).toEqual({ medical: false })
  expect(await signIn('Chra', words('second'))).toMatchObject({ error: { reason: 'wrong_passphrase' } })
  expect(await signIn('Chra', words('third'))).toMatchObject({ ok: true, value: { medical: false, user: { id } } })
  expect(listSlots(a.ctx.account.place).filter(({ kind }) => kind === 'user')).toHaveLength(3)
})

test('the last administrator stays one, and nobody ends their own account', async () => {
  const own = (await a.get('accounts.session', {})).user.id
  expect(await a.call('accounts.disableUser', { id: own })).toEqual(refusal('last_administrator'))
  expect(await a.call('accounts.changeUser', { id: own, role: 'viewer' })).toEqual(refusal('last_administrator'))
  const other = await add('Dana', 'administrator', false)
  expect(await a.call('accounts.disableUser', { id: own })).toEqual(refusal('own_account'))
  expect(await a.call('accounts.changeUser', { id: own, role: 'viewer' })).toEqual(refusal('own_account'))
  expect(await a.call('accounts.resetPassphrase', { id: own, passphrase: words('own') })).toEqual(
    refusal('own_account'),
  )
  await enter('Dana')
  await a.get('accounts.changeUser', { id: own, role: 'medicalOfficer' })
  expect(await a.call('accounts.disableUser', { id: other })).toEqual(refusal('last_administrator'))
  // An administrator without a passphrase on this laptop is no help here.
  await a.get('accounts.changeUser', { id: own, role: 'administrator' })
  await a.get('accounts.disableUser', { id: own })
  expect(await a.call('accounts.disableUser', { id: other })).toEqual(refusal('last_administrator'))
})

test('the printed keys open the office for any named person, with medical access only for medical work', async () => {
  const id = await add('Bilal', 'registrar', false)
  await add('Chra', 'medicalOfficer', true)
  await a.lock()
  const { registry: registryKey, medical: medicalKey } = a.recoveryKeys
  const recovered = (name: string, more: object) =>
    a.call('accounts.recover', { name, registryKey, newPassphrase: words('new'), ...more })
  expect(await recovered('bilal', { medicalKey })).toMatchObject({ ok: true, value: { medical: false, user: { id } } })
  expect(a.ctx.account.held().keys.medical).toBeUndefined()
  await a.lock()
  expect(await recovered('Chra', {})).toMatchObject({ ok: true, value: { medical: false } })
  await a.lock()
  expect(await recovered('Chra', { medicalKey })).toMatchObject({ ok: true, value: { medical: true } })
  await a.lock()
  // A wrong sheet counts like a wrong passphrase, for every name and in a program that was started anew.
  const wrong = { registryKey: medicalKey }
  expect(await recovered('Chra', wrong)).toMatchObject({ error: { reason: 'wrong_key', params: { waitSeconds: 1 } } })
  await a.lock()
  const again = await openOffice({ folder: a.folder, setUp: false, now: () => new Date(now) })
  expect(await again.call('accounts.unlock', { name: 'Bilal', passphrase: words('new') })).toMatchObject({
    error: { reason: 'too_many_attempts' },
  })
  await again.close()
})

test('a new printed key replaces the old one once it is confirmed', async () => {
  expect(await a.call('accounts.newRecoveryKey', { store: 'registry', passphrase: 'not mine at all' })).toMatchObject({
    error: { reason: 'wrong_passphrase' },
  })
  now += 600_000
  const made = await a.get('accounts.newRecoveryKey', { store: 'registry', passphrase: a.passphrase })
  expect((await a.get('accounts.keys', {}))[0]).toMatchObject({ store: 'registry', printed: 2 })
  expect(await a.call('accounts.confirmRecoveryKey', { store: 'medical', slot: made.slot })).toMatchObject({
    error: { kind: 'notFound' },
  })
  await a.get('accounts.confirmRecoveryKey', { store: 'registry', slot: made.slot })
  expect((await a.get('accounts.keys', {}))[0]).toMatchObject({ store: 'registry', printed: 1 })
  await a.lock()
  const name = a.name
  const old = { name, registryKey: a.recoveryKeys.registry, newPassphrase: words('new') }
  expect(await a.call('accounts.recover', old)).toMatchObject({ error: { reason: 'wrong_key' } })
  now += 600_000
  expect(await a.call('accounts.recover', { ...old, registryKey: made.recoveryKey })).toMatchObject({ ok: true })
})

test('a slot that costs less than the laptop can bear is sealed anew when its owner signs in', async () => {
  const slot = a.ctx.account.held().slot
  const { place } = a.ctx.account
  await a.lock()
  const stronger = await openOffice({ folder: a.folder, setUp: false, cost: { ...cheapCost, m: 128 } })
  await stronger.unlock()
  expect(slotCost(place, slot)).toEqual({ ...cheapCost, m: 128 })
  await stronger.close()
  // A laptop that bears less does not lower it.
  await a.unlock()
  expect(slotCost(place, slot)).toEqual({ ...cheapCost, m: 128 })
  const half = { m: 64 * 1024, t: 3, p: 4 }
  expect(raisedCost(half, 600, 1000)).toEqual(half)
  expect(raisedCost(half, 300, 1000)).toEqual({ ...half, m: 128 * 1024 })
  expect(raisedCost(half, 100, 1000)).toEqual({ ...half, m: 256 * 1024 })
  expect(raisedCost({ ...half, m: 256 * 1024 }, 10, 1000)).toEqual({ ...half, m: 256 * 1024 })
})

test('the minutes until the laptop locks are its own and stay', async () => {
  expect((await a.get('accounts.session', {})).lockAfterMinutes).toBe(10)
  expect(await a.call('accounts.setAutoLock', { minutes: 61 })).toMatchObject({ error: { kind: 'invalid' } })
  await a.get('accounts.setAutoLock', { minutes: 3 })
  await a.lock()
  await a.unlock()
  expect((await a.get('accounts.session', {})).lockAfterMinutes).toBe(3)
})

test('locking closes the files and leaves no key in memory', async () => {
  const { keys } = a.ctx.account.held()
  const { registry, medical } = a.app.stores()
  expect(keys.registry.some((byte) => byte !== 0)).toBe(true)
  await a.lock()
  expect(keys.registry.every((byte) => byte === 0)).toBe(true)
  expect(keys.medical?.every((byte) => byte === 0)).toBe(true)
  expect([registry.raw.open, medical?.raw.open]).toEqual([false, false])
  expect(existsSync(`${storeFile(a.folder, 'registry')}-wal`)).toBe(false)
})
