import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ageDecrypt, ageEncrypt, generateAgeKey, recipientOf } from '../../../src/main/crypto/age.ts'
import { canonical } from '../../../src/main/crypto/canonical.ts'
import {
  argon2Native,
  argon2Wasm,
  argonFloor,
  argonLimit,
  calibrate,
  generatePassphrase,
  newKdf,
  passphraseWeakness,
  stretch,
} from '../../../src/main/crypto/passphrase.ts'
import { createUuid7 } from '../../../src/main/crypto/random.ts'
import { formatRecoveryKey, parseRecoveryKey, recoveryIdentity } from '../../../src/main/crypto/recovery.ts'
import { open, seal } from '../../../src/main/crypto/seal.ts'
import { failedPrimitive, primitives, type PrimitiveName, type Primitives } from '../../../src/main/crypto/selftest.ts'
import { generateSigningKey, sign, verify } from '../../../src/main/crypto/sign.ts'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })

describe('self-test', () => {
  test('passes with the real primitives', async () => {
    expect(await failedPrimitive(primitives)).toBeNull()
  })

  const broken: [PrimitiveName, Partial<Primitives>][] = [
    ['AES-256-GCM', { sealWith: () => Buffer.alloc(32) }],
    ['AES-256-GCM', { open: () => Buffer.alloc(16) }],
    ['SHA-256', { sha256Hex: () => '00' }],
    ['HMAC-SHA-256', { hmac: () => Buffer.alloc(32) }],
    ['HKDF-SHA-256', { hkdf: () => Buffer.alloc(42) }],
    ['Ed25519', { verify: () => true }],
    ['Ed25519', { sign: () => Buffer.alloc(64) }],
    ['X25519', { x25519: () => Buffer.alloc(32) }],
    ['Argon2id (native)', { argon2Native: () => Promise.reject(new Error('no such library')) }],
    ['Argon2id (WebAssembly)', { argon2Wasm: () => Promise.resolve(Buffer.alloc(32)) }],
    ['age', { ageDecrypt: () => Promise.resolve(Buffer.from('waypost self-test')) }],
    ['zstd', { unpack: () => Buffer.from('relief '.repeat(100)) }],
  ]
  test.each(broken)('names %s when it is broken', async (name, replaced) => {
    expect(await failedPrimitive({ ...primitives, ...replaced })).toBe(name)
  })
})

describe('sealing and signing', () => {
  test('a sealed value opens with its key and its context only', () => {
    fc.assert(
      fc.property(bytes(32), fc.uint8Array({ maxLength: 300 }), fc.string(), fc.nat(), (key, plain, aad, at) => {
        const sealed = seal(key, plain, aad)
        expect(open(key, sealed, aad).equals(plain)).toBe(true)
        expect(() => open(key, sealed, `${aad}x`)).toThrow('WRONG_KEY')
        const ct = Buffer.from(sealed.ct)
        ct.writeUInt8(ct.readUInt8(at % ct.length) ^ (1 << (at % 8)), at % ct.length)
        expect(() => open(key, { ...sealed, ct }, aad)).toThrow('WRONG_KEY')
      }),
    )
  })

  test('a signature holds for its message and key only', () => {
    const key = generateSigningKey()
    const other = generateSigningKey()
    const message = Buffer.from('one')
    const signature = sign(key.seed, message)
    expect(verify(key.publicKey, message, signature)).toBe(true)
    expect(verify(other.publicKey, message, signature)).toBe(false)
    expect(verify(key.publicKey, Buffer.from('two'), signature)).toBe(false)
    expect(verify(key.publicKey, message, signature.subarray(1))).toBe(false)
    expect(verify(Buffer.alloc(3), message, signature)).toBe(false)
  })

  test('age opens for its recipients only', async () => {
    const [one, two, three] = await Promise.all([generateAgeKey(), generateAgeKey(), generateAgeKey()])
    const file = await ageEncrypt(Buffer.from('for two'), { recipients: [one.recipient, two.recipient] })
    for (const { identity } of [one, two])
      expect((await ageDecrypt(file, { identities: [identity] })).toString()).toBe('for two')
    await expect(ageDecrypt(file, { identities: [three.identity] })).rejects.toThrow()
    await expect(ageEncrypt(Buffer.from('x'), { recipients: [] })).rejects.toThrow('at least one')
  })
})

describe('canonical JSON', () => {
  test('does not depend on the order in which members were written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (members) => {
        fc.pre(!Object.hasOwn(members, '__proto__'))
        fc.pre(Object.keys(members).every((key) => key.isWellFormed() && key.normalize('NFC') === key))
        const reversed = Object.fromEntries(Object.entries(members).toReversed())
        expect(canonical(reversed)).toBe(canonical(members))
        expect(JSON.parse(canonical(members))).toEqual(members)
      }),
    )
  })

  test('is one spelling', () => {
    expect(canonical({ b: [1, null, true], a: 'é"\n', c: { z: -0, y: {} } })).toBe(
      '{"a":"é\\"\\n","b":[1,null,true],"c":{"y":{},"z":0}}',
    )
  })

  const proto: unknown = JSON.parse('{"__proto__":1}')
  test.each([
    ['fraction', 1.5],
    ['unsafe number', 2 ** 53],
    ['not a number', NaN],
    ['lone surrogate', '\ud800'],
    ['lone surrogate in a key', { '\udc00': 1 }],
    ['decomposed text', 'e\u0301'],
    ['__proto__', proto],
    ['date', new Date(0)],
    ['bigint', 1n],
    ['undefined', undefined],
  ])('refuses %s', (_name, value) => {
    expect(() => canonical(value)).toThrow('NOT_CANONICAL')
  })
})

