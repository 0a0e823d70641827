import type { Kysely } from 'kysely'
import { fail, type StoreName } from '../../shared/errors.ts'
import type { Ctx, Reader, Writer } from '../store/context.ts'
import type { InternalTables } from '../store/schema.ts'
import { findJournalRow } from './repository.ts'

/** What bundles touch: the tables that both stores have, so that the same code serves either. */
export type Internal = Kysely<InternalTables>

/** A store's internal tables; the one place where the two stores are looked at as the same. */
export const internal = (reader: Reader<'registry'> | Reader<'medical'>): Internal => reader

/** The internal tables of the named store; throws `forbidden` for a medical store that is not open. */
export const internalOf = (from: Pick<Ctx, 'db' | 'medical'>, store: StoreName): Internal =>
  internal(store === 'registry' ? from.db : from.medical)

/** Writes to the named store in one transaction. */
export const writeTo = async <T>(
  to: Pick<Ctx, 'write' | 'writeMedical'>,
  store: StoreName,
  run: (trx: Writer<'registry'> | Writer<'medical'>) => Promise<T>,
): Promise<T> => (store === 'registry' ? await to.write('registry', run) : await to.writeMedical(run))

/** The store and journal row of a bundle that was received, among the stores that are open. */
export const findReceived = async (from: Pick<Ctx, 'db' | 'medical' | 'hasMedical'>, bundle: string) => {
  const stores: readonly StoreName[] = from.hasMedical ? ['registry', 'medical'] : ['registry']
  for (const store of stores) {
    const row = await findJournalRow(internalOf(from, store), bundle)
    if (row) return { store, row }
  }
  return fail({ kind: 'notFound', record: 'bundle', id: bundle })
}

/** What windows have to ask for again after a bundle was taken in or back: any record may have changed. */
export const recordTopics: readonly string[] = [
  'bundles',
  'home',
  'households',
  'people',
  'pairs',
  'projects',
  'cases',
  'places',
  'search',
  'accounts',
  'conflicts',
  'erasure',
  'history',
  'attachments',
]
