import { functions } from './functions.ts'
import type { Tree } from './expression.ts'
import { patternSize } from './pattern.ts'
import { compares, Exhausted, toBoolean, toNumber, toScalar, toText, type Scalar, type Value } from './values.ts'

/** What an expression sees of the form around it. */
export interface Surroundings {
  /** `${name}`, or every answer of it when it lies in a repeat that the expression is not in. */
  readonly ref: (name: string) => Value
  /** The answer of a question in one round of a repeat, from 1. */
  readonly inRound: (name: string, repeat: string, round: number) => Value
  /** How many rounds a repeat has; nothing for what is no repeat. */
  readonly rounds: (name: string) => number | undefined
  /** The number, from 1, of the round around the expression. */
  readonly position: () => number
  /** `.` */
  readonly self: () => Scalar
  /** A column of the choice that a filter looks at. */
  readonly column: (name: string) => string
  readonly choiceName: (value: string, question: string) => string
  /** The day, and the moment, on the clock of the laptop. */
  readonly today: string
  readonly now: string
}

/** Counts down what one working out may take. */
export class Budget {
  left: number
  constructor(steps: number) {
    this.left = steps
  }
  spend(steps: number): void {
    this.left -= steps
    if (this.left < 0) throw new Exhausted()
  }
}

type CallTree = Extract<Tree, { k: 'call' }>
type OpTree = Extract<Tree, { k: 'op' }>

function operation(tree: OpTree, around: Surroundings, budget: Budget): Value {
  const left = run(tree.left, around, budget)
  if (tree.op === 'and') return toBoolean(left) && toBoolean(run(tree.right, around, budget))
  if (tree.op === 'or') return toBoolean(left) || toBoolean(run(tree.right, around, budget))
  const right = run(tree.right, around, budget)
  switch (tree.op) {
    case '+':
      return toNumber(left) + toNumber(right)
    case '-':
      return toNumber(left) - toNumber(right)
    case '*':
      return toNumber(left) * toNumber(right)
    case 'div':
      return toNumber(left) / toNumber(right)
    case 'mod':
      return toNumber(left) % toNumber(right)
    default:
      // Two lists are compared each with each.
      if (Array.isArray(left) && Array.isArray(right)) budget.spend(left.length * right.length)
      return compares(tree.op, left, right)
  }
}

function call(tree: CallTree, around: Surroundings, budget: Budget): Value {
  const argument = (at: number): Value => {
    const arg = tree.args[at]
    return arg === undefined ? around.self() : run(arg, around, budget)
  }
  const nameOf = (at: number): string => {
    const arg = tree.args[at]
    return arg?.k === 'ref' ? arg.name : ''
  }
  switch (tree.name) {
    case 'if':
      return argument(toBoolean(argument(0)) ? 1 : 2)
    case 'coalesce': {
      const first = toScalar(argument(0))
      return first === '' ? argument(1) : first
    }
    case 'once': {
      const kept = around.self()
      return kept === '' ? argument(0) : kept
    }
    case 'position':
      return around.position()
    case 'count': {
      const rounds = around.rounds(nameOf(0))
      if (rounds !== undefined) return rounds
      const value = argument(0)
      return Array.isArray(value) ? value.length : 1
    }
    case 'indexed-repeat':
      return around.inRound(nameOf(0), nameOf(1), toNumber(argument(2)))
    case 'jr:choice-name':
      return around.choiceName(toText(argument(0)), nameOf(1))
    case 'today':
      return around.today
    case 'now':
      return around.now
  }
  if (!Object.hasOwn(functions, tree.name)) return ''
  const args = tree.args.length === 0 ? [around.self()] : tree.args.map((_, at) => argument(at))
  const text = (at: number): string => toText(args[at] ?? '')
  // Texts cost by their length, since there are functions that look at each sign.
  budget.spend(text(0).length * (tree.name === 'regex' ? patternSize(text(1)) / 2 : 1 / 50))
  return functions[tree.name as keyof typeof functions](args, text, (at) => toNumber(args[at] ?? ''))
}

/** Works out an expression. Throws `Exhausted` when that takes more than the budget, and nothing else. */
export function run(tree: Tree, around: Surroundings, budget: Budget): Value {
  budget.spend(1)
  switch (tree.k) {
    case 'value':
      return tree.value
    case 'ref': {
      const value = around.ref(tree.name)
      if (Array.isArray(value)) budget.spend(value.length)
      return value
    }
    case 'self':
      return around.self()
    case 'parent':
      return ''
    case 'column':
      return around.column(tree.name)
    case 'negative':
      return -toNumber(run(tree.of, around, budget))
    case 'op':
      return operation(tree, around, budget)
    case 'call':
      return call(tree, around, budget)
  }
}
