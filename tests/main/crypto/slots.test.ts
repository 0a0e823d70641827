import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { ageDecrypt, generateAgeKey } from '../../../src/main/crypto/age.ts'
import { argonFloor } from '../../../src/main/crypto/passphrase.ts'
import { generateRecoveryKey, parseRecoveryKey } from '../../../src/main/crypto/recovery.ts'
import { readKeys, readSlots } from '../../../src/main/crypto/slot-files.ts'
import {
  addRecipientSlot,
  addUserSlot,
  changePassphrase,
  createSlots,
  grantMedical,
  listSlots,
  makeRecovery,
  makeSlot,
  renameSlot,
  removeSlot,
  setHeader24,
  unlock,
  unlockByRecovery,
  withdrawMedical,
} from '../../../src/main/crypto/slots.ts'

const low = { m: 64, t: 1, p: 1 }
const amina = { id: 'amina', passphrase: 'river café lantern stone', cost: low, medical: true }
let place = { folder: '', floor: low }

beforeEach(() => {
  place = { folder: mkdtempSync(path.join(tmpdir(), 'slots-test-')), floor: low }
})

const recovered = (sheet: string) => {
  const parsed = parseRecoveryKey(sheet)
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.key
}

/** Changes one file and its copy, as somebody with access to the disk would. */
const alter = (name: string, change: (text: string) => string) => {
  for (const file of [name, `${name}.copy`]) {
    const full = path.join(place.folder, file)
    const before = readFileSync(full, 'utf8')
    const after = change(before)
    expect(after).not.toBe(before)
    writeFileSync(full, after)
  }
}

const withoutSum = (text: string): string => text.replace(/,\n "sum": "[0-9a-f]+"/, '')

