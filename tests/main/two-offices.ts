import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from 'vitest'
import { addedFiles, type AttachmentOwner } from '../../src/shared/contract/attachments.ts'
import { applyResult, exportResult, type BundlePreview } from '../../src/shared/contract/exchange.ts'
import type { Input } from '../../src/shared/contract/index.ts'
import { choose, ended } from './imports-run.ts'
import { openOffice, type TestOffice } from './open-office.ts'

export type Store = 'registry' | 'medical'

/** Offices that know each other, and a folder that stands for the stick between them. */
export const openOffices = async (codes: readonly string[], builtInPlaces = false) => {
  const stick = mkdtempSync(path.join(tmpdir(), 'waypost-stick-'))
  const offices: TestOffice[] = []
  for (const code of codes) offices.push(await openOffice({ code, builtInPlaces }))
  for (const one of offices)
    for (const other of offices)
      if (one !== other) await one.get('bundles.addOffice', { card: await other.get('bundles.card', {}) })
  let papers = 0
  return {
    stick,
    offices,
    /** Writes a bundle and answers its file with what the job said. */
    async write(from: TestOffice, to: TestOffice, more: Partial<Input<'bundles.export'>> = {}) {
      const { office } = await to.get('bundles.card', {})
      const folder = choose(from, stick)
      const { jobId } = await from.get('bundles.export', { store: 'registry', office, ...more, folder })
      const job = await ended(from, jobId)
      expect(job.error).toBeNull()
      const result = exportResult.parse(job.result)
      return { file: path.join(stick, result.file), result }
    },
    /** Adds a file to a record as a person would; answers the attachment's id. */
    async attach(office: TestOffice, owner: AttachmentOwner, bytes: Uint8Array, name = 'a.pdf'): Promise<string> {
      const file = path.join(stick, `${++papers}-${name}`)
      writeFileSync(file, bytes)
      const before = new Set((await office.get('attachments.list', { owner })).map((one) => one.stored.id))
      const input = { owner, kind: 'photo' as const, files: [{ file: choose(office, file), name }] }
      const job = await ended(office, (await office.get('attachments.add', input)).jobId)
      expect(addedFiles.parse(job.result)).toEqual({ added: 1, refused: [] })
      const added = (await office.get('attachments.list', { owner })).find((one) => !before.has(one.stored.id))
      return added?.stored.id ?? ''
    },
    async close() {
      for (const office of offices) await office.close()
      rmSync(stick, { recursive: true, force: true })
    },
  }
}

/** Checks a bundle without taking it in. */
export const check = async (office: TestOffice, file: string): Promise<BundlePreview> => {
  const job = await ended(office, (await office.get('bundles.verify', { file: choose(office, file) })).jobId)
  expect(job.error).toBeNull()
  return job.result as BundlePreview
}

/** Takes in a bundle that was checked. */
export const accept = async (office: TestOffice, bundle: string) => {
  const job = await ended(office, (await office.get('bundles.apply', { bundle })).jobId)
  expect(job.error).toBeNull()
  return applyResult.parse(job.result)
}

/** Checks a bundle and takes it in. */
export const take = async (office: TestOffice, file: string) => {
  const preview = await check(office, file)
  return { preview, result: await accept(office, preview.bundle) }
}

export const stateOf = async (office: TestOffice, store: Store = 'registry') =>
  (await office.get('bundles.stateHash', { store })).hash
