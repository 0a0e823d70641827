import type { conflicts } from '../../shared/contract/conflicts.ts'
import type { ParsedInput } from '../../shared/contract/index.ts'
import { fail, type StoreName } from '../../shared/errors.ts'
import { may } from '../../shared/permissions.ts'
import type { MultiText } from '../../shared/records/field.ts'
import { records } from '../../shared/records/index.ts'
import type { Json } from '../../shared/bundle/v1/operation.ts'
import { noteView } from '../audit/views.ts'
import { canonical } from '../crypto/canonical.ts'
import { updates } from '../history/ordinary.ts'
import { reopen, settle } from '../oplog/decide.ts'
import { compareWrites } from '../oplog/heads.ts'
import { dotOf, latestOf, lineageOf, writesOfRegister } from '../oplog/lineage.ts'
import { encodeValue } from '../oplog/values.ts'
import type { Ctx, Handlers, SignedIn, WriteMark } from '../store/context.ts'
import { issuesOf } from '../store/issues.ts'
import type { AnyStore } from '../store/open.ts'
import { aboutOf, inOrder, openConflicts, type Open } from './repository.ts'
import { kindOf, leastRights, mayReadField, mayRule, mayWriteOther, recordOf, rightsOf, type Kind } from './rules.ts'
import { stepTo, takeStepOut } from './steps.ts'
import { disagreementOf, mayName, shownTo, type Disagreement } from './view.ts'

type Shown = Awaited<ReturnType<typeof shownTo>>
type At = Pick<Open, 'record' | 'id' | 'field'>

/** A rule decides this many at once; the rest wait for the next time. */
const mostAtOnce = 500

const signedIn = (ctx: Ctx): SignedIn => ctx.user ?? fail({ kind: 'locked' })

const storeName = (kind: Kind): StoreName => recordOf(kind).store

function storeOf(ctx: Ctx, kind: Kind): AnyStore {
  const { registry, medical } = ctx.account.stores()
  return storeName(kind) === 'registry' ? registry : (medical ?? fail({ kind: 'forbidden' }))
}

const write = <T>(ctx: Ctx, kind: Kind, run: (trx: WriteMark) => Promise<T>): Promise<T> =>
  storeName(kind) === 'registry' ? ctx.write('registry', run) : ctx.writeMedical(run)

function allOpen(ctx: Ctx, user: SignedIn): Open[] {
  const { registry, medical } = ctx.account.stores()
  return [...openConflicts(registry, user), ...(medical ? openConflicts(medical, user) : [])]
}

function rowOf(ctx: Ctx, user: SignedIn, { record, id, field, at }: Open) {
  const store = storeOf(ctx, record)
  const about = aboutOf(store, record, id)
  const withheld = !mayReadField(user, store, record, id, field)
  return {
    record,
    id,
    field,
    at,
    ...about,
    title: mayName(user, record) ? about.title : null,
    withheld,
    mayDecide: !withheld && may(user, rightsOf(store, record, id).write),
  }
}

/** The disagreement, for somebody who may read the record. */
function openAt(ctx: Ctx, user: SignedIn, { record, id, field }: At): Disagreement {
  if (!may(user, leastRights(record).read)) fail({ kind: 'forbidden' })
  const store = storeOf(ctx, record)
  if (!may(user, rightsOf(store, record, id).read)) fail({ kind: 'forbidden' })
  return disagreementOf(store, record, id, field) ?? fail({ kind: 'refused', reason: 'decided_already' })
}

/** Stops whoever may not write the record, or may not see all that is at stake. */
function mayDecide(ctx: Ctx, user: SignedIn, { record, id, field }: At, found: Disagreement | null): void {
  const store = storeOf(ctx, record)
  const seen = (name: string) => mayReadField(user, store, record, id, name)
  const all = [field, ...(found?.choices.flatMap(({ edits }) => edits.map((edit) => edit.field)) ?? [])]
  if (!may(user, rightsOf(store, record, id).write) || !all.every(seen)) fail({ kind: 'forbidden' })
}

