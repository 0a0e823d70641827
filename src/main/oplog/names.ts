import { nameForms, type NameParts } from '../../shared/names/display.ts'
import { foldTokens } from '../../shared/names/fold.ts'
import { nameSkeletons, tokenSkeletons } from '../../shared/names/skeleton.ts'
import type { AnyRecord, MultiText } from '../../shared/records/field.ts'
import type { AnyStore } from '../store/open.ts'

/** Records whose names are searched: people in the registry, patients in the medical store. */
const indexed = new Set(['person', 'patient'])

/** The columns a name is made of. */
export const nameColumns: ReadonlySet<string> = new Set(['given', 'father', 'grandfather', 'family', 'nickname'])

/** The words of a name as the index holds them. */
interface NameWords {
  readonly tokens: string
  readonly skeletons: string
}

/** What a record's values hold as a part of a name was checked when it came in. */
const part = (value: unknown): MultiText | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null

/** Folds a name in all its scripts into the words that are indexed. */
const nameWords = (values: ReadonlyMap<string, unknown>): NameWords => {
  const name: NameParts = {
    given: part(values.get('given')),
    father: part(values.get('father')),
    grandfather: part(values.get('grandfather')),
    family: part(values.get('family')),
  }
  const tokens = new Set<string>()
  const skeletons = new Set<string>()
  const texts = nameForms(name).map(({ text }) => text)
  const nickname = values.get('nickname')
  if (typeof nickname === 'string') texts.push(nickname)
  for (const text of texts) {
    for (const token of foldTokens(text)) {
      tokens.add(token)
      for (const key of skeletonsOf(token)) skeletons.add(key)
    }
  }
  return { tokens: [...tokens].join(' '), skeletons: [...skeletons].join(' ') }
}

const kept = new Map<string, readonly string[]>()

/** By what a word is found, however it is spelt and in whichever script. */
export function skeletonsOf(token: string): readonly string[] {
  const known = kept.get(token)
  if (known) return known
  const made = [...new Set([...tokenSkeletons(token), ...nameSkeletons(token)])]
  // Names repeat: a few thousand words cover most of a register.
  if (kept.size > 5000) kept.clear()
  kept.set(token, made)
  return made
}

/** Brings the index in line with a record's name; `null` takes the name out. `first` when it surely holds none yet. */
export const indexName = (
  store: AnyStore,
  record: AnyRecord,
  id: string,
  values: ReadonlyMap<string, unknown> | null,
  first = false,
): void => {
  if (!indexed.has(record.name)) return
  const old = first
    ? undefined
    : (store.prepare('select row, tokens, skeletons from nameEntry where id = ?').get(id) as
        (NameWords & { row: number }) | undefined)
  const next = values ? nameWords(values) : null
  if (old && next && old.tokens === next.tokens && old.skeletons === next.skeletons) return
  if (old) {
    // FTS5 without a content of its own takes the old words to find what to remove.
    store
      .prepare("insert into nameSearch (nameSearch, rowid, tokens, skeletons) values ('delete', ?, ?, ?)")
      .run(old.row, old.tokens, old.skeletons)
    store.prepare('delete from nameEntry where row = ?').run(old.row)
  }
  if (!next) return
  const { lastInsertRowid } = store
    .prepare('insert into nameEntry (id, tokens, skeletons) values (?, ?, ?)')
    .run(id, next.tokens, next.skeletons)
  store
    .prepare('insert into nameSearch (rowid, tokens, skeletons) values (?, ?, ?)')
    .run(lastInsertRowid, next.tokens, next.skeletons)
}
