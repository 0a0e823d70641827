import { existsSync, readdirSync, rmSync } from 'node:fs'
import { copyFile, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { fail, type StoreName } from '../../shared/errors.ts'
import { may } from '../../shared/permissions.ts'
import { clearAttempts, countAttempt, delaySeconds } from '../accounts/attempts.ts'
import { userOfSlot } from '../accounts/repository.ts'
import { refuseTooSoon } from '../accounts/sign-in.ts'
import { findSlotId } from '../accounts/slot-name.ts'
import { KeyError } from '../crypto/errors.ts'
import { randomBytes } from '../crypto/random.ts'
import type { KdfCost } from '../crypto/passphrase.ts'
import { storeNames } from '../crypto/slot-files.ts'
import { listSlots, unlock, type DataKeys } from '../crypto/slots.ts'
import { stateHash } from '../oplog/read.ts'
import type { Ctx, SignedIn } from '../store/context.ts'
import { openStore, type OpenStore } from '../store/open.ts'
import { fingerprintOf } from './files.ts'
import { backupName, checkSeal, readManifest, type Manifest } from './manifest.ts'
import { keptFolder } from './kept.ts'
import { salvageInto } from './salvage.ts'

/** An office that was made ready beside the present files and proved; its keys are in memory until it is used or dropped. */
export interface Staged {
  readonly id: string
  /** The name of its folder within the office's. */
  readonly name: string
  readonly keys: DataKeys
  readonly slot: string
  readonly user: SignedIn
  readonly manifest: Pick<Manifest, 'created' | 'version' | 'stores'>
  /** Places in damaged files that could not be read; none in a backup. */
  readonly unreadable: number
}

interface Who {
  readonly name: string
  readonly passphrase: string
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
export const stageBackup = async (ctx: Ctx, from: string, who: Who): Promise<Staged> => {
  const manifest = readManifest(from)
  return await inStage(ctx, async (stage) => {
    await copyProved(manifest, from, stage)
    const { keys, slot } = await opened(ctx, stage, who)
    checkSeal(manifest, keys.registry)
    if (!manifest.stores.some(({ store }) => store === 'medical')) leaveMedical(stage, keys)
    return { keys, slot, manifest, unreadable: 0, user: await proved(stage, manifest, keys, slot) }
  })
}

/** Makes what can still be read of the office's own damaged files ready to take their place; changes none of them. */
export const stageSalvage = async (ctx: Ctx, who: Who): Promise<Staged> => {
  const { folder: office, version } = ctx.account
  return await inStage(ctx, async (stage) => {
    const { keys, slot } = await opened(ctx, office, who)
    const { stores, unreadable } = await salvageInto(ctx, stage, keys, slot)
    // A store that is whole stays where it is, and so does one that this person has no key of.
    for (const store of storeNames) if (!stores.includes(store)) rmSync(path.join(stage, `${store}.keys.json`))
    const states = stores.map((store) => ({ store, stateHash: hashOf(stage, store, keys) }))
    const manifest = { created: ctx.now().toISOString(), version, stores: states }
    const where = stores.includes('registry') ? stage : office
    return { keys, slot, manifest, unreadable, user: await userIn(where, keys, slot) }
  })
}

async function inStage(ctx: Ctx, fill: (stage: string) => Promise<Omit<Staged, 'id' | 'name'>>): Promise<Staged> {
  const { folder: office } = ctx.account
  ctx.account.claim()
  dropStages(office)
  refuseTooSoon(ctx)
  const id = randomBytes(16).toString('hex')
  const name = `restoring-${id}`
  const stage = path.join(office, name)
  await mkdir(stage, { recursive: true })
  try {
    return { id, name, ...(await fill(stage)) }
  } catch (error) {
    rmSync(stage, { recursive: true, force: true })
    throw error
  }
}

/** The keys that a person's passphrase opens in a folder; wrong tries are counted like those of signing in. */
async function opened(ctx: Ctx, folder: string, who: Who): Promise<{ slot: string; keys: DataKeys }> {
  const { folder: office, place } = ctx.account
  const failures = countAttempt(office, ctx.now().getTime())
  const wrong = {
    kind: 'refused',
    reason: 'wrong_passphrase',
    params: { waitSeconds: delaySeconds(failures) },
  } as const
  const found = (await keysOf(folder, place.floor, who)) ?? fail(wrong)
  clearAttempts(office)
  return found
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
    if (hashOf(stage, store, keys) !== expected) fail({ kind: 'refused', reason: 'backup_damaged' })
  }
  return await userIn(stage, keys, slot)
}

function hashOf(stage: string, store: StoreName, keys: DataKeys): string {
  const open = openStage(stage, store, keys[store] ?? fail({ kind: 'forbidden' }))
  try {
    return stateHash(open).hash
  } finally {
    open.close()
  }
}

/** Who goes back: somebody who may, by what the store says that takes the place of the present one. */
async function userIn(folder: string, keys: DataKeys, slot: string): Promise<SignedIn> {
  const registry = openStage(folder, 'registry', keys.registry)
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
