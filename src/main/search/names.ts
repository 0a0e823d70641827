import { sql, type Kysely, type RawBuilder } from 'kysely'
import { foldTokens } from '../../shared/names/fold.ts'
import { tokenSkeletons } from '../../shared/names/skeleton.ts'

/** Two questions to the name index: people whose names are spelt so, and the others whose names sound so. */
export interface NameQuery {
  readonly spelt: string
  readonly sounding: string
  readonly either: string
}

const MOST_TOKENS = 6

const quoted = (token: string, last: boolean): string => `"${token.replaceAll('"', '')}"${last ? '*' : ''}`

/**
 * Turns typed text into questions to `nameSearch`; null when no letter is left. The last word may be unfinished. The
 * consonant skeleton finds a name stored in another script; a start of one letter would find everybody.
 */
export function nameQuery(text: string): NameQuery | null {
  const tokens = foldTokens(text).slice(0, MOST_TOKENS)
  if (tokens.length === 0) return null
  const spelt: string[] = []
  const either: string[] = []
  for (const [i, token] of tokens.entries()) {
    const last = i === tokens.length - 1
    const bySpelling = `tokens : ${quoted(token, last)}`
    const bySound = tokenSkeletons(token)
      .map((skeleton) => quoted(skeleton, last && skeleton.length >= 2))
      .join(' OR ')
    either.push(`(${bySpelling} OR skeletons : (${bySound}))`)
    spelt.push(`(${bySpelling})`)
  }
  const strict = spelt.join(' AND ')
  const wide = either.join(' AND ')
  return { spelt: strict, sounding: `(${wide}) NOT (${strict})`, either: wide }
}

/** The ids the name index has for a question, as a subquery. */
export const idsNamed = (match: string): RawBuilder<string> =>
  sql`select "nameEntry"."id" from "nameSearch" join "nameEntry" on "nameEntry"."row" = "nameSearch"."rowid"
    where "nameSearch" match ${match}`

async function countNamed<DB>(db: Kysely<DB>, match: string): Promise<number> {
  const answer = await sql<{
    n: number
  }>`select count(*) n from "nameSearch" where "nameSearch" match ${match}`.execute(db)
  return answer.rows[0]?.n ?? 0
}

async function pageNamed<DB>(db: Kysely<DB>, match: string, offset: number, limit: number): Promise<string[]> {
  // The newest first; FTS5 walks its rows backwards without sorting, so the common names cost no more than the rare.
  const rows = await sql<{ id: string }>`
    select e."id" from (
      select "rowid" r from "nameSearch" where "nameSearch" match ${match} order by "rowid" desc limit ${limit} offset ${offset}
    ) join "nameEntry" e on e."row" = r order by r desc`.execute(db)
  return rows.rows.map((row) => row.id)
}

/** One page of the people (or patients) a text names: names spelt so first, then names sounding so; the total of both. */
export async function findNamed<DB>(
  db: Kysely<DB>,
  query: NameQuery,
  offset: number,
  limit: number,
): Promise<{ total: number; ids: string[] }> {
  const spelt = await countNamed(db, query.spelt)
  const sounding = await countNamed(db, query.sounding)
  const ids = offset < spelt ? await pageNamed(db, query.spelt, offset, limit) : []
  if (ids.length < limit) {
    ids.push(...(await pageNamed(db, query.sounding, Math.max(offset - spelt, 0), limit - ids.length)))
  }
  return { total: spelt + sounding, ids }
}
