import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Answers } from '../../../src/shared/forms/answers.ts'
import { compileForm } from '../../../src/shared/forms/compile.ts'
import { evaluateForm } from '../../../src/shared/forms/evaluate.ts'
import { ask, care, evaluate, formOf, now, repeat } from './sample.ts'

describe('a form that asks for much', () => {
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
