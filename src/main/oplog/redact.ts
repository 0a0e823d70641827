import type { BundleOp } from '../../shared/bundle/v1/operation.ts'
import type { AnyRecord } from '../../shared/records/field.ts'
import { records } from '../../shared/records/index.ts'
import { writeAudit } from '../audit/chain.ts'
import { forgetAttachments, forgetPieces } from '../attachments/collect.ts'
import { attachmentOwner, caseAttachmentOwner } from '../../shared/codes/attachment.ts'
import type { WriteMark } from '../store/context.ts'
import type { AnyStore } from '../store/open.ts'
import { cleaningMark } from '../store/settle.ts'
import { projectRecord } from './project.ts'
import type { Session } from './session.ts'
import { numberRegister } from './values.ts'
import { writeOperation } from './write-op.ts'

const recordsByName: ReadonlyMap<string, AnyRecord> = new Map(Object.entries(records))

/** The record of a type in this store, if this version knows it. */
export const recordOf = ({ store }: Pick<Session, 'store'>, type: string): AnyRecord | undefined => {
  const found = recordsByName.get(type)
  return found?.store === store.store ? found : undefined
}

/** True when a record was erased: nothing of it is ever written again. */
export const isErased = (store: AnyStore, entity: string): boolean =>
  store.prepare('select 1 from erased where entity = ?').get(entity) !== undefined

/** One record to erase. Its number, if it has one, is what remains of it beside the date. */
export interface Doomed {
  readonly type: string
  readonly entity: string
  readonly number: string | null
}

/**
 * Erases a record for good: an operation of its own, which travels in every bundle, and nothing left of the values.
 * Whoever calls this has made sure that two people agreed.
 */
export const erase = ({ session, save }: WriteMark, { type, entity, number }: Doomed): void => {
  const fields = number === null ? {} : { [numberRegister]: number }
  const op = writeOperation(session, { entity, type, kind: 'erase', fields, seen: {} })
  redact(session, op)
  writeAudit(session, save.action, entity)
}

/** Removes an erased record's values from log, heads, tables, index, files and imports; dots and hashes stay. */
export const redact = (session: Session, op: BundleOp): void => {
  const { store } = session
  const { entity } = op
  noteErased(store, op)
  if (op.kind === 'erase') session.setMeta(cleaningMark, op.wall)
  const types = new Set(store.prepare('select distinct type from opLog where entity = ?').pluck().all(entity))
  forgetFiles(session, types, entity)
  store.prepare('delete from deferred where seq in (select seq from opLog where entity = ?)').run(entity)
  store.prepare("update opLog set fields = '{}', salt = zeroblob(0) where entity = ? and kind <> 'erase'").run(entity)
  for (const table of ['head', 'conflict']) store.prepare(`delete from ${table} where entity = ?`).run(entity)
  // What was set aside is a whole operation as text; its dot and hash are kept beside it.
  store.prepare("update quarantine set op = '{}' where op <> '{}' and json_extract(op, '$.entity') = ?").run(entity)
  forgetPreviews(store)
  for (const type of types) {
    const record = recordOf(session, String(type))
    if (record) projectRecord(store, record, entity)
  }
  if (store.store === 'registry') forgetImports(store, entity)
}

function noteErased(store: AnyStore, op: BundleOp): void {
  const { entity, wall, type, save, user } = op
  store.prepare('insert or ignore into erased (entity, at) values (?, ?)').run(entity, wall)
  if (op.kind !== 'erase') return
  const number = op.fields[numberRegister]
  store
    .prepare('update erased set at = ?, type = ?, number = ?, saveId = ?, user = ? where entity = ? and saveId is null')
    .run(wall, type, typeof number === 'string' ? number : null, save, user, entity)
}

/** The bytes of photos and papers: of this one, or of everything that belonged to the record. */
function forgetFiles(session: Session, types: ReadonlySet<unknown>, entity: string): void {
  if (types.has('attachment') || types.has('caseAttachment')) forgetPieces(session.store, [entity])
  for (const owner of [...attachmentOwner.codes, ...caseAttachmentOwner.codes]) {
    if (types.has(owner) && recordOf(session, owner)) forgetAttachments({ session }, owner, entity)
  }
}

/**
 * What was said of bundles names a few records, some of them after others, as a household after its head. It only helps
 * to decide, so that all of it goes; a bundle that waits can be checked once more.
 */
function forgetPreviews(store: AnyStore): void {
  store
    .prepare(
      `update bundleJournal set details = json_set(details, '$.preview', null)
       where direction = 'in' and json_extract(details, '$.preview') is not null`,
    )
    .run()
}

/**
 * What an import knows of a row that became this record, and what reports quote from cells: a report does not say whose
 * cell it was, so that all of them keep their counts and places of problems and lose the quotations.
 */
function forgetImports(store: AnyStore, entity: string): void {
  store.prepare('delete from importRow where entity = ?').run(entity)
  store
    .prepare(
      `update importRun set report = json_set(report, '$.problems', (
         select json_group_array(json_set(value, '$.found', null)) from json_each(importRun.report, '$.problems')))
       where exists (select 1 from json_each(importRun.report, '$.problems') where json_extract(value, '$.found') is not null)`,
    )
    .run()
}
