import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { rotateKey } from '../../../src/main/accounts/keys.ts'
import { readKeys } from '../../../src/main/crypto/slot-files.ts'
import { openStore } from '../../../src/main/store/open.ts'
import type { RekeyStep } from '../../../src/main/store/rekey.ts'
import { stateHash } from '../../../src/main/oplog/read.ts'
import { openOffice, type TestOffice } from '../open-office.ts'

let a: TestOffice
beforeEach(async () => {
  a = await openOffice({ builtInPlaces: true })
})
afterEach(async () => {
  await a.close()
})

const fresh = 'another good lantern'
const stores = ['registry', 'medical'] as const
const hashes = (office: TestOffice) => {
  const { registry, medical } = office.app.stores()
  return [stateHash(registry).hash, medical && stateHash(medical).hash]
}
const chra = {
  name: 'Chra',
  role: 'medicalOfficer',
  language: 'en',
  digits: 'latn',
  passphrase: 'chra copper meadow dust',
  medical: true,
} as const

test('a store gets a new key while it is open; the old key opens nothing any more', async () => {
  const { id } = await a.get('accounts.addUser', chra)
  await a.get('accounts.disableUser', { id })
  for (const store of stores) {
    const old = Buffer.from(a.ctx.account.held().keys[store] ?? [])
    const before = hashes(a)
    await a.get('accounts.rotateKey', { store })
    expect(hashes(a)).toEqual(before)
    expect(a.ctx.account.held().keys[store]?.equals(old)).toBe(false)
    expect(() => openStore(a.folder, store, old, { create: false })).toThrow(
      expect.objectContaining({ error: { kind: 'storage', reason: 'wrong_key' } }),
    )
    expect(readKeys(a.folder, store)).toMatchObject({ state: 'ready' })
    for (const file of [`${store}.keys.json`, `${store}.keys.json.copy`])
      expect(readFileSync(path.join(a.folder, file), 'utf8')).not.toContain('"next"')
  }
  expect((await a.get('accounts.keys', {})).map(({ adviceSince }) => adviceSince)).toEqual([null, null])
  expect(readdirSync(a.folder).filter((name) => name.includes('before'))).toEqual([])
  // The office goes on: saves, jobs, the next sign-in, a colleague, and the printed keys.
  await a.get('accounts.updateOffice', { patch: { phone: '066' } })
  await a.get('accounts.addUser', { ...chra, name: 'Chra Karim' })
  await a.lock()
  await a.get('accounts.unlock', { name: 'Chra Karim', passphrase: chra.passphrase })
  expect(await a.get('accounts.session', {})).toMatchObject({ medical: true, office: { phone: '066' } })
  await a.lock()
  const { registry: registryKey, medical: medicalKey } = a.recoveryKeys
  const printed = { name: a.name, registryKey, medicalKey, newPassphrase: fresh }
  expect((await a.get('accounts.recover', printed)).medical).toBe(true)
})

test('a crash after any step loses nothing, for the passphrase and for the printed key', async () => {
  const found: Record<string, string> = {}
  for (const store of stores) {
    const before = hashes(a)
    const stopped = new Map<RekeyStep, string>()
    await rotateKey(a.ctx, store, (step) => {
      // What a disk would hold if the power went now.
      const folder = mkdtempSync(path.join(tmpdir(), 'waypost-rekey-'))
      cpSync(a.folder, folder, { recursive: true })
      stopped.set(step, folder)
    })
    expect([...stopped.keys()]).toEqual(['copied', 'begun', 'changed', 'checked', 'ended'])
    for (const [step, folder] of stopped) {
      found[`${store} ${step}`] = readKeys(folder, store).state
      for (const way of ['passphrase', 'printed'] as const) {
        const again = await openOffice({ folder: mkdtempSync(path.join(tmpdir(), 'waypost-rekey-')), setUp: false })
        cpSync(folder, again.folder, { recursive: true })
        if (way === 'passphrase') await again.unlock()
        else {
          const { registry: registryKey, medical: medicalKey } = a.recoveryKeys
          const typed = { name: a.name, registryKey, medicalKey, newPassphrase: fresh }
          await again.get('accounts.recover', typed)
        }
        expect(hashes(again), `${store} ${step} ${way}`).toEqual(before)
        expect(readKeys(again.folder, store).state).toBe('ready')
        expect(existsSync(path.join(again.folder, `${store}.db.before-new-key`))).toBe(false)
        // And it can be done again, and written to.
        await again.get('accounts.rotateKey', { store })
        await again.get('accounts.updateOffice', { patch: { phone: '067' } })
        await again.lock()
        await again.get('accounts.unlock', { name: a.name, passphrase: way === 'printed' ? fresh : a.passphrase })
        expect((await again.get('accounts.session', {})).office.phone).toBe('067')
        await again.close()
        rmSync(again.folder, { recursive: true })
      }
      rmSync(folder, { recursive: true })
    }
  }
  expect(found).toMatchObject({
    'registry begun': 'rekeying',
    'medical checked': 'rekeying',
    'registry ended': 'ready',
  })
})

test('a store that the change broke is put back from the copy made before', async () => {
  const before = hashes(a)
  const folder = mkdtempSync(path.join(tmpdir(), 'waypost-rekey-'))
  await rotateKey(a.ctx, 'registry', (step) => {
    if (step === 'begun') cpSync(a.folder, folder, { recursive: true })
  })
  // Neither key opens what lies there now.
  cpSync(path.join(folder, 'medical.db'), path.join(folder, 'registry.db'))
  const again = await openOffice({ folder, setUp: false })
  await again.unlock()
  expect(hashes(again)).toEqual(before)
  await again.close()
  rmSync(folder, { recursive: true })
})

test('a change that fails after the store has its new key locks the office, and everything is as before', async () => {
  const before = hashes(a)
  const broken = rotateKey(a.ctx, 'registry', (step) => {
    if (step === 'changed') throw new Error('the disk failed')
  })
  await expect(broken).rejects.toMatchObject({ error: { kind: 'refused', reason: 'key_not_changed' } })
  const saved = await a.call('accounts.updateOffice', { patch: { phone: '067' } })
  expect(saved).toEqual({ ok: false, error: { kind: 'locked' } })
  await a.unlock()
  expect(hashes(a)).toEqual(before)
  await a.get('accounts.rotateKey', { store: 'registry' })
  await a.get('accounts.updateOffice', { patch: { phone: '067' } })
})

test('the new key is for those alone whom the store knows', async () => {
  const { id } = await a.get('accounts.addUser', { ...chra, medical: false })
  const slots = Object.keys(readKeys(a.folder, 'registry').wraps)
  // Somebody who is no longer active, though their slot is still in the files.
  a.app.stores().registry.raw.prepare('update user set active = 0 where id = ?').run(id)
  await a.get('accounts.rotateKey', { store: 'registry' })
  const left = Object.keys(readKeys(a.folder, 'registry').wraps)
  expect(left).toHaveLength(slots.length - 1)
  // A recipient that somebody with the old key wrote into the files is noticed.
  const { raw } = a.app.stores().registry
  const slot = a.ctx.account.held().slot
  raw.prepare('update storeMeta set value = ? where key = ?').run(`age1${'q'.repeat(58)}`, `access:${slot}`)
  expect(await a.call('accounts.rotateKey', { store: 'registry' })).toEqual({
    ok: false,
    error: { kind: 'refused', reason: 'keys_altered' },
  })
})