function list(ctx: Ctx, { record, field, offset, limit }: ParsedInput<'conflicts.list'>) {
  const user = signedIn(ctx)
  const open = allOpen(ctx, user)
  const counts = new Map<string, { record: Kind; field: string; count: number; rule: boolean }>()
  for (const one of open) {
    const key = `${one.record}.${one.field}`
    const group = counts.get(key) ?? { record: one.record, field: one.field, count: 0, rule: false }
    const store = storeOf(ctx, one.record)
    group.count += 1
    group.rule ||=
      mayRule(one.record, one.field) &&
      may(user, rightsOf(store, one.record, one.id).write) &&
      mayReadField(user, store, one.record, one.id, one.field)
    counts.set(key, group)
  }
  const wanted = open.filter(
    (one) => (record === null || one.record === record) && (field === null || one.field === field),
  )
  const rows = inOrder(wanted).slice(offset, offset + limit)
  const groups = [...counts.values()].toSorted((a, b) => b.count - a.count)
  return { total: wanted.length, rows: rows.map((one) => rowOf(ctx, user, one)), groups }
}

async function get(ctx: Ctx, { record, id, field }: ParsedInput<'conflicts.get'>) {
  const user = signedIn(ctx)
  const found = openAt(ctx, user, { record, id, field })
  const store = storeOf(ctx, record)
  const shown = await shownTo(ctx, user, store, { kind: record, id, field, found })
  const newest = found.choices.flatMap(({ writes }) => writes.map(({ wall }) => wall)).toSorted()
  const row = rowOf(ctx, user, { record, id, field, at: newest.at(-1) ?? '' })
  const decides = row.mayDecide && !shown.options.some(({ edits }) => edits.some(({ withheld }) => withheld))
  await noteView(ctx, storeName(record), 'conflicts.get', id)
  const names = namesOf(store, user, record, field, shown)
  return { ...row, ...shown, names, mayDecide: decides, mayWrite: decides && mayWriteOther(record, field) }
}

/** What those are called whose ids stand among the values, for a person who may read names. */
function namesOf(store: AnyStore, user: SignedIn, kind: Kind, field: string, shown: Shown): Record<string, MultiText> {
  const values = [
    { field, value: shown.ancestor?.value },
    ...shown.options.flatMap(({ value, edits }) => [
      { field, value },
      ...edits.flatMap(({ field: name, before, after }) => [
        { field: name, value: before },
        { field: name, value: after },
      ]),
    ]),
  ]
  const names: Record<string, MultiText> = {}
  for (const { field: name, value } of values) {
    const target = Object.hasOwn(recordOf(kind).fields, name) ? recordOf(kind).fields[name]?.record : undefined
    const known = Object.values(records).find((one) => one.name === target)
    if (!known || known.store !== recordOf(kind).store || typeof value !== 'string' || !mayName(user, known.name))
      continue
    const { title, number } = aboutOf(store, known.name, value)
    if (title) names[value] = title
    else if (number !== null) names[value] = { la: number }
  }
  return names
}

