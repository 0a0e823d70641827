import type { ExpressionProblem } from './expression.ts'

/**
 * Patterns of `regex()`. The language's own engine goes back and tries again, so that a short pattern such as `(a+)+b`
 * may take years over thirty letters. This one follows all ways at once and takes length of text times length of pattern.
 * It knows what forms use; look-ahead and back-references, which need going back, are unsupported.
 */
const patternLimits = { length: 1000, steps: 2000, text: 2000 } as const

/** One way on: past one sign that fits, past nothing, past nothing at one end of the text, or two ways. */
type State =
  | { readonly k: 'sign'; readonly fits: RegExp; to: number }
  | { readonly k: 'empty'; to: number }
  | { readonly k: 'start' | 'end'; to: number }
  | { readonly k: 'either'; to: number; other: number }
  | { readonly k: 'done' }

interface Piece {
  readonly from: number
  readonly to: number
}

class PatternError extends Error {
  readonly code: string
  readonly severity: 'error' | 'unsupported'
  constructor(code: string, severity: 'error' | 'unsupported' = 'error') {
    super(code)
    this.code = code
    this.severity = severity
  }
}

const TIMES = /(?:\*|\+|\?|\{(\d+)(,(\d*))?\})\??/y
const SINGLE =
  /\\[dDwWsS]|\\[pP]\{[A-Za-z_=]+\}|\\u[\da-fA-F]{4}|\\x[\da-fA-F]{2}|\\[tnrfv0]|\\[^A-Za-z\d]|\[\^?(?:\\.|\\u[\da-fA-F]{4}|[^\]\\])*\]|\.|[^\\()[\]|*+?^$]/uy

/** Builds the ways through a pattern. */
class Builder {
  readonly states: State[] = []
  readonly #source: string
  #at = 0
  #nesting = 0

  constructor(source: string) {
    this.#source = source
  }

  whole(): number {
    const piece = this.#either()
    if (this.#at < this.#source.length) throw new PatternError('bad_pattern')
    this.#join(piece.to, this.#add({ k: 'done' }))
    return piece.from
  }

  #add(state: State): number {
    if (this.states.length >= patternLimits.steps) throw new PatternError('pattern_too_large')
    return this.states.push(state) - 1
  }

