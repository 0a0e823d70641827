import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  randomBytes,
  sign as nodeSign,
  verify as nodeVerify,
} from 'node:crypto'

// DER prefixes (RFC 8410) in front of the raw 32 bytes: Node takes no raw Ed25519 or X25519 keys.
const ed25519Private = Buffer.from('302e020100300506032b657004220420', 'hex')
const ed25519Public = Buffer.from('302a300506032b6570032100', 'hex')
const x25519Private = Buffer.from('302e020100300506032b656e04220420', 'hex')
const x25519Public = Buffer.from('302a300506032b656e032100', 'hex')

/** An Ed25519 key pair as raw 32-byte values. */
export interface SigningKey {
  seed: Buffer
  publicKey: Buffer
}

const privateKey = (prefix: Buffer, raw: Uint8Array) =>
  createPrivateKey({ key: Buffer.concat([prefix, raw]), format: 'der', type: 'pkcs8' })
const publicKey = (prefix: Buffer, raw: Uint8Array) =>
  createPublicKey({ key: Buffer.concat([prefix, raw]), format: 'der', type: 'spki' })

/** Makes a new Ed25519 key pair. */
export function generateSigningKey(): SigningKey {
  const seed = randomBytes(32)
  return { seed, publicKey: publicKeyOf(seed) }
}

/** The raw public key which belongs to an Ed25519 seed. */
export function publicKeyOf(seed: Uint8Array): Buffer {
  const der = createPublicKey(privateKey(ed25519Private, seed)).export({ format: 'der', type: 'spki' })
  return der.subarray(der.length - 32)
}

/** Signs a message; the signature has 64 bytes. */
export const sign = (seed: Uint8Array, message: Uint8Array): Buffer =>
  nodeSign(null, message, privateKey(ed25519Private, seed))

/** True when the signature is this key's over this message; malformed input is simply false. */
export function verify(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (key.length !== 32 || signature.length !== 64) return false
  try {
    return nodeVerify(null, message, publicKey(ed25519Public, key), signature)
  } catch {
    return false
  }
}

/** X25519 (RFC 7748); used by the self-test, since age relies on it. */
export const x25519 = (secret: Uint8Array, peer: Uint8Array): Buffer =>
  diffieHellman({ privateKey: privateKey(x25519Private, secret), publicKey: publicKey(x25519Public, peer) })
