import { describe, expect, test } from 'vitest'
import type { Answers } from '../../../src/shared/forms/answers.ts'
import { compileForm } from '../../../src/shared/forms/compile.ts'
import { evaluateForm, startingAnswers } from '../../../src/shared/forms/evaluate.ts'
import { textIn } from '../../../src/shared/forms/form.ts'
import { ask, care, choice, evaluate, formOf, now, repeat, state } from './sample.ts'

describe('a form over its answers', () => {
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
})
