import type { BundleOp, Json } from '../../shared/bundle/v1/operation.ts'
import { canonical, canonicalText as text } from './canonical.ts'
import { sha256Hex } from './hash.ts'

/** `phash`: SHA-256 over the 16 salt bytes and the canonical fields. The salt keeps erased values from being guessed. */
export const fieldsHash = (salt: string, fields: Record<string, Json>): string =>
  fieldsTextHash(salt, canonical(fields))

/** The same for fields that stand in canonical form already. */
export const fieldsTextHash = (salt: string, fields: string): string => sha256Hex(Buffer.from(salt, 'hex'), fields)

/** The canonical texts of an operation: as a whole, of its fields, and of what its hash covers. */
export interface OperationTexts {
  readonly line: string
  readonly fields: string
  readonly hashed: string
}

const whole = (value: number): string => canonical(value)

/** Puts together what `canonical` would write, member by member: an exchange asks for it a million times. */
export const operationTexts = (op: BundleOp): OperationTexts => {
  const fields = canonical(op.fields)
  const [first, clock, last] = hashedParts(op)
  return {
    fields,
    hashed: `${first}${clock}"phash":${text(op.phash)},"replica":${text(op.replica)},${last}`,
    line:
      `${first}"fields":${fields},"hash":${text(op.hash)},${clock}"phash":${text(op.phash)},"prev":${text(op.prev)},` +
      `"replica":${text(op.replica)},"salt":${text(op.salt)},${last}`,
  }
}

const hashedParts = (op: Omit<BundleOp, 'hash'>): readonly [string, string, string] => [
  `{"app":${text(op.app)},"clockFlag":${text(op.clockFlag)},"device":${text(op.device)},"entity":${text(op.entity)},`,
  `"hlc":{"c":${whole(op.hlc.c)},"ms":${whole(op.hlc.ms)}},"kind":${text(op.kind)},"n":${whole(op.n)},`,
  `"save":${text(op.save)},"schema":${whole(op.schema)},"seen":${canonical(op.seen)},"type":${text(op.type)},` +
    `"user":${text(op.user)},"wall":${text(op.wall)}}`,
]

/**
 * `hash`: SHA-256 over "op v1", a zero byte, the 32 bytes of `prev`, and the canonical operation without `fields`,
 * `salt`, `prev` and `hash`. Values take part through `phash` alone, so the chain survives an erasure.
 */
export function operationHash(op: Omit<BundleOp, 'hash'>): string {
  const [first, clock, last] = hashedParts(op)
  return hashOver(op.prev, `${first}${clock}"phash":${text(op.phash)},"replica":${text(op.replica)},${last}`)
}

const hashOver = (prev: string, hashed: string): string => sha256Hex('op v1\0', Buffer.from(prev, 'hex'), hashed)

/** True when an operation's own hashes hold; a skeleton has no values left to check. */
export function operationHolds(op: BundleOp, { fields, hashed }: OperationTexts = operationTexts(op)): boolean {
  if (op.salt === '' ? fields !== '{}' : fieldsTextHash(op.salt, fields) !== op.phash) return false
  return hashOver(op.prev, hashed) === op.hash
}

/**
 * The canonical texts of an operation's values and vectors, cut out of its canonical line. No text before or behind
 * them can hold an unescaped quotation mark, and what a value may hold of the same spelling is not the outermost.
 */
export const spellingIn = (line: string): { fields: string; seen: string } => {
  const hash = line.lastIndexOf(',"hash":"')
  const seen = line.indexOf(',"seen":', hash)
  return {
    fields: line.slice(line.indexOf(',"fields":') + ',"fields":'.length, hash),
    seen: line.slice(seen + ',"seen":'.length, line.lastIndexOf(',"type":"')),
  }
}
