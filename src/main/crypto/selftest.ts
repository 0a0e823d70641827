import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { ageDecrypt } from './age.ts'
import { hkdf, hmac, sha256Hex } from './hash.ts'
import { argon2Native, argon2Wasm, type Argon2id } from './passphrase.ts'
import { open, sealWith } from './seal.ts'
import { publicKeyOf, sign, verify, x25519 } from './sign.ts'

/** The primitives under test; a test may pass a broken one. */
export interface Primitives {
  sealWith: typeof sealWith
  open: typeof open
  sha256Hex: typeof sha256Hex
  hmac: typeof hmac
  hkdf: typeof hkdf
  sign: typeof sign
  verify: typeof verify
  x25519: typeof x25519
  argon2Native: Argon2id
  argon2Wasm: Argon2id
  ageDecrypt: typeof ageDecrypt
  unpack: (packed: Uint8Array) => Uint8Array
}

/** The primitives the application really uses. */
export const primitives: Primitives = {
  sealWith,
  open,
  sha256Hex,
  hmac,
  hkdf,
  sign,
  verify,
  x25519,
  argon2Native,
  argon2Wasm,
  ageDecrypt,
  unpack: (packed) => zstdDecompressSync(packed),
}

/** The names under which a failing primitive is reported. */
const primitiveNames = [
  'AES-256-GCM',
  'SHA-256',
  'HMAC-SHA-256',
  'HKDF-SHA-256',
  'Ed25519',
  'X25519',
  'Argon2id (native)',
  'Argon2id (WebAssembly)',
  'age',
  'zstd',
] as const
/** One of the tested primitives. */
export type PrimitiveName = (typeof primitiveNames)[number]

const hex = (text: string) => Buffer.from(text, 'hex')

/**
 * Runs every primitive once against a known answer and names the first that fails, or answers null. Existing is not
 * enough: Electron's cryptography offers names which then fail, or differ, at run time.
 */
export async function failedPrimitive(tested: Primitives): Promise<PrimitiveName | null> {
  const checks = checksOf(tested)
  for (const name of primitiveNames) {
    const passed = await Promise.resolve()
      .then(checks[name])
      .catch(() => false)
    if (!passed) return name
  }
  return null
}

function checksOf(p: Primitives): Record<PrimitiveName, () => boolean | Promise<boolean>> {
  return {
    // McGrew and Viega, test case 14, and that an altered value does not open.
    'AES-256-GCM': () => {
      const key = Buffer.alloc(32)
      const nonce = Buffer.alloc(12)
      const ct = p.sealWith(key, nonce, Buffer.alloc(16), '')
      const right = ct.equals(hex('cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919'))
      ct.writeUInt8(ct.readUInt8(0) ^ 1, 0)
      return right && refuses(() => p.open(key, { nonce, ct }, ''))
    },
    'SHA-256': () => p.sha256Hex('abc') === 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    // RFC 4231, test case 2.
    'HMAC-SHA-256': () =>
      p.hmac(Buffer.from('Jefe'), 'what do ya want for nothing?').toString('hex') ===
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    // RFC 5869, test case 1.
    'HKDF-SHA-256': () =>
      p
        .hkdf(Buffer.alloc(22, 0x0b), hex('000102030405060708090a0b0c'), hex('f0f1f2f3f4f5f6f7f8f9'), 42)
        .toString('hex') === '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    // RFC 8032, test 2.
    Ed25519: () => {
      const seed = hex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb')
      const key = publicKeyOf(seed)
      const signature = p.sign(seed, hex('72'))
      const right =
        key.toString('hex') === '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c' &&
        signature.toString('hex') ===
          '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'
      return right && p.verify(key, hex('72'), signature) && !p.verify(key, hex('73'), signature)
    },
    // RFC 7748, section 5.2.
    X25519: () =>
      p
        .x25519(
          hex('a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4'),
          hex('e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c'),
        )
        .toString('hex') === 'c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552',
    'Argon2id (native)': () => argonAgrees(p.argon2Native),
    'Argon2id (WebAssembly)': () => argonAgrees(p.argon2Wasm),
    age: async () => {
      const plain = await p.ageDecrypt(Buffer.from(ageFile, 'base64'), { identities: [ageIdentity] })
      const altered = Buffer.from(ageFile, 'base64')
      const last = altered.length - 1
      altered.writeUInt8(altered.readUInt8(last) ^ 1, last)
      const refused = await p.ageDecrypt(altered, { identities: [ageIdentity] }).then(
        () => false,
        () => true,
      )
      return plain.toString() === 'waypost self-test' && refused
    },
    zstd: () => {
      const text = Buffer.from('relief '.repeat(100))
      const packed = zstdCompressSync(text, { params: { [constants.ZSTD_c_checksumFlag]: 1 } })
      const right = Buffer.from(p.unpack(packed)).equals(text)
      packed.writeUInt8(packed.readUInt8(packed.length - 1) ^ 1, packed.length - 1)
      return right && refuses(() => p.unpack(packed))
    },
  }
}

// The reference program: echo -n password | argon2 somesaltsomesalt -id -t 3 -k 256 -p 4
async function argonAgrees(argon2: Argon2id): Promise<boolean> {
  const kdf = { argon2id: 19, m: 256, t: 3, p: 4, salt: Buffer.from('somesaltsomesalt') } as const
  const out = await argon2(Buffer.from('password'), kdf)
  return out.toString('hex') === '3ae75675fc1875866526c8f930cb40d6fe751ec0bea5ad3052bafca5369373b3'
}

function refuses(act: () => unknown): boolean {
  try {
    act()
    return false
  } catch {
    return true
  }
}

// A test key that protects nothing; the file was made by the age program itself.
const ageIdentity = 'AGE-SECRET-KEY-1EVPC3638XPYM2JCN74FXVG2S8R74YTSSJW0KFMF3XD9XWGENHGRQ7TZ9H8'
const ageFile =
  'YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBORWtxYjhuTmNJRXlQR3pRK1Ixd0dZRHhkQlFRNHgrR1VCdFNvdDdGbDBzCmg4MVd0K0di' +
  'MTJFeGtlemFFWGJzN0JEcjNwY0J0L05JRlE3eTU0c1VEUUkKLS0tIGlQYk00a3BEaGZRZ0RMeDJyUkU0OGIxL3M4Z3hYeDhSQ1p4SHdiRDFjR0EK' +
  'sljXfStYilGZhnVGbejV8ph/KBn0yqeJ8ju56wYvNxtVBYi9FiNQxZhvpbGldVEfmA=='
