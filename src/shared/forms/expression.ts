import { arity } from './functions.ts'
import { patternProblem } from './pattern.ts'
import { tokenize, type Token } from './tokens.ts'

/** The XPath that XLSForm uses, read into a tree. Nothing is ever handed to the language's own evaluator. */
export type Tree =
  | { readonly k: 'value'; readonly value: string | number }
  /** `${name}` */
  | { readonly k: 'ref'; readonly name: string }
  /** `.`: the question itself */
  | { readonly k: 'self' }
  /** `..`: only as `position(..)` */
  | { readonly k: 'parent' }
  /** A bare name, in a filter of choices: a column of the list */
  | { readonly k: 'column'; readonly name: string }
  | { readonly k: 'call'; readonly name: string; readonly args: readonly Tree[] }
  | { readonly k: 'op'; readonly op: Operator; readonly left: Tree; readonly right: Tree }
  | { readonly k: 'negative'; readonly of: Tree }

const operators = {
  or: 1,
  and: 2,
  '=': 3,
  '!=': 3,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  div: 6,
  mod: 6,
} as const
type Operator = keyof typeof operators
const UNARY = 7

export const expressionLimits = {
  length: 8000,
  /** Brackets within brackets. */
  nesting: 100,
  /** Of the tree: `1+1+1` is two deep. */
  depth: 500,
} as const

/** What is wrong with an expression: a stable code, and the words it is about. */
export interface ExpressionProblem {
  readonly code: string
  readonly found: string
  readonly severity: 'error' | 'unsupported'
}

export interface Parsed {
  /** Absent when something is wrong. */
  readonly tree: Tree | null
  readonly problems: readonly ExpressionProblem[]
  readonly refs: ReadonlySet<string>
  readonly functions: ReadonlySet<string>
  readonly columns: ReadonlySet<string>
  /** What has to be a repeat, and what has to be a select, for the function it is given to. */
  readonly repeats: ReadonlySet<string>
  readonly selects: ReadonlySet<string>
}

class Stopped extends Error {
  readonly problem: ExpressionProblem
  constructor(code: string, found: string, severity: 'error' | 'unsupported' = 'error') {
    super(code)
    this.problem = { code, found, severity }
  }
}

class Parser {
  readonly problems: ExpressionProblem[] = []
  readonly refs = new Set<string>()
  readonly functions = new Set<string>()
  readonly columns = new Set<string>()
  readonly repeats = new Set<string>()
  readonly selects = new Set<string>()
  readonly #tokens: readonly Token[]
  readonly #columnsAllowed: boolean
  #at = 0
  #nesting = 0
  /** How often `..` stands elsewhere than in `position(..)`. */
  #parents = 0
  readonly #depths = new Map<Tree, number>()

  constructor(tokens: readonly Token[], columnsAllowed: boolean) {
    this.#tokens = tokens
    this.#columnsAllowed = columnsAllowed
  }

  whole(): Tree {
    const tree = this.#expression(0)
    const left = this.#peek()
    if (left !== undefined) throw new Stopped('syntax', left.text)
    if (this.#parents > 0) throw new Stopped('unsupported_path', '..', 'unsupported')
    return tree
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#at]
  }

  #expect(text: string): void {
    const token = this.#tokens[this.#at++]
    if (token?.type !== 'sign' || token.text !== text) throw new Stopped('syntax', token?.text ?? `${text} missing`)
  }

