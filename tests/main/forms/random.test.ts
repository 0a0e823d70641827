import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readXlsform } from '../../../src/main/forms/xlsform.ts'
import { compileForm } from '../../../src/shared/forms/compile.ts'
import { evaluateForm } from '../../../src/shared/forms/evaluate.ts'
import { form as formShape } from '../../../src/shared/forms/form.ts'

describe('any sheets at all', () => {
  const cell = fc.oneof(
    fc.string(),
    fc.constantFrom(
      null,
      'text',
      'select_one l',
      'select_one l or_other',
      'begin group',
      'begin repeat',
      'end group',
      'end repeat',
      'calculate',
      'note',
      'range',
    ),
    fc.constantFrom(
      'a',
      'b',
      'l',
      '${a}',
      '${b} + 1',
      "${a} = 'x'",
      'sum(${a})',
      '__proto__',
      'constructor',
      'x'.repeat(12_000),
    ),
    fc.double(),
    fc.boolean(),
    fc.date(),
  )
  const header = fc.constantFrom(
    'type',
    'name',
    'label',
    'label::English (en)',
    'label::',
    'hint',
    'relevant',
    'calculation',
    'required',
    'default',
    'list_name',
    'choice_filter',
    'repeat_count',
    'parameters',
    '__proto__',
    'x y',
  )
  const sheet = (name: string, first: readonly string[]) =>
    fc
      .tuple(fc.array(header, { maxLength: 6 }), fc.array(fc.array(cell, { maxLength: 8 }), { maxLength: 12 }))
      .map(([headers, rows]) => ({ name, rows: [[...first, ...headers], ...rows], formulas: new Set<string>() }))

  test('are read or told, and a form that is accepted compiles', () => {
    const sheets = fc.tuple(
      sheet('survey', ['type', 'name']),
      sheet('choices', ['list_name', 'name']),
      sheet('settings', ['form_id', 'default_language', 'instance_name']),
    )
    fc.assert(
      fc.property(sheets, (raw) => {
        const { form, counts } = readXlsform(raw, 'any')
        expect(form === null).toBe(counts.error + counts.unsupported > 0)
        if (form === null) return
        const compiled = compileForm(form)
        expect(compiled.problems.filter(({ severity }) => severity !== 'warning')).toEqual([])
        expect(evaluateForm(compiled, {}, { now: '2026-11-24T10:00:00' }).complete).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('any form that follows the standard', () => {
  const part = fc.constantFrom(
    '${n} > 2',
    "${n} = 'x'",
    "selected(${n}, 'l1')",
    'string-length(${n}) < 3',
    "not(${n} != '')",
  )
  const value = fc.constantFrom(
    '${n} + 1',
    "concat(${n}, 'x')",
    'coalesce(${n}, 7)',
    "if(${n} = '', 1, ${n})",
    'round(${n} div 3, 1)',
  )
  const type = fc.constantFrom(
    'text',
    'integer',
    'date',
    'note',
    'select_one l',
    'select_multiple l',
    'calculate',
    'acknowledge',
    'begin group',
    'begin repeat',
    'end',
  )
  const row = fc.record({
    type,
    of: fc.nat(),
    relevant: fc.option(part),
    value,
    filter: fc.option(fc.constant('x = ${n}')),
  })
  const choices = [
    ['list_name', 'name', 'label', 'x'],
    ['l', 'l1', 'One', '7'],
    ['l', 'l2', 'Two', 'x'],
  ]

  /** Rows that refer only to what stands before them outside of repeats, with every group ended. */
  const sheetOf = (
    rows: readonly { type: string; of: number; relevant: string | null; value: string; filter: string | null }[],
  ) => {
    const open: string[] = []
    const names = ['n0']
    const made: (string | null)[][] = [
      ['type', 'name', 'label', 'relevant', 'calculation', 'choice_filter'],
      ['text', 'n0', 'First', null, null, null],
    ]
    const end = (): void => {
      made.push([`end ${open.pop() ?? ''}`, null, null, null, null, null])
    }
    rows.forEach(({ type: kind, of, relevant, value: calculation, filter }, at) => {
      const to = (text: string | null): string | null =>
        text?.replaceAll('${n}', `\${${names[of % names.length] ?? 'n0'}}`) ?? null
      if (kind === 'end') {
        if (open.length > 0) end()
        return
      }
      if (kind.startsWith('begin')) open.push(kind.slice(6))
      const name = `n${at + 1}`
      made.push([
        kind,
        name,
        name,
        to(relevant),
        kind === 'calculate' ? to(calculation) : null,
        kind.startsWith('select') ? to(filter) : null,
      ])
      if (!kind.startsWith('begin') && !open.includes('repeat')) names.push(name)
    })
    while (open.length > 0) end()
    return made
  }

  test('is accepted, stays the same as data, and is worked out over any answers', () => {
    const answer = fc.constantFrom('', 'x', '3', 7, true, null, 'l1 l2')
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 25 }),
        fc.array(answer, { minLength: 30, maxLength: 30 }),
        (rows, given) => {
          const survey = { name: 'survey', rows: sheetOf(rows), formulas: new Set<string>() }
          const { form, problems } = readXlsform(
            [survey, { name: 'choices', rows: choices, formulas: new Set<string>() }],
            'any',
          )
          expect(problems.filter(({ severity }) => severity !== 'warning')).toEqual([])
          if (!form) throw new Error('not accepted')
          const again = formShape.parse(JSON.parse(JSON.stringify(form)))
          expect(again).toEqual(JSON.parse(JSON.stringify(form)))
          const flat = Object.fromEntries(given.map((one, at) => [`n${at}`, one]))
          const answers = Object.fromEntries(
            given.map((one, at) => [`n${at}`, at % 3 === 0 ? [flat, flat] : at % 3 === 1 ? flat : one]),
          )
          const [found, second] = [form, again].map((one) =>
            evaluateForm(compileForm(one), answers, { now: '2026-11-24T10:00:00' }),
          )
          expect(found?.complete).toBe(true)
          expect(found?.states).toEqual(second?.states)
        },
      ),
      { numRuns: 500 },
    )
  })
})
