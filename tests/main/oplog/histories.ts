import * as fc from 'fast-check'
import { person } from '../../../src/shared/records/person.ts'
import { place } from '../../../src/shared/records/place.ts'
import { apply } from '../../../src/main/oplog/apply.ts'
import { readLog } from '../../../src/main/oplog/read.ts'
import { change, remove, restore, save } from '../../../src/main/oplog/save.ts'
import type { BundleOp } from '../../../src/shared/bundle/v1/operation.ts'
import type { Replica } from './three-stores.ts'

/** One thing that happens in one of two offices; both know the same few places and people. */
export type Step =
  | { kind: 'create' | 'remove' | 'restore'; at: number; id: string; value: string }
  | { kind: 'set'; at: number; id: string; value: string }
  | { kind: 'carry'; at: number; id: string; value: string }

export const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('create', 'create', 'set', 'set', 'set', 'remove', 'remove', 'restore', 'carry', 'carry'),
  at: fc.integer({ min: 0, max: 1 }),
  id: fc.constantFrom('P1', 'P2', 'H1', 'H2'),
  value: fc.constantFrom('a', 'b', 'c'),
})

const tables = ['place', 'person', 'head', 'conflict', 'deferred', 'opLog', 'knownRange', 'quarantine', 'audit']
/** Empties two stores for the next history. */
export const empty = (offices: readonly Replica<'registry'>[]): void => {
  for (const { store } of offices) {
    for (const table of tables) store.raw.prepare(`delete from ${table}`).run()
    store.raw.exec("insert into nameSearch (nameSearch) values ('rebuild')")
    store.raw.exec('delete from nameEntry')
    store.raw.exec("insert into nameSearch (nameSearch) values ('rebuild')")
    store.raw.exec('update feed set n = 0, hash = zeroblob(32), ms = 0, c = 0, auditN = 0, auditHash = zeroblob(32)')
  }
}
export const allOps = (one: Replica<'registry'>): BundleOp[] => [...readLog(one.store)].map(({ op }) => op)
export const endOf = ({ store }: Replica<'registry'>) =>
  Number(store.raw.prepare('select coalesce(max(seq), 0) from opLog').pluck().get())

/** Does one thing in an office, where it can be done. */
export const write = async (office: Replica<'registry'>, { kind, id, value }: Step): Promise<void> => {
  const record = id.startsWith('P') ? place : person
  await office
    .write(async (trx) => {
      if (kind === 'create' && record === place) await save(trx, place, { id, level: 1, nameEn: value })
      else if (kind === 'create')
        await save(trx, person, { id, given: { la: value }, sex: 'MALE', relationship: 'HEAD', status: 'active' })
      else if (kind === 'set' && record === place) await change(trx, place, id, { nameEn: value })
      else if (kind === 'set') await change(trx, person, id, { given: { la: value } })
      else if (kind === 'remove') await remove(trx, record, id)
      else await restore(trx, record, id)
    })
    // A record may be missing, there already, or removed: then this step does not happen.
    .catch((error: unknown) => {
      if (!(error instanceof Error) || error.name !== 'Failure') throw error
    })
}

/** Does one thing in one of two offices. */
export const run = async (offices: readonly Replica<'registry'>[], one: Step): Promise<void> => {
  const [office, other] = one.at === 0 ? offices : offices.toReversed()
  if (!office || !other) throw new Error('no offices')
  office.clock += 10
  if (one.kind === 'carry') await office.write(async (trx) => await apply(trx, allOps(other)))
  else await write(office, one)
}
