import { office, type Office } from '../../shared/records/office.ts'
import type { Reader } from '../store/context.ts'
import { fromRow } from '../store/rows.ts'

/** The office whose header a paper carries. */
export async function findOffice(db: Reader<'registry'>, id: string): Promise<Office | undefined> {
  const row = await db.selectFrom('office').selectAll().where('id', '=', id).executeTakeFirst()
  return row && fromRow(office, row)
}
