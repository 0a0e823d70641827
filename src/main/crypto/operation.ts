import type { BundleOp, Json } from '../../shared/bundle/v1/operation.ts'
import { canonical } from './canonical.ts'
import { sha256Hex } from './hash.ts'

/** `phash`: SHA-256 over the 16 salt bytes and the canonical fields. The salt keeps erased values from being guessed. */
export const fieldsHash = (salt: string, fields: Record<string, Json>): string =>
  sha256Hex(Buffer.from(salt, 'hex'), canonical(fields))

/**
 * `hash`: SHA-256 over "op v1", a zero byte, the 32 bytes of `prev`, and the canonical operation without `fields`,
 * `salt`, `prev` and `hash`. Values take part through `phash` alone, so the chain survives an erasure.
 */
export function operationHash(op: Omit<BundleOp, 'hash'>): string {
  const { fields: _fields, salt: _salt, prev, ...rest } = op
  const { hash: _hash, ...signed } = { hash: '', ...rest }
  return sha256Hex('op v1\0', Buffer.from(prev, 'hex'), canonical(signed))
}

/** True when an operation's own hashes hold; a skeleton has no values left to check. */
export function operationHolds(op: BundleOp): boolean {
  if (op.salt === '' ? Object.keys(op.fields).length > 0 : fieldsHash(op.salt, op.fields) !== op.phash) return false
  return operationHash(op) === op.hash
}
