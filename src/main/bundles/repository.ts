import { officeCard, type OfficeCard } from '../../shared/contract/exchange.ts'
import { fail } from '../../shared/errors.ts'
import { multiText } from '../../shared/records/field.ts'
import type { Reader } from '../store/context.ts'
import type { Internal } from './stores.ts'

/** What a store knows of itself: its replica, this device, and the keys of this device for this store. */
export interface StoreIdentity {
  readonly replica: string
  readonly device: string
  readonly officeCode: string
  readonly signingSeed: string
  readonly signingKey: string
  readonly receivingIdentity: string
  readonly receivingRecipient: string
}

/** Reads a store's own identity. Secret keys never leave the worker that asks. */
export const findIdentity = async (reader: Internal): Promise<StoreIdentity> => {
  const rows = await reader.selectFrom('storeMeta').select(['key', 'value']).execute()
  const values = new Map(rows.map(({ key, value }) => [key, value]))
  const of = (key: string): string => values.get(key) ?? fail({ kind: 'storage', reason: 'damaged' })
  return {
    replica: of('replica'),
    device: of('device'),
    officeCode: of('officeCode'),
    signingSeed: of('signingSeed'),
    signingKey: of('signingKey'),
    receivingIdentity: of('receivingIdentity'),
    receivingRecipient: of('receivingRecipient'),
  }
}

/** The cards of all offices known here, by office code. */
export const findCards = async (reader: Reader<'registry'>): Promise<OfficeCard[]> => {
  const rows = await reader.selectFrom('knownOffice').select('card').orderBy('code').execute()
  return rows.map(({ card }) => officeCard.parse(JSON.parse(card)))
}

/** The name of the office this store belongs to. */
export const findOwnName = async (reader: Reader<'registry'>, office: string): Promise<OfficeCard['name']> => {
  const row = await reader.selectFrom('office').select('name').where('id', '=', office).executeTakeFirst()
  return multiText.parse(JSON.parse(row?.name ?? fail({ kind: 'notFound', record: 'office', id: office })))
}

/** Bundles written and read by one store, newest first. */
export const findJournal = async (reader: Internal) =>
  await reader
    .selectFrom('bundleJournal')
    .select(['bundle', 'direction', 'office', 'at', 'operations', 'bytes', 'state'])
    .select(['kind', 'volume', 'volumes', 'details', 'taken'])
    .orderBy('at', 'desc')
    .limit(200)
    .execute()

/** One journal row by bundle id. */
export const findJournalRow = async (reader: Internal, bundle: string) =>
  await reader
    .selectFrom('bundleJournal')
    .selectAll()
    .where('bundle', '=', bundle)
    .where('direction', '=', 'in')
    .executeTakeFirst()

/** How many files of a set were taken in here. */
export const countTaken = async (reader: Internal, set: string): Promise<number> => {
  const found = await reader
    .selectFrom('bundleJournal')
    .select(({ fn }) => fn.count<number>('volume').distinct().as('count'))
    .where('setId', '=', set)
    .where('direction', '=', 'in')
    .where('state', '=', 'applied')
    .executeTakeFirstOrThrow()
  return found.count
}

/** What kind of office each one on record is, by id. */
export const findOfficeTypes = async (reader: Reader<'registry'>): Promise<Map<string, string>> => {
  const rows = await reader.selectFrom('office').select(['id', 'type']).execute()
  return new Map(rows.map(({ id, type }) => [id, type]))
}