async function decide(ctx: Ctx, { record, id, field, version, choice }: ParsedInput<'conflicts.decide'>) {
  const user = signedIn(ctx)
  const found = openAt(ctx, user, { record, id, field })
  mayDecide(ctx, user, { record, id, field }, found)
  // A decision replaces every value that stands: it must have been made in front of all of them.
  if (found.version !== version) fail({ kind: 'refused', reason: 'changed_since' })
  const decided = (decision: string) => ({ record, id, field, decision })
  const keep = async (value: Json) =>
    decided(
      await write(ctx, record, async (trx) => {
        const decision = settle(trx, recordOf(record), id, field, value)
        if (kindOf(record, field) === 'status') await stepTo(trx, record, id, value)
        return decision
      }),
    )
  if ('keep' in choice) {
    const chosen = found.choices.find((one) => one.id === choice.keep)
    return keep((chosen ?? fail({ kind: 'refused', reason: 'changed_since' })).value)
  }
  const def = recordOf(record).fields[field]
  const update = updates[record]
  if (!def || !update || !mayWriteOther(record, field)) return fail({ kind: 'refused', reason: 'choose_one' })
  const given = def.optional ? def.schema.nullable().safeParse(choice.value) : def.schema.safeParse(choice.value)
  if (!given.success)
    return fail({
      kind: 'invalid',
      issues: issuesOf(given.error).map((issue) => ({ ...issue, path: ['value', ...issue.path] })),
    })
  const next = encodeValue(def, given.data)
  const same = found.choices.find(({ value }) => canonical(value) === canonical(next))
  if (same) return keep(same.value)
  // A value of its own is an ordinary change, with every rule of the record; it has seen what stands as well.
  await update(ctx, { id, patch: { [field]: given.data } })
  const [made] = latestOf(writesOfRegister(lineageOf(storeOf(ctx, record), record, id), field))
  return decided(made ? dotOf(made) : '')
}

/** The value a rule picks, or null where it leaves the choice to a person. */
function byRule({ choices }: Disagreement, rule: 'newest' | 'filled'): { value: Json } | null {
  if (rule === 'newest') {
    const newest = choices
      .flatMap(({ value, writes }) => writes.map((made) => ({ value, made })))
      .toSorted((one, other) => compareWrites(one.made, other.made))
      .at(-1)
    return newest ? { value: newest.value } : null
  }
  const filled = choices.filter(({ value }) => value !== null && value !== '')
  return filled.length === 1 && filled[0] ? { value: filled[0].value } : null
}

async function decideAll(ctx: Ctx, { record, field, rule }: ParsedInput<'conflicts.decideAll'>) {
  const user = signedIn(ctx)
  if (!may(user, leastRights(record).write)) fail({ kind: 'forbidden' })
  if (!mayRule(record, field)) fail({ kind: 'refused', reason: 'one_by_one' })
  const store = storeOf(ctx, record)
  const open = inOrder(openConflicts(store, user).filter((one) => one.record === record && one.field === field))
  const mine = open.filter(
    ({ id }) => may(user, rightsOf(store, record, id).write) && mayReadField(user, store, record, id, field),
  )
  if (open.length > 0 && mine.length === 0) fail({ kind: 'forbidden' })
  const picked = mine.flatMap(({ id }) => {
    const found = disagreementOf(store, record, id, field)
    const value = found && byRule(found, rule)
    return value ? [{ id, value: value.value }] : []
  })
  const now = picked.slice(0, mostAtOnce)
  if (now.length === 0) return { decisions: [], left: open.length }
  const decisions = await write(ctx, record, (trx) =>
    Promise.resolve(
      now.map(({ id, value }) => ({ record, id, field, decision: settle(trx, recordOf(record), id, field, value) })),
    ),
  )
  return { decisions, left: open.length - decisions.length }
}

async function undo(ctx: Ctx, { decisions }: ParsedInput<'conflicts.undo'>) {
  const user = signedIn(ctx)
  for (const { record, id, field } of decisions) {
    if (!may(user, leastRights(record).write)) fail({ kind: 'forbidden' })
    mayDecide(ctx, user, { record, id, field }, null)
  }
  for (const name of ['registry', 'medical'] as const) {
    const [first, ...rest] = decisions.filter(({ record }) => storeName(record) === name)
    if (!first) continue
    await write(ctx, first.record, async (trx) => {
      for (const { record, id, field, decision } of [first, ...rest]) {
        reopen(trx, recordOf(record), id, field, decision)
        if (kindOf(record, field) === 'status') await takeStepOut(trx, record, decision)
      }
    })
  }
  return {}
}

export const handlers: Handlers<typeof conflicts> = {
  'conflicts.list': list,
  'conflicts.get': get,
  'conflicts.decide': decide,
  'conflicts.decideAll': decideAll,
  'conflicts.undo': undo,
}
