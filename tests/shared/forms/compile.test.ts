import { describe, expect, test } from 'vitest'
import { compileForm } from '../../../src/shared/forms/compile.ts'
import type { FormNode, Question } from '../../../src/shared/forms/form.ts'
import { sortEntries } from '../../../src/shared/forms/order.ts'
import { ask, formOf, group, repeat } from './sample.ts'

describe('what a form is refused for', () => {
  const problems = (...nodes: FormNode[]): string[] =>
    compileForm(formOf(...nodes)).problems.map(({ code, found, field }) => `${code} ${field} ${found}`)

  test('names and references', () => {
    expect(problems(ask('text', 'a'), ask('text', 'a'), group('g', [ask('text', 'a')]))).toEqual([
      'duplicate_name name a',
    ])
    expect(problems(group('g', [ask('text', 'a')]), group('h', [ask('text', 'a', { relevant: '${a} = 1' })]))).toEqual([
      'ambiguous_reference relevant a',
    ])
    expect(problems(ask('note', 'a', { label: { en: 'Dear ${nobody}' } }))).toEqual(['unknown_reference label nobody'])
    expect(problems(group('g', [ask('text', 'a')]), ask('calculate', 'b', { calculation: '${g}' }))).toEqual([
      'reference_to_group calculation g',
    ])
    expect(problems(ask('select_one', 'a', { list: 'none' }))).toEqual(['missing_list list none'])
    const inner = repeat('r', [ask('integer', 'n')])
    expect(problems(inner, ask('calculate', 'b', { calculation: 'indexed-repeat(${n}, ${n}, 1)' }))).toEqual([
      'not_a_repeat calculation n',
    ])
    expect(problems(inner, ask('calculate', 'b', { calculation: '${n} + 1' }))).toEqual(['first_of_list calculation n'])
    expect(problems(ask('text', 'a'), ask('calculate', 'b', { calculation: "jr:choice-name('x', '${a}')" }))).toEqual([
      'not_a_select calculation a',
    ])
    expect(problems(ask('select_one', 'a', { list: 'camp', choiceFilter: 'x = 1 and name != 2' }))).toEqual([
      'unknown_column choiceFilter x',
    ])
  })

  test('cycles through calculations, relevance, groups and repeats', () => {
    const calc = (name: string, calculation: string): Question => ask('calculate', name, { calculation })
    expect(problems(calc('a', '${b}'), calc('b', '${c}'), calc('c', '${a}'), calc('d', '${a}'))).toEqual([
      'cycle calculation a → b → c → a',
    ])
    expect(problems(calc('a', '${a}'))).toEqual(['cycle calculation a → a'])
    expect(problems(group('g', [ask('text', 'a')], "${a} = 'x'"))).toEqual(['cycle relevant g → a → g'])
    expect(problems(repeat('r', [ask('text', 'a')], { count: 'string-length(${a})' }))).toEqual([
      'first_of_list count a',
      'cycle count r → a → r',
    ])
    expect(
      problems(ask('text', 'a', { constraint: '${a} != ${b}' }), ask('text', 'b', { constraint: '${a} != ${b}' })),
    ).toEqual([])
  })

  test('a chain of ten thousand is put in order, and a cycle of ten thousand found', () => {
    const chain = Array.from({ length: 10_000 }, (_, at) => (at < 9999 ? [at + 1] : []))
    expect(sortEntries(chain)).toEqual({ order: chain.map((_, at) => 9999 - at), cycles: [] })
    const cycle = chain.map((_, at) => [(at + 1) % 10_000])
    expect(sortEntries(cycle).cycles.map(({ length }) => length)).toEqual([10_000])
  })
})
