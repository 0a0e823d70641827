import type { z } from 'zod'
import type { Json } from '../../shared/bundle/v1/operation.ts'
import { fail, type Issue } from '../../shared/errors.ts'
import type { AnyRecord, DraftOf, PatchOf } from '../../shared/records/field.ts'
import { writeAudit } from '../audit/chain.ts'
import { canonical } from '../crypto/canonical.ts'
import { uuidv7 } from '../crypto/random.ts'
import type { WriteMark } from '../store/context.ts'
import { issuesOf } from '../store/issues.ts'
import { fromRow } from '../store/rows.ts'
import { createsOf, headOfCreate, headsOf, seenOf, writeHeads, writesOf } from './heads.ts'
import { nextNumber } from './numbers.ts'
import { projectRecord, writeRow } from './project.ts'
import { decodeValue, deletedRegister, encodeValue, numberRegister } from './values.ts'
import { writeOperation, type LocalWrite } from './write-op.ts'

/** A record that can be saved: its fields and the schemas made from them. */
export type Savable = AnyRecord & { readonly draft: z.ZodType; readonly patch: z.ZodType }

/** Ids which can travel in an operation. */
const travellingId = /^[A-Za-z0-9-]{1,64}$/

/**
 * Creates a record: one operation, its row, its audit row and its words in the search index, all in the caller's
 * transaction. `id` may be given (a place's code); otherwise a new one is made. Records with numbers get the next one.
 */
export const save = async <R extends Savable>(
  trx: WriteMark,
  record: R,
  values: DraftOf<R> & { readonly id?: string },
): Promise<{ id: string; number: string | null }> => {
  await Promise.resolve()
  return createRecord(trx, record, values)
}

/** The same as `save` for records that always have a number. */
export const saveNumbered = async <R extends Savable>(
  trx: WriteMark,
  record: R,
  values: DraftOf<R> & { readonly id?: string },
): Promise<{ id: string; number: string }> => {
  const { id, number } = await save(trx, record, values)
  if (number === null) throw new Error(`${record.name} has no numbers`)
  return { id, number }
}

/** Changes fields of a record; fields that keep their value take no part, and without a change nothing is written. */
export const change = async <R extends Savable>(
  trx: WriteMark,
  record: R,
  id: string,
  patch: PatchOf<R>,
): Promise<{ changed: string[] }> => {
  await Promise.resolve()
  const stored = storedRow(trx, record, id)
  if (stored.deleted) fail({ kind: 'notFound', record: record.name, id })
  const before = new Map<string, unknown>(Object.entries(stored))
  const given = parsed(record.patch.safeParse(patch))
  const fields: Record<string, Json> = {}
  for (const [name, field] of Object.entries(record.fields)) {
    if (!given.has(name) || given.get(name) === undefined) continue
    const next = encodeValue(field, given.get(name))
    if (canonical(next) !== canonical(encodeValue(field, before.get(name)))) fields[name] = next
  }
  const changed = Object.keys(fields)
  if (changed.length === 0) return { changed }
  checkMerged(record, before, fields)
  writeChange(trx, record, id, 'set', fields)
  return { changed }
}

/** Removes a record from view; its history stays, and `restore` brings it back. */
export const remove = async (trx: WriteMark, record: AnyRecord, id: string): Promise<void> => {
  await Promise.resolve()
  if (storedRow(trx, record, id).deleted) fail({ kind: 'notFound', record: record.name, id })
  writeChange(trx, record, id, 'delete', { [deletedRegister]: true })
}

/** Brings a removed record back. */
export const restore = async (trx: WriteMark, record: AnyRecord, id: string): Promise<void> => {
  await Promise.resolve()
  if (!storedRow(trx, record, id).deleted) return
  writeChange(trx, record, id, 'set', { [deletedRegister]: false })
}

