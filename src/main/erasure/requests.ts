import type { ParsedInput } from '../../shared/contract/index.ts'
import type { Certificate } from '../../shared/contract/erasure.ts'
import { Failure, fail, type StoreName } from '../../shared/errors.ts'
import { findUser } from '../accounts/repository.ts'
import { writeAudit } from '../audit/chain.ts'
import { writeTo } from '../bundles/stores.ts'
import { forgetDocuments } from '../documents/kept.ts'
import { erase } from '../oplog/redact.ts'
import type { Ctx, SignedIn } from '../store/context.ts'
import type { AnyStore } from '../store/open.ts'
import { settle } from '../store/settle.ts'
import {
  decideRequest,
  findDots,
  findErasures,
  findRequest,
  findWaiting,
  insertRequest,
  waitsFor,
  type StoredCertificate,
  type StoredRequest,
} from './repository.ts'
import { openOf, scopeOf, storeOfKind, targetOf } from './targets.ts'

const signedIn = (ctx: Ctx): SignedIn => ctx.user ?? fail({ kind: 'locked' })

/** The stores that are open to whoever asks. */
export const openStores = (ctx: Ctx): AnyStore[] => {
  const { registry, medical } = ctx.account.stores()
  return medical ? [registry, medical] : [registry]
}

const nameOf = async (ctx: Ctx, id: string | null): Promise<string | null> =>
  id === null ? null : ((await findUser(ctx.db, id))?.name ?? null)

/** Asks for a record to be erased; nothing is touched until somebody else approves. */
export const request = async (ctx: Ctx, input: ParsedInput<'erasure.request'>): Promise<{ id: string }> => {
  const { kind, id: entity, reason, reference } = input
  const store = storeOfKind(kind)
  const open = openOf(ctx.account.stores(), store)
  const { number, refused } = targetOf(open, kind, entity)
  if (refused !== null) fail({ kind: 'refused', reason: refused })
  const id = `${store}-${ctx.newId()}`
  await writeTo(ctx, store, async (trx) => {
    if (waitsFor(open, entity)) fail({ kind: 'conflict', reason: 'already_requested' })
    const [requestedBy, requestedAt] = [signedIn(ctx).id, ctx.now().toISOString()]
    insertRequest(open, { id, kind, entity, number, reason, reference: reference ?? null, requestedBy, requestedAt })
    await Promise.resolve(writeAudit(trx.session, 'erasure.request', entity))
  })
  return { id }
}

/** A request that still waits; looked up inside the transaction that decides it. */
const waiting = (store: AnyStore, id: string): StoredRequest => {
  const found = findRequest(store, id) ?? fail({ kind: 'notFound', record: 'erasureRequest', id })
  if (found.state !== 'waiting') fail({ kind: 'conflict', reason: 'already_decided' })
  return found
}

const storeOfRequest = (id: string): StoreName => (id.startsWith('medical-') ? 'medical' : 'registry')

const decide = async (
  ctx: Ctx,
  id: string,
  state: 'refused' | 'withdrawn',
  check: (found: StoredRequest) => void,
): Promise<void> => {
  const open = openOf(ctx.account.stores(), storeOfRequest(id))
  await writeTo(ctx, storeOfRequest(id), async (trx) => {
    const found = waiting(open, id)
    check(found)
    decideRequest(open, id, { state, by: signedIn(ctx).id, at: ctx.now().toISOString(), saveId: null })
    await Promise.resolve(writeAudit(trx.session, trx.save.action, found.entity))
  })
}

/** Takes a request back: whoever made it, before somebody decided. */
export const withdraw = async (ctx: Ctx, id: string): Promise<void> =>
  await decide(ctx, id, 'withdrawn', ({ requestedBy }) => {
    if (requestedBy !== signedIn(ctx).id) fail({ kind: 'refused', reason: 'not_own_request' })
  })

const otherThan = (ctx: Ctx, { requestedBy }: StoredRequest): void => {
  if (requestedBy === signedIn(ctx).id) fail({ kind: 'refused', reason: 'same_person' })
}

/** Says no to a request: a second person too. */
export const refuseRequest = async (ctx: Ctx, id: string): Promise<void> =>
  await decide(ctx, id, 'refused', (found) => otherThan(ctx, found))

/** Erases what a request asks for. One transaction writes every erase operation; then the disk is cleaned. */
export const approve = async (ctx: Ctx, { id, number }: ParsedInput<'erasure.approve'>): Promise<Certificate> => {
  const store = storeOfRequest(id)
  const open = openOf(ctx.account.stores(), store)
  const save = await writeTo(ctx, store, async (trx) => {
    const found = waiting(open, id)
    otherThan(ctx, found)
    if (number.toUpperCase() !== found.number.toUpperCase()) fail({ kind: 'refused', reason: 'number_differs' })
    // What hangs on the record now, not what did when it was asked for.
    const { doomed, refused } = targetOf(open, found.kind, found.entity)
    if (refused !== null) fail({ kind: 'refused', reason: refused })
    for (const one of doomed) erase(trx, one)
    const { saveId, user, now } = trx.save
    open.prepare('delete from retentionKeep where entity = ?').run(found.entity)
    decideRequest(open, id, { state: 'approved', by: user, at: now.toISOString(), saveId })
    return await Promise.resolve(saveId)
  })
  settle(open)
  forgetDocuments()
  const [made] = findErasures(open, { save, limit: 1 })
  return await certify(ctx, made ?? fail({ kind: 'notFound', record: 'erasure', id }))
}

/** The certificate of an erasure, with the names of the two people. */
export const certify = async (ctx: Ctx, stored: StoredCertificate): Promise<Certificate> => ({
  ...stored,
  requestedBy: await nameOf(ctx, stored.requestedBy),
  approvedBy: await nameOf(ctx, stored.approvedBy),
  dots: findDots(openOf(ctx.account.stores(), stored.store), stored.id),
})

/** Everything that waits for a second person, in the stores that are open. */
export const listWaiting = async (ctx: Ctx) => {
  const user = signedIn(ctx)
  const rows = openStores(ctx).flatMap((store) => findWaiting(store).map((found) => ({ store, found })))
  return await Promise.all(
    rows
      .toSorted((a, b) => (a.found.requestedAt < b.found.requestedAt ? -1 : 1))
      .map(async ({ store, found: { id, kind, entity, number, reason, reference, requestedBy, requestedAt } }) => ({
        id,
        kind,
        record: entity,
        number,
        reason,
        reference,
        by: await nameOf(ctx, requestedBy),
        at: requestedAt,
        own: requestedBy === user.id,
        scope: scopeNow(store, kind, entity),
      })),
  )
}

/** What would go now; a bundle may have erased the record meanwhile, and then nothing would. */
const scopeNow = (store: AnyStore, kind: StoredRequest['kind'], entity: string) => {
  try {
    return scopeOf(targetOf(store, kind, entity))
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { people: 0, moves: 0, steps: 0, files: 0, patients: 0 }
  }
}
