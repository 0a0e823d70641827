import { fail } from '../../shared/errors.ts'
import { exactFold } from '../../shared/names/fold.ts'
import { office, user, type Office, type User } from '../../shared/records/office.ts'
import type { Reader, SignedIn } from '../store/context.ts'
import { fromRow, no } from '../store/rows.ts'

/** A text the store keeps about itself. */
export const metaOf = async (db: Reader<'registry'> | Reader<'medical'>, key: string): Promise<string | undefined> => {
  // Both stores have the same table; one name for it is enough.
  const reader = db as Reader<'registry'>
  const row = await reader.selectFrom('storeMeta').select('value').where('key', '=', key).executeTakeFirst()
  return row?.value
}

/** The texts a store keeps about itself under names that begin alike, by the rest of the name. */
export const metaUnder = async (
  db: Reader<'registry'> | Reader<'medical'>,
  start: string,
): Promise<Map<string, string>> => {
  const reader = db as Reader<'registry'>
  const rows = await reader.selectFrom('storeMeta').selectAll().execute()
  return new Map(rows.flatMap(({ key, value }) => (key.startsWith(start) ? [[key.slice(start.length), value]] : [])))
}

/** The user record of an id. */
export const findUser = async (db: Reader<'registry'>, id: string): Promise<User | undefined> => {
  const row = await db.selectFrom('user').selectAll().where('id', '=', id).executeTakeFirst()
  return row && fromRow(user, row)
}

/** Everybody who signs in or signed in here, and staff of other offices whose records came by bundle. */
export const listUsers = async (db: Reader<'registry'>): Promise<User[]> => {
  const rows = await db.selectFrom('user').selectAll().where('deleted', '=', no).orderBy('name').execute()
  return rows.map((row) => fromRow(user, row))
}

/** The office of an id. */
export const findOffice = async (db: Reader<'registry'>, id: string): Promise<Office | undefined> => {
  const row = await db.selectFrom('office').selectAll().where('id', '=', id).executeTakeFirst()
  return row && fromRow(office, row)
}

/** The user of this installation with a typed name, spelling differences that no reader sees aside. */
export const findUserByName = async (
  db: Reader<'registry'>,
  officeId: string,
  name: string,
): Promise<User | undefined> => {
  const folded = exactFold(name)
  return (await listUsers(db)).find((one) => one.office === officeId && exactFold(one.name) === folded)
}

/** Who a key slot belongs to. */
export const userOfSlot = async (db: Reader<'registry'>, slot: string, medical: boolean): Promise<SignedIn> => {
  const id = (await metaOf(db, `slot:${slot}`)) ?? fail({ kind: 'refused', reason: 'unknown_user' })
  const found = (await findUser(db, id)) ?? fail({ kind: 'refused', reason: 'unknown_user' })
  if (!found.active || found.deleted) fail({ kind: 'refused', reason: 'not_active' })
  return { id: found.id, role: found.role, office: found.office, medical }
}
