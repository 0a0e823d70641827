/** A language of a form: the tag its texts are kept under, and what the workbook calls it. */
export interface Language {
  readonly tag: string
  readonly name: string
}

/** Columns without a language, in a form that names none. */
export const UNNAMED: Language = { tag: 'und', name: '' }

// What offices call the languages of the region, with and without a tag behind it.
const names: readonly (readonly [RegExp, string])[] = [
  [/kurmanji|badini|bahdini|کورمانجی|بادینی/i, 'kmr'],
  [/sorani|kurdish|kurdi|کوردی|كردي|كوردي|کردی/i, 'ckb'],
  [/arabic|عربي|عربية|العربية/i, 'ar'],
  [/english|إنجليزي|انكليزي|ئینگلیزی/i, 'en'],
  [/french|français/i, 'fr'],
  [/turkmen|turkish|türk/i, 'tr'],
]

/** Finds the tag of a language by its name: `Arabic (ar)`, `English`, `Kurdish (ku)`, `ckb`. */
export function languageOf(name: string): Language {
  const clean = name.trim().slice(0, 100)
  // Tags are written small; "Arabic (IQ)" names a country.
  const tagged = /\(([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\)\s*$/.exec(clean)?.[1]?.toLowerCase()
  // `ku` is said of both Kurdish languages; by itself it means Sorani here.
  const named = names.find(([pattern]) => pattern.test(clean))?.[1]
  if (tagged !== undefined && tagged !== 'ku') return { tag: tagged, name: clean }
  if (named !== undefined) return { tag: named, name: clean }
  if (tagged === 'ku' || /^ku$/i.test(clean)) return { tag: 'ckb', name: clean }
  if (/^[A-Za-z]{2,3}$/.test(clean)) return { tag: clean.toLowerCase(), name: clean }
  const letters = clean.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-')
  return { tag: `x-${letters}`.slice(0, 40), name: clean }
}
