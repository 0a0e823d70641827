// Frozen: bundle format 1 is read for ever. A change here is a new folder, never an edit.
import { z } from 'zod'

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`))
const whole = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const id = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/)
const replica = hex(16)
const instant = z.iso.datetime()

/** What a replica's feed holds: exact runs of counters, each with a digest. */
const range = z.strictObject({
  from: whole.min(1),
  to: whole.min(1),
  /** The chain hash of `to` when `from` is 1, else SHA-256 over the operation hashes of the run. */
  digest: hex(32),
})

/** Replica to the runs that are known of it. */
const knowledge = z.record(replica, z.array(range).max(10_000))

/**
 * header.json. Unknown names are kept out of sight, not refused: a later format whose `min_reader` is 1 may add some.
 */
export const bundleHeader = z.object({
  format: whole.min(1),
  min_reader: whole.min(1),
  bundle: hex(16),
  set: hex(16),
  volume: z.object({ i: whole.min(1).max(9999), n: whole.min(1).max(9999) }),
  store: z.enum(['registry', 'medical']),
  type: z.enum(['full', 'incremental', 'extract', 'receipt', 'backup']),
  sender: z.object({ office: id, device: id, replica, key: hex(32) }),
  /** Offices this is meant for. */
  offices: z.array(id).min(1).max(1000),
  /** For extracts: what was chosen, in codes. */
  scope: z.record(id, z.union([z.string().max(200), z.array(z.string().max(200)).max(1000)])),
  schema: whole.min(1),
  created: instant,
  counts: z.object({ ops: whole, opsFiles: whole, audit: whole, auditFiles: whole, chunks: whole, chunkBytes: whole }),
  /** Everything the sender knows after this bundle. */
  knowledge,
  /** What the sender acknowledges having from others. */
  acks: knowledge,
  /** Attachment chunks the sender lacks. */
  wants: z.array(hex(32)).max(20_000),
  receipt_secret: hex(32),
  /** The bundle that this store wrote for the same office before this one, or null. */
  previous: z.union([hex(16), z.null()]),
  /** How many sets this life of the sender's store has written for that office with this one; a receipt counts too. */
  serial: whole.min(1).optional(),
})

/** header.json as read. */
export type BundleHeader = z.infer<typeof bundleHeader>
/** Runs of counters per replica. */
export type Knowledge = z.infer<typeof knowledge>

/** A public key in a roster statement, and what it is for. */
const rosterKey = z.strictObject({
  use: z.enum(['sign', 'receive', 'office', 'root']),
  store: z.enum(['registry', 'medical', 'any']),
  /** Raw Ed25519 key in hexadecimal, or an age recipient. */
  type: z.enum(['ed25519', 'age-x25519']),
  key: z.string().regex(/^([0-9a-f]{64}|age1[a-z0-9]{58})$/),
})

/** One signed statement about an office or a device; per issuer, versions only grow. */
const rosterStatement = z.strictObject({
  issuer: hex(32),
  version: whole.min(1),
  subject: z.strictObject({ kind: z.enum(['office', 'device']), id, office: id, name: z.string().max(120) }),
  keys: z.array(rosterKey).max(20),
  from: instant,
  until: z.union([instant, z.null()]),
  revoked: z.union([z.strictObject({ at: instant, last: z.record(replica, whole) }), z.null()]),
  /** Ed25519 by the issuer over "waypost-roster-v1", a zero byte, canonical JSON of the rest. */
  signature: hex(64),
})

/** roster.json. */
export const bundleRoster = z.strictObject({ statements: z.array(rosterStatement).max(10_000) })
/** One signed statement. */
export type RosterStatement = z.infer<typeof rosterStatement>
/** roster.json as read. */
export type BundleRoster = z.infer<typeof bundleRoster>

/** A device's signed word on how far a feed or an audit log goes. */
const checkpoint = z.strictObject({
  kind: z.enum(['feed', 'audit']),
  store: z.enum(['registry', 'medical']),
  /** Replica of the feed, or of the audit log's store. */
  origin: replica,
  size: whole,
  hash: hex(32),
  at: instant,
  key: hex(32),
  /** Ed25519 by `key` over "waypost-checkpoint-v1", a zero byte, canonical JSON of the rest. */
  signature: hex(64),
})

/** checkpoints.json. */
export const bundleCheckpoints = z.strictObject({ checkpoints: z.array(checkpoint).max(10_000) })
/** One signed checkpoint. */
export type Checkpoint = z.infer<typeof checkpoint>
/** checkpoints.json as read. */
export type BundleCheckpoints = z.infer<typeof bundleCheckpoints>

/** signature.json: Ed25519 over "waypost-bundle-v1", a zero byte, SHA-256(header.json), SHA-256(tagmanifest). */
export const bundleSignature = z.strictObject({ key: hex(32), signature: hex(64) })
