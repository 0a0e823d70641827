import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { fail } from '../../shared/errors.ts'
import { canonical } from '../crypto/canonical.ts'
import { hkdf, hmac, sameBytes } from '../crypto/hash.ts'

/** The file that makes a folder a backup: written last, so that a folder without it is none. */
export const manifestName = 'backup.json'
/** What backups are called. Date and time only: the name of a folder on a stick is read by whoever finds it. */
export const backupName = /^waypost-backup-[0-9]{8}-[0-9]{6}$/

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const manifest = z.strictObject({
  format: z.literal('waypost-backup-v1'),
  created: z.iso.datetime(),
  version: z.string().max(40),
  stores: z
    .array(z.strictObject({ store: z.enum(['registry', 'medical']), stateHash: hash }))
    .min(1)
    .max(2),
  files: z.array(z.strictObject({ name: z.string().regex(/^[a-z0-9.]{1,40}$/), bytes: z.int(), sha256: hash })).max(20),
  mac: hash,
})
/** What a backup says of itself: its files, and the state of each store that a trial restore found in them. */
export type Manifest = z.infer<typeof manifest>

const macOf = ({ mac: _mac, ...rest }: Manifest, key: Uint8Array) =>
  hmac(hkdf(key, '', 'backup v1', 32), canonical(rest))

/** The manifest with its seal, made with the registry's key. */
export const sealed = (open: Omit<Manifest, 'mac'>, key: Uint8Array): Manifest => {
  const unsealed = { ...open, mac: '0'.repeat(64) }
  return { ...unsealed, mac: macOf(unsealed, key).toString('hex') }
}

/** Refuses a manifest that was not written with this registry's key. */
export const checkSeal = (found: Manifest, key: Uint8Array): void => {
  if (!sameBytes(macOf(found, key), Buffer.from(found.mac, 'hex'))) fail({ kind: 'refused', reason: 'backup_damaged' })
}

/** Reads the manifest of a folder; a folder without one is no backup. */
export const readManifest = (folder: string): Manifest => {
  const file = path.join(folder, manifestName)
  if (!existsSync(file)) return fail({ kind: 'refused', reason: 'not_a_backup' })
  try {
    return manifest.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return fail({ kind: 'refused', reason: 'backup_damaged' })
  }
}
