import type { history } from '../../shared/contract/history.ts'
import type { ParsedInput } from '../../shared/contract/index.ts'
import { fail } from '../../shared/errors.ts'
import { may, mayRead, type Permission } from '../../shared/permissions.ts'
import type { AnyRecord } from '../../shared/records/field.ts'
import { records } from '../../shared/records/index.ts'
import { findOffice, findUser, metaOf } from '../accounts/repository.ts'
import { noteView } from '../audit/views.ts'
import { decodeValue } from '../oplog/values.ts'
import type { Ctx, Handlers, SignedIn } from '../store/context.ts'
import type { AnyStore } from '../store/open.ts'
import { fixed, updates } from './ordinary.ts'
import { lineOf, newestFirst, type LineEntry, type RegisterChange } from './line.ts'

type Asked = ParsedInput<'history.ofRecord'>['record']
type Restored = ParsedInput<'history.restoreField'>

const rightsOf: Readonly<Record<Asked, { readonly read: Permission; readonly write: Permission }>> = {
  household: { read: 'household.read', write: 'household.write' },
  person: { read: 'household.read', write: 'household.write' },
  displacement: { read: 'household.read', write: 'household.write' },
  capProject: { read: 'project.read', write: 'project.write' },
  evacuationCase: { read: 'case.read', write: 'case.write' },
  patient: { read: 'case.read', write: 'case.write' },
  place: { read: 'place.read', write: 'place.write' },
}

/** Records that are told with the one they belong to, and the column that says to which. */
const partsOf: Readonly<Partial<Record<Asked, readonly (readonly [record: string, column: string])[]>>> = {
  household: [
    ['person', 'household'],
    ['displacement', 'household'],
  ],
  capProject: [['capStep', 'project']],
  evacuationCase: [['caseStep', 'case']],
}

const recordOf = (name: string): AnyRecord => {
  const found = Object.entries(records).find(([key]) => key === name)
  return found?.[1] ?? fail({ kind: 'notFound', record: name, id: '' })
}

const isAsked = (name: string): name is Asked => Object.hasOwn(rightsOf, name)

const signedIn = (ctx: Ctx): SignedIn => ctx.user ?? fail({ kind: 'locked' })

function storeOf(ctx: Ctx, record: Asked): AnyStore {
  const stores = ctx.account.stores()
  return recordOf(record).store === 'registry' ? stores.registry : (stores.medical ?? fail({ kind: 'forbidden' }))
}

function entriesOf(store: AnyStore, record: Asked, id: string): LineEntry[] {
  const own = lineOf(store, record, id)
  if (own.length === 0) fail({ kind: 'notFound', record, id })
  const parts = (partsOf[record] ?? []).flatMap(([type, column]) => {
    const ids = store.prepare(`select id from "${type}" where "${column}" = ?`).all(id) as { id: string }[]
    return ids.flatMap((part) => lineOf(store, type, part.id))
  })
  // The patient of a case is told with it.
  const patients =
    record === 'evacuationCase'
      ? (store.prepare('select patient as id from "evacuationCase" where id = ?').all(id) as { id: string }[])
      : []
  return newestFirst([...own, ...parts, ...patients.flatMap((who) => lineOf(store, 'patient', who.id))])
}

const mayWrite = (user: SignedIn, type: string): boolean =>
  isAsked(type) && updates[type] !== undefined && may(user, rightsOf[type].write)

/** The fields of a change as the record has them, which is also the order of forms; a carried operation has its own. */
function inOrder(entry: LineEntry): RegisterChange[] {
  const names = Object.keys(recordOf(entry.type).fields)
  return entry.registers.toSorted((a, b) => names.indexOf(a.register) - names.indexOf(b.register))
}

function fieldOf(user: SignedIn, entry: LineEntry, change: RegisterChange) {
  const record = recordOf(entry.type)
  const { register, concurrent } = change
  const field = Object.hasOwn(record.fields, register) ? record.fields[register] : undefined
  // A field of a newer version is not known here, so neither is who may see it.
  const known = field !== undefined || register === 'number'
  const readable = known && mayRead(user, field?.class ?? (field ? record.class : 'ordinary'))
  return {
    field: register,
    before: readable ? change.before : null,
    after: readable ? change.after : null,
    withheld: !readable,
    concurrent,
    mayPutBack:
      readable &&
      field !== undefined &&
      entry.kind === 'change' &&
      (change.before !== null || field.optional) &&
      !fixed.has(`${entry.type}.${register}`) &&
      mayWrite(user, entry.type),
  }
}

async function ofRecord(ctx: Ctx, { record, id, offset, limit }: ParsedInput<'history.ofRecord'>) {
  const user = signedIn(ctx)
  if (!may(user, rightsOf[record].read)) fail({ kind: 'forbidden' })
  const entries = entriesOf(storeOf(ctx, record), record, id)
  const page = entries.slice(offset, offset + limit)
  const device = (await metaOf(ctx.db, 'device')) ?? ''
  const authors = new Map<string, Awaited<ReturnType<typeof authorOf>>>()
  for (const by of new Set(page.map((entry) => entry.user))) authors.set(by, await authorOf(ctx, by))
  const rows = page.map((entry) => ({
    id: entry.id,
    record: entry.type,
    entity: entry.entity,
    kind: entry.kind,
    at: entry.wall,
    user: authors.get(entry.user)?.name ?? null,
    office: authors.get(entry.user)?.office ?? null,
    device: entry.device.slice(0, 8),
    here: entry.device === device,
    fields: inOrder(entry).map((change) => fieldOf(user, entry, change)),
  }))
  await noteView(ctx, recordOf(record).store, 'history.ofRecord', id)
  return { total: entries.length, rows }
}

async function authorOf(ctx: Ctx, id: string) {
  const found = await findUser(ctx.db, id)
  const office = found && (await findOffice(ctx.db, found.office))
  return { name: found?.name ?? null, office: office?.name ?? null }
}

async function restoreField(ctx: Ctx, { record, id, change, field }: Restored) {
  const user = signedIn(ctx)
  const { read, write } = rightsOf[record]
  const of = recordOf(record)
  const def = Object.hasOwn(of.fields, field) ? of.fields[field] : undefined
  if (!may(user, read) || !may(user, write)) fail({ kind: 'forbidden' })
  // Whoever may not see a value must not be able to move it about either.
  if (def && !mayRead(user, def.class ?? of.class)) fail({ kind: 'forbidden' })
  const update = updates[record]
  if (!def || !update || fixed.has(`${record}.${field}`)) return fail({ kind: 'refused', reason: 'field_not_put_back' })
  const before = lineOf(storeOf(ctx, record), record, id)
  const entry = before.find((one) => one.id === change)
  const found = entry?.registers.find(({ register }) => register === field)
  if (!entry || !found) return fail({ kind: 'notFound', record: 'change', id: change })
  if (entry.kind !== 'change' || (found.before === null && !def.optional))
    return fail({ kind: 'refused', reason: 'field_not_put_back' })
  await update(ctx, { id, patch: { [field]: decodeValue(def, found.before) } })
  const known = new Set(before.map((one) => one.id))
  return { change: lineOf(storeOf(ctx, record), record, id).find((one) => !known.has(one.id))?.id ?? null }
}

export const handlers: Handlers<typeof history> = {
  'history.ofRecord': ofRecord,
  'history.restoreField': restoreField,
}
