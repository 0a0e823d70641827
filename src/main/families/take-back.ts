import { fail } from '../../shared/errors.ts'
import type { ParsedInput } from '../../shared/contract/index.ts'
import type { Json } from '../../shared/bundle/v1/operation.ts'
import { household } from '../../shared/records/household.ts'
import { person } from '../../shared/records/person.ts'
import { dotOf, latestOf, lineageOf, stoodBefore, writesOfRegister } from '../oplog/lineage.ts'
import { change, remove, type Savable } from '../oplog/save.ts'
import { decodeValue } from '../oplog/values.ts'
import type { Ctx, Writer } from '../store/context.ts'
import type { AnyStore } from '../store/open.ts'

interface Op {
  readonly n: number
  readonly replica: number
  readonly hex: string
  readonly entity: string
  readonly type: string
  readonly kind: string
  readonly fields: string
  readonly saveId: string
}

const records: Readonly<Record<string, Savable>> = { household, person }

/** What moving, splitting, merging and a death write; nothing else is taken back here. */
const own: Readonly<Record<string, ReadonlySet<string>>> = {
  household: new Set(['head', 'femaleHeaded', 'childHeaded', 'status', 'statusReason', 'mergedInto']),
  person: new Set(['household', 'relationship', 'status', 'died', 'deathNote']),
}

/** The operations of a save: they stand beside each other in the counter of the laptop that wrote them. */
function opsOf(store: AnyStore, entity: string, save: string): Op[] {
  const columns = 'o.n, o.replica, r.hex, o.entity, o.type, o.kind, o.fields, o.saveId'
  const from = `select ${columns} from opLog o join replica r on r.id = o.replica`
  const first = store.prepare(`${from} where o.entity = ? and o.saveId = ?`).get(entity, save) as Op | undefined
  if (!first) return []
  const at = store.prepare(`${from} where o.replica = ? and o.n = ? and o.saveId = ?`)
  const found = [first]
  for (const step of [-1, 1]) {
    for (let n = first.n + step; ; n += step) {
      const next = at.get(first.replica, n, save) as Op | undefined
      if (!next) break
      found.push(next)
    }
  }
  return found.toSorted((a, b) => b.n - a.n)
}

/** The save that put a household into another one. */
function savedMerge(store: AnyStore, id: string): string | null {
  const [latest] = latestOf(writesOfRegister(lineageOf(store, 'household', id), 'mergedInto'))
  return latest && latest.value !== null ? latest.save : null
}

const since = (): never => fail({ kind: 'refused', reason: 'changed_since' })

/** Each field a save wrote with what stood there before; stops when anything was written over it since. */
function before(store: AnyStore, op: Op): Record<string, unknown> {
  const record = records[op.type]
  const lineage = lineageOf(store, op.type, op.entity)
  const patch: Record<string, unknown> = {}
  for (const register of Object.keys(JSON.parse(op.fields) as Record<string, Json>)) {
    const field = record?.fields[register]
    const writes = writesOfRegister(lineage, register)
    const made = writes.find((write) => dotOf(write) === dotOf({ replica: op.hex, n: op.n }))
    if (!field || !made) return since()
    if (latestOf(writes).some((write) => write !== made)) return since()
    patch[register] = decodeValue(field, stoodBefore(writes, made).at(-1)?.value ?? null)
  }
  return patch
}

/** Whether anything belongs to a household that is about to go. */
async function isUsed(trx: Writer<'registry'>, id: string): Promise<boolean> {
  const people = await trx
    .selectFrom('person')
    .select('id')
    .where('household', '=', id)
    .where('deleted', '=', 0)
    .execute()
  const moves = await trx
    .selectFrom('displacement')
    .select('id')
    .where('household', '=', id)
    .where('deleted', '=', 0)
    .execute()
  const papers = await trx
    .selectFrom('attachment')
    .select('id')
    .where('owner', '=', id)
    .where('deleted', '=', 0)
    .execute()
  return people.length + moves.length + papers.length > 0
}

/** Stops where somebody would come back to a household that is not there any more, or leave one without its head. */
async function mayReturn(trx: Writer<'registry'>, id: string): Promise<void> {
  const one = await trx.selectFrom('person').select('household').where('id', '=', id).executeTakeFirst()
  if (!one?.household) return
  const home = await trx.selectFrom('household').selectAll().where('id', '=', one.household).executeTakeFirst()
  if (!home || home.deleted !== 0 || home.status === 'duplicate_of') since()
  const headed = await trx
    .selectFrom('household')
    .select('id')
    .where('head', '=', id)
    .where('id', '!=', one.household)
    .where('deleted', '=', 0)
    .execute()
  if (headed.length > 0) since()
}

/** Takes everything back that a move, a split, a merging or a death wrote, in one save. */
export async function takeBack(ctx: Ctx, { id, save: asked }: ParsedInput<'households.takeBack'>) {
  const store = ctx.account.stores().registry
  const save = asked ?? savedMerge(store, id)
  const ops = save === null ? [] : opsOf(store, id, save)
  if (ops.length === 0) fail({ kind: 'notFound', record: 'household', id })
  const known = ops.every(({ type, kind, fields }) => {
    const written = Object.entries(JSON.parse(fields) as Record<string, Json>)
    if (kind === 'create') return type === 'household' && written.some(([name]) => name === 'splitFrom')
    return kind === 'set' && written.every(([name]) => own[type]?.has(name) === true)
  })
  if (!known) fail({ kind: 'refused', reason: 'not_taken_back_here' })
  // All of it is looked at before any of it is written: what is written changes what the next look would find.
  const steps = ops.map((op) => ({ op, patch: op.kind === 'create' ? null : before(store, op) }))
  await ctx.write('registry', async (trx) => {
    for (const { op, patch } of steps) {
      const record = records[op.type]
      if (record && patch) await change(trx, record, op.entity, patch)
    }
    for (const { op } of steps.filter(({ patch }) => patch === null)) {
      if (await isUsed(trx, op.entity)) since()
      await remove(trx, household, op.entity)
    }
    for (const { op } of steps.filter(({ op: { type } }) => type === 'person')) await mayReturn(trx, op.entity)
  })
  return {}
}
