// Frozen: bundle format 1 is read for ever. A change here is a new folder, never an edit.
import { z } from 'zod'

/** Any value that canonical JSON can carry. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

/** A lower-case hexadecimal text of exactly this many digits. */
const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`))

/** A counter of a replica: 1, 2, 3... */
const counter = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
const replicaId = hex(32)
/** Register, type and role names: a plain identifier, so that no name can be `__proto__`. */
const name = z.string().regex(/^[a-z][A-Za-z0-9_.]{0,63}$/)
const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/)

/** One line of an operations file: one record touched by one save. */
export const bundleOp = z.strictObject({
  replica: replicaId,
  n: counter,
  entity: id,
  type: name,
  kind: z.enum(['create', 'set', 'delete', 'link', 'erase']),
  /** Register to any value: the canonical form was checked before. Empty in a skeleton, which keeps `phash` and has an empty `salt`. */
  fields: z.record(
    name,
    z.custom<Json>((value) => value !== undefined),
  ),
  /** Per register, the highest write of each replica which the author had seen. */
  seen: z.record(name, z.record(replicaId, counter)),
  hlc: z.strictObject({ ms: z.number().int().min(0), c: z.number().int().min(0) }),
  wall: z.string().max(40),
  clockFlag: z.enum(['ok', 'behind', 'ahead']),
  user: id,
  device: id,
  save: id,
  schema: z.number().int().min(1),
  app: z.string().max(40),
  salt: z.union([hex(32), z.literal('')]),
  phash: hex(64),
  prev: hex(64),
  hash: hex(64),
})

/** One operation as it travels: the shape of a log row, a bundle line and a merge input. */
export interface BundleOp {
  replica: string
  n: number
  entity: string
  type: string
  kind: 'create' | 'set' | 'delete' | 'link' | 'erase'
  fields: Record<string, Json>
  seen: Record<string, Record<string, number>>
  hlc: { ms: number; c: number }
  wall: string
  clockFlag: 'ok' | 'behind' | 'ahead'
  user: string
  device: string
  save: string
  schema: number
  app: string
  salt: string
  phash: string
  prev: string
  hash: string
}

/** The `prev` of a replica's first operation. */
export const noPrev = '0'.repeat(64)

/** True for an operation whose values were erased: the chain still holds, the content is gone. */
export const isSkeleton = (op: BundleOp): boolean => op.salt === ''
