import { fail, type StoreName } from '../../shared/errors.ts'
import type { Knowledge } from '../../shared/bundle/v1/header.ts'
import type { Ctx } from '../store/context.ts'
import { noteConfirmed } from './acknowledged.ts'
import { receiptCode } from './format/statements.ts'
import { findCards } from './repository.ts'
import { readSent } from './sent.ts'
import { internal, internalOf, writeTo } from './stores.ts'

/** As people read it out: Crockford's letters, with what is easily misheard or mistyped put right. */
const asTyped = (code: string): string =>
  code.toUpperCase().replace(/[\s-]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0')

interface Laptop {
  readonly device: string
  readonly replica: string
}

/**
 * Takes the code that an office read out for a set written here: only who opened it can make the code, so that from now
 * on they hold what the set brought. Answers false when this store wrote no such set.
 */
export const confirmSent = async (ctx: Ctx, store: StoreName, set: string, code: string): Promise<boolean> => {
  const db = internalOf(ctx, store)
  const row = await db
    .selectFrom('bundleJournal')
    .selectAll()
    .where('bundle', '=', set)
    .where('direction', '=', 'out')
    .executeTakeFirst()
  if (!row) return false
  const sent = readSent(row.details)
  const office = sent.choice?.office ?? fail({ kind: 'conflict', reason: 'bundle_not_written' })
  if (row.state !== 'written') fail({ kind: 'conflict', reason: 'bundle_not_written' })
  const laptops: Laptop[] = await db
    .selectFrom('acknowledged')
    .select(['device', 'replica'])
    .where('office', '=', office)
    .execute()
  const card = (await findCards(ctx.db)).find((one) => one.office === office)
  // Before their first bundle only the card names their store; the laptop is the one the card came from.
  // One that spoke of itself since then may be in another life, after a restore.
  if (card?.device !== undefined && store === 'registry' && !laptops.some(({ device }) => device === card.device))
    laptops.push({ device: card.device, replica: card.replica })
  const typed = asTyped(code)
  const laptop = laptops.find(({ replica }) => receiptCode(sent.receiptSecret, row.setId, replica) === typed)
  if (!laptop) fail({ kind: 'refused', reason: 'wrong_receipt_code' })
  // A part or a receipt brought less than this store held.
  const whole = sent.choice?.part === undefined && sent.choice?.content !== 'receipt'
  const knowledge: Knowledge = whole ? sent.knowledge : {}
  await writeTo(ctx, store, async (trx) => {
    await noteConfirmed(internal(trx), { office, ...laptop, created: row.at, knowledge })
    await internal(trx)
      .updateTable('bundleJournal')
      .set({ details: JSON.stringify({ ...sent, confirmed: true }) })
      .where('bundle', '=', set)
      .where('direction', '=', 'out')
      .execute()
  })
  await ctx.note(store, 'bundles.confirm', office)
  return true
}
