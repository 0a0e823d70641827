import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Answers } from '../../../src/shared/forms/answers.ts'
import { compileForm } from '../../../src/shared/forms/compile.ts'
import { evaluateForm, startingAnswers } from '../../../src/shared/forms/evaluate.ts'
import {
  form as formShape,
  textIn,
  type Choice,
  type Form,
  type FormNode,
  type Question,
} from '../../../src/shared/forms/form.ts'
import { sortEntries } from '../../../src/shared/forms/order.ts'
import type { Evaluation, NodeState } from '../../../src/shared/forms/state.ts'

const now = { now: '2026-11-24T10:30:00', language: 'ar' }

const ask = (type: Question['type'], name: string, more: Partial<Question> = {}): Question => ({
  kind: 'question',
  type,
  name,
  label: { en: name },
  ...more,
})
const group = (name: string, nodes: FormNode[], relevant?: string): FormNode => ({
  kind: 'group',
  name,
  label: {},
  relevant,
  nodes,
})
const repeat = (name: string, nodes: FormNode[], more: { count?: string; relevant?: string } = {}): FormNode => ({
  kind: 'repeat',
  name,
  label: {},
  nodes,
  ...more,
})
const choice = (name: string, extra: Record<string, string> = {}): Choice => ({
  name,
  label: { en: name.toUpperCase(), ar: `ع${name}` },
  extra,
})
const lists: Form['lists'] = {
  yes_no: [choice('yes'), choice('no')],
  camp: [choice('c1', { district: 'sumel' }), choice('c2', { district: 'mosul' }), choice('c3', { district: 'sumel' })],
}
const formOf = (...nodes: FormNode[]): Form => ({
  format: 1,
  id: 'test',
  title: 'Test',
  version: '1',
  languages: [{ tag: 'en', name: 'English' }],
  defaultLanguage: 'en',
  nodes,
  lists,
})
const evaluate = (nodes: FormNode[], answers: Answers): Evaluation => {
  const compiled = compileForm(formShape.parse(JSON.parse(JSON.stringify(formOf(...nodes)))))
  expect(compiled.problems).toEqual([])
  return evaluateForm(compiled, answers, now)
}
const state = (evaluation: Evaluation, path: string): NodeState => {
  const found = evaluation.states.get(path)
  if (!found) throw new Error(`${path} is not among ${[...evaluation.states.keys()].join(' ')}`)
  return found
}

