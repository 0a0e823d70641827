const consonants = 'bdfgklmnprstvwz'
const vowels = 'aeiou'

/** A number below `limit`, every one equally likely, from the browser's own source of chance. */
const below = (limit: number): number => {
  const most = Math.floor(0x1_0000_0000 / limit) * limit
  for (;;) {
    const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1))
    if (drawn < most) return drawn % limit
  }
}
const letter = (of: string): string => of.charAt(below(of.length))

/**
 * Words that nobody has used before but everybody can say: five letters each, about 16 bits, in any of the three
 * languages equally strange. Four of them resist guessing; five resist it for decades.
 */
export function makePassphrase(words: number): string {
  const word = () => letter(consonants) + letter(vowels) + letter(consonants) + letter(vowels) + letter(consonants)
  return Array.from({ length: words }, word).join('-')
}

export type Strength = 'short' | 'weak' | 'fair' | 'strong'

/** The least length main accepts. */
const shortest = 12

/**
 * A rough guess at how hard a passphrase is to find: every new character counts, repeats and runs like "abc" or "123"
 * hardly do. It may call a known phrase strong; it never calls a repeated key strong.
 */
export function strengthOf(passphrase: string): Strength {
  const letters = Array.from(passphrase.normalize('NFC'))
  if (letters.length < shortest) return 'short'
  let worth = 0
  const seen = new Set<string>()
  letters.forEach((character, index) => {
    const before = letters[index - 1]
    const step = before === undefined ? 0 : Math.abs((character.codePointAt(0) ?? 0) - (before.codePointAt(0) ?? 0))
    const run = before !== undefined && step <= 1
    worth += run ? 0.5 : seen.has(character) ? 2 : 3.5
    seen.add(character)
  })
  if (worth < 30) return 'weak'
  return worth < 44 ? 'fair' : 'strong'
}