describe('UUIDv7', () => {
  test('only grows, whatever the clock does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 2, maxLength: 60 }), (times) => {
        let i = 0
        const next = createUuid7(() => 1_780_000_000_000 + (times[i++] ?? 0))
        const ids = times.map(() => next())
        expect([...ids].toSorted()).toEqual(ids)
        expect(new Set(ids).size).toBe(ids.length)
        for (const id of ids)
          expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      }),
    )
  })

  test('borrows from the future when one millisecond is full', () => {
    const next = createUuid7(() => 1000)
    const ids = Array.from({ length: 9000 }, () => next())
    expect([...ids].toSorted()).toEqual(ids)
  })
})

describe('passphrases', () => {
  test('both libraries agree, and composed and decomposed accents are one passphrase', async () => {
    const kdf = newKdf({ m: 256, t: 2, p: 2 })
    const secret = Buffer.from('naïve')
    expect((await argon2Native(secret, kdf)).equals(await argon2Wasm(secret, kdf))).toBe(true)
    const floor = { m: 8, t: 1, p: 1 }
    expect(await stretch('nai\u0308ve', kdf, floor)).toEqual(await stretch('naïve', kdf, floor))
  })

  test('the floor is that of RFC 9106 and holds for each parameter', async () => {
    expect(argonFloor).toEqual({ m: 65536, t: 3, p: 4 })
    for (const weak of [{ m: 65535 }, { t: 2 }, { p: 3 }, { m: 2 ** 21 }, { t: 99 }])
      await expect(stretch('x', newKdf({ ...argonFloor, ...weak }), argonFloor)).rejects.toMatchObject({
        code: 'WEAK_PARAMETERS',
      })
  })

  test('calibration stays between floor and limit', async () => {
    expect(await calibrate(0, () => 0)).toEqual(argonLimit)
    let now = 0
    expect(await calibrate(1000, () => (now += 2000))).toEqual(argonFloor)
  })

  test.each([
    ['river lantern stone cup', null],
    ['short words', 'tooShort'],
    ['aaaaaaabbbbbbb', 'fewCharacters'],
    ['Password1234', 'common'],
    ['xx-abcdefgh-yy-9', 'sequence'],
    ['zz987654321qqv', 'sequence'],
  ])('%s is judged %s', (passphrase, weakness) => {
    expect(passphraseWeakness(passphrase)).toBe(weakness)
  })

  test('generated ones are drawn from a long list only', () => {
    const words = Array.from({ length: 2048 }, (_, i) => `word${i}`)
    expect(generatePassphrase(words, 4).split(' ')).toHaveLength(4)
    expect(() => generatePassphrase(words.slice(0, 100), 4)).toThrow('WEAK_PARAMETERS')
    expect(() => generatePassphrase(words, 3)).toThrow('WEAK_PARAMETERS')
  })
})

describe('recovery keys', () => {
  test('survive printing and typing', () => {
    fc.assert(
      fc.property(bytes(20), (key) => {
        const sheet = formatRecoveryKey(key)
        expect(sheet).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){8}[0-9A-HJKMNP-TV-Z]{2}$/)
        const typed = sheet.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')
        for (const text of [sheet, typed]) {
          const parsed = parseRecoveryKey(text)
          expect(parsed.ok && parsed.key.equals(Buffer.from(key))).toBe(true)
        }
      }),
    )
  })

  test('say what is wrong', () => {
    const sheet = formatRecoveryKey(Buffer.alloc(20, 3))
    expect(parseRecoveryKey(sheet.slice(0, -1))).toEqual({ ok: false, problem: 'length' })
    expect(parseRecoveryKey(sheet.replace(/^./, 'U'))).toEqual({ ok: false, problem: 'character' })
    expect(parseRecoveryKey(sheet.replace(/^./, '7'))).toEqual({ ok: false, problem: 'check' })
  })

  test('give another identity per store and installation', async () => {
    const key = Buffer.alloc(20, 5)
    const identities = [
      recoveryIdentity(key, 'a', 'registry'),
      recoveryIdentity(key, 'a', 'medical'),
      recoveryIdentity(key, 'b', 'registry'),
    ]
    expect(new Set(identities).size).toBe(3)
    expect(recoveryIdentity(key, 'a', 'registry')).toBe(identities[0])
    for (const identity of identities) expect(await recipientOf(identity)).toMatch(/^age1/)
  })
})
