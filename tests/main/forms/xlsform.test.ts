import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { xlsform, xlsforms, type SheetRows, type Sheets } from '../../../scripts/fixtures/xlsforms.ts'
import { readXlsformFile, type XlsformReading } from '../../../src/main/forms/xlsform.ts'
import { compileForm } from '../../../src/shared/forms/compile.ts'
import { evaluateForm } from '../../../src/shared/forms/evaluate.ts'
import { form as formShape } from '../../../src/shared/forms/form.ts'

const fixtures = path.resolve('tests/fixtures/xlsforms')
const folder = mkdtempSync(path.join(tmpdir(), 'waypost-xlsforms-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

let made = 0
const read = async (sheets: Sheets): Promise<XlsformReading> => {
  const file = path.join(folder, `${++made}.xlsx`)
  await xlsform(sheets).xlsx.writeFile(file)
  return await readXlsformFile(file)
}
const survey = async (...rows: SheetRows): Promise<XlsformReading> => await read({ survey: rows })
const told = ({ problems }: XlsformReading): string[] =>
  problems.map(({ severity, sheet, row, column, code, found }) => [severity, sheet, row, column, code, found].join(' '))
const codes = ({ problems }: XlsformReading): string[] => problems.map(({ row, code }) => `${row} ${code}`)

const files = readdirSync(fixtures).filter((name) => name.endsWith('.xlsx'))

test('every fixture is one of the generator, and the other way round', () => {
  expect(files.toSorted()).toEqual(Object.keys(xlsforms).toSorted())
})

describe('a workbook of a supported feature is accepted', () => {
  test.each(files.filter((name) => !name.startsWith('bad-')))('%s', async (name) => {
    const { form, problems, counts, uses } = await readXlsformFile(path.join(fixtures, name))
    expect(problems.filter(({ severity }) => severity !== 'warning')).toEqual([])
    expect(counts).toMatchObject({ error: 0, unsupported: 0 })
    if (!form) throw new Error('not accepted')
    // It is data: stored and read again it is the same, and compiles without a problem.
    const again = formShape.parse(JSON.parse(JSON.stringify(form)))
    const compiled = compileForm(again)
    expect(compiled.problems).toEqual([])
    expect(compiled.order).toHaveLength(compiled.entries.length)
    const empty = evaluateForm(compiled, {}, { now: '2026-11-24T10:00:00' })
    expect(empty.complete).toBe(true)
    expect({ form: again, uses }).toMatchSnapshot()
  })
})

describe('a workbook that cannot be used says why, by row', () => {
  test.each(files.filter((name) => name.startsWith('bad-')))('%s', async (name) => {
    const reading = await readXlsformFile(path.join(fixtures, name))
    expect(reading.form).toBeNull()
    expect(told(reading)).toMatchSnapshot()
  })

  test('a workbook that is no XLSForm', async () => {
    const refused = { error: { kind: 'refused', reason: 'not_an_xlsform' } }
    await expect(
      readXlsformFile(path.resolve('tests/fixtures/workbooks/registration-small.xlsx')),
    ).rejects.toMatchObject(refused)
    await expect(survey(['a', 'b'], ['text', 'x'])).rejects.toMatchObject(refused)
    await expect(read({ survey: [] })).rejects.toMatchObject(refused)
  })

  test.each([
    ['not-a-workbook.xlsx', 'not_a_workbook'],
    ['zip-bomb.xlsx', 'zip_bomb'],
  ])('%s', async (name, reason) => {
    await expect(readXlsformFile(path.resolve('tests/fixtures/workbooks', name))).rejects.toMatchObject({
      error: { reason },
    })
  })

  test('a form without a question', async () => {
    expect(codes(await survey(['type', 'name', 'label']))).toEqual(['null no_questions'])
  })

  test('groups within groups without end', async () => {
    const rows = Array.from({ length: 500 }, (_, at) => ['begin group', `g${at}`, 'G'])
    const reading = await survey(
      ['type', 'name', 'label'],
      ...rows,
      ['text', 'a', 'A'],
      ...rows.map(() => ['end group', null, null]),
    )
    expect(codes(reading)).toEqual(['22 nested_too_deep'])
  })

  test('a cell of 30,000 letters, and the error of a formula', async () => {
    expect(
      codes(await survey(['type', 'name', 'label'], ['text', 'a', 'x'.repeat(30_000)], ['text', 'b', '#REF!'])),
    ).toEqual(['2 too_long', '3 formula_error'])
  })

  test('more problems than anybody reads are counted, errors before warnings', async () => {
    const rows = Array.from({ length: 1500 }, (_, at) => ['text', `w${at}`, null])
    const reading = await survey(['type', 'name', 'label'], ...rows, ['audio', 'a', 'A'])
    expect(reading.problems).toHaveLength(1000)
    expect(reading.counts).toEqual({ error: 0, unsupported: 1, warning: 1500 })
    expect(reading.problems.some(({ code }) => code === 'unsupported_type')).toBe(true)
  })
})

describe('spellings', () => {
  test('of types and columns that forms have had over the years', async () => {
    const reading = await survey(
      ['Type', 'Name', 'Label:English', 'Relevance', 'Required', 'Read only', 'Calculate', 'disabled'],
      ['begin  group', 'g', 'G', null, null, null, null, null],
      ['string', 'a', 'A', null, true, 'yes', null, null],
      ['int', 'b', 'B', "${a} = 'x'", 'false', null, null, null],
      ['audio', 'off', 'Off', null, null, null, null, 'yes'],
      ['calculate', 'c', null, null, null, null, '${b} + 1', null],
      ['END GROUP', null, null, null, null, null, null, null],
    )
    expect(told(reading)).toEqual([])
    expect(reading.uses.languages).toEqual([{ tag: 'en', name: 'English' }])
    expect(reading.form?.nodes).toMatchObject([
      {
        nodes: [
          { type: 'text', required: 'true()', readOnly: 'true()' },
          { type: 'integer', relevant: "${a} = 'x'" },
          { calculation: '${b} + 1' },
        ],
      },
    ])
  })

  test('of languages', async () => {
    const headers = [
      'English',
      'Arabic (ar)',
      'العربية',
      'Kurdish (ku)',
      'کوردی',
      'Badini',
      'sorani',
      'ckb',
      'French',
      'Shabaki',
      'Arabic (IQ)',
    ]
    const reading = await survey(
      ['type', 'name', ...headers.map((name) => `label::${name}`)],
      ['text', 'a', ...headers],
    )
    expect(reading.uses.languages.map(({ tag }) => tag)).toEqual(['en', 'ar', 'ckb', 'kmr', 'fr', 'x-shabaki'])
  })

  test('of languages: what is missing in one is told', async () => {
    const reading = await read({
      survey: [
        ['type', 'name', 'label::English', 'label::Arabic'],
        ['text', 'a', 'A', null],
      ],
      settings: [['default_language'], ['French']],
    })
    expect(told(reading)).toEqual([
      'warning settings 2 default_language default_language_unknown French',
      'warning survey 2 label::English missing_translation Arabic',
    ])
    expect(reading.form?.defaultLanguage).toBe('en')
  })

  test('a select with a choice of its own', async () => {
    const reading = await read({
      survey: [
        ['type', 'name', 'label'],
        ['select_one sex or_other', 'sex', 'Sex'],
      ],
      choices: [
        ['list name', 'name', 'label'],
        ['sex', 'f', 'Female'],
      ],
    })
    expect(reading.form?.lists['sex']?.map(({ name }) => name)).toEqual(['f', 'other'])
    expect(reading.form?.nodes[1]).toMatchObject({ name: 'sex_other', relevant: "selected(${sex}, 'other')" })
  })
})

describe('large workbooks', () => {
  const large = (questions: number): Sheets => ({
    survey: [
      ['type', 'name', 'label', 'relevant', 'calculation'],
      ['integer', 'q0', 'Question 0', null, null],
      ...Array.from({ length: questions - 1 }, (_, at) =>
        at % 2 === 0
          ? ['calculate', `q${at + 1}`, null, null, `\${q${at}} + 1`]
          : ['integer', `q${at + 1}`, `Question ${at + 1}`, `\${q${at}} > 0`, null],
      ),
    ],
  })

  test('5,000 questions that depend on each other are read and worked out', async () => {
    const began = performance.now()
    const { form, counts } = await read(large(5000))
    expect(counts).toEqual({ error: 0, unsupported: 0, warning: 0 })
    if (!form) throw new Error('not accepted')
    const found = evaluateForm(compileForm(form), { q0: 1, q2: 4 }, { now: '2026-11-24T10:00:00' })
    expect(found.states.get('q3')).toMatchObject({ value: 5 })
    expect(found.states.size).toBe(5000)
    expect(performance.now() - began).toBeLessThan(30_000)
  })

  test('more than 10,000 rows are refused', async () => {
    await expect(read(large(10_001))).rejects.toMatchObject({
      error: { reason: 'too_many_rows', params: { sheet: 'survey', limit: 10_000 } },
    })
  })
})
