import { foldTokens } from './fold.ts'

const ARABIC: ReadonlyMap<string, string> = new Map(
  Object.entries({
    B: 'ب',
    T: 'تط',
    J: 'ج',
    H: 'حه',
    X: 'خ',
    D: 'دض',
    Z: 'ذزظ',
    R: 'ر',
    L: 'ل',
    M: 'م',
    N: 'ن',
    S: 'ثسص',
    C: 'ش',
    G: 'غ',
    F: 'ف',
    K: 'قك',
  }).flatMap(([key, letters]) => Array.from(letters, (letter): [string, string] => [letter, key])),
)

/** Keys of each Latin letter group, the usual reading first, then the other readings it is used for. */
const LATIN: ReadonlyMap<string, readonly string[]> = new Map([
  ['sch', ['C']],
  ['kh', ['X']],
  ['sh', ['C']],
  ['ch', ['C', 'J', 'K']],
  ['th', ['S', 'T', 'Z']],
  ['dh', ['Z', 'D']],
  ['zh', ['Z']],
  ['gh', ['G', 'K']],
  ['ph', ['F']],
  ['dj', ['J']],
  ['ck', ['K']],
  ['b', ['B']],
  ['p', ['B']],
  ['t', ['T']],
  ['j', ['J', 'Z']],
  ['h', ['H']],
  ['d', ['D']],
  ['z', ['Z', 'D']],
  ['r', ['R']],
  ['l', ['L']],
  ['m', ['M']],
  ['n', ['N']],
  ['s', ['S']],
  ['g', ['G', 'J', 'K']],
  ['f', ['F']],
  // Persian and Kurdish v is و (javad, kaveh), which only counts where it opens a word: see latinReadings.
  ['v', ['F', '']],
  ['k', ['K']],
  ['q', ['K']],
  ['c', ['K', 'S', 'J']],
  ['x', ['KS', 'X']],
])

/** More readings than this are not worth an index row each; the usual reading is always the first. */
const MOST_READINGS = 24

function collapse(key: string): string {
  return key.replace(/(.)\1+/g, '$1') || 'A'
}

function arabicSkeleton(token: string): string {
  let key = ''
  for (let i = 0; i < token.length; i++) {
    const letter = token.charAt(i)
    if (i === 0 && letter === 'و') key += 'W'
    else if (i === 0 && letter === 'ي') key += 'Y'
    // A final ه stands for ة or a vowel, except in very short words (طه).
    else if (letter === 'ه' && i === token.length - 1 && token.length >= 4) continue
    else key += ARABIC.get(letter) ?? (/[0-9]/.test(letter) ? letter : '')
  }
  return collapse(key)
}

function latinReadings(token: string, at: number): { length: number; keys: readonly string[] } {
  const letter = token.charAt(at)
  if (/[0-9]/.test(letter)) return { length: 1, keys: [letter] }
  if (at === 0 && (letter === 'w' || letter === 'y')) return { length: 1, keys: [letter.toUpperCase()] }
  const last = at === token.length - 1
  const before = token.charAt(at - 1)
  if (letter === 'h' && last && /[aeiouy]/.test(before))
    return { length: 1, keys: /[ae]/.test(before) ? ['', 'H'] : ['H'] }
  if (letter === 't' && last) return { length: 1, keys: ['T', 'D'] }
  if (at === 0 && letter === 'v') return { length: 1, keys: ['F', 'W'] }
  if (at === 0 && token.startsWith('kh')) return { length: 2, keys: ['X', 'K'] }
  for (const length of [3, 2, 1]) {
    const keys = LATIN.get(token.slice(at, at + length))
    if (keys && at + length <= token.length) return { length, keys }
  }
  return { length: 1, keys: [''] }
}

function latinSkeletons(token: string): string[] {
  let readings = ['']
  for (let at = 0; at < token.length;) {
    const { length, keys } = latinReadings(token, at)
    readings = keys.flatMap((key) => readings.map((reading) => reading + key)).slice(0, MOST_READINGS)
    at += length
  }
  return [...new Set(readings.map(collapse))]
}

/** The consonant skeletons of one folded token, the usual reading first: the key that spellings in all scripts share. */
export function tokenSkeletons(token: string): string[] {
  return /[a-z]/.test(token) ? latinSkeletons(token) : [arabicSkeleton(token)]
}

/** The skeletons of a whole name written as one word, so that صلاح الدين and salahaddin share one. */
export function nameSkeletons(text: string): string[] {
  let readings = ['']
  for (const token of foldTokens(text)) {
    readings = tokenSkeletons(token)
      .flatMap((key) => readings.map((reading) => reading + (key === 'A' ? '' : key)))
      .slice(0, MOST_READINGS)
  }
  return [...new Set(readings.map(collapse))]
}
