import type { ParsedInput } from '../../shared/contract/index.ts'
import type { RosterStatement } from '../../shared/bundle/v1/header.ts'
import { fail } from '../../shared/errors.ts'
import { writeAudit } from '../audit/chain.ts'
import { metaOf } from '../accounts/repository.ts'
import type { AnyStore } from '../store/open.ts'
import type { Ctx } from '../store/context.ts'
import { ensureRoster, officeSubject, signingOf, signNext } from './own.ts'
import { findRoster, keepStatements } from './repository.ts'

/** How far this laptop holds what the devices wrote, per replica. */
const lastOf = (stores: readonly (AnyStore | null)[], devices: readonly string[]): Record<string, number> => {
  const out: Record<string, number> = {}
  for (const store of stores) {
    if (!store) continue
    const find = store.prepare(
      'select r.hex, max(o.n) as n from opLog o join replica r on r.id = o.replica where o.device = ? group by r.hex',
    )
    for (const device of devices)
      for (const { hex, n } of find.all(device) as { hex: string; n: number }[]) out[hex] = n
  }
  return out
}

/**
 * Withdraws a laptop of the own office by the office's key, or at headquarters a laptop of any office or a whole
 * office. What was taken in of them stays; the word travels with every bundle from now on.
 */
export const revoke = async (ctx: Ctx, { office, device, reason }: ParsedInput<'roster.revoke'>): Promise<void> => {
  await ensureRoster(signingOf(ctx))
  const roster = await findRoster(ctx.db)
  const { pinned } = roster
  const own = office === pinned.office
  if (own && (device === null || device === pinned.device)) fail({ kind: 'refused', reason: 'own_laptop' })
  const seed =
    (await metaOf(ctx.db, own ? 'officeSeed' : 'rootSeed')) ??
    fail({ kind: 'refused', reason: own ? 'no_office_key' : 'no_root_key' })
  const known = roster.laptopsOf(office)
  const laptops = known.filter((one) => device === null || one.id === device)
  if (device !== null && laptops.length === 0) fail({ kind: 'notFound', record: 'laptop', id: device })
  const { registry, medical } = ctx.account.stores()
  const at = ctx.now().toISOString()
  const last = lastOf(
    [registry, medical],
    laptops.map(({ id }) => id),
  )
  const [laptop] = laptops
  const signed = roster.officeOf(office)
  // An office whose card has no key of the office was never signed; it is withdrawn all the same.
  const card = roster.cardOf(office)
  const claim: Pick<RosterStatement, 'subject' | 'keys'> =
    device === null
      ? (signed ??
        (card && { subject: officeSubject(card), keys: [] }) ??
        fail({ kind: 'notFound', record: 'office', id: office }))
      : {
          subject: { kind: 'device', id: device, office, name: laptop?.name ?? '' },
          keys: laptop?.keys.slice(0, 20) ?? [],
        }
  await ctx.write('registry', async (trx) => {
    const { subject, keys } = claim
    const from = device === null ? signed?.from : laptop?.since
    const more = { now: ctx.now(), revoked: { at, last }, ...(from === undefined ? {} : { from }) }
    await keepStatements(trx, [signNext(await findRoster(trx), Buffer.from(seed, 'hex'), { subject, keys }, more)])
    // Why it was done stays in this office: statements say who, not why.
    trx.session.setMeta(`revoked:${device ?? office}`, reason)
    writeAudit(trx.session, 'roster.revoke', device ?? office)
  })
}
