import { multiText, type MultiText, type Script } from '../../shared/records/field.ts'

/** The patronymic chain as far as a file tells it. */
export interface ReadName {
  readonly given?: MultiText
  readonly father?: MultiText
  readonly grandfather?: MultiText
  readonly family?: MultiText
}

// Words that are no name alone: Abdul Rahman, Abu Ahmad, Al Jubouri are one name each.
const OPENS_A_NAME = /^(?:عبد|عبدال|ابو|أبو|ام|أم|آل|ال|بن|ابن|بنت|abd|abdul|abdel|abu|um|umm|al|el|bin|ibn|bint)$/iu
const FAMILY_SHAPE = /^(?:ال.{2,}|آل .+|al[- ].+|el[- ].+)$/iu
// Letters that Sorani has and Arabic has not.
const KURDISH = /[ڕڵۆێەڤ]/u

/** How the Arabic letters of a row are read: one Sorani letter anywhere in a name makes the whole name Sorani. */
export type ArabicIs = 'ar' | 'ckb'
export const arabicOf = (texts: readonly string[]): ArabicIs =>
  texts.some((text) => KURDISH.test(text)) ? 'ckb' : 'ar'

/** The script of a name part. */
export const scriptOf = (text: string, arabic: ArabicIs): Script => (/\p{Script=Arabic}/u.test(text) ? arabic : 'la')

/** Puts a text under the script it is written in; `script` is that of the whole name, so that parts stay together. */
export const inScript = (text: string, script: Script): MultiText => multiText.parse({ [script]: text })

/** Splits a name into its words, keeping together those that are one name. */
const nameWords = (text: string): string[] => {
  const words: string[] = []
  let open = ''
  for (const word of text.normalize('NFC').trim().split(/\s+/)) {
    if (word === '') continue
    const joined = open === '' ? word : `${open} ${word}`
    if (OPENS_A_NAME.test(word)) open = joined
    else {
      words.push(joined)
      open = ''
    }
  }
  if (open !== '') words.push(open)
  return words
}

/**
 * Splits a full name into given name, father, grandfather and family, in the order in which Iraqi papers write it. Of
 * three words the last is the family if it has an article, else the grandfather; from the fourth on, all is family.
 */
export const splitFullName = (text: string, arabic: ArabicIs): ReadName => {
  const words = nameWords(text)
  const script = scriptOf(text, arabic)
  const part = (some: readonly string[]): MultiText => inScript(some.join(' '), script)
  const [given, father, third] = words
  if (given === undefined) return {}
  if (father === undefined) return { given: part([given]) }
  if (third === undefined) return { given: part([given]), father: part([father]) }
  if (words.length === 3) {
    const last = FAMILY_SHAPE.test(third) ? { family: part([third]) } : { grandfather: part([third]) }
    return { given: part([given]), father: part([father]), ...last }
  }
  return { given: part([given]), father: part([father]), grandfather: part([third]), family: part(words.slice(3)) }
}

/** A column named "middle name" holds the father's name, then the grandfather's. */
export const splitMiddleName = (text: string, arabic: ArabicIs): ReadName => {
  const [father, ...grandfather] = nameWords(text)
  const script = scriptOf(text, arabic)
  if (father === undefined) return {}
  if (grandfather.length === 0) return { father: inScript(father, script) }
  return { father: inScript(father, script), grandfather: inScript(grandfather.join(' '), script) }
}
