import type { BundleOp } from './operation.ts'

// The same rules as the schema in operation.ts, which has the last word: this only says yes faster, as a bundle may hold
// a million operations. A test holds the two against each other.

const hex32 = /^[0-9a-f]{32}$/
const hex64 = /^[0-9a-f]{64}$/
const name = /^[a-z][A-Za-z0-9_.]{0,63}$/
const id = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/
const kinds: ReadonlySet<unknown> = new Set(['create', 'set', 'delete', 'link', 'erase'])
const flags: ReadonlySet<unknown> = new Set(['ok', 'behind', 'ahead'])
const members = 19

type Members = Readonly<Record<string, unknown>>

const fits = (pattern: RegExp, value: unknown): boolean => typeof value === 'string' && pattern.test(value)
const isShort = (value: unknown): boolean => typeof value === 'string' && value.length <= 40
const isWhole = (value: unknown, least: number): boolean =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= least

const membersOf = (value: unknown): Members | null => {
  if (typeof value !== 'object' || value === null) return null
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype ? (value as Members) : null
}

const namedMembers = (value: unknown): Members | null => {
  const found = membersOf(value)
  if (found) for (const key of Object.keys(found)) if (!name.test(key) || found[key] === undefined) return null
  return found
}

const isSeen = (value: unknown): boolean => {
  const registers = namedMembers(value)
  if (!registers) return false
  for (const register of Object.keys(registers)) {
    const vector = membersOf(registers[register])
    if (!vector) return false
    for (const replica of Object.keys(vector)) if (!hex32.test(replica) || !isWhole(vector[replica], 1)) return false
  }
  return true
}

const isClock = (value: unknown): boolean => {
  const clock = membersOf(value)
  return clock !== null && Object.keys(clock).length === 2 && isWhole(clock['ms'], 0) && isWhole(clock['c'], 0)
}

/** True for what is surely an operation; what it does not know for sure is left to the schema. */
export const isBundleOp = (value: unknown): value is BundleOp => {
  const op = membersOf(value)
  return (
    op !== null &&
    Object.keys(op).length === members &&
    fits(hex32, op['replica']) &&
    isWhole(op['n'], 1) &&
    fits(id, op['entity']) &&
    fits(name, op['type']) &&
    kinds.has(op['kind']) &&
    namedMembers(op['fields']) !== null &&
    isSeen(op['seen']) &&
    isClock(op['hlc']) &&
    isShort(op['wall']) &&
    flags.has(op['clockFlag']) &&
    fits(id, op['user']) &&
    fits(id, op['device']) &&
    fits(id, op['save']) &&
    isWhole(op['schema'], 1) &&
    isShort(op['app']) &&
    (op['salt'] === '' || fits(hex32, op['salt'])) &&
    fits(hex64, op['phash']) &&
    fits(hex64, op['prev']) &&
    fits(hex64, op['hash'])
  )
}
