import { parseExpression, type Parsed, type Tree } from './expression.ts'
import { isSelect, type Choice, type Form, type FormNode, type FormText, type Question } from './form.ts'
import { sortEntries } from './order.ts'

/** The parts of a node that hold an expression. */
const expressionFields = [
  'relevant',
  'required',
  'readOnly',
  'constraint',
  'calculation',
  'choiceFilter',
  'count',
  'default',
] as const
export type ExpressionField = (typeof expressionFields)[number]
const textFields = ['label', 'hint', 'requiredMessage', 'constraintMessage'] as const

/** A node in its place. Entries stand in the order of the form, which is that of the workbook's rows. */
export interface Entry {
  readonly index: number
  readonly node: FormNode
  /** Names from the outside in, joined by slashes. */
  readonly path: string
  readonly parent: number | null
  /** The groups and repeats around it, outermost first. */
  readonly chain: readonly number[]
  /** The repeats around it, outermost first. */
  readonly repeats: readonly number[]
  readonly expressions: Partial<Record<ExpressionField, Tree>>
}

export interface FormProblem {
  readonly code: string
  readonly severity: 'error' | 'unsupported' | 'warning'
  /** Which entry; none when it is about the form as a whole. */
  readonly entry: number | null
  readonly field: ExpressionField | (typeof textFields)[number] | 'name' | 'list' | 'instanceName'
  readonly language?: string
  readonly found: string
  /** Of a cycle: every entry in it, in order. */
  readonly cycle?: readonly number[]
}

export interface CompiledForm {
  readonly form: Form
  readonly entries: readonly Entry[]
  /** The entry of each name; -1 for a name that several have, which nothing may refer to. */
  readonly byName: ReadonlyMap<string, number>
  /** Entries in the order in which their values can be worked out. */
  readonly order: readonly number[]
  readonly choices: ReadonlyMap<string, ReadonlyMap<string, Choice>>
  readonly instanceName: Tree | null
  readonly problems: readonly FormProblem[]
  /** How often each function is used. */
  readonly functions: ReadonlyMap<string, number>
}

/** A question named within a text. */
export const REFERENCE = /\$\{\s*([^{}\s]+)\s*\}/g

/** Whether a default is worked out; "Baghdad (centre)" is not, `today()` is. */
const isWorkedOut = (text: string): boolean => text.includes('${') || /^[a-z][a-z:-]*\(.*\)$/s.test(text.trim())

const sourceOf = (node: FormNode, field: ExpressionField): string | undefined => {
  const source = (node as Partial<Record<ExpressionField, string>>)[field]
  return field === 'default' && source !== undefined && !isWorkedOut(source) ? undefined : source
}

/** Functions that make one value of the answers of all rounds. */
const ofLists = ['sum', 'count', 'count-non-empty', 'min', 'max', 'join', 'concat', 'indexed-repeat']

type Unplaced = Omit<FormProblem, 'entry'>

class Compiler {
  readonly entries: Entry[] = []
  readonly byName = new Map<string, number>()
  readonly problems: FormProblem[] = []
  readonly functions = new Map<string, number>()
  /** What each entry needs worked out before it. */
  readonly needs: Map<number, ExpressionField | 'parent'>[] = []
  readonly choices = new Map<string, Map<string, Choice>>()
  readonly #form: Form
  readonly #parsed = new Map<string, Parsed>()
  readonly #columns = new Map<string, Set<string>>()

  constructor(form: Form) {
    this.#form = form
    for (const [name, list] of Object.entries(form.lists)) {
      this.choices.set(name, new Map(list.map((choice) => [choice.name, choice])))
      this.#columns.set(name, new Set(['name', ...list.flatMap((choice) => Object.keys(choice.extra))]))
    }
  }

  flatten(nodes: readonly FormNode[], parent: Entry | null): void {
    const names = new Set<string>()
    for (const node of nodes) {
      const index = this.entries.length
      const repeats =
        parent === null ? [] : parent.node.kind === 'repeat' ? [...parent.repeats, parent.index] : parent.repeats
      const entry: Entry = {
        index,
        node,
        path: parent === null ? node.name : `${parent.path}/${node.name}`,
        parent: parent?.index ?? null,
        chain: parent === null ? [] : [...parent.chain, parent.index],
        repeats,
        expressions: {},
      }
      this.entries.push(entry)
      if (names.has(node.name)) {
        this.problems.push({ code: 'duplicate_name', severity: 'error', entry: index, field: 'name', found: node.name })
      }
      names.add(node.name)
      this.byName.set(node.name, this.byName.has(node.name) ? -1 : index)
      if (node.kind !== 'question') this.flatten(node.nodes, entry)
    }
  }

  read(): void {
    for (const entry of this.entries) {
      const needs = new Map<number, ExpressionField | 'parent'>()
      if (entry.parent !== null) needs.set(entry.parent, 'parent')
      this.needs.push(needs)
      for (const field of expressionFields) this.#expression(entry, field, needs)
      for (const field of textFields) this.#texts(entry, field)
      if (entry.node.kind === 'question') this.#list(entry, entry.node)
    }
  }

