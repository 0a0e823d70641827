import type { Kysely } from 'kysely'
import type { StoreName } from '../../shared/errors.ts'
import type { Ctx, Reader, Writer } from '../store/context.ts'
import type { InternalTables } from '../store/schema.ts'

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
