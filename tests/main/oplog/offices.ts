import assert from 'node:assert/strict'
import { household } from '../../../src/shared/records/household.ts'
import { place } from '../../../src/shared/records/place.ts'
import type { BundleOp, Json } from '../../../src/shared/bundle/v1/operation.ts'
import { apply } from '../../../src/main/oplog/apply.ts'
import { reopen, settle } from '../../../src/main/oplog/decide.ts'
import { dotOf, latestOf, lineageOf, writesOfRegister } from '../../../src/main/oplog/lineage.ts'
import { beginNewLife } from '../../../src/main/oplog/new-life.ts'
import { readLog } from '../../../src/main/oplog/read.ts'
import { erase } from '../../../src/main/oplog/redact.ts'
import { change, remove, restore, save } from '../../../src/main/oplog/save.ts'
import { writeOperation } from '../../../src/main/oplog/write-op.ts'
import type { Writer } from '../../../src/main/store/context.ts'
import { makeReplica, type Replica } from './three-stores.ts'

/** One thing that happens in one of several offices. */
export type Step =
  | { kind: 'create' | 'remove' | 'restore' | 'erase' | 'future' | 'futureCreate'; at: number; id: Id; value: string }
  | { kind: 'set' | 'decide' | 'takeBack'; at: number; id: Id; register: string; value: string }
  | { kind: 'carry'; at: number; from: number; order: number; part: number; twice: boolean }
  | { kind: 'clock'; at: number; by: number }
  | { kind: 'keep'; at: number }
  | { kind: 'putBack'; at: number }

export const ids = ['P1', 'P2', 'H1', 'H2'] as const
export type Id = (typeof ids)[number]
/** What the records of the trial are. */
export const recordOf = (id: Id): typeof place | typeof household => (id.startsWith('P') ? place : household)
/** The registers that are edited: two that ask people, one that shows the latest, and the step of a workflow. */
export const registersOf = (id: Id): readonly string[] =>
  id.startsWith('P') ? ['nameEn', 'dtmCode'] : ['notes', 'phone', 'status']

const tables =
  'place household head conflict deferred opLog knownRange quarantine audit nameEntry erased counter'.split(' ')
const start = Date.UTC(2026, 10, 24)

interface Office extends Replica<'registry'> {
  /** What `keep` put aside: every table as it stood. */
  kept: Map<string, Record<string, unknown>[]> | undefined
}

/** A write that its office confirmed, as its operation stood then. */
export type Acknowledged = Map<string, BundleOp>

const own = (store: Replica<'registry'>['store']): string =>
  String(store.raw.prepare("select value from storeMeta where key = 'replica'").pluck().get())

