import type { Tree } from './expression.ts'
import type { Choice } from './form.ts'
import { columnOf } from './state.ts'
import type { Value } from './values.ts'

type List = ReadonlyMap<string, Choice>

/** Choices of a list by what stands in one of their columns: lists of camps have thousands, of which a district has ten. */
const indexes = new WeakMap<List, Map<string, ReadonlyMap<string, readonly Choice[]>>>()

function choicesBy(list: List, column: string): ReadonlyMap<string, readonly Choice[]> {
  const ofList = indexes.get(list) ?? new Map<string, ReadonlyMap<string, readonly Choice[]>>()
  indexes.set(list, ofList)
  const known = ofList.get(column)
  if (known) return known
  const index = new Map<string, Choice[]>()
  for (const choice of list.values()) {
    const value = columnOf(choice, column)
    const same = index.get(value)
    if (same) same.push(choice)
    else index.set(value, [choice])
  }
  ofList.set(column, index)
  return index
}

const hasColumn = (tree: Tree): boolean => {
  switch (tree.k) {
    case 'column':
      return true
    case 'call':
      return tree.args.some(hasColumn)
    case 'op':
      return hasColumn(tree.left) || hasColumn(tree.right)
    case 'negative':
      return hasColumn(tree.of)
    default:
      return false
  }
}

/** A part of a filter that has to hold, and that says what one column must be. */
const keyOf = (tree: Tree): { column: string; of: Tree } | null => {
  if (tree.k !== 'op') return null
  if (tree.op === 'and') return keyOf(tree.left) ?? keyOf(tree.right)
  if (tree.op !== '=') return null
  if (tree.left.k === 'column' && !hasColumn(tree.right)) return { column: tree.left.name, of: tree.right }
  if (tree.right.k === 'column' && !hasColumn(tree.left)) return { column: tree.right.name, of: tree.left }
  return null
}

/** The choices that a filter has to look at: those of an index where the filter asks for one text, else all. */
export function candidates(list: List, filter: Tree, work: (tree: Tree) => Value | undefined): Iterable<Choice> {
  const key = keyOf(filter)
  const wanted = key ? work(key.of) : undefined
  // Numbers and lists are equal to more than one text.
  if (!key || typeof wanted !== 'string') return list.values()
  return choicesBy(list, key.column).get(wanted) ?? []
}

/** Whether every choice of an answer is among those offered, which are all of its list where nothing filters them. */
export const areOffered = (answer: string, list: List, offered: readonly Choice[] | undefined): boolean =>
  answer.split(' ').every((name) => {
    const choice = list.get(name)
    return choice !== undefined && (offered === undefined || offered.includes(choice))
  })
