import { readdirSync, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { fail } from '../../shared/errors.ts'
import { keptFolder, listKept, outlived, replacedDays } from '../backup/kept.ts'
import type { AnyStore } from '../store/open.ts'

const dayMs = 86_400_000
const replacedName = /^replaced-(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})$/
const updateName = /^(?:registry|medical)\.db\.before-\d+$/

/** An older copy of an office on its own disk. */
export interface OldCopy {
  readonly id: string
  readonly kind: 'backup' | 'replaced' | 'update'
  readonly created: string
  readonly expires: string | null
}

/** The day a backup makes room, if one is made every day from now on. */
export const expiryOf = (id: string, kept: readonly { id: string; created: string }[], now: Date): string | null => {
  const coming: { id: string; created: string }[] = []
  for (let days = 1; days <= 60; days++) {
    const created = new Date(now.getTime() + days * dayMs).toISOString()
    coming.push({ id: `coming-${days}`, created })
    if (outlived([...kept, ...coming]).includes(id)) return created.slice(0, 10)
  }
  return null
}

/** Every older copy beside an office, newest first. Sticks and folders elsewhere are out of reach. */
const listCopies = (office: string, now: Date): OldCopy[] => {
  const kept = listKept(office)
  const copies: OldCopy[] = kept.map(({ id, created }) => ({
    id,
    kind: 'backup',
    created,
    expires: expiryOf(id, kept, now),
  }))
  for (const id of readdirSync(office)) {
    const at = replacedName.exec(id)
    if (at) {
      const created = `${at[1]}-${at[2]}-${at[3]}T${at[4]}:${at[5]}:${at[6]}.000Z`
      const expires = new Date(Date.parse(created) + replacedDays * dayMs).toISOString().slice(0, 10)
      copies.push({ id, kind: 'replaced', created, expires })
    }
    if (updateName.test(id)) {
      const created = statSync(path.join(office, id)).mtime.toISOString()
      copies.push({ id, kind: 'update', created, expires: null })
    }
  }
  return copies.toSorted((a, b) => (a.created < b.created ? 1 : -1))
}

/** How many erasures came after a moment; their values are in a copy made before them. */
const erasedSince = (stores: readonly AnyStore[], at: string): number =>
  stores.reduce(
    (sum, store) =>
      sum +
      Number(
        store.prepare('select count(distinct saveId) from erased where at > ? and saveId is not null').pluck().get(at),
      ),
    0,
  )

/** The copies which still hold something that was erased since. */
export const holdingCopies = (office: string, stores: readonly AnyStore[], now: Date) =>
  listCopies(office, now)
    .map((copy) => ({ ...copy, erasures: erasedSince(stores, copy.created) }))
    .filter(({ erasures }) => erasures > 0)

/** Deletes chosen copies. A good backup that holds nothing erased has to be there first. */
export const deleteCopies = async (
  office: string,
  stores: readonly AnyStore[],
  ids: readonly string[],
  now: Date,
): Promise<number> => {
  const holding = holdingCopies(office, stores, now)
  const chosen = holding.filter(({ id }) => ids.includes(id))
  const stays = listKept(office).some(({ id }) => !holding.some((copy) => copy.id === id))
  if (chosen.some(({ kind }) => kind === 'backup') && !stays) fail({ kind: 'refused', reason: 'no_newer_backup' })
  for (const { id, kind } of chosen) {
    const folder = kind === 'backup' ? keptFolder(office) : office
    await rm(path.join(folder, id), { recursive: true, force: true })
  }
  return chosen.length
}
