import type { Tree } from './expression.ts'
import { formLimits, isSelect, textIn, type Choice } from './form.ts'
import { REFERENCE, type CompiledForm, type Entry, type ExpressionField } from './compile.ts'
import { answerOf, fitsType, type Answers } from './answers.ts'
import { columnOf, member, tidy, type Evaluation, type EvaluateOptions, type NodeState } from './state.ts'
import { areOffered, candidates } from './choices.ts'
import { Budget, run, type Surroundings } from './run.ts'
import { Exhausted, toBoolean, toList, toNumber, toScalar, toText, type Scalar, type Value } from './values.ts'

const STEPS = 5_000_000

interface Cell {
  relevant: boolean
  value: Scalar
  rounds: number
}

type Rounds = readonly number[]

class Evaluator {
  readonly #form: CompiledForm
  readonly #answers: Answers
  readonly #options: EvaluateOptions
  readonly #budget = new Budget(STEPS)
  readonly #cells: Map<string, Cell>[]
  readonly #rounds = new Map<number, Rounds[]>()
  complete = true

  constructor(form: CompiledForm, answers: Answers, options: EvaluateOptions) {
    this.#form = form
    this.#answers = answers
    this.#options = options
    this.#cells = form.entries.map(() => new Map<string, Cell>())
  }

