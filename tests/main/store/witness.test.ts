import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Result } from '../../../src/shared/errors.ts'
import { faultsOf } from '../../soak/check.ts'
import { evacuation, member, registration } from '../drafts.ts'
import { openOffice, type TestOffice } from '../open-office.ts'

let office: TestOffice
let aside: string
beforeEach(async () => {
  aside = mkdtempSync(path.join(tmpdir(), 'waypost-aside-'))
  office = await openOffice()
})
afterEach(async () => {
  await office.close()
  rmSync(aside, { recursive: true, force: true })
})

const register = async () =>
  await office.get('households.register', {
    ...registration({ place: null, placeUnknown: 'Mosul' }, [member({ relationship: 'HEAD' })]),
    displacements: [],
  })
const households = async (): Promise<number> => (await office.get('home.summary', {})).households
const replica = () =>
  office.app.stores().registry.prepare("select value from storeMeta where key = 'replica'").pluck().get()
const unlocked = async (withoutLost?: boolean): Promise<Result<unknown>> =>
  await office.call('accounts.unlock', {
    name: office.name,
    passphrase: office.passphrase,
    ...(withoutLost ? { withoutLost } : {}),
  })
const keep = (name: string) => cpSync(path.join(office.folder, name), path.join(aside, name))
const putBack = (name: string) => cpSync(path.join(aside, name), path.join(office.folder, name))

describe('a store that lacks saved changes', () => {
  beforeEach(async () => {
    await register()
    await office.lock()
    keep('registry.db')
    await office.unlock()
    for (let n = 0; n < 3; n++) await register()
    await office.lock()
    putBack('registry.db')
  })

  it('is not opened as if nothing were missing: it says how many changes, and from when', async () => {
    const answer = await unlocked()
    if (answer.ok || answer.error.kind !== 'storage') throw new Error('it was opened')
    const { reason, params } = answer.error
    expect(reason).toBe('behind')
    expect(params?.['changes']).toBeGreaterThanOrEqual(3)
    expect(Date.parse(String(params?.['at']))).toBeGreaterThan(Date.now() - 60_000)
    // Asking again changes nothing, and neither does a wrong passphrase that says to go on.
    expect((await unlocked()).ok).toBe(false)
    const wrong = { name: office.name, passphrase: 'not the one at all', withoutLost: true }
    expect((await office.call('accounts.unlock', wrong)).ok).toBe(false)
    rmSync(path.join(office.folder, 'sign-in.json'))
    expect((await unlocked()).ok).toBe(false)
  })

  it('opens without them when a person says so, with a new life, and opens as ever from then on', async () => {
    expect((await unlocked(true)).ok).toBe(true)
    const life = replica()
    expect(await households()).toBe(1)
    const { rows } = await office.get('audit.list', { store: 'registry', offset: 0, limit: 5 })
    expect(rows.map(({ action }) => action)).toContain('store.newLife')
    await register()
    await office.lock()
    await office.unlock()
    expect(replica()).toBe(life)
    expect(await households()).toBe(2)
    expect(await faultsOf(office.app.stores().registry)).toEqual([])
  })

  it('can be recovered with the printed keys as well', async () => {
    const input = {
      name: office.name,
      registryKey: office.recoveryKeys.registry,
      newPassphrase: 'copper window harvest nine',
    }
    const refused = await office.call('accounts.recover', input)
    expect(refused).toMatchObject({ ok: false, error: { kind: 'storage', reason: 'behind' } })
    expect((await office.call('accounts.recover', { ...input, withoutLost: true })).ok).toBe(true)
    expect(await households()).toBe(1)
  })
})

describe('the witness of a store', () => {
  it('is as sound after the medical store alone was put back', async () => {
    await office.lock()
    keep('medical.db')
    await office.unlock()
    await office.get('cases.create', evacuation({}, {}))
    await office.lock()
    putBack('medical.db')
    expect(await unlocked()).toMatchObject({ ok: false, error: { reason: 'behind' } })
  })

  it('that is behind is what a crash leaves, and nothing happens', async () => {
    await office.lock()
    keep('registry.witness')
    await office.unlock()
    const life = replica()
    await register()
    await office.lock()
    putBack('registry.witness')
    await office.unlock()
    expect(replica()).toBe(life)
    expect(await households()).toBe(1)
  })

  it('that is gone or unreadable means a copy: the store gets a new life and new numbers, and loses nothing', async () => {
    const first = await register()
    const file = path.join(office.folder, 'registry.witness')
    for (const spoil of [
      () => rmSync(file),
      () => writeFileSync(file, 'x'),
      () => writeFileSync(file, Buffer.alloc(9000, 7)),
    ]) {
      const life = replica()
      await office.lock()
      spoil()
      await office.unlock()
      expect(replica()).not.toBe(life)
    }
    const next = await register()
    // The part before the check character: its first two letters name the life.
    expect(next.number.split('-').at(-2)).not.toBe(first.number.split('-').at(-2))
    expect(await households()).toBe(2)
    expect(await faultsOf(office.app.stores().registry)).toEqual([])
  })

  it('of which one place is torn still knows the other', async () => {
    await register()
    await register()
    const life = replica()
    await office.lock()
    const file = path.join(office.folder, 'registry.witness')
    const bytes = readFileSync(file)
    bytes.fill(0xa5, 40, 400)
    writeFileSync(file, bytes)
    await office.unlock()
    expect(replica()).toBe(life)
  })

  it('holds through a change of key', async () => {
    await register()
    await office.get('accounts.rotateKey', { store: 'registry' })
    const life = replica()
    await office.lock()
    await office.unlock()
    expect(replica()).toBe(life)
    expect(await households()).toBe(1)
  })
})
