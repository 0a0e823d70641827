/** A letter of the Arabic script, base letters only: marks and tatweel are removed before it is used. */
export const ARABIC_LETTER =
  '\\u0620-\\u063f\\u0641-\\u064a\\u066e\\u066f\\u0671-\\u06d3\\u06d5\\u06ee\\u06ef\\u06fa-\\u06fc\\u06ff'

/** The 28 letters that folded Arabic and Sorani text is written with. */
export const FOLDED_ARABIC = 'ابتثجحخدذرزسشصضطظعغفقكلمنهوي'

/** Letters that are written differently but read, or commonly typed, as one: Arabic, Persian, Urdu and Sorani forms. */
export const ARABIC_FOLDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    أإآٱ: 'ا',
    ىیېێئے: 'ي',
    ةھہۀۂەۃ: 'ه',
    ؤۆۇۋ: 'و',
    ء: '',
    کگڪ: 'ك',
    ڕ: 'ر',
    ڵ: 'ل',
    ڤ: 'ف',
    پ: 'ب',
    چ: 'ج',
    ژ: 'ز',
  }).flatMap(([from, to]) => Array.from(from, (letter): [string, string] => [letter, to])),
)

/** Latin letters whose sound is lost when only their mark is removed. */
export const LATIN_FOLDS: ReadonlyMap<string, string> = new Map([
  ['ş', 'sh'],
  ['š', 'sh'],
  ['ç', 'ch'],
  ['č', 'ch'],
  ['ğ', 'gh'],
  ['ž', 'zh'],
  ['ı', 'i'],
  ['ß', 'ss'],
])
