import { KeyError } from './errors.ts'

/**
 * Canonical JSON, the form that is hashed and signed: keys sorted by UTF-16 code unit, no spaces, safe integers only
 * (decimals travel as strings), texts and keys in NFC, no lone surrogates. Everything else is refused, not repaired,
 * so that two programs can never disagree about the bytes.
 */
export function canonical(value: unknown): string {
  if (value === null || value === true || value === false) return String(value)
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new KeyError('NOT_CANONICAL', 'number is not a safe integer')
    return Object.is(value, -0) ? '0' : String(value)
  }
  if (typeof value === 'string') return canonicalText(value)
  if (Array.isArray(value)) return `[${value.map((item: unknown) => canonical(item)).join(',')}]`
  if (typeof value === 'object') {
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype !== Object.prototype && prototype !== null) throw new KeyError('NOT_CANONICAL', 'not a plain object')
    const members: string[] = []
    for (const key of sortedKeys(value)) {
      if (key === '__proto__') throw new KeyError('NOT_CANONICAL', 'forbidden key')
      const member: unknown = Reflect.get(value, key)
      if (member !== undefined) members.push(`${canonicalText(key)}:${canonical(member)}`)
    }
    return `{${members.join(',')}}`
  }
  throw new KeyError('NOT_CANONICAL', `a ${typeof value} has no canonical form`)
}

// Values read from canonical text are sorted already: looking is cheaper than sorting, and imports do it by the million.
function sortedKeys(value: object): string[] {
  const keys = Object.keys(value)
  for (let i = 1; i < keys.length; i++) if ((keys[i - 1] ?? '') > (keys[i] ?? '')) return keys.toSorted()
  return keys
}

/** ASCII without quotes, backslashes and control characters: its JSON form is itself. */
const plain = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/
const ascii = /^[ -~\t\n\r]*$/

/** A text in canonical form. */
export function canonicalText(value: string): string {
  if (plain.test(value)) return `"${value}"`
  if (!ascii.test(value)) {
    if (!value.isWellFormed()) throw new KeyError('NOT_CANONICAL', 'lone surrogate')
    if (value.normalize('NFC') !== value) throw new KeyError('NOT_CANONICAL', 'text is not in NFC')
  }
  return JSON.stringify(value)
}