function createRecord<R extends Savable>(trx: WriteMark, record: R, input: DraftOf<R> & { readonly id?: string }) {
  inItsStore(trx, record)
  const { session } = trx
  const { id: givenId, ...draft } = input
  const values = parsed(record.draft.safeParse(draft))
  const id = givenId ?? uuidv7()
  if (!travellingId.test(id)) fail({ kind: 'invalid', issues: [{ path: ['id'], code: 'invalid_format' }] })
  const taken =
    givenId !== undefined && session.store.prepare(`select 1 from "${record.name}" where id = ?`).get(id) !== undefined
  if (taken) fail({ kind: 'conflict', reason: 'exists' })
  const erased =
    givenId !== undefined && session.store.prepare('select 1 from erased where entity = ?').get(id) !== undefined
  if (erased) fail({ kind: 'conflict', reason: 'erased' })
  const number = record.numberType === undefined ? null : nextNumber(session, record.numberType)
  const fields: Record<string, Json> = {}
  const projected = new Map<string, unknown>()
  for (const [name, field] of Object.entries(record.fields)) {
    const value = encodeValue(field, values.get(name))
    // A create writes every register; one that is left out is empty.
    if (value !== null) fields[name] = value
    projected.set(name, decodeValue(field, value))
  }
  if (number !== null) fields[numberRegister] = number
  const op = writeOperation(session, { entity: id, type: record.name, kind: 'create', fields, seen: {} })
  writeAudit(session, trx.save.action, id)
  const early = givenId !== undefined && headsOf(session.store, record.name, id).size > 0
  if (early) {
    // Edits of somebody else's create of the same id came first: the general way, as for a bundle.
    addCreateToHeads(trx, record, id, { ...op, ms: op.hlc.ms, c: op.hlc.c })
    projectRecord(session.store, record, id)
  } else {
    const meta = { id, number, createdAt: op.wall, createdBy: op.user, updatedAt: op.wall, updatedBy: op.user }
    writeRow(session.store, record, { ...meta, deleted: false }, projected)
  }
  return { id, number }
}

/** A create fills registers without heads by itself; beside heads it is one more write. */
function addCreateToHeads(trx: WriteMark, record: AnyRecord, id: string, create: Parameters<typeof headOfCreate>[0]) {
  const { session } = trx
  for (const [register, heads] of headsOf(session.store, record.name, id)) {
    if (register === deletedRegister) continue
    const at = { type: record.name, entity: id, register }
    writeHeads(session.store, (hex) => session.replicaId(hex), at, [...heads, headOfCreate(create, register)])
  }
}

function writeChange(
  trx: WriteMark,
  record: AnyRecord,
  id: string,
  kind: LocalWrite['kind'],
  fields: Record<string, Json>,
): void {
  const { session } = trx
  const heads = headsOf(session.store, record.name, id)
  const creates = createsOf(session.store, record.name, id)
  const registers = Object.keys(fields)
  const vectors = Object.fromEntries(
    // What a deletion had seen decides whether a later-arriving edit keeps the record, so it names every register.
    (kind === 'delete' ? [...Object.keys(record.fields), ...registers] : registers).map((register) => [
      register,
      seenOf(writesOf(heads, creates, register)),
    ]),
  )
  const op = writeOperation(session, { entity: id, type: record.name, kind, fields, seen: vectors })
  for (const register of registers) {
    const { replica, n, wall, user, hlc } = op
    const head = { replica, n, wall, user, ...hlc, seen: vectors[register] ?? {}, value: fields[register] ?? null }
    writeHeads(session.store, (hex) => session.replicaId(hex), { type: record.name, entity: id, register }, [head])
    heads.set(register, [head])
  }
  projectRecord(session.store, record, id, { creates, heads })
  writeAudit(session, trx.save.action, id)
}

function storedRow<R extends AnyRecord>(trx: WriteMark, record: R, id: string) {
  inItsStore(trx, record)
  const row = trx.session.store.prepare(`select * from "${record.name}" where id = ?`).get(id)
  if (row === undefined || row === null) return fail({ kind: 'notFound', record: record.name, id })
  return fromRow(record, row)
}

function inItsStore(trx: WriteMark, record: AnyRecord): void {
  if (record.store !== trx.save.store) throw new Error(`${record.name} does not live in the ${trx.save.store} store`)
}

function parsed(result: z.ZodSafeParseResult<unknown>): Map<string, unknown> {
  if (!result.success) return fail({ kind: 'invalid', issues: issuesOf(result.error) })
  return new Map(Object.entries(result.data ?? {}))
}

/** Checks the record as it will be; what was wrong before the change does not stop a change of something else. */
function checkMerged(record: Savable, before: ReadonlyMap<string, unknown>, fields: Record<string, Json>): void {
  const old: Record<string, unknown> = {}
  const merged: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(record.fields)) {
    old[name] = before.get(name)
    merged[name] = Object.hasOwn(fields, name) ? decodeValue(field, fields[name] ?? null) : old[name]
  }
  const result = record.draft.safeParse(merged)
  if (result.success) return
  const known = record.draft.safeParse(old)
  const wrongBefore = new Set(known.success ? [] : issuesOf(known.error).map(nameOf))
  const issues = issuesOf(result.error).filter(
    (issue) => !wrongBefore.has(nameOf(issue)) || Object.hasOwn(fields, String(issue.path[0])),
  )
  if (issues.length > 0) fail({ kind: 'invalid', issues })
}

const nameOf = (issue: Issue): string => `${issue.path.join('/')}:${issue.code}`