describe('key slots', () => {
  test('open both stores for the first user, whatever the form of the accents', async () => {
    const { keys } = await createSlots(place, amina)
    expect(await unlock(place, 'amina', amina.passphrase.normalize('NFD'))).toEqual(keys)
    expect(keys.registry.equals(keys.medical)).toBe(false)
  })

  test('refuse a wrong passphrase, an unknown name and a second set-up', async () => {
    await createSlots(place, amina)
    await expect(unlock(place, 'amina', 'river cafe lantern stone')).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE' })
    await expect(unlock(place, 'nobody', amina.passphrase)).rejects.toMatchObject({ code: 'NO_SUCH_SLOT' })
    await expect(createSlots(place, amina)).rejects.toMatchObject({ code: 'SLOT_EXISTS' })
  })

  test('refuse parameters below the floor, at set-up and at sign-in', async () => {
    await createSlots(place, amina)
    const real = { folder: place.folder, floor: argonFloor }
    await expect(unlock(real, 'amina', amina.passphrase)).rejects.toMatchObject({ code: 'WEAK_PARAMETERS' })
    const elsewhere = { folder: mkdtempSync(path.join(tmpdir(), 'slots-test-')), floor: argonFloor }
    await expect(createSlots(elsewhere, amina)).rejects.toMatchObject({ code: 'WEAK_PARAMETERS' })
    await createSlots(elsewhere, { ...amina, cost: argonFloor })
    expect((await unlock(elsewhere, 'amina', amina.passphrase)).registry).toHaveLength(32)
  })

  test('give a colleague the registry alone until the medical store is granted', async () => {
    const { keys } = await createSlots(place, amina)
    const bilal = { id: 'bilal', passphrase: 'copper meadow signal dust', cost: low }
    await addUserSlot(place, keys, bilal, false)
    expect(await unlock(place, 'bilal', bilal.passphrase)).toEqual({ registry: keys.registry })
    await expect(grantMedical(place, { registry: keys.registry }, 'bilal', bilal.passphrase)).rejects.toMatchObject({
      code: 'NO_ACCESS',
    })
    await expect(grantMedical(place, keys, 'bilal', 'wrong')).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE' })
    await grantMedical(place, keys, 'bilal', bilal.passphrase)
    expect(await unlock(place, 'bilal', bilal.passphrase)).toEqual(keys)
    await withdrawMedical(place, keys, 'bilal')
    expect(await unlock(place, 'bilal', bilal.passphrase)).toEqual({ registry: keys.registry })
    await expect(addUserSlot(place, keys, bilal, false)).rejects.toMatchObject({ code: 'SLOT_EXISTS' })
  })

  test('take another sign-in name without the passphrase, and keep it when the passphrase changes', async () => {
    const { keys } = await createSlots(place, amina)
    renameSlot(place, keys, 'amina', 'u.name')
    expect((await unlock(place, 'amina', amina.passphrase)).registry).toEqual(keys.registry)
    await changePassphrase(place, 'amina', { from: amina.passphrase, to: 'new words for amina', cost: low })
    expect(listSlots(place).find(({ id }) => id === 'amina')).toMatchObject({ name: 'u.name' })
    expect(() => renameSlot(place, keys, 'nobody', 'x')).toThrow(expect.objectContaining({ code: 'NO_SUCH_SLOT' }))
  })

  test('open nothing before they are written', async () => {
    const { keys } = await createSlots(place, amina)
    const bilal = { id: 'bilal', passphrase: 'copper meadow signal dust', cost: low }
    const made = await makeSlot(place, keys, bilal, false)
    await expect(unlock(place, 'bilal', bilal.passphrase)).rejects.toMatchObject({ code: 'NO_SUCH_SLOT' })
    await made.write()
    expect(await unlock(place, 'bilal', bilal.passphrase)).toEqual({ registry: keys.registry })
  })

  test('keep the data keys when a passphrase changes', async () => {
    const { keys } = await createSlots(place, amina)
    await changePassphrase(place, 'amina', { from: amina.passphrase, to: 'new words for amina', cost: low })
    await expect(unlock(place, 'amina', amina.passphrase)).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE' })
    expect(await unlock(place, 'amina', 'new words for amina')).toEqual(keys)
  })

  test('open each store by its printed recovery key alone', async () => {
    const { keys, sheets } = await createSlots(place, { ...amina, medical: false })
    expect((await unlockByRecovery(place, 'registry', recovered(sheets.registry))).equals(keys.registry)).toBe(true)
    expect((await unlockByRecovery(place, 'medical', recovered(sheets.medical))).equals(keys.medical)).toBe(true)
    for (const key of [recovered(sheets.registry), generateRecoveryKey()])
      await expect(unlockByRecovery(place, 'medical', key)).rejects.toMatchObject({ code: 'BAD_RECOVERY_KEY' })
    const second = await makeRecovery(place, keys, 'registry')
    const typed = recovered(second.sheet)
    await expect(unlockByRecovery(place, 'registry', typed)).rejects.toMatchObject({ code: 'BAD_RECOVERY_KEY' })
    await second.write()
    expect((await unlockByRecovery(place, 'registry', typed)).equals(keys.registry)).toBe(true)
  })

  test('can be opened by headquarters when it was made a recipient', async () => {
    const { keys } = await createSlots(place, amina)
    const hq = await generateAgeKey()
    await addRecipientSlot(place, keys, 'registry', { id: 'hq', recipient: hq.recipient })
    const wrapped = Buffer.from(readKeys(place.folder, 'registry').wraps['hq'] ?? '', 'base64')
    expect((await ageDecrypt(wrapped, { identities: [hq.identity] })).equals(keys.registry)).toBe(true)
    expect(listSlots(place).find((slot) => slot.id === 'hq')).toEqual({
      id: 'hq',
      name: 'hq',
      kind: 'recipient',
      recipient: hq.recipient,
      stores: ['registry'],
    })
  })

  test('no longer open for a person who left, and never for nobody at all', async () => {
    const { keys } = await createSlots(place, amina)
    await removeSlot(place, keys, 'amina')
    await expect(unlock(place, 'amina', amina.passphrase)).rejects.toMatchObject({ code: 'NO_SUCH_SLOT' })
    expect(readKeys(place.folder, 'registry').wraps['amina']).toBeUndefined()
    expect(readKeys(place.folder, 'medical').wraps['amina']).toBeUndefined()
    const last = listSlots(place).find((slot) => slot.stores.includes('registry'))
    await expect(removeSlot(place, keys, last?.id ?? '')).rejects.toMatchObject({ code: 'LAST_SLOT' })
    await expect(removeSlot(place, keys, 'nobody')).rejects.toMatchObject({ code: 'NO_SUCH_SLOT' })
  })

  test('notice every alteration of slots.json', async () => {
    const { keys } = await createSlots(place, amina)
    await addUserSlot(place, keys, { id: 'bilal', passphrase: 'copper meadow signal dust', cost: low }, false)
    const cases: [(text: string) => string, string][] = [
      [(text) => text.replace('"id": "bilal"', '"id": "chloe"'), 'TAMPERED'],
      [(text) => text.replace(/"generation": \d+/, '"generation": 99'), 'TAMPERED'],
      [(text) => text.replace(/"mac": "../, '"mac": "00'), 'TAMPERED'],
      [(text) => text.replace('"m": 64', '"m": 65'), 'WRONG_PASSPHRASE'],
      [(text) => text.replace('"id": "amina"', '"id": "bilal2"'), 'NO_SUCH_SLOT'],
      [(text) => text.replace('"kind"', '"kinds"'), 'TAMPERED'],
      [() => '', 'TAMPERED'],
    ]
    const whole = readFileSync(path.join(place.folder, 'slots.json'), 'utf8')
    for (const [change, code] of cases) {
      // Whoever writes into it leaves the sum out, which anybody may: the MAC has to notice.
      alter('slots.json', (text) => change(withoutSum(text)))
      await expect(unlock(place, 'amina', amina.passphrase)).rejects.toMatchObject({ code })
      alter('slots.json', () => whole)
    }
    expect((await unlock(place, 'amina', amina.passphrase)).registry).toEqual(keys.registry)
  })

  test('notice every alteration of a key file', async () => {
    const { keys } = await createSlots(place, amina)
    setHeader24(place, keys, 'registry', Buffer.alloc(24, 7))
    const whole = readFileSync(path.join(place.folder, 'registry.keys.json'), 'utf8')
    const cases: ((text: string) => string)[] = [
      (text) => text.replace('aegis', 'chacha20'),
      (text) => text.replace('0707', '0708'),
      (text) => text.replace('"ready"', '"rekeying"'),
      (text) => text.replace(/("amina": ".{150})./, (_all, start: string) => `${start}%`),
    ]
    for (const change of cases) {
      alter('registry.keys.json', (text) => change(withoutSum(text)))
      await expect(unlock(place, 'amina', amina.passphrase)).rejects.toMatchObject({ code: 'TAMPERED' })
      alter('registry.keys.json', () => whole)
    }
    expect(readKeys(place.folder, 'registry').header24).toBe('07'.repeat(24))
    expect((await unlock(place, 'amina', amina.passphrase)).medical).toEqual(keys.medical)
  })

  test('are read from the copy when a bit of the first flipped, wherever it is', async () => {
    const { keys } = await createSlots(place, amina)
    for (const name of ['slots.json', 'registry.keys.json', 'medical.keys.json']) {
      const file = path.join(place.folder, name)
      const whole = readFileSync(file)
      for (let at = 3; at < whole.length; at += Math.ceil(whole.length / 23)) {
        const spoiled = Buffer.from(whole)
        spoiled.writeUInt8(whole.readUInt8(at) ^ (1 << (at % 7)), at)
        writeFileSync(file, spoiled)
        expect(await unlock(place, 'amina', amina.passphrase), `${name} byte ${at}`).toEqual(keys)
      }
      writeFileSync(file, whole)
    }
  })

  test('are read from the copy when the first file is lost or torn', async () => {
    const { keys } = await createSlots(place, amina)
    rmSync(path.join(place.folder, 'slots.json'))
    writeFileSync(path.join(place.folder, 'medical.keys.json'), '{"store_id":')
    expect(await unlock(place, 'amina', amina.passphrase)).toEqual(keys)
    rmSync(path.join(place.folder, 'slots.json.copy'))
    await expect(unlock(place, 'amina', amina.passphrase)).rejects.toMatchObject({ code: 'MISSING' })
  })

  test('hold no passphrase, recovery key or data key in clear', async () => {
    const { keys, sheets } = await createSlots(place, amina)
    const written = ['slots.json', 'registry.keys.json', 'medical.keys.json']
      .map((name) => readFileSync(path.join(place.folder, name), 'utf8'))
      .join('\n')
    const secrets = [amina.passphrase, sheets.registry, sheets.medical, 'AGE-SECRET-KEY']
    for (const key of [keys.registry, keys.medical]) secrets.push(key.toString('hex'), key.toString('base64'))
    for (const secret of secrets) expect(written).not.toContain(secret)
    expect(readSlots(place.folder).slots).toHaveLength(3)
  })
})
