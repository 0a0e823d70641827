import type { Choice } from './form.ts'
import type { Scalar } from './values.ts'

/** One question, group or repeat in one round. */
export interface NodeState {
  /** Position among the form's entries. */
  readonly entry: number
  /** In which round of each repeat around it, outermost first, from 0. */
  readonly at: readonly number[]
  readonly relevant: boolean
  /** Blank when it is not relevant. Choices of a `select_multiple` are parted by blanks. */
  readonly value: Scalar
  readonly required: boolean
  readonly readOnly: boolean
  /** What is wrong with the answer. Nothing is wrong with a question that is not asked. */
  readonly problems: readonly ('required' | 'type' | 'choice' | 'constraint')[]
  /** Of a select: what may be chosen now. */
  readonly choices?: readonly Choice[]
  /** Of a repeat: how many rounds it has. */
  readonly rounds?: number
}

export interface Evaluation {
  /** By path, with the round in brackets from 0: `members[0]/age`. */
  readonly states: ReadonlyMap<string, NodeState>
  /** False when working it out was given up: the form asks for more than a laptop should do at each key. */
  readonly complete: boolean
  readonly valid: boolean
  /** What this filled form is called, where its author says so. */
  readonly name: string
  /** A label or message with the answers that it names put in, as seen from where it stands. */
  readonly fill: (text: string, from: Pick<NodeState, 'entry' | 'at'>) => string
}

export interface EvaluateOptions {
  /** The clock of the laptop, as `2026-11-24T10:00:00`. */
  readonly now: string
  readonly language?: string
}

/** One member of whatever was stored. */
export const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined

/** What a choice has in a column of its list. */
export const columnOf = (choice: Choice | undefined, name: string): string =>
  choice === undefined
    ? ''
    : name === 'name'
      ? choice.name
      : Object.hasOwn(choice.extra, name)
        ? (choice.extra[name] ?? '')
        : ''

/** What has no value, such as a division by zero, is a blank answer. */
export const tidy = (value: Scalar): Scalar => (typeof value === 'number' && !Number.isFinite(value) ? '' : value)
