import { existsSync, readdirSync } from 'node:fs'
import { mkdir, rm, statfs } from 'node:fs/promises'
import path from 'node:path'
import { backupName, readManifest } from './manifest.ts'

/** The backups that stand beside the office's own files. */
export const keptFolder = (office: string): string => path.join(office, 'backups')

/** How many days and weeks are kept: the newest backup of each (store design 3.3). */
const keptDays = 7
const keptWeeks = 4

/** How long files that a restore replaced are kept. */
export const replacedDays = 30

/** A name for a folder made at this moment, or a second later for each that has it already. */
export const freeName = (folder: string, kind: 'waypost-backup' | 'replaced', now: Date): string => {
  const digits = now.toISOString().replace(/[^0-9]/g, '')
  const name = `${kind}-${digits.slice(0, 8)}-${digits.slice(8, 14)}`
  return existsSync(path.join(folder, name)) ? freeName(folder, kind, new Date(now.getTime() + 1000)) : name
}

/** The backups beside an office, newest first; folders that are none are left out. */
export const listKept = (office: string) => {
  const folder = keptFolder(office)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((id) => backupName.test(id))
    .toSorted()
    .toReversed()
    .flatMap((id) => {
      try {
        const { created, stores, files } = readManifest(path.join(folder, id))
        const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
        return [{ id, created, stores: stores.map(({ store }) => store), bytes }]
      } catch {
        return []
      }
    })
}

const weekOf = (created: string): number => Math.floor((Date.parse(created) / 86_400_000 + 3) / 7)

/** Which backups may go: all but the newest of each of the last seven days and four weeks that have one. */
export const outlived = (kept: readonly { readonly id: string; readonly created: string }[]): string[] => {
  const newestFirst = kept.toSorted((a, b) => (a.created < b.created ? 1 : -1))
  const stay = new Set<string>()
  const keep = (most: number, period: (created: string) => string | number) => {
    const seen = new Set<string | number>()
    for (const { id, created } of newestFirst) {
      const of = period(created)
      if (seen.has(of) || seen.size >= most) continue
      seen.add(of)
      stay.add(id)
    }
  }
  keep(keptDays, (created) => created.slice(0, 10))
  keep(keptWeeks, weekOf)
  return newestFirst.flatMap(({ id }) => (stay.has(id) ? [] : [id]))
}

/** Removes the backups that have outlived their days, and replaced files after a month. */
export const tidyKept = async (office: string, now: Date): Promise<void> => {
  const folder = keptFolder(office)
  await mkdir(folder, { recursive: true })
  for (const id of outlived(listKept(office))) await rm(path.join(folder, id), { recursive: true, force: true })
  for (const name of readdirSync(office)) {
    const at = /^replaced-(\d{4})(\d{2})(\d{2})-\d{6}$/.exec(name)
    if (!at) continue
    const age = now.getTime() - Date.parse(`${at[1]}-${at[2]}-${at[3]}`)
    if (age > replacedDays * 86_400_000) await rm(path.join(office, name), { recursive: true, force: true })
  }
}

/** Bytes that are free where a folder is. */
export const freeBytes = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