describe('a form over its answers', () => {
  const care = [
    ask('select_one', 'ill', { list: 'yes_no', required: 'true()' }),
    group(
      'care',
      [ask('text', 'where', { required: "${ill} = 'yes'" }), group('more', [ask('text', 'why')])],
      "${ill} = 'yes'",
    ),
    ask('calculate', 'said', { calculation: "concat(${where}, '!')" }),
  ]

  test('asks what is relevant, and holds what is not for blank', () => {
    const asked = evaluate(care, { ill: 'yes', care: { where: 'Duhok', more: { why: 'x' } } })
    expect(state(asked, 'care/where')).toMatchObject({ relevant: true, value: 'Duhok', required: true })
    expect(state(asked, 'said').value).toBe('Duhok!')
    const not = evaluate(care, { ill: 'no', care: { where: 'Duhok', more: { why: 'x' } } })
    expect(state(not, 'care/where')).toMatchObject({ relevant: false, value: '', required: false, problems: [] })
    expect(state(not, 'care/more/why')).toMatchObject({ relevant: false, value: '' })
    expect(state(not, 'said').value).toBe('!')
    expect(not.valid).toBe(true)
  })

  test('tells what is missing, of a wrong kind, no choice, or beyond a limit', () => {
    const nodes = [
      ...care,
      ask('integer', 'age', { constraint: '. >= 0 and . <= 120' }),
      ask('date', 'born', { constraint: '. <= today()' }),
      ask('select_multiple', 'camps', { list: 'camp', constraint: 'count-selected(.) <= 2' }),
      ask('range', 'mark', { range: { start: 0, end: 10, step: 2 } }),
      ask('geopoint', 'place'),
    ]
    const problems = (answers: Answers): Record<string, readonly string[]> =>
      Object.fromEntries(
        [...evaluate(nodes, answers).states].flatMap(([path, one]) =>
          one.problems.length > 0 ? [[path, one.problems]] : [],
        ),
      )
    expect(problems({})).toEqual({ ill: ['required'] })
    expect(
      problems({ ill: 'maybe', age: '130', born: '2027-01-01', camps: ['c1', 'c2', 'c3'], mark: 3, place: '91 0' }),
    ).toEqual({
      ill: ['choice'],
      age: ['constraint'],
      born: ['constraint'],
      camps: ['constraint'],
      mark: ['type'],
      place: ['type'],
    })
    expect(problems({ ill: 'no', age: 'old', born: '2026-02-30' })).toEqual({
      age: ['type', 'constraint'],
      born: ['type', 'constraint'],
    })
    expect(
      problems({ ill: 'no', age: '٣٤', born: '2026-02-28', camps: ['c1'], mark: 4, place: '36.8 43 300 5' }),
    ).toEqual({})
  })

  test('calculates in the order of need, not of the rows', () => {
    const nodes = [
      ask('calculate', 'c', { calculation: '${b} * 2' }),
      ask('calculate', 'b', { calculation: '${a} + 1' }),
      ask('integer', 'a'),
      ask('calculate', 'none', { calculation: '1 div 0' }),
    ]
    expect(state(evaluate(nodes, { a: 4 }), 'c').value).toBe(10)
    expect(state(evaluate(nodes, {}), 'c').value).toBe('')
    expect(state(evaluate(nodes, {}), 'none').value).toBe('')
  })

  test('offers the choices a filter leaves', () => {
    const nodes = [
      ask('text', 'district'),
      ask('select_one', 'camp', { list: 'camp', choiceFilter: 'district = ${district}' }),
    ]
    const names = (answers: Answers): string[] =>
      (state(evaluate(nodes, answers), 'camp').choices ?? []).map(({ name }) => name)
    expect(names({ district: 'sumel' })).toEqual(['c1', 'c3'])
    expect(names({})).toEqual([])
    expect(state(evaluate(nodes, { district: 'mosul', camp: 'c1' }), 'camp').problems).toEqual(['choice'])
  })

  test('finds by index what a look at every choice finds', () => {
    const values = ['', '0', '1', '01', 'a', 'true']
    const list = Array.from({ length: 60 }, (_, at) =>
      choice(`c${at}`, { x: values[at % 6] ?? '', y: values[at % 5] ?? '' }),
    )
    const names = (choiceFilter: string, a: string): string[] => {
      const nodes = [ask('text', 'a'), ask('select_one', 's', { list: 'big', choiceFilter })]
      const compiled = compileForm({ ...formOf(...nodes), lists: { big: list } })
      expect(compiled.problems).toEqual([])
      return (state(evaluateForm(compiled, { a }, now), 's').choices ?? []).map(({ name }) => name)
    }
    for (const a of values) {
      for (const [quick, slow] of [
        ['x = ${a}', 'not(x != ${a})'],
        ['${a} = x and y = ${a}', 'not(x != ${a} or y != ${a})'],
        ['y != ${a} and x = ${a}', 'not(y = ${a} or x != ${a})'],
        ['x = number(${a})', 'not(x != number(${a}))'],
        ['x = y', 'not(x != y)'],
        ["name = concat('c', ${a})", "not(name != concat('c', ${a}))"],
      ] as const) {
        expect(names(quick, a)).toEqual(names(slow, a))
      }
    }
  })

  test('goes through repeats, one round not seeing another', () => {
    const nodes = [
      repeat('members', [
        ask('text', 'name'),
        ask('integer', 'age'),
        ask('text', 'school', { relevant: '${age} < 18' }),
        ask('calculate', 'number', { calculation: 'position(..)' }),
        repeat('papers', [ask('text', 'paper'), ask('calculate', 'whose', { calculation: '${name}' })]),
        ask('calculate', 'papers_of', { calculation: 'count(${papers})' }),
      ]),
      ask('calculate', 'size', { calculation: 'count(${members})' }),
      ask('calculate', 'ages', { calculation: 'sum(${age})' }),
      ask('calculate', 'schools', { calculation: "join(',', ${school})" }),
      ask('calculate', 'second', { calculation: 'indexed-repeat(${name}, ${members}, 2)' }),
      ask('integer', 'tents'),
      repeat('tent', [ask('text', 'code')], { count: '${tents}' }),
    ]
    const found = evaluate(nodes, {
      members: [
        { name: 'Ali', age: 40, school: 'left over', papers: [{ paper: 'x' }, {}] },
        { name: 'Sara', age: 9, school: 'Zakho', papers: [{}] },
        { name: 'Noor', age: '' },
      ],
      tents: 2,
    })
    const value = (path: string): unknown => state(found, path).value
    expect(state(found, 'members[0]/school').relevant).toBe(false)
    expect(state(found, 'members[1]/school').relevant).toBe(true)
    expect(value('members[1]/number')).toBe(2)
    expect([value('members[0]/papers[1]/whose'), value('members[1]/papers[0]/whose')]).toEqual(['Ali', 'Sara'])
    expect([value('members[0]/papers_of'), value('members[2]/papers_of')]).toEqual([2, 0])
    expect([value('size'), value('ages'), value('schools'), value('second')]).toEqual([3, 49, 'Zakho', 'Sara'])
    expect(state(found, 'members').rounds).toBe(3)
    expect(state(found, 'tent').rounds).toBe(2)
    expect(state(found, 'tent[1]/code').relevant).toBe(true)
    expect(found.complete).toBe(true)
  })

  test('counts the rounds of all repeats inside another, and none of a repeat that is not asked', () => {
    const nodes = [
      ask('text', 'skip'),
      repeat('homes', [repeat('rooms', [ask('integer', 'beds')])], { relevant: "${skip} = ''" }),
      ask('calculate', 'rooms_all', { calculation: 'count(${rooms})' }),
      ask('calculate', 'homes_all', { calculation: 'count(${homes})' }),
    ]
    const homes = [{ rooms: [{}, {}] }, { rooms: [{}] }, {}]
    const counts = (answers: Answers): unknown[] => {
      const found = evaluate(nodes, answers)
      return [state(found, 'rooms_all').value, state(found, 'homes_all').value]
    }
    expect(counts({ homes })).toEqual([3, 3])
    expect(counts({ homes, skip: 'yes' })).toEqual([0, 0])
  })

  test('starts with defaults, worked out where they are expressions', () => {
    const compiled = compileForm(
      formOf(
        ask('date', 'visited', { default: 'today()' }),
        ask('text', 'site', { default: 'Camp (east)' }),
        ask('text', 'copy', { default: '${site}' }),
        ask('text', 'none'),
      ),
    )
    const starts = startingAnswers(compiled, null, [], { site: 'Sharya' }, now)
    expect([...starts.values()]).toEqual(['2026-11-24', 'Camp (east)', 'Sharya'])
    const members = compileForm(
      formOf(repeat('members', [ask('integer', 'n', { default: 'position(..)' })]), ask('text', 'a')),
    )
    expect([...startingAnswers(members, 0, [2], { members: [{}, {}] }, now)]).toEqual([[1, 3]])
  })

  test('keeps what was worked out once, and takes labels in the language of the window', () => {
    const nodes = [
      ask('calculate', 'began', { calculation: 'once(now())' }),
      ask('select_one', 'agreed', { list: 'yes_no' }),
      ask('calculate', 'word', { calculation: "jr:choice-name(${agreed}, '${agreed}')" }),
    ]
    expect(state(evaluate(nodes, {}), 'began').value).toBe(now.now)
    expect(state(evaluate(nodes, { began: '2020-01-01T00:00:00' }), 'began').value).toBe('2020-01-01T00:00:00')
    expect(state(evaluate(nodes, { agreed: 'yes' }), 'word').value).toBe('عyes')
    expect(textIn({ ckb: 'x' }, 'ar', 'en')).toBe('x')
    expect(textIn(undefined, 'ar', 'en')).toBe('')
  })

  test('puts answers into labels as seen from where they stand, and names the form', () => {
    const nodes = [ask('text', 'head'), repeat('members', [ask('text', 'name'), ask('integer', 'age')])]
    const compiled = compileForm({ ...formOf(...nodes), instanceName: "concat('Family of ', ${head})" })
    const found = evaluateForm(compiled, { head: 'Ali', members: [{ name: 'Sara' }, { name: 'Noor' }] }, now)
    expect(found.name).toBe('Family of Ali')
    expect(found.fill('How old is ${name}, of ${head}? ${nobody}', state(found, 'members[1]/age'))).toBe(
      'How old is Noor, of Ali? ',
    )
    expect(state(found, 'members[1]/age').at).toEqual([1])
  })

  test('gives up what grows without bound, and says so', () => {
    const doubling = [
      ask('calculate', 'x0', { calculation: "'0123456789'" }),
      ...Array.from({ length: 60 }, (_, at) =>
        ask('calculate', `x${at + 1}`, { calculation: `concat(\${x${at}}, \${x${at}})` }),
      ),
    ]
    expect(evaluate(doubling, {}).complete).toBe(false)
    const long = `'${'x'.repeat(7000)}'`
    const rounds = [
      repeat('a', [repeat('b', [ask('calculate', 'd', { calculation: long })], { count: '900' })], { count: '90' }),
      ask('calculate', 'e', { calculation: 'concat(${d})' }),
      ask('calculate', 'f', { calculation: "join('-', ${d})" }),
    ]
    expect(evaluate(rounds, {}).complete).toBe(false)
    const many = [
      repeat('a', [repeat('b', [repeat('c', [ask('text', 'd')], { count: '999' })], { count: '999' })], {
        count: '999',
      }),
    ]
    const found = evaluate(many, {})
    expect(found).toMatchObject({ complete: false, valid: false })
    expect(found.states.size).toBeLessThanOrEqual(100_000)
    expect(evaluate([repeat('a', [ask('text', 'd')], { count: '5000' })], {}).complete).toBe(false)
  })

  test('gives up patterns that would take seconds at each key', () => {
    const patterns = Array.from({ length: 200 }, (_, at) =>
      ask('text', `p${at}`, { constraint: "regex(., '(x?){250}(x|y)*')" }),
    )
    const answers = Object.fromEntries(patterns.map(({ name }) => [name, 'x'.repeat(2000)]))
    const began = performance.now()
    expect(evaluate(patterns, answers).complete).toBe(false)
    expect(performance.now() - began).toBeLessThan(20_000)
  })

  test('never throws, whatever the answers are', () => {
    const compiled = compileForm(
      formOf(
        ...care,
        repeat('members', [
          ask('integer', 'age', { constraint: '. > position(..)', required: 'true()' }),
          ask('select_one', 'camp', { list: 'camp', choiceFilter: 'district = ${where}' }),
        ]),
        ask('calculate', 'sum', { calculation: 'sum(${age}) div count(${members}) + string-length(${camp})' }),
        ask('acknowledge', 'ok'),
        ask('geopoint', 'place', { constraint: "regex(., '[0-9. ]+')" }),
      ),
    )
    const names = fc.constantFrom(
      'ill',
      'care',
      'where',
      'members',
      'age',
      'camp',
      'ok',
      'place',
      '__proto__',
      'length',
    )
    const anything = fc.letrec((tie) => ({
      answer: fc.oneof(
        { depthSize: 'small' },
        fc.string(),
        fc.double(),
        fc.boolean(),
        fc.constant(null),
        fc.constantFrom('yes', 'c1', '12'),
        tie('answers'),
        fc.array(tie('answers'), { maxLength: 3 }),
        fc.array(fc.string(), { maxLength: 3 }),
      ),
      answers: fc.dictionary(names, tie('answer'), { maxKeys: 8 }),
    })).answers
    fc.assert(
      fc.property(anything, (answers) => {
        const found = evaluateForm(compiled, answers as Answers, now)
        expect(found.complete).toBe(true)
        expect(found.states.size).toBeGreaterThanOrEqual(compiled.entries.length - 2)
        for (const one of found.states.values())
          if (!one.relevant) expect(one).toMatchObject({ value: '', problems: [] })
      }),
      { numRuns: 1000 },
    )
  })
})

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
