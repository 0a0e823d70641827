import { existsSync, readdirSync, rmSync } from 'node:fs'
import { copyFile, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { fail } from '../../shared/errors.ts'
import { may } from '../../shared/permissions.ts'
import { clearAttempts, countAttempt, delaySeconds } from '../accounts/attempts.ts'
import { userOfSlot } from '../accounts/repository.ts'
import { refuseTooSoon } from '../accounts/sign-in.ts'
import { findSlotId } from '../accounts/slot-name.ts'
import { KeyError } from '../crypto/errors.ts'
import { randomBytes } from '../crypto/random.ts'
import type { KdfCost } from '../crypto/passphrase.ts'
import { listSlots, unlock, type DataKeys } from '../crypto/slots.ts'
import { stateHash } from '../oplog/read.ts'
import type { Ctx, SignedIn } from '../store/context.ts'
import { openStore, type OpenStore } from '../store/open.ts'
import { fingerprintOf } from './files.ts'
import { backupName, checkSeal, readManifest, type Manifest } from './manifest.ts'
import { keptFolder } from './kept.ts'

/** A backup that was copied beside the office's files and proved; its keys are in memory until it is used or dropped. */
export interface Staged {
  readonly id: string
  /** The name of its folder within the office's. */
  readonly name: string
  readonly keys: DataKeys
  readonly slot: string
  readonly user: SignedIn
  readonly manifest: Manifest
}

const stageName = /^restoring-[0-9a-f]{32}$/

/** Where a backup is: a kept one by its name, or a chosen folder that is one or holds some (then the newest). */
export const folderOf = (
  ctx: Ctx,
  source: { kind: 'kept'; id: string } | { kind: 'folder'; folder: string },
): string => {
  if (source.kind === 'kept') return path.join(keptFolder(ctx.account.folder), source.id)
  const chosen = ctx.pathOf(source.folder)
  if (backupName.test(path.basename(chosen))) return chosen
  const newest = readdirSync(chosen)
    .filter((name) => backupName.test(name) && existsSync(path.join(chosen, name, 'backup.json')))
    .toSorted()
    .at(-1)
  return newest === undefined ? chosen : path.join(chosen, newest)
}

/** Removes what earlier looks at backups left beside the office. */
export const dropStages = (office: string): void => {
  if (!existsSync(office)) return
  for (const name of readdirSync(office)) {
    if (stageName.test(name)) rmSync(path.join(office, name), { recursive: true, force: true })
  }
}

/**
 * Copies a backup into the office's folder, opens it with its own passphrase, and proves every file and every record
 * of it. Nothing outside the new folder is touched.
 */
export const stageBackup = async (
  ctx: Ctx,
  from: string,
  who: { readonly name: string; readonly passphrase: string },
): Promise<Staged> => {
  const { folder: office, place } = ctx.account
  ctx.account.claim()
  dropStages(office)
  const manifest = readManifest(from)
  refuseTooSoon(ctx)
  const id = randomBytes(16).toString('hex')
  const name = `restoring-${id}`
  const stage = path.join(office, name)
  await mkdir(stage, { recursive: true })
  try {
    await copyProved(manifest, from, stage)
    const failures = countAttempt(office, ctx.now().getTime())
    const wrong = {
      kind: 'refused',
      reason: 'wrong_passphrase',
      params: { waitSeconds: delaySeconds(failures) },
    } as const
    const opened = (await keysOf(stage, place.floor, who)) ?? fail(wrong)
    clearAttempts(office)
    const { keys, slot } = opened
    checkSeal(manifest, keys.registry)
    if (!manifest.stores.some(({ store }) => store === 'medical')) leaveMedical(stage, keys)
    return { id, name, keys, slot, manifest, user: await proved(stage, manifest, keys, slot) }
  } catch (error) {
    rmSync(stage, { recursive: true, force: true })
    throw error
  }
}

async function copyProved(manifest: Manifest, from: string, stage: string): Promise<void> {
  for (const { name, bytes, sha256 } of manifest.files) {
    const copy = path.join(stage, name)
    if (!existsSync(path.join(from, name))) fail({ kind: 'refused', reason: 'backup_damaged' })
    await copyFile(path.join(from, name), copy)
    const found = await fingerprintOf(copy)
    if (found.bytes !== bytes || found.sha256 !== sha256) fail({ kind: 'refused', reason: 'backup_damaged' })
  }
}

async function keysOf(
  stage: string,
  floor: KdfCost,
  who: { name: string; passphrase: string },
): Promise<{ slot: string; keys: DataKeys } | undefined> {
  const place = { folder: stage, floor }
  try {
    const slot = findSlotId(
      listSlots(place).filter(({ kind }) => kind === 'user'),
      who.name,
    )
    return slot === undefined ? undefined : { slot, keys: await unlock(place, slot, who.passphrase) }
  } catch (error) {
    if (error instanceof KeyError && error.code === 'WRONG_PASSPHRASE') return undefined
    if (error instanceof KeyError) fail({ kind: 'refused', reason: 'backup_damaged' })
    throw error
  }
}

/** A backup without the medical store leaves the office's own as it is, and with it the key file that fits it. */
function leaveMedical(stage: string, keys: DataKeys): void {
  rmSync(path.join(stage, 'medical.keys.json'))
  keys.medical?.fill(0)
  delete keys.medical
}

/** Opens every store of the stage, brings it up to date and compares it with what the backup says of it. */
async function proved(stage: string, manifest: Manifest, keys: DataKeys, slot: string): Promise<SignedIn> {
  for (const { store, stateHash: expected } of manifest.stores) {
    const key = keys[store]
    // Somebody without the medical key restores it all the same: its files were compared byte by byte.
    if (!key) continue
    const open = openStage(stage, store, key)
    try {
      if (stateHash(open).hash !== expected) fail({ kind: 'refused', reason: 'backup_damaged' })
    } finally {
      open.close()
    }
  }
  const registry = openStage(stage, 'registry', keys.registry)
  try {
    const user = await userOfSlot(registry.db, slot, keys.medical !== undefined)
    return may(user, 'backup.restore') ? user : fail({ kind: 'forbidden' })
  } finally {
    registry.close()
  }
}

/** Opens a store of a stage; whatever is wrong with it is wrong with the backup. */
export function openStage<S extends 'registry' | 'medical'>(stage: string, store: S, key: Uint8Array): OpenStore<S> {
  try {
    return openStore(stage, store, key, { create: false })
  } catch {
    return fail({ kind: 'refused', reason: 'backup_damaged' })
  }
}
