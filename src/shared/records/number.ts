// ISO 7064 MOD 37,36: catches every single wrong character and nearly every swap of two neighbours.
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** The parts of a human number, for example BGD-HH-2026-A300127-C. */
export interface NumberParts {
  office: string
  type: string
  year: number
  /** Two characters of this store's life: never reused, so that a restored copy cannot mint the same number. */
  tag: string
  counter: number
}

const shape = /^([A-Z]{3})-([A-Z]{2})-([0-9]{4})-([A-Z0-9]{2})([0-9]{5})-([A-Z0-9])$/

/** The ISO 7064 MOD 37,36 check character of a text of letters and digits. */
export function checkCharacter(text: string): string {
  let product = 36
  for (const character of text) {
    const value = alphabet.indexOf(character)
    if (value < 0) throw new RangeError('only letters and digits have a check character')
    const sum = (product + value) % 36
    product = ((sum === 0 ? 36 : sum) * 2) % 37
  }
  const check = alphabet[(37 - product) % 36]
  if (check === undefined) throw new RangeError('no check character')
  return check
}

/** Writes a human number with its check character; throws when a part does not fit its place. */
export function formatNumber({ office, type, year, tag, counter }: NumberParts): string {
  const body = `${office}-${type}-${String(year).padStart(4, '0')}-${tag}${String(counter).padStart(5, '0')}`
  const text = `${body}-${checkCharacter(body.replaceAll('-', ''))}`
  if (!shape.test(text) || counter < 1) throw new RangeError('a part of the number does not fit')
  return text
}

/** Reads a typed or scanned number: its parts and normal form, or why it is not one. */
export function checkNumber(
  text: string,
): { ok: true; number: string; parts: NumberParts } | { ok: false; problem: 'shape' | 'check' } {
  const compact = text.toUpperCase().replace(/[\s\-‐-―]/g, '')
  const match = /^([A-Z]{3})([A-Z]{2})([0-9]{4})([A-Z0-9]{2})([0-9]{5})([A-Z0-9])$/.exec(compact)
  if (!match) return { ok: false, problem: 'shape' }
  const [, office = '', type = '', year = '', tag = '', counter = '', check] = match
  if (checkCharacter(compact.slice(0, -1)) !== check) return { ok: false, problem: 'check' }
  const parts = { office, type, year: Number(year), tag, counter: Number(counter) }
  return { ok: true, number: `${office}-${type}-${year}-${tag}${counter}-${check}`, parts }
}