  evaluate(): Map<string, NodeState> {
    let left: number = formLimits.nodes
    for (const at of this.#form.order) {
      const entry = this.#form.entries[at]
      for (const rounds of entry ? this.#roundsOf(entry) : []) {
        if (left-- > 0 && entry) this.#workOut(entry, rounds)
        else this.complete = false
      }
    }
    const states = new Map<string, NodeState>()
    for (const entry of this.#form.entries) {
      for (const rounds of this.#roundsOf(entry)) {
        if (this.#cell(entry.index, rounds)) states.set(this.#path(entry, rounds), this.#state(entry, rounds))
      }
    }
    return states
  }

  /** What a question starts with: its default, worked out where it is an expression. */
  startsWith(entry: Entry, rounds: Rounds): Scalar {
    if (entry.node.kind !== 'question' || entry.node.default === undefined) return ''
    if (!entry.expressions.default) return answerOf(entry.node, entry.node.default)
    return tidy(toScalar(this.#run(entry, rounds, 'default', '') ?? ''))
  }

  name(): string {
    const tree = this.#form.instanceName
    return tree === null ? '' : toText(this.run(tree, this.#surroundings({ repeats: [] }, [])) ?? '')
  }

  fill(text: string, from: Pick<NodeState, 'entry' | 'at'>): string {
    const entry = this.#form.entries[from.entry]
    return text.replace(REFERENCE, (_, name: string) => (entry ? this.#answered(name, entry, from.at) : ''))
  }

  #answered(name: string, from: Entry, at: Rounds): string {
    return toText(this.run({ k: 'ref', name }, this.#surroundings(from, at)) ?? '')
  }

  /** Every combination of rounds of the repeats around an entry. */
  #roundsOf(entry: Entry): readonly Rounds[] {
    const inner = entry.repeats.at(-1)
    if (inner === undefined) return [[]]
    const known = this.#rounds.get(inner)
    if (known) return known
    const repeat = this.#form.entries[inner]
    const all: Rounds[] = []
    for (const outer of repeat ? this.#roundsOf(repeat) : []) {
      const count = this.#cell(inner, outer)?.rounds ?? 0
      for (let i = 0; i < count && all.length < formLimits.nodes; i++) all.push([...outer, i])
    }
    this.#rounds.set(inner, all)
    return all
  }

  #cell(at: number, rounds: Rounds): Cell | undefined {
    return this.#cells[at]?.get(rounds.join('.'))
  }

  #workOut(entry: Entry, rounds: Rounds): void {
    const { node, expressions, parent } = entry
    const outer = parent === null ? undefined : this.#form.entries[parent]
    const around = outer === undefined ? true : this.#cell(outer.index, rounds.slice(0, outer.repeats.length))?.relevant
    const cell: Cell = { relevant: around ?? false, value: '', rounds: 0 }
    this.#cells[entry.index]?.set(rounds.join('.'), cell)
    if (this.#budget.left <= 0) this.complete = false
    if (cell.relevant && expressions.relevant)
      cell.relevant = toBoolean(this.#run(entry, rounds, 'relevant', '') ?? true)
    if (node.kind === 'question') {
      const given = answerOf(node, this.#given(entry, rounds))
      if (!cell.relevant) return
      cell.value = expressions.calculation
        ? tidy(toScalar(this.#run(entry, rounds, 'calculation', given) ?? ''))
        : given
    } else if (node.kind === 'repeat') {
      const rows = this.#given(entry, rounds)
      const given = Array.isArray(rows) ? rows.length : 0
      const count = expressions.count ? toNumber(this.#run(entry, rounds, 'count', '') ?? '') : given
      if (count > formLimits.rounds) this.complete = false
      cell.rounds = Number.isNaN(count) ? 0 : Math.max(0, Math.min(formLimits.rounds, Math.trunc(count)))
      cell.value = cell.relevant ? cell.rounds : 0
    }
  }

  #around(entry: Entry): Entry[] {
    return entry.chain.flatMap((at) => this.#form.entries[at] ?? [])
  }

  /** What was stored for an entry, whatever its kind. */
  #given(entry: Entry, rounds: Rounds): unknown {
    let value: unknown = this.#answers
    let level = 0
    for (const { node } of this.#around(entry)) {
      value = member(value, node.name)
      if (node.kind === 'repeat') value = Array.isArray(value) ? (value as unknown[])[rounds[level++] ?? 0] : undefined
    }
    return member(value, entry.node.name)
  }

  /** Works out one expression; nothing when that was given up. */
  #run(entry: Entry, rounds: Rounds, field: ExpressionField, self: Scalar, choice?: Choice): Value | undefined {
    const tree = entry.expressions[field]
    if (!tree) return undefined
    return this.run(tree, {
      ...this.#surroundings(entry, rounds),
      self: () => self,
      column: (name) => columnOf(choice, name),
    })
  }

  /** Works out any expression over the form; nothing when that was given up. */
  run(tree: Tree, around: Surroundings): Value | undefined {
    try {
      return run(tree, around, this.#budget)
    } catch (error) {
      if (!(error instanceof Exhausted)) throw error
      this.complete = false
      return undefined
    }
  }

  #surroundings(entry: Pick<Entry, 'repeats'>, rounds: Rounds): Surroundings {
    const { now, language = '' } = this.#options
    return {
      ref: (name) => this.#ref(name, entry, rounds),
      inRound: (name, repeat, round) => this.#inRound(name, repeat, round, entry, rounds),
      rounds: (name) => {
        const found = this.#form.entries[this.#form.byName.get(name) ?? -1]
        if (found?.node.kind !== 'repeat') return undefined
        return toList(this.#ref(name, entry, rounds)).reduce<number>((sum, one) => sum + toNumber(one), 0)
      },
      position: () => (rounds.at(-1) ?? 0) + 1,
      self: () => '',
      column: () => '',
      choiceName: (value, question) => {
        const node = this.#form.entries[this.#form.byName.get(question) ?? -1]?.node
        const list = node?.kind === 'question' ? this.#form.choices.get(node.list ?? '') : undefined
        return textIn(list?.get(value)?.label, language, this.#form.form.defaultLanguage)
      },
      today: now.slice(0, 10),
      now,
    }
  }

  #ref(name: string, from: Pick<Entry, 'repeats'>, rounds: Rounds): Value {
    const at = this.#form.byName.get(name) ?? -1
    const target = this.#form.entries[at]
    if (!target) return ''
    let shared = 0
    while (shared < target.repeats.length && target.repeats[shared] === from.repeats[shared]) shared++
    if (shared === target.repeats.length) return this.#cell(at, rounds.slice(0, shared))?.value ?? ''
    const prefix = rounds.slice(0, shared)
    const all = this.#roundsOf(target)
    this.#budget.spend(all.length)
    return all
      .filter((one) => prefix.every((round, i) => one[i] === round))
      .flatMap((one) => {
        const cell = this.#cell(at, one)
        return cell?.relevant ? [cell.value] : []
      })
  }

  #inRound(name: string, repeat: string, round: number, from: Pick<Entry, 'repeats'>, rounds: Rounds): Value {
    const target = this.#form.entries[this.#form.byName.get(name) ?? -1]
    const level = target?.repeats.indexOf(this.#form.byName.get(repeat) ?? -1) ?? -1
    if (!target || level < 0 || target.repeats.length !== level + 1) return ''
    const shared = target.repeats.slice(0, level).every((one, i) => one === from.repeats[i])
    return shared ? (this.#cell(target.index, [...rounds.slice(0, level), round - 1])?.value ?? '') : ''
  }

  #path(entry: Entry, rounds: Rounds): string {
    let path = ''
    let level = 0
    for (const { node } of this.#around(entry)) {
      path += node.kind === 'repeat' ? `${node.name}[${rounds[level++] ?? 0}]/` : `${node.name}/`
    }
    return path + entry.node.name
  }

  #state(entry: Entry, rounds: Rounds): NodeState {
    const cell = this.#cell(entry.index, rounds) ?? { relevant: false, value: '', rounds: 0 }
    const { relevant, value } = cell
    const plain = { entry: entry.index, at: rounds, relevant, value, required: false, readOnly: false, problems: [] }
    const { node } = entry
    if (node.kind !== 'question') return node.kind === 'repeat' ? { ...plain, rounds: cell.rounds } : plain
    if (!relevant) return plain
    const required = toBoolean(this.#run(entry, rounds, 'required', value) ?? false)
    const readOnly =
      entry.expressions.calculation !== undefined || toBoolean(this.#run(entry, rounds, 'readOnly', value) ?? false)
    const list = isSelect(node) ? (this.#form.choices.get(node.list ?? '') ?? new Map<string, Choice>()) : undefined
    const filtered = list && this.#filtered(entry, rounds, value, list)
    const problems: NodeState['problems'][number][] = []
    if (value === '') {
      if (required) problems.push('required')
    } else {
      if (!fitsType(node, value)) problems.push('type')
      if (list && !areOffered(toText(value), list, filtered)) problems.push('choice')
      if (entry.expressions.constraint && !toBoolean(this.#run(entry, rounds, 'constraint', value) ?? true)) {
        problems.push('constraint')
      }
    }
    return {
      ...plain,
      required,
      readOnly,
      problems,
      ...(list ? { choices: filtered ?? this.#form.form.lists[node.list ?? ''] ?? [] } : {}),
    }
  }

  /** The choices that the filter of a question leaves; nothing when it has none. */
  #filtered(entry: Entry, rounds: Rounds, value: Scalar, list: ReadonlyMap<string, Choice>): Choice[] | undefined {
    const filter = entry.expressions.choiceFilter
    if (!filter) return undefined
    // One surroundings for all choices.
    let looked: Choice | undefined
    const column = (name: string): string => columnOf(looked, name)
    const around = { ...this.#surroundings(entry, rounds), self: () => value, column }
    const left: Choice[] = []
    for (const choice of candidates(list, filter, (tree) => this.run(tree, around))) {
      looked = choice
      if (toBoolean(this.run(filter, around) ?? false)) left.push(choice)
    }
    return left
  }
}

/** Works out a form over its answers: what is asked, what may be chosen, what is calculated, what is wrong. Never throws. */
export function evaluateForm(form: CompiledForm, answers: Answers, options: EvaluateOptions): Evaluation {
  const evaluator = new Evaluator(form, answers, options)
  const states = evaluator.evaluate()
  const valid = [...states.values()].every((state) => state.problems.length === 0)
  return {
    states,
    complete: evaluator.complete,
    valid: valid && evaluator.complete,
    name: evaluator.name(),
    fill: (text, from) => evaluator.fill(text, from),
  }
}

/**
 * What the questions of a new form, or of a new round of a repeat, start with, by entry. `at` names the round, which the
 * answers may not have yet.
 */
export function startingAnswers(
  form: CompiledForm,
  repeat: number | null,
  at: readonly number[],
  answers: Answers,
  options: EvaluateOptions,
): ReadonlyMap<number, Scalar> {
  const evaluator = new Evaluator(form, answers, options)
  evaluator.evaluate()
  const own = form.entries.filter(({ repeats }) => (repeats.at(-1) ?? null) === repeat)
  return new Map(
    own.flatMap((entry) => {
      const value = evaluator.startsWith(entry, at)
      return value === '' ? [] : [[entry.index, value] as const]
    }),
  )
}