  #join(from: number, to: number): void {
    const state = this.states[from]
    if (state !== undefined && state.k !== 'done') state.to = to
  }

  #either(): Piece {
    if (++this.#nesting > 50) throw new PatternError('pattern_too_large')
    let piece = this.#sequence()
    while (this.#source[this.#at] === '|') {
      this.#at++
      const other = this.#sequence()
      const from = this.#add({ k: 'either', to: piece.from, other: other.from })
      const to = this.#add({ k: 'empty', to: -1 })
      this.#join(piece.to, to)
      this.#join(other.to, to)
      piece = { from, to }
    }
    this.#nesting--
    return piece
  }

  #sequence(): Piece {
    const from = this.#add({ k: 'empty', to: -1 })
    let to = from
    for (;;) {
      const sign = this.#source[this.#at]
      if (sign === undefined || sign === '|' || sign === ')') return { from, to }
      const start = this.#at
      const piece = this.#times(this.#one(), start)
      this.#join(to, piece.from)
      to = piece.to
    }
  }

  #one(): Piece {
    const sign = this.#source[this.#at]
    if (sign === '^' || sign === '$') {
      this.#at++
      const at = this.#add({ k: sign === '^' ? 'start' : 'end', to: -1 })
      return { from: at, to: at }
    }
    if (sign === '(') return this.#group()
    SINGLE.lastIndex = this.#at
    const single = SINGLE.exec(this.#source)
    if (!single) {
      const backward = /^\\[\dbBk]/.test(this.#source.slice(this.#at))
      throw backward ? new PatternError('unsupported_pattern', 'unsupported') : new PatternError('bad_pattern')
    }
    this.#at = SINGLE.lastIndex
    const at = this.#add({ k: 'sign', fits: signPattern(single[0]), to: -1 })
    return { from: at, to: at }
  }

  #group(): Piece {
    this.#at++
    if (this.#source[this.#at] === '?') {
      if (this.#source[this.#at + 1] !== ':') throw new PatternError('unsupported_pattern', 'unsupported')
      this.#at += 2
    }
    const piece = this.#either()
    if (this.#source[this.#at] !== ')') throw new PatternError('bad_pattern')
    this.#at++
    return piece
  }

  /** Repeats what was just read; a copy is made by reading it again. */
  #times(first: Piece, start: number): Piece {
    TIMES.lastIndex = this.#at
    const times = TIMES.exec(this.#source)
    if (!times) return first
    const end = TIMES.lastIndex
    const sign = times[0][0]
    const least = sign === '{' ? Number(times[1]) : sign === '+' ? 1 : 0
    const open = times[2] !== undefined && times[3] === ''
    const most =
      sign === '?' ? 1 : sign === '{' ? (times[2] === undefined ? least : open ? Infinity : Number(times[3])) : Infinity
    if (most < least) throw new PatternError('bad_pattern')
    if (least > patternLimits.steps || (most !== Infinity && most > patternLimits.steps)) {
      throw new PatternError('pattern_too_large')
    }
    const from = this.#add({ k: 'empty', to: -1 })
    let to = from
    let copies = 0
    const copy = (): Piece => {
      if (copies++ === 0) return first
      this.#at = start
      return this.#one()
    }
    for (let i = 0; i < least; i++) {
      const piece = copy()
      this.#join(to, piece.from)
      to = piece.to
    }
    const done = this.#add({ k: 'empty', to: -1 })
    if (most === Infinity) {
      const piece = copy()
      const again = this.#add({ k: 'either', to: piece.from, other: done })
      this.#join(to, again)
      this.#join(piece.to, again)
    } else {
      for (let i = least; i < most; i++) {
        const piece = copy()
        const maybe = this.#add({ k: 'either', to: piece.from, other: done })
        this.#join(to, maybe)
        to = piece.to
      }
      this.#join(to, done)
    }
    this.#at = end
    return { from, to: done }
  }
}

// What may stand behind a backslash under the engine's strict reading; forms escape other signs as well, to no effect.
const ESCAPED = /[A-Za-z\d^$\\.*+?()[\]{}|/-]/

/** One sign of a text never takes the engine long, so that sets are left to it. */
function signPattern(source: string): RegExp {
  const strict = source.replace(/\\(.)/gsu, (all, sign: string) => (ESCAPED.test(sign) ? all : sign))
  const single = strict === '\\-' ? '-' : /^[{}]$/.test(strict) ? `\\${strict}` : strict
  try {
    return new RegExp(`^${single}$`, 'su')
  } catch {
    throw new PatternError('bad_pattern')
  }
}

interface Pattern {
  readonly states: readonly State[]
  readonly from: number
}

const known = new Map<string, Pattern>()

function build(source: string): Pattern {
  const kept = known.get(source)
  if (kept) return kept
  if (source.length > patternLimits.length) throw new PatternError('pattern_too_large')
  const builder = new Builder(source)
  const from = builder.whole()
  const pattern = { states: builder.states, from }
  if (known.size > 200) known.clear()
  known.set(source, pattern)
  return pattern
}

/** Why a pattern cannot be used, or nothing. */
export function patternProblem(source: string): ExpressionProblem | null {
  try {
    build(source)
    return null
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    return { code: error.code, found: source.slice(0, 80), severity: error.severity }
  }
}

/** How many ways a pattern may be in at once: what one sign of a text costs. */
export const patternSize = (source: string): number =>
  patternProblem(source) === null ? build(source).states.length : 0

/** Whether a text as a whole fits a pattern. A pattern with a problem, or a text without end, fits nothing. */
export function fitsPattern(text: string, source: string): boolean {
  if (text.length > patternLimits.text || patternProblem(source) !== null) return false
  const { states, from } = build(source)
  const signs = Array.from(text)
  let ways = [from]
  for (let at = 0; ; at++) {
    const seen = new Set<number>()
    const stack = ways
    const onward: number[] = []
    let done = false
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (seen.has(next)) continue
      seen.add(next)
      const state = states[next]
      if (state === undefined) continue
      if (state.k === 'done') done = true
      else if (state.k === 'sign') {
        const sign = signs[at]
        if (sign !== undefined && state.fits.test(sign)) onward.push(state.to)
      } else if (state.k === 'either') stack.push(state.to, state.other)
      else if (state.k === 'empty' || (state.k === 'start' ? at === 0 : at === signs.length)) stack.push(state.to)
    }
    if (at === signs.length) return done
    if (onward.length === 0) return false
    ways = onward
  }
}
