import { copyFile, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { createReadStream } from 'node:fs'
import path from 'node:path'
import { startHash } from '../crypto/hash.ts'
import type { AnyStore } from '../store/open.ts'
import { asStorage } from './format/safe-file.ts'

/*
 * A bundle is copied from the stick before it is looked at: the stick is only read, may be pulled out, and may answer
 * differently the second time.
 */

export const inboxFolder = (folder: string): string => path.join(folder, 'inbox')

/** Copies a file and its sidecar, if it has one, into the inbox under a name that tells nothing. */
export const copyToInbox = async (folder: string, from: string, name: string): Promise<string> => {
  await mkdir(inboxFolder(folder), { recursive: true })
  const to = path.join(inboxFolder(folder), name)
  try {
    await copyFile(from, to)
    if (await stat(`${from}.sha256`).catch(() => undefined)) await copyFile(`${from}.sha256`, `${to}.sha256`)
  } catch (error) {
    // A stick that was pulled out is not the disk with the records.
    throw asStorage(error)
  }
  return to
}

/** Removes a file from the inbox with its sidecar. */
export const dropFromInbox = async (folder: string, name: string): Promise<void> => {
  const file = path.join(inboxFolder(folder), path.basename(name))
  await rm(file, { force: true })
  await rm(`${file}.sha256`, { force: true })
}

/**
 * Removes what a crash left: copies that no bundle of the journals waits for, and what was packed for a stick. Asked
 * between two jobs and of both stores, since a file's name does not tell whose it is.
 */
export const sweep = async (folder: string, stores: readonly AnyStore[]): Promise<void> => {
  const waiting = new Set(
    stores.flatMap((store) =>
      store
        .prepare(
          `select json_extract(details, '$.inbox') from bundleJournal
           where direction = 'in' and state in ('verified', 'applying')`,
        )
        .pluck()
        .all(),
    ),
  )
  for (const name of await readdir(inboxFolder(folder)).catch(() => []))
    if (!waiting.has(name.replace(/\.sha256$/, ''))) await rm(path.join(inboxFolder(folder), name), { force: true })
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (entry.isDirectory() && /^waypost-packing-[A-Za-z0-9]{6}$/.test(entry.name))
      await rm(path.join(folder, entry.name), { recursive: true, force: true })
}

/** SHA-256 of a file's bytes, in constant memory. */
export const hashFile = async (file: string): Promise<string> => {
  const hash = startHash()
  for await (const piece of createReadStream(file)) hash.update(piece as Uint8Array)
  return hash.hex()
}
