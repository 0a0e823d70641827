import type { erasure } from '../../shared/contract/erasure.ts'
import type { ParsedInput } from '../../shared/contract/index.ts'
import { fail } from '../../shared/errors.ts'
import { writeAudit } from '../audit/chain.ts'
import { writeTo } from '../bundles/stores.ts'
import type { Ctx, Handlers } from '../store/context.ts'
import { deleteCopies, holdingCopies } from './copies.ts'
import { casesOfErasedPeople, dueIn } from './due.ts'
import { countErasures, findErasures } from './repository.ts'
import { approve, certify, listWaiting, openStores, refuseRequest, request, withdraw } from './requests.ts'
import { openOf, scopeOf, storeOfKind, targetOf } from './targets.ts'

const storeFor = (ctx: Ctx, kind: Parameters<typeof storeOfKind>[0]) => openOf(ctx.account.stores(), storeOfKind(kind))

const today = (ctx: Ctx): string => ctx.now().toISOString().slice(0, 10)

const listDone = async (ctx: Ctx, { offset, limit }: ParsedInput<'erasure.done'>) => {
  const stores = openStores(ctx)
  const rows = stores
    .flatMap((store) => findErasures(store, { limit: offset + limit }))
    .toSorted((a, b) => (a.at < b.at ? 1 : -1))
    .slice(offset, offset + limit)
  return {
    total: stores.reduce((sum, store) => sum + countErasures(store), 0),
    rows: await Promise.all(rows.map((row) => certify(ctx, row))),
  }
}

const listDue = (ctx: Ctx, { offset, limit }: ParsedInput<'erasure.due'>) => {
  const { registry, medical } = ctx.account.stores()
  const day = today(ctx)
  const all = [
    ...dueIn(registry, day),
    ...(medical ? dueIn(medical, day) : []),
    ...(medical ? casesOfErasedPeople(registry, medical, day) : []),
  ]
  // A case can be due for two reasons; the older one stands.
  const first = new Map<string, (typeof all)[number]>()
  for (const row of all.toSorted((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : a.number < b.number ? -1 : 1)))
    if (!first.has(row.id)) first.set(row.id, row)
  const rows = [...first.values()]
  return { total: rows.length, rows: rows.slice(offset, offset + limit) }
}

const keepLonger = async (ctx: Ctx, { kind, id, until, reason }: ParsedInput<'erasure.keep'>) => {
  if (until <= today(ctx)) fail({ kind: 'invalid', issues: [{ path: ['until'], code: 'not_later' }] })
  const store = storeFor(ctx, kind)
  targetOf(store, kind, id)
  await writeTo(ctx, storeOfKind(kind), async (trx) => {
    const { user, now } = trx.save
    store
      .prepare(
        'insert or replace into retentionKeep (entity, kind, until, reason, keptBy, keptAt) values (?, ?, ?, ?, ?, ?)',
      )
      .run(id, kind, until, reason, user, now.toISOString())
    await Promise.resolve(writeAudit(trx.session, 'erasure.keep', id))
  })
  return {}
}

export const handlers: Handlers<typeof erasure> = {
  'erasure.scope': (ctx, { kind, id }) => {
    const target = targetOf(storeFor(ctx, kind), kind, id)
    return { number: target.number, scope: scopeOf(target), refused: target.refused }
  },
  'erasure.request': request,
  'erasure.withdraw': async (ctx, { id }) => {
    await withdraw(ctx, id)
    return {}
  },
  'erasure.refuse': async (ctx, { id }) => {
    await refuseRequest(ctx, id)
    return {}
  },
  'erasure.approve': approve,
  'erasure.waiting': listWaiting,
  'erasure.done': listDone,
  'erasure.find': (ctx, { kind, id }) => {
    const found = storeFor(ctx, kind).prepare('select number, at from erased where entity = ?').get(id)
    return (found as { number: string | null; at: string } | undefined) ?? null
  },
  'erasure.oldCopies': (ctx) => holdingCopies(ctx.account.folder, openStores(ctx), ctx.now()),
  'erasure.deleteCopies': async (ctx, { ids }) => {
    const deleted = await deleteCopies(ctx.account.folder, openStores(ctx), ids, ctx.now())
    await ctx.note('registry', 'erasure.deleteCopies', null)
    return { deleted }
  },
  'erasure.due': listDue,
  'erasure.keep': keepLonger,
  'erasure.statistics': (ctx, { folder, medical }) => {
    if (medical && !ctx.hasMedical) fail({ kind: 'forbidden' })
    return { jobId: ctx.startJob({ kind: 'statistics', folder: ctx.pathOf(folder), medical }) }
  },
}