  #parse(source: string, columns: boolean): Parsed {
    const key = `${columns ? '1' : '0'}${source}`
    const known = this.#parsed.get(key)
    if (known) return known
    const parsed = parseExpression(source, columns)
    this.#parsed.set(key, parsed)
    return parsed
  }

  #expression(entry: Entry, field: ExpressionField, needs: Map<number, ExpressionField | 'parent'>): void {
    const source = sourceOf(entry.node, field)
    if (source === undefined) return
    const parsed = this.#parse(source, field === 'choiceFilter')
    // A plain "yes" in the workbook is no function that its author used.
    if (source !== 'true()')
      for (const name of parsed.functions) this.functions.set(name, (this.functions.get(name) ?? 0) + 1)
    const problem = (one: Omit<Unplaced, 'field'>): void => {
      this.problems.push({ ...one, entry: entry.index, field })
    }
    for (const one of parsed.problems) problem(one)
    const inOrder = field === 'relevant' || field === 'calculation' || field === 'count'
    for (const name of parsed.refs) {
      const target = this.#resolve(name, problem)
      if (target === undefined) continue
      if (inOrder && !needs.has(target)) needs.set(target, field)
      const kind = this.entries[target]?.node
      if (parsed.repeats.has(name) && kind?.kind !== 'repeat') {
        problem({ code: 'not_a_repeat', severity: 'error', found: name })
      }
      if (parsed.selects.has(name) && !(kind?.kind === 'question' && kind.list !== undefined)) {
        problem({ code: 'not_a_select', severity: 'error', found: name })
      }
      const outside = this.entries[target]?.repeats.some((repeat, at) => entry.repeats[at] !== repeat) ?? false
      if (outside && !ofLists.some((one) => parsed.functions.has(one))) {
        problem({ code: 'first_of_list', severity: 'warning', found: name })
      }
    }
    if (entry.node.kind === 'question' && entry.node.list !== undefined) {
      const columns = this.#columns.get(entry.node.list)
      for (const name of parsed.columns) {
        if (columns && !columns.has(name)) problem({ code: 'unknown_column', severity: 'error', found: name })
      }
    }
    if (parsed.tree) entry.expressions[field] = parsed.tree
  }

  #resolve(name: string, problem: (one: Omit<Unplaced, 'field'>) => void): number | undefined {
    const target = this.byName.get(name)
    if (target === undefined) problem({ code: 'unknown_reference', severity: 'error', found: name })
    else if (target === -1) problem({ code: 'ambiguous_reference', severity: 'error', found: name })
    else if (this.entries[target]?.node.kind === 'group') {
      problem({ code: 'reference_to_group', severity: 'unsupported', found: name })
    } else return target
    return undefined
  }

  #texts(entry: Entry, field: (typeof textFields)[number]): void {
    const texts = (entry.node as Partial<Record<typeof field, FormText>>)[field]
    for (const [language, text] of Object.entries(texts ?? {})) {
      for (const [, name = ''] of text.matchAll(REFERENCE)) {
        this.#resolve(name, (one) => this.problems.push({ ...one, entry: entry.index, field, language }))
      }
    }
  }

  #list(entry: Entry, question: Question): void {
    if (!isSelect(question)) return
    const { list = '' } = question
    const found = this.choices.get(list)
    if (found && found.size > 0) return
    this.problems.push({ code: 'missing_list', severity: 'error', entry: entry.index, field: 'list', found: list })
  }

  instanceName(): Tree | null {
    const source = this.#form.instanceName
    if (source === undefined) return null
    const parsed = this.#parse(source, false)
    const problem = (one: Omit<Unplaced, 'field'>): void => {
      this.problems.push({ ...one, entry: null, field: 'instanceName' })
    }
    for (const one of parsed.problems) problem(one)
    for (const name of parsed.refs) this.#resolve(name, problem)
    return parsed.tree
  }
}

/** Reads all expressions of a form, resolves what they refer to, and finds an order to work them out in. Never throws. */
export function compileForm(form: Form): CompiledForm {
  const compiler = new Compiler(form)
  compiler.flatten(form.nodes, null)
  compiler.read()
  const instanceName = compiler.instanceName()
  const { entries, byName, problems, functions, choices, needs } = compiler
  const { order, cycles } = sortEntries(needs.map((one) => [...one.keys()]))
  for (const cycle of cycles) {
    const [first = 0, second = first] = cycle
    const reason = needs[first]?.get(second)
    problems.push({
      code: 'cycle',
      severity: 'error',
      entry: first,
      field: reason === undefined || reason === 'parent' ? 'relevant' : reason,
      found: [...cycle, first].map((at) => entries[at]?.node.name ?? '').join(' → '),
      cycle,
    })
  }
  return { form, entries, byName, order, choices, instanceName, problems, functions }
}
