import { bundleChoice, type BundleSummary } from '../../shared/contract/exchange.ts'
import { records } from '../../shared/records/index.ts'
import type { AnyRecord } from '../../shared/records/field.ts'
import type { Runner } from '../jobs/runner.ts'
import { isHeld } from '../oplog/lacking.ts'
import type { AnyStore } from '../store/open.ts'
import { isHere, filesOf } from '../attachments/index.ts'
import { chosenFrom, openedStore } from './export-job.ts'

/** What an operation takes in a bundle, about: its hashes hardly pack, its text packs to an eighth. */
const hashBytes = 110
const textShare = 1 / 8

/** Classes of values that a summary names one by one. */
const named = ['sensitive', 'medical'] as const

const isNamed = (text: string | undefined): boolean => named.some((one) => one === text)

/** The fields of a record that say something in any of the records in a set, with how many do. */
const sensitiveIn = (store: AnyStore, record: AnyRecord, chosen: string): BundleSummary['sensitive'] =>
  Object.entries(record.fields)
    .filter(([, field]) => isNamed(field.class ?? record.class) && field.kind !== 'ref')
    .flatMap(([field]) => {
      const count = Number(
        store
          .prepare(
            `select count(*) from "${record.name}" where "${field}" is not null and "${field}" <> '[]'
            and ${chosen}`,
          )
          .pluck()
          .get() ?? 0,
      )
      return count > 0 ? [{ record: record.name, field, count }] : []
    })

/** Counts what an export of a choice would hold: nothing is written, and nothing leaves. */
export const summaryJob: Runner<'bundleSummary'> = async (request, tools): Promise<BundleSummary> => {
  const choice = bundleChoice.parse(request.params)
  const open = openedStore(tools, choice.store)
  const { theirs, selection, photos, total } = await chosenFrom(tools, open, choice)
  open.raw.exec('create temp table if not exists counted (entity text primary key) without rowid; delete from counted')
  const count = open.prepare('insert or ignore into temp.counted values (?)')
  const page = open.prepare(
    `select o.seq, r.hex, o.n, o.entity, length(o.fields) + length(o.seen) as size from opLog o
     join replica r on r.id = o.replica where o.seq > ? and ${selection.where('o.entity')} order by o.seq limit 5000`,
  )
  let [operations, text] = [0, 0]
  for (let after = 0; ;) {
    const rows = page.all(after) as { seq: number; hex: string; n: number; entity: string; size: number }[]
    const last = rows.at(-1)
    if (!last) break
    after = last.seq
    for (const row of rows) {
      if (isHeld(theirs, row.hex, row.n)) continue
      operations += 1
      text += row.size
      count.run(row.entity)
    }
    tools.progress('bundle.collect', operations, total)
    await tools.pause()
  }
  const chosen = 'id in (select entity from temp.counted)'
  const own = Object.values(records).filter((record) => record.store === choice.store)
  const countOf = (record: AnyRecord): number =>
    Number(open.prepare(`select count(*) from "${record.name}" where ${chosen}`).pluck().get() ?? 0)
  const files = filesOf(open)
  const here = photos.filter((row) => isHere(files, row))
  const photoBytes = here.reduce((sum, row) => sum + row.bytes, 0)
  const summary = {
    operations,
    records: own.map((record) => ({ record: record.name, count: countOf(record) })).filter((one) => one.count > 0),
    sensitive: own.flatMap((record) => sensitiveIn(open, record, chosen)),
    photos: { count: here.length, bytes: photoBytes },
    bytes: Math.round(operations * hashBytes + text * textShare + photoBytes + 8192),
  }
  open.raw.exec('delete from temp.counted')
  return summary
}
