/** Something to choose and how often, in any unit. */
export type Weighted<T> = readonly [value: T, weight: number]

/** A stream of random choices that is the same for the same seed, on every machine. */
export interface Random {
  /** A number from 0 to below 1. */
  next(): number
  /** A whole number, both ends included. */
  int(from: number, to: number): number
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
  weighted<T>(from: readonly Weighted<T>[]): T
  /** Earlier items more often, about as names are: the weight of the n-th falls with n. */
  byRank<T>(from: readonly T[]): T
}

function scramble(value: number): number {
  let z = (value + 0x9e3779b9) | 0
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b)
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
  return (z ^ (z >>> 16)) >>> 0
}

function first<T>(from: readonly T[], at: number): T {
  const item = from[at]
  if (item === undefined) throw new RangeError('nothing to choose from')
  return item
}

/** The random stream number `stream` of a seed: streams of one seed do not depend on how much the others were used. */
export function randomStream(seed: number, stream: number): Random {
  // sfc32 (small fast counter), its state spread from both numbers.
  let a = scramble(seed | 0)
  let b = scramble(stream | 0)
  let c = scramble((seed ^ Math.imul(stream, 0x27d4eb2f)) | 0)
  let counter = 1
  const next = (): number => {
    const t = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t
    c |= 0
    return (t >>> 0) / 4294967296
  }
  for (let i = 0; i < 12; i++) next()

  const weighted = <T>(from: readonly Weighted<T>[]): T => {
    let left = next() * from.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [value, weight] of from) {
      left -= weight
      if (left < 0) return value
    }
    return first(from, from.length - 1)[0]
  }
  return {
    next,
    int: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (probability) => next() < probability,
    pick: (from) => first(from, Math.floor(next() * from.length)),
    weighted,
    // The square makes the first quarter of a list as frequent as the other three together.
    byRank: (from) => first(from, Math.floor(next() ** 2 * from.length)),
  }
}