  #is(text: string): boolean {
    const token = this.#peek()
    return token?.type === 'sign' && token.text === text
  }

  #made(tree: Tree, ...parts: readonly Tree[]): Tree {
    const depth = 1 + Math.max(0, ...parts.map((part) => this.#depths.get(part) ?? 0))
    if (depth > expressionLimits.depth) throw new Stopped('too_deep', String(expressionLimits.depth))
    this.#depths.set(tree, depth)
    return tree
  }

  #operator(): Operator | undefined {
    const token = this.#peek()
    if (token === undefined || token.type === 'text' || token.type === 'ref') return undefined
    return Object.hasOwn(operators, token.text) ? (token.text as Operator) : undefined
  }

  #expression(least: number): Tree {
    if (++this.#nesting > expressionLimits.nesting) throw new Stopped('too_deep', String(expressionLimits.nesting))
    let left = this.#operand()
    for (;;) {
      const op = this.#operator()
      if (op === undefined || operators[op] <= least) break
      this.#at++
      const right = this.#expression(operators[op])
      left = this.#made({ k: 'op', op, left, right }, left, right)
    }
    this.#nesting--
    return left
  }

  #operand(): Tree {
    const token = this.#tokens[this.#at++]
    if (token === undefined) throw new Stopped('syntax', 'end')
    switch (token.type) {
      case 'number':
        return this.#made({ k: 'value', value: Number(token.text) })
      case 'text':
        return this.#made({ k: 'value', value: token.text })
      case 'ref':
        this.refs.add(token.text)
        return this.#made({ k: 'ref', name: token.text })
      case 'name':
        return this.#is('(') ? this.#call(token.text) : this.#column(token.text)
      case 'sign':
        return this.#sign(token.text)
    }
  }

  #sign(sign: string): Tree {
    if (sign === '(') {
      const inner = this.#expression(0)
      this.#expect(')')
      return inner
    }
    if (sign === '-') {
      const of = this.#expression(UNARY - 1)
      return this.#made({ k: 'negative', of }, of)
    }
    if (sign === '.') return this.#made({ k: 'self' })
    if (sign === '..') {
      this.#parents++
      return this.#made({ k: 'parent' })
    }
    throw new Stopped('syntax', sign)
  }

  #column(name: string): Tree {
    if (!this.#columnsAllowed) throw new Stopped('bare_name', name)
    this.columns.add(name)
    return this.#made({ k: 'column', name })
  }

  #call(name: string): Tree {
    this.#expect('(')
    const args: Tree[] = []
    while (!this.#is(')')) {
      if (args.length > 0) this.#expect(',')
      args.push(this.#expression(0))
    }
    this.#expect(')')
    const allowed = Object.hasOwn(arity, name) ? arity[name as keyof typeof arity] : undefined
    if (allowed === undefined) {
      this.problems.push({ code: 'unknown_function', found: `${name}()`, severity: 'unsupported' })
    } else if (args.length < allowed[0] || args.length > allowed[1]) {
      this.problems.push({ code: 'wrong_arguments', found: `${name}()`, severity: 'error' })
    } else this.#checkArguments(name, args)
    this.functions.add(name)
    return this.#made({ k: 'call', name, args }, ...args)
  }

  #checkArguments(name: string, args: Tree[]): void {
    if (name === 'position' && args[0]?.k === 'parent') this.#parents--
    if (name === 'regex') {
      const pattern = args[1]
      // A pattern put together from answers could be anything by the time it runs.
      if (pattern?.k !== 'value') throw new Stopped('pattern_not_fixed', 'regex()', 'unsupported')
      const problem = patternProblem(String(pattern.value))
      if (problem !== null) this.problems.push(problem)
    }
    if (name === 'jr:choice-name') {
      // The standard wants the question in quotes here: '${name}'.
      const quoted = args[1]?.k === 'value' ? /^\s*\$\{\s*([^{}\s]+)\s*\}\s*$/.exec(String(args[1].value)) : null
      if (quoted?.[1] !== undefined) {
        this.refs.add(quoted[1])
        args[1] = this.#made({ k: 'ref', name: quoted[1] })
      }
    }
    if (name === 'jr:choice-name') this.#needs(name, args[1], this.selects)
    if (name === 'indexed-repeat') {
      this.#needs(name, args[0])
      this.#needs(name, args[1], this.repeats)
    }
  }

  #needs(name: string, arg: Tree | undefined, kind?: Set<string>): void {
    if (arg?.k === 'ref') kind?.add(arg.name)
    else this.problems.push({ code: 'wrong_arguments', found: `${name}()`, severity: 'error' })
  }
}

/** Reads an expression. `columns` says whether bare names stand for columns of a list of choices. */
export function parseExpression(source: string, columns = false): Parsed {
  const none = new Set<string>()
  const nothing = { tree: null, refs: none, functions: none, columns: none, repeats: none, selects: none }
  if (source.length > expressionLimits.length) {
    return { ...nothing, problems: [{ code: 'too_long', found: String(source.length), severity: 'error' }] }
  }
  const tokens = tokenize(source)
  if (!Array.isArray(tokens)) return { ...nothing, problems: [tokens] }
  const parser = new Parser(tokens, columns)
  const { refs, functions, columns: named, repeats, selects } = parser
  const found = { refs, functions, columns: named, repeats, selects }
  try {
    const tree = parser.whole()
    return { ...found, tree: parser.problems.length > 0 ? null : tree, problems: parser.problems }
  } catch (error) {
    if (!(error instanceof Stopped)) throw error
    return { ...found, tree: null, problems: [...parser.problems, error.problem] }
  }
}
