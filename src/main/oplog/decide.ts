import type { Json } from '../../shared/bundle/v1/operation.ts'
import { fail } from '../../shared/errors.ts'
import type { AnyRecord } from '../../shared/records/field.ts'
import { writeAudit } from '../audit/chain.ts'
import type { WriteMark } from '../store/context.ts'
import { merge } from './apply.ts'
import { createsOf, headsOf, seenOf, writesOf } from './heads.ts'
import { differ, dotOf, latestOf, lineageOf, stoodBefore, writesOfRegister } from './lineage.ts'
import { deletedRegister } from './values.ts'
import { writeOperation, type LocalWrite } from './write-op.ts'

/**
 * Writes a register although its value may stand there already: whoever decides has seen every current write, and this
 * one replaces them all, in every office that it reaches. Answers the write's name.
 */
export const settle = (trx: WriteMark, record: AnyRecord, id: string, register: string, value: Json): string => {
  const { store } = trx.session
  const heads = headsOf(store, record.name, id)
  const creates = createsOf(store, record.name, id)
  const removes = register === deletedRegister && value === true
  const registers = removes ? [...Object.keys(record.fields), register] : [register]
  const seen = Object.fromEntries(registers.map((name) => [name, seenOf(writesOf(heads, creates, name))]))
  return append(trx, record, {
    ...at(record, id),
    kind: removes ? 'delete' : 'set',
    fields: { [register]: value },
    seen,
  })
}

/**
 * Takes a decision back: the values between which it chose stand beside each other again, everywhere. They are new
 * writes that have all seen the decision and do not know of each other.
 */
export const reopen = (trx: WriteMark, record: AnyRecord, id: string, register: string, decision: string): void => {
  const writes = writesOfRegister(lineageOf(trx.session.store, record.name, id), register)
  const [made, ...others] = latestOf(writes)
  if (!made || others.length > 0 || dotOf(made) !== decision) return fail({ kind: 'refused', reason: 'decided_since' })
  const former = stoodBefore(writes, made)
  const removal = register === deletedRegister
  if (removal ? !former.some((one) => one.value === true) : !differ(former))
    return fail({ kind: 'refused', reason: 'not_a_decision' })
  const seen = seenOf([made])
  // In the order of the clock, so that the value shown is the one that was shown before.
  for (const { value, vectors } of former) {
    const removes = removal && value === true
    append(trx, record, {
      ...at(record, id),
      kind: removes ? 'delete' : 'set',
      fields: { [register]: value },
      // A removal stands against the same edits as before.
      seen: { ...(removes ? vectors : {}), [register]: seen },
    })
  }
}

const at = (record: AnyRecord, id: string) => ({ entity: id, type: record.name })

function append(trx: WriteMark, record: AnyRecord, write: LocalWrite): string {
  const op = writeOperation(trx.session, write)
  merge(trx.session, record, op)
  writeAudit(trx.session, trx.save.action, write.entity)
  return dotOf(op)
}
