import { toLatinDigits } from '../dates/digits.ts'
import { ARABIC_FOLDS, ARABIC_LETTER, FOLDED_ARABIC, LATIN_FOLDS } from './letters.ts'

// Vowel marks, Quranic signs, tatweel, zero-width (non-)joiner and direction marks: never part of a name's identity.
const INVISIBLE =
  /[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g
const ARABIC_WORD = new RegExp(`[${ARABIC_LETTER}0-9]+`, 'g')
const FOLDED_WORD = new RegExp(`[0-9]*[${FOLDED_ARABIC}][${FOLDED_ARABIC}0-9]*|[0-9]*[a-z][a-z0-9]*|[0-9]+`, 'g')
// Apostrophes, the signs for ayn and hamza, and dots stand inside a word: "Sa'ad", "Muḥ.".
const INSIDE_LATIN = /['\u2018\u2019\u201b\u02b9-\u02bf`\u00b4.]/g

const PARTICLES: ReadonlySet<string> = new Set('ال بن ابن بنت al el ul ad ar as ash az an bin ibn ben bint'.split(' '))

/** NFKC text without vowel marks, tatweel and invisible signs, in which the typed Sorani "ه + ZWNJ" has become ە. */
function strip(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\u0647\u200c/g, '\u06d5')
    .replace(INVISIBLE, '')
    .normalize('NFKC')
}

function foldArabicWord(word: string): string {
  return (
    word
      // A Kurdish opening vowel rides on ئ, where Arabic writes an alef: ئازاد is ازاد, ئومێد is اوميد (a bare و would
      // read as a consonant), ئەحمەد is احمد.
      .replace(/^ئ(?=ا)/, '')
      .replace(/^ئ(?=[وۆ])/, 'ا')
      .replace(/^ئ[ەێیي]/, 'ا')
      // ە is the short a that Arabic leaves out; only at the end of a word has it a letter there (ه, ة).
      .replace(/ە(?!$)/g, '')
      .replace(/./gsu, (letter) => ARABIC_FOLDS.get(letter) ?? letter)
  )
}

// Names repeat: a few thousand words cover most of a register, and nothing of a word depends on its neighbours.
const folded = new Map<string, readonly string[]>()
const mostFolded = 5000

function foldLetters(text: string): string[] {
  return text.split(' ').flatMap((word) => {
    const known = folded.get(word)
    if (known) return known
    const made = foldWord(word)
    if (folded.size >= mostFolded) folded.clear()
    folded.set(word, made)
    return made
  })
}

function foldWord(text: string): readonly string[] {
  const plain = toLatinDigits(strip(text))
    .toLowerCase()
    .replace(ARABIC_WORD, foldArabicWord)
    .replace(/[şšçčğžıß]/g, (letter) => LATIN_FOLDS.get(letter) ?? letter)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(INSIDE_LATIN, '')
    .toLowerCase()
  return toLatinDigits(plain).match(FOLDED_WORD) ?? []
}

function withoutArticle(token: string): string {
  const abdArabic = /^عبد(?:ال|ول)(?=.{2})/.exec(token)
  if (abdArabic) return 'عبد' + token.slice(abdArabic[0].length)
  const abdLatin = /^abd(?:ul|el|al)(?=.{3})/.exec(token)
  if (abdLatin) return 'abd' + token.slice(abdLatin[0].length)
  if (/^ال.{3}/.test(token)) return token.slice(2)
  if (/^[ae]l.{4}/.test(token)) return token.slice(2)
  return token
}

const isAbd = (token: string): boolean => /^(?:عبد|عبدال|عبدول|abd|abdu|abdul|abdel|abdal)$/.test(token)

function joinAbd(tokens: readonly string[]): string[] {
  const joined: string[] = []
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] ?? ''
    const next = tokens[i + 1]
    if (next !== undefined && isAbd(token) && /^\p{Script=Arabic}/u.test(token) === /^\p{Script=Arabic}/u.test(next)) {
      joined.push((token.startsWith('a') ? 'abd' : 'عبد') + next)
      i++
    } else joined.push(token)
  }
  return joined
}

function simplify(tokens: readonly string[]): string[] {
  const kept = tokens.filter((token) => !PARTICLES.has(token))
  return joinAbd(kept.length > 0 ? kept : tokens).map(withoutArticle)
}

/**
 * Splits a name, in any script, into the tokens that search, duplicate check and matching compare: two spellings that
 * differ only in marks, letter forms, articles or "bin" give the same tokens. Folding folded tokens changes nothing.
 */
export function foldTokens(text: string): string[] {
  let tokens = foldLetters(text)
  // Stripping an article can uncover another one or a particle; every pass shortens the text, so this ends.
  for (;;) {
    const simpler = simplify(tokens)
    if (simpler.length === tokens.length && simpler.every((token, i) => token === tokens[i])) return tokens
    tokens = simpler
  }
}

/** The folded tokens of a name as one string, for equality. */
export function foldName(text: string): string {
  return foldTokens(text).join(' ')
}

/** Folds only what no reader sees (marks, tatweel, digit shapes, case): breaks ties, so that a typed ڕ ranks above ر. */
export function exactFold(text: string): string {
  return toLatinDigits(strip(text))
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
}
