import type { ErasureKind } from '../../shared/contract/erasure.ts'
import { fail, type StoreName } from '../../shared/errors.ts'
import { isErased, type Doomed } from '../oplog/redact.ts'
import type { OpenStores } from '../accounts/control.ts'
import type { AnyStore } from '../store/open.ts'

/** Everything that is erased with a record, the record itself first, and why it may not be asked for. */
export interface Target {
  readonly number: string
  readonly doomed: readonly Doomed[]
  readonly refused: string | null
}

/** The store a kind lives in; its letters open the ids of its requests. */
export const storeOfKind = (kind: ErasureKind): StoreName => (kind === 'evacuationCase' ? 'medical' : 'registry')

/** The open store of this name; `forbidden` without the medical key. */
export const openOf = (stores: OpenStores, store: StoreName): AnyStore =>
  store === 'registry' ? stores.registry : (stores.medical ?? fail({ kind: 'forbidden' }))

/** Records that hang on another one, removed ones too: their values are in the log all the same. */
const hanging: Readonly<Record<ErasureKind, readonly (readonly [type: string, column: string])[]>> = {
  household: [
    ['person', 'household'],
    ['displacement', 'household'],
  ],
  person: [
    ['personPair', 'one'],
    ['personPair', 'other'],
  ],
  capProject: [['capStep', 'project']],
  evacuationCase: [['caseStep', 'case']],
}

interface Row {
  readonly id: string
  readonly number: string | null
}

const rowOf = (store: AnyStore, type: string, id: string): Row | undefined =>
  store.prepare(`select id, number from "${type}" where id = ?`).get(id) as Row | undefined

const numberOfErased = (store: AnyStore, id: string): string | null => {
  const found = store.prepare('select number from erased where entity = ?').pluck().get(id)
  return typeof found === 'string' ? found : null
}

/** What goes with a record. Of an erased one it is what another office added to it before it heard of that. */
export const targetOf = (store: AnyStore, kind: ErasureKind, id: string): Target => {
  const own = rowOf(store, kind, id)
  const number = own?.number ?? numberOfErased(store, id)
  if (number === null) return fail({ kind: 'notFound', record: kind, id })
  const doomed: Doomed[] = own ? [{ type: kind, entity: id, number: own.number }] : []
  const add = (type: string, rows: readonly Row[]) => {
    for (const row of rows)
      if (!isErased(store, row.id) && !doomed.some(({ entity }) => entity === row.id))
        doomed.push({ type, entity: row.id, number: row.number })
  }
  const addHanging = (of: ErasureKind, owner: string) => {
    for (const [type, column] of hanging[of])
      add(type, store.prepare(`select id, number from "${type}" where "${column}" = ?`).all(owner) as Row[])
  }
  addHanging(kind, id)
  // With the people of a household goes what was decided about them.
  if (kind === 'household')
    for (const { entity } of doomed.filter(({ type }) => type === 'person')) addHanging('person', entity)
  if (kind === 'evacuationCase') add('patient', patientWithoutOtherCase(store, id))
  const files = storeOfKind(kind) === 'registry' ? 'attachment' : 'caseAttachment'
  const owners = new Set([id, ...doomed.map(({ entity }) => entity)])
  for (const owner of owners)
    add(files, store.prepare(`select id, number from "${files}" where owner = ?`).all(owner) as Row[])
  if (doomed.length === 0) fail({ kind: 'conflict', reason: 'erased' })
  return { number, doomed, refused: kind === 'person' && heads(store, id) ? 'person_is_head' : null }
}

/** A head has to be followed by another one first, or goes with the whole household. */
const heads = (store: AnyStore, person: string): boolean =>
  store.prepare('select 1 from household where head = ? and deleted = 0').get(person) !== undefined

const patientWithoutOtherCase = (store: AnyStore, id: string): Row[] =>
  store
    .prepare(
      `select p.id, p.number from patient p join "evacuationCase" c on c.patient = p.id where c.id = ?
       and not exists (select 1 from "evacuationCase" o where o.patient = p.id and o.id <> c.id)`,
    )
    .all(id) as Row[]

/** How many records of each kind a target has, for the dialog that asks. */
export const scopeOf = ({ doomed }: Target) => {
  const count = (...types: string[]) => doomed.filter(({ type }) => types.includes(type)).length
  return {
    people: count('person'),
    moves: count('displacement'),
    steps: count('capStep', 'caseStep'),
    files: count('attachment', 'caseAttachment'),
    patients: count('patient'),
  }
}
