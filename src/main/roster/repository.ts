import { bundleRoster, type RosterStatement } from '../../shared/bundle/v1/header.ts'
import { metaOf } from '../accounts/repository.ts'
import { findCards } from '../bundles/repository.ts'
import type { StoreName } from '../../shared/errors.ts'
import type { Reader, Writer } from '../store/context.ts'
import { hashOfStatement, Roster, subjectOf, type Receivers } from './roster.ts'

const statementShape = bundleRoster.shape.statements.element

/** Whom this laptop trusts, read whole: a network has a few dozen offices. */
export const findRoster = async (reader: Reader<'registry'>): Promise<Roster> => {
  const rows = await reader
    .selectFrom('rosterStatement')
    .select('statement')
    .orderBy('addedAt')
    .orderBy('hash')
    .execute()
  const pinned = {
    office: (await metaOf(reader, 'office')) ?? '',
    code: (await metaOf(reader, 'officeCode')) ?? '',
    device: (await metaOf(reader, 'device')) ?? '',
    officeKey: await metaOf(reader, 'officeKey'),
    rootKey: await metaOf(reader, 'rootKey'),
    cards: await findCards(reader),
  }
  return new Roster(
    pinned,
    rows.map(({ statement }) => statementShape.parse(JSON.parse(statement))),
  )
}

/** Keeps statements that were admitted. Nothing of the roster is ever changed or removed. */
export const keepStatements = async (
  trx: Writer<'registry'>,
  statements: readonly RosterStatement[],
): Promise<void> => {
  for (const statement of statements) {
    const { issuer, version } = statement
    const row = { issuer, subject: subjectOf(statement), version, hash: hashOfStatement(statement) }
    await trx
      .insertInto('rosterStatement')
      .values({ ...row, statement: JSON.stringify(statement), addedAt: trx.save.now.toISOString() })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

/** Whom a bundle for an office is encrypted to, and whose word counts on what it holds. */
export const findReceivers = async (
  reader: Reader<'registry'>,
  office: string,
  store: StoreName,
  now: Date,
): Promise<Receivers> => (await findRoster(reader)).receiversOf(office, store, now.toISOString())
