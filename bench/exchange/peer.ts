import { createRequire } from 'node:module'
import path from 'node:path'
import type { LocalOffice } from '../seed-office.ts'

interface Pouch {
  bulkDocs(docs: readonly object[]): Promise<readonly { id?: string; rev?: string }[]>
  readonly replicate: { to(other: Pouch, options: object): Promise<{ docs_written: number }> }
  close(): Promise<void>
}

const perWrite = 5000

/**
 * The peer: the same people as documents in PouchDB on LevelDB, not encrypted, replicated from one database into another
 * of the same process. People who were edited later are documents of two revisions.
 */
export const replicate = async (
  { app }: LocalOffice,
  folder: string,
  edits: number,
): Promise<{ documents: number; seconds: number }> => {
  const PouchDB = createRequire(import.meta.url)('pouchdb') as new (name: string) => Pouch
  const [from, to] = [new PouchDB(path.join(folder, 'from')), new PouchDB(path.join(folder, 'to'))]
  let left = edits
  let page: object[] = []
  const put = async (): Promise<void> => {
    const answers = await from.bulkDocs(page)
    const again = page.slice(0, left).map((one, at) => ({ ...one, _rev: answers[at]?.rev, phone: '07701234567' }))
    left -= again.length
    if (again.length > 0) await from.bulkDocs(again)
    page = []
  }
  for (const row of app.stores().registry.raw.prepare('select * from person').iterate()) {
    const { id, ...fields } = row as { id: string }
    page.push({ _id: id, ...fields })
    if (page.length >= perWrite) await put()
  }
  await put()
  const started = performance.now()
  const { docs_written: documents } = await from.replicate.to(to, { batch_size: 1000 })
  const seconds = (performance.now() - started) / 1000
  await from.close()
  await to.close()
  return { documents, seconds }
}
