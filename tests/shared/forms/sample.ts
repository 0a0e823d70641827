import { expect } from 'vitest'
import type { Answers } from '../../../src/shared/forms/answers.ts'
import { compileForm } from '../../../src/shared/forms/compile.ts'
import { evaluateForm } from '../../../src/shared/forms/evaluate.ts'
import {
  form as formShape,
  type Choice,
  type Form,
  type FormNode,
  type Question,
} from '../../../src/shared/forms/form.ts'
import type { Evaluation, NodeState } from '../../../src/shared/forms/state.ts'

export const now = { now: '2026-11-24T10:30:00', language: 'ar' }

export const ask = (type: Question['type'], name: string, more: Partial<Question> = {}): Question => ({
  kind: 'question',
  type,
  name,
  label: { en: name },
  ...more,
})
export const group = (name: string, nodes: FormNode[], relevant?: string): FormNode => ({
  kind: 'group',
  name,
  label: {},
  relevant,
  nodes,
})
export const repeat = (
  name: string,
  nodes: FormNode[],
  more: { count?: string; relevant?: string } = {},
): FormNode => ({
  kind: 'repeat',
  name,
  label: {},
  nodes,
  ...more,
})
export const choice = (name: string, extra: Record<string, string> = {}): Choice => ({
  name,
  label: { en: name.toUpperCase(), ar: `ع${name}` },
  extra,
})
const lists: Form['lists'] = {
  yes_no: [choice('yes'), choice('no')],
  camp: [choice('c1', { district: 'sumel' }), choice('c2', { district: 'mosul' }), choice('c3', { district: 'sumel' })],
}
export const formOf = (...nodes: FormNode[]): Form => ({
  format: 1,
  id: 'test',
  title: 'Test',
  version: '1',
  languages: [{ tag: 'en', name: 'English' }],
  defaultLanguage: 'en',
  nodes,
  lists,
})
export const evaluate = (nodes: FormNode[], answers: Answers): Evaluation => {
  const compiled = compileForm(formShape.parse(JSON.parse(JSON.stringify(formOf(...nodes)))))
  expect(compiled.problems).toEqual([])
  return evaluateForm(compiled, answers, now)
}
export const state = (evaluation: Evaluation, path: string): NodeState => {
  const found = evaluation.states.get(path)
  if (!found) throw new Error(`${path} is not among ${[...evaluation.states.keys()].join(' ')}`)
  return found
}

export const care = [
  ask('select_one', 'ill', { list: 'yes_no', required: 'true()' }),
  group(
    'care',
    [ask('text', 'where', { required: "${ill} = 'yes'" }), group('more', [ask('text', 'why')])],
    "${ill} = 'yes'",
  ),
  ask('calculate', 'said', { calculation: "concat(${where}, '!')" }),
]