/** A repeatable disorder: sorts by a hash of place and seed. */
export const shuffled = <T>(items: readonly T[], seed: number): T[] =>
  items
    .map((item, at) => ({ item, key: Math.imul(at * 2654435761 + seed, 2246822519) >>> 0 }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item)

export const allOps = ({ store }: Replica<'registry'>): BundleOp[] => [...readLog(store)].map(({ op }) => op)
const nameOf = (op: BundleOp): string => `${op.replica}-${op.n}`

/** Several offices in which steps happen; made once and emptied before each run. */
export class Offices {
  readonly all: Office[] = []
  readonly acknowledged: Acknowledged = new Map()

  async open(count: number): Promise<void> {
    for (let at = 1; at <= count; at++)
      this.all.push({ ...(await makeReplica('registry', String(at))), kept: undefined })
  }

  close(): void {
    for (const office of this.all) office.remove()
  }

  empty(): void {
    this.acknowledged.clear()
    for (const office of this.all) {
      const { raw } = office.store
      for (const table of tables) raw.prepare(`delete from "${table}"`).run()
      raw.exec('update feed set n = 0, hash = zeroblob(32), ms = 0, c = 0, auditN = 0, auditHash = zeroblob(32)')
      raw.prepare("update storeMeta set value = ? where key = 'replica'").run(office.hex)
      raw.prepare("update storeMeta set value = '' where key = 'tagsTaken'").run()
      office.clock = start
      office.kept = undefined
    }
  }

  async run(step: Step): Promise<void> {
    const office = this.all[step.at]
    if (!office) return
    office.clock += 10
    if (step.kind === 'clock') office.clock = Math.max(0, office.clock + step.by)
    else if (step.kind === 'keep') office.kept = this.copy(office)
    else if (step.kind === 'putBack') await this.putBack(office)
    else if (step.kind === 'carry') await this.carry(office, step)
    else await this.edit(office, step)
  }

  /** Part of what another office holds arrives, in disorder and perhaps twice. */
  private async carry(office: Office, step: Extract<Step, { kind: 'carry' }>): Promise<void> {
    const from = this.all[step.from]
    if (!from || from === office) return
    const ops = shuffled(allOps(from), step.order)
    const some = ops.slice(0, Math.ceil((ops.length * step.part) / 4))
    await office.write(async (trx) => await apply(trx, step.twice ? [...some, ...some] : some))
  }

  /** A step that does not apply, since the record is missing or removed here, does not happen. */
  private async edit(office: Office, step: Extract<Step, { id: Id }>): Promise<void> {
    const before = Number(office.store.raw.prepare('select n from feed').pluck().get())
    const happened = await office
      .write((trx) => write(trx, step))
      .then(
        () => true,
        (error: unknown) => {
          if (error instanceof Error && error.name === 'Failure') return false
          throw error
        },
      )
    if (happened) showsAtOnce(office, step)
    const hex = own(office.store)
    for (const op of allOps(office)) if (op.replica === hex && op.n > before) this.acknowledged.set(nameOf(op), op)
  }

  private copy({ store }: Office): Map<string, Record<string, unknown>[]> {
    const read = (table: string) => store.raw.prepare(`select * from "${table}"`).all() as Record<string, unknown>[]
    return new Map([...tables, 'feed', 'storeMeta'].map((table) => [table, read(table)]))
  }

  /** The disk of an earlier day: what nobody else had is gone, and the office begins a new life. */
  private async putBack(office: Office): Promise<void> {
    if (!office.kept) return
    const { raw } = office.store
    for (const [table, rows] of office.kept) {
      raw.prepare(`delete from "${table}"`).run()
      for (const row of rows) {
        const names = Object.keys(row)
        const sql = `insert into "${table}" (${names.map((name) => `"${name}"`).join(', ')}) values (${names.map(() => '?').join(', ')})`
        raw.prepare(sql).run(...Object.values(row))
      }
    }
    await office.write((trx) => Promise.resolve(beginNewLife(trx.session)))
    const held = new Set(this.all.flatMap(allOps).map(nameOf))
    for (const name of this.acknowledged.keys()) if (!held.has(name)) this.acknowledged.delete(name)
  }
}

/** Whoever saves, removes or decides sees it so at once, whatever the clocks say and others wrote before. */
function showsAtOnce({ store }: Office, step: Extract<Step, { id: Id }>): void {
  const { id, kind } = step
  const row = store.raw.prepare(`select * from "${recordOf(id).name}" where id = ?`).get(id) as
    Record<string, unknown> | undefined
  if (!row) return
  if (kind === 'remove' || kind === 'restore')
    assert.equal(row['deleted'], kind === 'remove' ? 1 : 0, 'a removal is not seen by who removes')
  if (kind !== 'set' && kind !== 'decide') return
  assert.equal(row[step.register], valueOf(step), 'a saved value is not seen by who saves')
  // Saving the value that stands already writes nothing; only a decision settles then.
  if (kind === 'set') return
  const open = store.raw.prepare('select 1 from conflict where entity = ? and register = ?').get(id, step.register)
  assert.equal(open, undefined, 'a decision leaves its conflict')
}

const first = {
  place: (id: string, value: string) => ({ id, level: 1, nameEn: value }),
  household: (id: string, value: string) => ({
    id,
    residenceStatus: 'IDP' as const,
    consent: true,
    registered: '2026-01-01',
    status: 'registered' as const,
    notes: value,
  }),
}
const statuses: Record<string, string> = { a: 'registered', b: 'verified', c: 'active' }
const valueOf = (step: Extract<Step, { id: Id }>): string =>
  'register' in step && step.register === 'status' ? (statuses[step.value] ?? 'active') : step.value

async function write(trx: Writer<'registry'>, step: Extract<Step, { id: Id }>): Promise<void> {
  const { id } = step
  const record = recordOf(id)
  const { store } = trx.session
  const here = store.prepare(`select 1 from "${record.name}" where id = ?`).get(id) !== undefined
  const value = valueOf(step)
  if (step.kind === 'create' && record === place) await save(trx, place, first.place(id, value))
  else if (step.kind === 'create') await save(trx, household, first.household(id, value))
  else if (step.kind === 'set') await change(trx, record, id, { [step.register]: value })
  else if (step.kind === 'remove') await remove(trx, record, id)
  else if (step.kind === 'restore') await restore(trx, record, id)
  else if (step.kind === 'future' || step.kind === 'futureCreate') future(trx, step, value)
  else if (!here) return
  else if (step.kind === 'erase') erase(trx, { type: record.name, entity: id, number: null })
  else if (step.kind === 'decide') settle(trx, record, id, step.register, value)
  else if (step.kind === 'takeBack') {
    const [last] = latestOf(writesOfRegister(lineageOf(store, record.name, id), step.register))
    if (last) reopen(trx, record, id, step.register, dotOf(last))
  }
}

/** What a newer version of the program writes: a register that this one does not know, in one operation with others. */
function future({ session }: Writer<'registry'>, { id, kind }: { id: Id; kind: string }, value: string): void {
  const record = recordOf(id)
  if (session.store.prepare('select 1 from erased where entity = ?').get(id)) return
  const fields: Record<string, Json> = { [registersOf(id)[0] ?? '']: value, laterField: value }
  const whole = kind === 'futureCreate'
  const about = { entity: id, type: record.name, seen: {}, kind: whole ? 'create' : 'set' } as const
  const { n } = writeOperation(session, {
    ...about,
    fields: whole ? { ...first[record === place ? 'place' : 'household'](id, value), ...fields } : fields,
  })
  session.store
    .prepare('insert into deferred (seq) select seq from opLog where n = ? and replica = ?')
    .run(n, session.own().id)
}
