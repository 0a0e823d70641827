import { z } from 'zod'
import { bundleChoice } from '../../shared/contract/exchange.ts'
import type { Internal } from './stores.ts'

/** What the journal keeps of a set written here; rows of an earlier version keep less. */
const sentDetails = z.object({
  choice: bundleChoice.nullable().catch(null),
  files: z.array(z.object({ file: z.string(), sha256: z.string() })).catch([]),
  /** What makes the code by which the receiver acknowledges the set over the phone. */
  receiptSecret: z.string().catch(''),
  /** What this store held when the set was written: what they hold once they acknowledge it. */
  knowledge: z.record(z.string(), z.array(z.object({ from: z.int(), to: z.int(), digest: z.string() }))).catch({}),
  confirmed: z.boolean().catch(false),
})
export type SentDetails = z.infer<typeof sentDetails>

export const readSent = (details: string): SentDetails => sentDetails.parse(JSON.parse(details))

/** Where the next bundle for an office stands among those that this life of the store wrote for it. */
export const nextInLine = async (
  reader: Internal,
  office: string,
  replica: string,
): Promise<{ serial: number; previous: string | null }> => {
  const last = await reader
    .selectFrom('bundleJournal')
    .select(['bundle', 'serial'])
    .where('direction', '=', 'out')
    .where('office', '=', office)
    .where('replica', '=', replica)
    // One that a crash cut off got its name perhaps, and its number must not stand for another.
    .where('state', 'in', ['written', 'writing'])
    .orderBy('serial', 'desc')
    .limit(1)
    .executeTakeFirst()
  return { serial: (last?.serial ?? 0) + 1, previous: last?.bundle ?? null }
}

/** A set that begins to be written: noted first, since a file on a stick cannot be called back. */
export const noteWriting = async (
  trx: Internal,
  row: {
    readonly set: string
    readonly office: string
    readonly at: string
    readonly kind: string
    readonly replica: string
    readonly serial: number
    readonly details: SentDetails
  },
): Promise<void> => {
  const { set, details, ...rest } = row
  await trx
    .insertInto('bundleJournal')
    .values({
      bundle: set,
      setId: set,
      direction: 'out',
      operations: 0,
      bytes: 0,
      state: 'writing',
      position: 0,
      details: JSON.stringify(details),
      ...rest,
    })
    .execute()
}

/** A set of which no file was finished. */
export const forgetWriting = async (trx: Internal, set: string): Promise<void> => {
  await trx
    .deleteFrom('bundleJournal')
    .where('bundle', '=', set)
    .where('direction', '=', 'out')
    .where('state', '=', 'writing')
    .execute()
}

/** The set is on the stick and was read back. */
export const noteWritten = async (
  trx: Internal,
  set: string,
  written: {
    readonly operations: number
    readonly bytes: number
    readonly volumes: number
    readonly details: SentDetails
  },
): Promise<void> => {
  const { details, ...rest } = written
  await trx
    .updateTable('bundleJournal')
    .set({ ...rest, state: 'written', details: JSON.stringify(details) })
    .where('bundle', '=', set)
    .where('direction', '=', 'out')
    .execute()
}
