import type { ExpressionProblem } from './expression.ts'

export interface Token {
  readonly type: 'number' | 'text' | 'ref' | 'name' | 'sign'
  /** The words without their quotes or `${}`. */
  readonly text: string
}

const SPACE = /\s+/y
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)/y
const QUOTED = /"([^"]*)"|'([^']*)'/y
const REFERENCE = /\$\{\s*([^{}\s]+)\s*\}/y
// A name may hold a dash and a dot, as in `string-length`, and one colon, as in `jr:choice-name`.
const WORD = /[\p{L}_][\p{L}\p{N}\p{M}_.-]*(?::[\p{L}_][\p{L}\p{N}\p{M}_.-]*)?/uy
const SIGN = /!=|<=|>=|\.\.|[-+*=<>(),.]/y

const problem = (code: string, found: string, severity: 'error' | 'unsupported' = 'error'): ExpressionProblem => ({
  code,
  found,
  severity,
})

/** What a sign outside the language tells about the expression. */
function strange(source: string, at: number): ExpressionProblem {
  const found = source.slice(at, at + 40)
  // Word processors and some spreadsheets bend the quotes.
  if (/^[\u2018\u2019\u201c\u201d]/.test(found)) return problem('curly_quotes', found.slice(0, 1))
  if (/^["']/.test(found)) return problem('quote_not_closed', found)
  if (/^[/@[\]|:]/.test(found)) return problem('unsupported_path', found, 'unsupported')
  if (/^\$\{\s*last-saved#/.test(found)) return problem('last_saved', found, 'unsupported')
  return problem('syntax', found)
}

/** Cuts an expression into words and signs, or says what stands in the way. */
export function tokenize(source: string): Token[] | ExpressionProblem {
  const tokens: Token[] = []
  let at = 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const match = pattern.exec(source)
    if (match) at = pattern.lastIndex
    return match
  }
  for (;;) {
    take(SPACE)
    if (at >= source.length) return tokens
    const reference = take(REFERENCE)
    if (reference) {
      const name = reference[1] ?? ''
      if (name.startsWith('last-saved#')) return problem('last_saved', name, 'unsupported')
      tokens.push({ type: 'ref', text: name })
      continue
    }
    const quoted = take(QUOTED)
    if (quoted) {
      tokens.push({ type: 'text', text: quoted[1] ?? quoted[2] ?? '' })
      continue
    }
    const number = take(NUMBER)
    if (number) {
      tokens.push({ type: 'number', text: number[0] })
      continue
    }
    const word = take(WORD)
    if (word) {
      tokens.push({ type: 'name', text: word[0] })
      continue
    }
    const sign = take(SIGN)
    if (!sign) return strange(source, at)
    tokens.push({ type: 'sign', text: sign[0] })
  }
}
